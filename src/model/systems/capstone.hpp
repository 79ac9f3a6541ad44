#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// The whole course on one question: a large model in W8A8-KV8 on TP4 pools, and a number of GPUs that may not be
/// passed. Walls: need over the GPUs there are; the requirement fails as dollars when both pools together need more.
void build_capstone(System& system);

}  // namespace wallflip
