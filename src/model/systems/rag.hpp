#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// Retrieval-augmented generation: a look-up and stored KV before the prefill, two pools behind it, a TTFT target.
void build_rag(System& system);

}  // namespace wallflip
