#pragma once

#include <memory>
#include <span>

#include "model/study/batching_sim.hpp"
#include "model/systems/system.hpp"

namespace wallflip {

/// What a simulation of the serving_point system needs, read off one evaluation of its sheet.
struct EngineSimulation {
  std::shared_ptr<const StepModel> step;  ///< GEMMs from a table over tokens, all else linear in the work, as the sheet
  BatchingOptions options;                ///< scheduling, admission, step budget and KV blocks of the engine
  double delay = 0;                       ///< seconds outside the engine, to be added to TTFT and to the whole request
};

/// `inputs` in the order of the sheet's inputs; load.batch is the number of callers. The design must fit its memory.
EngineSimulation engine_simulation(const System& serving_point, std::span<const double> inputs);

}  // namespace wallflip
