#pragma once

#include <vector>

#include "model/study/batching_sim.hpp"
#include "model/systems/system.hpp"

namespace wallflip {

/// A simulation of the serving_point system under its own traffic, against its own targets.
struct BatchingStudy {
  std::vector<double> ttft, tpot;  ///< seconds, ascending: each finished request; TPOT without one-token answers
  ServiceSummary summary;          ///< TTFT and the whole request with the time outside the engine
  ServiceTargets targets;
  size_t requests = 0;  ///< simulated
  size_t rejected = 0;  ///< longer than all of memory
};

/// Requests from load.* (callers or traffic, lengths, how many), engine and step times from the sheet, targets from
/// slo.*. Deterministic. The design must fit its memory.
BatchingStudy study_batching(const System& serving_point, const std::vector<double>& inputs,
                             StudyControl* control = nullptr);

}  // namespace wallflip
