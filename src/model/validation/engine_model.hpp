#pragma once

// The serving_point system as the validation families use it: set inputs, evaluate, and simulate a benchmark whose
// step times are the sheet's.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog/catalog.hpp"
#include "model/study/batching_sim.hpp"
#include "model/systems/serving_engines.hpp"
#include "model/systems/system.hpp"

namespace wallflip::validation {

/// A closed loop of callers, each with the next request as soon as the last is answered, from a standing start.
struct ServingBenchmark {
  size_t callers = 1;
  size_t requests_per_caller = 10;
  double shortest = 1;  ///< lengths are even between this share of load.prompt and load.output, and these
};

/// Means over all requests, in seconds, as callers see them.
struct ServiceTimes {
  double ttft = 0, tpot = 0, e2e = 0;
};

class EngineModel {
 public:
  explicit EngineModel(const Catalog& catalog);

  /// Every input back to its default.
  void reset();
  /// One input in base units; its name must exist.
  void set(std::string_view input, double value);
  /// These three return the reason when it cannot be done, else "".
  std::string set_accelerator(std::string_view id);
  std::string set_model(std::string_view id);
  std::string set_engine(std::string_view engine, std::string_view accelerator);

  void evaluate();
  /// After evaluate(); gates ignored.
  double value(std::string_view quantity) const;
  bool fits() const;

  /// After evaluate(), for a design that fits.
  ServiceTimes simulate(const ServingBenchmark& benchmark);

 private:
  const Catalog* catalog_;
  std::unique_ptr<System> system_;
  std::vector<double> inputs_, nodes_;
};

}  // namespace wallflip::validation
