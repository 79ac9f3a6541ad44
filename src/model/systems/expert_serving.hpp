#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// One decode step of a model spread four ways: tensor, copies of attention, experts, stages. Walls: capacity; and the
/// step's times over the TPOT target.
void build_expert_serving(System& system);

}  // namespace wallflip
