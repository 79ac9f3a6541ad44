#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// A prefill pool and a decode pool that serve a rate of requests under a TPOT target, with as many GPUs as it takes.
/// Walls: what each demands in GPUs over the largest demand. `pools`: which pool is larger; `decode_walls`: the walls
/// of the decode pool.
void build_fleet(System& system);

}  // namespace wallflip
