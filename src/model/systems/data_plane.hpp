#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// What feeds a training node: storage, host, GPUs; images, volumes or text; prefetching and stragglers.
/// Walls: host, storage, compute, each as demand over supply, so compute is 1. `requirement`: the accelerator
/// utilisation asked for.
void build_data_plane(System& system);

}  // namespace wallflip
