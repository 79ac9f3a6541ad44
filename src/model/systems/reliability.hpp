#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// A long run on many GPUs: how often it stops, what checkpoints of three kinds take, what spares buy. Walls: storage
/// (checkpoints hold the run up), latency (work done again), host (restarts).
void build_reliability(System& system);

}  // namespace wallflip
