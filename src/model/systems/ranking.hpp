#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// Recommender ranking over sharded embedding tables. Walls: capacity, bandwidth, network, compute, each the GPUs it
/// demands over the shards there are; `requirement`: whether the shards are enough.
void build_ranking(System& system);

}  // namespace wallflip
