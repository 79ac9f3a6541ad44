#pragma once

#include <cstddef>

#include "model/sheet/program.hpp"

namespace wallflip {

/// Runs `count` instructions (no function calls) on one block of `block_width` columns; rows[r] is where row r is.
/// Cloned for AVX2 and AVX-512; the same bits on every machine.
void run_kernels(const Instruction* code, size_t count, double* const* rows, const double* scalars);

/// `value` to `count` places.
void fill(double* to, size_t count, double value);

}  // namespace wallflip
