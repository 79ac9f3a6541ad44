#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// Evaluation and flywheel: train, label, experiment, again. Walls: evidence (the experiment) and compute (the
/// training), in days over the days a cycle may take; `cycle`: which of the two a new model waits for.
void build_flywheel(System& system);

}  // namespace wallflip
