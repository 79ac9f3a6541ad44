#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/catalog/source.hpp"

// What the kernels of one generation of accelerators achieve: one row of kernels.json. Fractions are of the dense peak
// at the width, or of the memory bandwidth; launches are seconds of a kernel without work.

namespace wallflip {

struct KernelGeneration {
  std::string id;
  std::vector<std::string> accelerators;  ///< ids it holds for; none: for every one that no other row names
  Sourced gemm_fraction;                  ///< 16 bits
  Sourced gemm_fraction_fp8;
  Sourced gemm_fraction_fp4;
  Sourced copy_fraction;
  Sourced kernel_launch;
  Sourced attention_fraction;
  Sourced prefill_launch;
  Sourced decode_launch;
  std::optional<Sourced> compute_units;  ///< for accelerators whose own row states none
  std::vector<std::string> notes;
};

}  // namespace wallflip
