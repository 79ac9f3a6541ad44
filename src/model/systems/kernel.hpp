#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// One operator on one accelerator, by its shape: matrix product, attention, experts, elementwise, sampling. Walls:
/// bandwidth, compute and latency (what neither memory nor the units are busy with).
void build_kernel(System& system);

}  // namespace wallflip
