#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// One message over one group of GPUs: which operation, how large, how far apart. Walls: network (its bytes at the
/// link's full rate) and latency (everything else: start, hops, what the protocol leaves of the link).
void build_collective_op(System& system);

}  // namespace wallflip
