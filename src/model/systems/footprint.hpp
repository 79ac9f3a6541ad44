#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// A training run as GPU-hours: energy, carbon, water, and whether to rent the GPUs or to own them. Walls: compute
/// (days against a deadline) and dollars (the cheaper bill against a budget).
void build_footprint(System& system);

}  // namespace wallflip
