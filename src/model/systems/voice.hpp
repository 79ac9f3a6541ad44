#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// A voice agent: a chain of fixed parts with a model in it, on replicas filled up to their TPOT target.
/// Walls, over the time from mouth to ear: latency (the fixed parts), compute (prefill), bandwidth (one step), and
/// capacity; `requirement`: the whole chain in time.
void build_voice(System& system);

}  // namespace wallflip
