#pragma once

// One matrix product, m rows through n x k weights, on one accelerator (detailed fidelity).
//
// Simplifications: three tile shapes, the fastest taken; a product with fewer tiles than compute units is split along k
// and merged through memory in 32 bits; output in 16 bits; no reuse between products.
// Sources: NVIDIA, "Matrix multiplication background" (tile and wave quantisation); constants: gpu_kernels.hpp,
// kernel_library.hpp. Held against 624 measured GEMMs: median error 5 %.
//
//   tiles = ceil(m / tile m) * ceil(n / tile n)      parts = floor(min(units / tiles, k / depth)), at least 1
//   fill = tiles * parts / units                     waves = fill + loss * (ceil(fill) - fill), at least 1
//   t_cmp = waves * (tile FLOP / parts * units / rate + overhead) + merging, of the fastest shape
//   t_mem = (m k + k n + m n elements) / copy rate
//   time = launch + max(t_cmp, t_mem) + loss * min(t_cmp, t_mem)

#include "model/physics/gpu.hpp"

namespace wallflip {

/// How a product multiplies: its rate, and the bytes of one weight and of one input element.
struct GemmWidth {
  Quantity rate;           ///< FLOP/second
  Quantity weight_bytes;   ///< byte
  Quantity operand_bytes;  ///< byte
};
/// The width of the model's GEMMs (llm.gemm_dtype, llm.bytes_per_param).
inline GemmWidth model_width(const Gpu& gpu) {
  return {gpu.kernels.gemm_rate, gpu.llm.bytes_per_param, gpu.kernels.operand_bytes};
}
/// 16 bits, whatever the model's GEMMs do: output head, router, training.
inline GemmWidth wide_width(const Gpu& gpu) {
  return {gpu.kernels.wide_rate, gpu.llm.activation_bytes_per_element, gpu.llm.activation_bytes_per_element};
}

/// One tile shape of a product.
struct GemmTiling {
  GemmTiling(const Section& section, const GpuKernels& gpu, Quantity height, Quantity breadth, Quantity depth,
             Quantity rate, double high, double wide);

  Section s;
  GpuKernels kernels;
  Quantity m, n, k;
  Quantity unit_rate;  ///< FLOP/second: of one compute unit with this shape
  double rows, columns;

  Quantity tiles = s.let("tiles", ceil(m / rows) * ceil(n / columns), unitless, "tiles", nvidia_matmul);
  Quantity parts = s.let("parts", max(floor(min(kernels.compute_units / tiles, k / kernels.library.split_depth)), 1),
                         unitless, "parts that each tile is split into along k", nvidia_matmul);
  Quantity fill = s.let("fill", tiles* parts / kernels.compute_units, unitless, "tiles a compute unit", nvidia_matmul);
  Quantity idle = s.let("idle", ceil(fill) - fill, unitless, "share of units idle in the last wave", nvidia_matmul);
  Quantity waves = s.let("waves", max(fill + kernels.library.wave_loss * idle, 1), unitless, "waves", aicfg_kernels);
  Quantity tile_time = s.let("tile_time", 2 * flop * k * rows * columns / (parts * unit_rate), second,
                             "matrix time of one tile", nvidia_matmul);
  Quantity each = s.let("each", tile_time + kernels.library.tile_overhead, second, "one wave", aicfg_kernels);
  Quantity merge = s.let("merge", (parts - 1) * m * n * (8 * byte) / kernels.copy_rate, second,
                         "32-bit sums of the parts written and read again", aicfg_kernels);
  Quantity time = s.let("time", waves* each + merge, second, "compute time with this tile", aicfg_kernels);
};

/// m, n, k: rows, columns of the weights and inner dimension on this GPU, plain numbers, each a named quantity.
struct Gemm {
  Gemm(const Section& section, const Gpu& gpu, GemmWidth multiplies, Quantity rows, Quantity columns, Quantity depth);

  Section s;
  GpuKernels kernels;
  GemmWidth width;
  Quantity m, n, k;

  Quantity flops = s.let("flops", 2 * flop * m * n * k, flop, "FLOP of the product", nvidia_matmul);
  Quantity weight_bytes = s.let("weight_bytes", n* k* width.weight_bytes, byte, "weights read", nvidia_matmul);
  Quantity activation_bytes = s.let("activation_bytes", m*(k* width.operand_bytes + n * (2 * byte)), byte,
                                    "input read and output written", nvidia_matmul);
  Quantity mem_time =
      s.let("mem_time", (weight_bytes + activation_bytes) / kernels.copy_rate, second, "memory time", aicfg_kernels);
  Quantity unit_rate =
      s.let("unit_rate", width.rate / kernels.compute_units, flop / second, "rate of one compute unit", aicfg_kernels);
  Quantity narrow_rate = s.let("narrow_rate", unit_rate* kernels.library.narrow_fraction, flop / second,
                               "rate of one compute unit with narrow tiles", aicfg_kernels);
  GemmTiling t256{s.section("t256"), kernels, m, n, k, unit_rate, 128, 256};
  GemmTiling t128{s.section("t128"), kernels, m, n, k, unit_rate, 128, 128};
  GemmTiling t64{s.section("t64"), kernels, m, n, k, narrow_rate, 64, 128};
  Quantity compute_time = s.let("compute_time", min({t256.time, t128.time, t64.time}), second,
                                "compute time with the fastest tile", aicfg_kernels);
  Quantity longer = s.let("longer", max(compute_time, mem_time), second, "the longer of the two", nvidia_matmul);
  Quantity shorter = s.let("shorter", min(compute_time, mem_time), second, "the shorter of the two", nvidia_matmul);
  Quantity busy = s.let("busy", longer + kernels.library.overlap_loss * shorter, second,
                        "memory and compute time, overlapped but for a part", aicfg_kernels);
  Quantity time = s.let("time", kernels.kernel_launch + busy, second, "time of the product", aicfg_kernels);
  Quantity efficiency = s.let("efficiency", flops / (time * kernels.peak_flops * (1 * gpu_count)), unitless,
                              "achieved fraction of the peak", definition, "%");
};

/// Kernels that quantise a product's input (m x k) apart from it: two reads of 16 bits and one write.
struct QuantiseActivations {
  QuantiseActivations(const Section& section, const Gpu& gpu, Quantity rows, Quantity depth);

  Section s;
  GpuKernels kernels;
  Quantity m, k;

  Quantity bytes = s.let("bytes", m* k*(4 * byte + kernels.operand_bytes), byte, "bytes moved", aicfg_kernels);
  Quantity rate = s.let("rate", kernels.copy_rate* kernels.library.quantise_fraction, byte / second, "achieved rate",
                        aicfg_kernels);
  Quantity needed_time = s.let("needed_time", kernels.library.quantise_launch + bytes / rate, second,
                               "time where the input has 16 bits", aicfg_kernels);
  Quantity time = s.let("time", select(kernels.gemm_dtype == 0, 0 * second, needed_time), second,
                        "time to quantise the input", aicfg_kernels);
};

}  // namespace wallflip
