#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// Fixes of one replica side by side: speculation, weight-only quantisation, chunked prefill, experts, prefix cache.
/// Each says what it costs and gains at the load as it stands. Walls: capacity, and times over the step itself.
void build_optimisation(System& system);

}  // namespace wallflip
