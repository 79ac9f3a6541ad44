#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// One long prompt on a node under a TTFT target: prefill grows with the square, KV fills memory, and reuse of the
/// document pays for both. Walls: capacity; compute, as the time to the first token over its target.
void build_long_context(System& system);

}  // namespace wallflip
