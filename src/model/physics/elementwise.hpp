#pragma once

// Operators that only move bytes: norms, activations, residuals, rotary positions, sampling (detailed fidelity).
//
// Simplifications: what fits into half of the L2 cache moves at its rate; sampling reads 32-bit logits as often as it
// has kernels (scale, largest, sum, draw).
// Sources: constants of gpu_kernels.hpp; the L2's rate is an assumption.
//
//   time = launch + bytes / rate

#include "model/physics/gpu.hpp"

namespace wallflip {

struct Elementwise {
  Elementwise(const Section& section, const Gpu& gpu, Quantity moved);

  Section s;
  GpuKernels kernels;
  Quantity bytes;  ///< byte: read and written

  Quantity cached_rate = s.let("cached_rate", kernels.copy_rate* kernels.library.l2_speedup, byte / second,
                               "rate inside the L2 cache", kernel_assumption);
  Quantity rate = s.let("rate", select(bytes <= kernels.l2_bytes / 2, cached_rate, kernels.copy_rate), byte / second,
                        "rate", kernel_assumption);
  Quantity mem_time = s.let("mem_time", bytes / rate, second, "memory time", definition);
  Quantity time = s.let("time", kernels.kernel_launch + mem_time, second, "elementwise operator", definition);
};

struct Sampling {
  Sampling(const Section& section, const Gpu& gpu, Quantity sequences, Quantity logits);

  Section s;
  GpuKernels kernels;
  Quantity batch;    ///< sequences, plain
  Quantity vocab;    ///< logits a sequence on this GPU, plain
  double count = 4;  ///< kernels

  Quantity bytes = s.let("bytes", batch* vocab*(4 * byte) * count, byte, "logits read", kernel_assumption);
  Quantity mem_time = s.let("mem_time", bytes / kernels.copy_rate, second, "memory time", definition);
  Quantity time = s.let("time", count* kernels.kernel_launch + mem_time, second, "sampling", definition);
};

}  // namespace wallflip
