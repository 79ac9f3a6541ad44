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
  Sourced link_launch;           ///< s: start of a collective; the next ones likewise, see collective_library.hpp
  Sourced link_simple_start;     ///< s
  Sourced link_simple_hop;       ///< s
  Sourced link_simple_fraction;  ///< of the link's data sheet
  Sourced link_switch_fraction;  ///< likewise, sums made in the switch; 0 where there are none
  Sourced link_contention;       ///< exponent, for those that talk over the host's bridge
  std::optional<Sourced> compute_units;  ///< for accelerators whose own row states none
  std::vector<std::string> notes;
};

}  // namespace wallflip
