#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// Napkin arithmetic on one GPU that serves, or on many that train (`plan.mode`): who owns memory, how long it takes,
/// what it costs. Walls: capacity; compute over itself, as there is no deadline; dollars over the budget (training).
void build_napkin(System& system);

}  // namespace wallflip
