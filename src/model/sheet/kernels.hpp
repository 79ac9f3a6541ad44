#pragma once

#include <cstddef>

#include "model/sheet/program.hpp"

namespace wallflip {

/// Where a block's outputs go: output j's value of column k is written to results[j][first + k], for k < n.
struct BlockTarget {
  double* const* results;
  size_t first, n;
};

/// Runs `count` instructions (no function calls) on one block of `block_width` columns. Slot r starts at
/// slots + r * block_width. Op::let stores: slot `a` is output `d`. Cloned for AVX2; the same bits on every machine.
void run_kernels(const Instruction* code, size_t count, double* slots, const double* scalars,
                 const BlockTarget& target);

}  // namespace wallflip
