#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// A pile of documents embedded, classified or rewritten by a time, on replicas that run with full memory.
void build_batch_jobs(System& system);

}  // namespace wallflip
