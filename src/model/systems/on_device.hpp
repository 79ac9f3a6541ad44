#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// One user and one small model on one device. Walls: capacity, bandwidth, compute of one token under a TPOT target;
/// `phases`: which the user waits for, the first token or the rest of the answer.
void build_on_device(System& system);

}  // namespace wallflip
