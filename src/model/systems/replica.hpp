#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// One serving replica (one GPU, or `split.tp` of them): prefill, decode, KV cache, batch limits under a TPOT target,
/// what is lost to padding and paging, price. Walls: capacity, bandwidth, network, compute.
void build_replica(System& system);

}  // namespace wallflip
