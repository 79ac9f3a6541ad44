#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog/catalog.hpp"
#include "model/validation/csv.hpp"

namespace wallflip::validation {

/// One number of a row: what was measured and what the model says, or why it can say nothing.
struct Prediction {
  std::string metric;  ///< "step_time", "ttft" ...: errors are counted apart for each
  double measured = 0;
  std::optional<double> predicted;  ///< in the unit of `measured`
  std::string reason;               ///< short and countable ("no layout given"), when nothing is predicted
};

/// Turns rows of one kind of table into predictions. Reads input columns only: a measured cell is compared, never used.
class Predictor {
 public:
  Predictor() = default;
  Predictor(const Predictor&) = delete;
  Predictor& operator=(const Predictor&) = delete;
  virtual ~Predictor() = default;
  /// One entry for each number the row measured; none for a row that measured nothing of this family.
  virtual std::vector<Prediction> predict(const Row& row) = 0;
};

/// A kind of table, known by its columns and not by its file name. The catalog outlives the predictor.
struct Family {
  std::string_view id;                    ///< "kernels"
  std::string_view what;                  ///< one line
  std::vector<std::string_view> columns;  ///< a table that has all of these belongs to the family
  std::unique_ptr<Predictor> (*make)(const Catalog&);
};

/// Every family there is: the one list.
std::vector<Family> family_table();

}  // namespace wallflip::validation
