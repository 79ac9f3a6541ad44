#pragma once

// The serving_point system as the validation families use it: set inputs, ask for values, and simulate a benchmark
// whose step times are the sheet's.

#include <string>
#include <string_view>

#include "model/study/batching_sim.hpp"
#include "model/systems/serving_engines.hpp"
#include "model/validation/system_run.hpp"

namespace wallflip::validation {

/// Bytes of a 4-bit weight with its 8-bit scale for every 16 of them (nvfp4, mxfp4).
inline constexpr double scaled_fp4 = 0.5625;

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

class EngineModel : public SystemRun {
 public:
  explicit EngineModel(const Catalog& catalog);

  /// These three return the reason when it cannot be done, else "".
  std::string set_accelerator(std::string_view id);
  std::string set_model(std::string_view id);
  std::string set_engine(std::string_view engine, const Accelerator& accelerator);

  bool fits() const;
  /// For a design that fits.
  ServiceTimes simulate(const ServingBenchmark& benchmark) const;

 private:
  const Catalog* catalog_;
};

}  // namespace wallflip::validation
