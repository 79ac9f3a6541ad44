#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// Images by a diffusion transformer of 12 B parameters on one GPU. Walls of one pass, over the pass: capacity,
/// bandwidth, compute. `requirement`: the whole image in time; `phases`: fixed parts or denoising; `step_parts`: linear
/// or quadratic FLOP.
void build_image_diffusion(System& system);

}  // namespace wallflip
