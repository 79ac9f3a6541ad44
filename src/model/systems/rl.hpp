#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// RL post-training on two pools: actors at full memory, learners behind them by one step.
/// Walls: capacity (one rollout beside the weights), bandwidth and compute and network (what actors and learners wait
/// for), latency (the longest rollout), each over the step. `pools`: rollout or learner; `tail`: rollout or tail.
void build_rl(System& system);

}  // namespace wallflip
