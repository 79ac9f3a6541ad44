#pragma once

#include <cstddef>

#include "model/sheet/program.hpp"

namespace wallflip {

/// Runs `count` instructions (no function calls) on one block of `block_width` columns. Slot r starts at
/// slots + r * block_width. Cloned for AVX2; the same bits on every machine.
void run_kernels(const Instruction* code, size_t count, double* slots, const double* scalars);

}  // namespace wallflip
