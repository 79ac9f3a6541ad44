#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// A code assistant: long prompts that were mostly seen before, short answers, sessions that wait in memory. One pool
/// whose size is the largest need of any wall; the tail of TTFT is a request that misses the cache.
void build_completion(System& system);

}  // namespace wallflip
