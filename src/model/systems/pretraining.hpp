#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// A pretraining run on `train.gpus` GPUs, split tp x pp x cp with the rest data parallel. Walls: capacity, the
/// gradient sync and the backward pass that has to hide it; contests for the TP tax, the batch and the goodput. For a
/// layout search set train.micro_batches to 0 (as many as the batch gives) and train.mfu_covers to `hardware`, so that
/// recomputing costs time.
void build_pretraining(System& system);

}  // namespace wallflip
