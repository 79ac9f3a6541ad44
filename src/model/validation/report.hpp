#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/validation/family.hpp"

namespace wallflip::validation {

/// One measured number beside the model's.
struct Compared {
  std::string id, source_id;  ///< of the row
  int line = 0;
  Prediction prediction;

  /// (predicted - measured) / measured; nothing where one of them is missing or the measurement is 0.
  std::optional<double> error() const;
};

/// How far the model is from one source's numbers of one metric. Errors are fractions; not a number without a
/// prediction.
struct Accuracy {
  std::string file, source_id, metric;
  int rows = 0, expressed = 0;
  std::map<std::string, int> reasons;  ///< why the others are not expressed
  double median_abs = 0, mean_abs = 0, worst_abs = 0;
  double bias = 0;  ///< mean signed error
};

struct Report {
  std::vector<Compared> rows;        ///< in the order of the files
  std::vector<Accuracy> accuracies;  ///< one per file, source and metric, in order of first appearance
};

/// Runs the family that the columns of each file belong to. Issues name files that cannot be read or belong to none.
Report validate(const std::vector<std::string>& files, const Catalog& catalog, Issues& issues);

}  // namespace wallflip::validation
