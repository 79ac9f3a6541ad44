#pragma once

// What the kernels of one accelerator achieve (detailed fidelity): fractions of its data sheet, start-up times.
//
// Simplifications: one fraction of the peak for all GEMMs of one width (the shape does the rest, see gemm.hpp), one of
// the bandwidth for all long reads; attention multiplies in 16 bits whatever the GEMMs do.
// Sources: assets/catalog/kernels.json, one row a generation, fitted to measured kernels or derived from the best
// measured GEMM; the defaults are Hopper's.
//
//   GEMM rate = peak * fraction        copy rate = bandwidth * fraction        attention rate = 16-bit peak * fraction

#include "model/physics/kernel_library.hpp"

namespace wallflip {

struct GpuKernels {
  GpuKernels(const Section& section, Quantity dtype, Quantity peak, Quantity wide_peak, Quantity bandwidth);
  GpuKernels(const GpuKernels& other);

  Section s;  ///< "gpu"
  Quantity gemm_dtype, peak_flops, peak_bf16, mem_bw;

  Quantity compute_units = s.count("compute_units", {132, unitless}, "compute units (SMs)", lesson_default);
  Quantity l2_bytes = s.input("l2_bytes", 50e6 * byte, "L2 cache", lesson_default);
  Quantity gemm_fraction =
      s.input("gemm_fraction", 0.865, "achieved fraction of the 16-bit peak in large GEMMs", aicfg_kernels, "%");
  Quantity gemm_fraction_fp8 =
      s.input("gemm_fraction_fp8", 0.80, "achieved fraction of the fp8 peak in large GEMMs", aicfg_kernels, "%");
  Quantity gemm_fraction_fp4 =
      s.input("gemm_fraction_fp4", 0.70, "achieved fraction of the fp4 peak in large GEMMs", kernel_assumption, "%");
  Quantity copy_fraction =
      s.input("copy_fraction", 0.93, "achieved fraction of the bandwidth in long reads", aicfg_kernels, "%");
  Quantity sustained = s.input("sustained", 0.72, "matrix rate kept under full load (training)", training_fit, "%");
  Quantity kernel_launch = s.input("kernel_launch", 3.2e-6 * second, "start and end of one kernel", aicfg_kernels);
  Quantity attention_fraction =
      s.input("attention_fraction", 0.663, "achieved fraction of the 16-bit peak in attention, softmax counted",
              aicfg_kernels, "%");
  Quantity prefill_launch =
      s.input("prefill_launch", 15.8e-6 * second, "start and end of one layer's prefill attention", aicfg_kernels);
  Quantity decode_launch =
      s.input("decode_launch", 10e-6 * second, "start and end of one layer's decode attention", aicfg_kernels);

  Quantity fraction_narrow = s.let("fraction_narrow", select(gemm_dtype == 1, gemm_fraction_fp8, gemm_fraction_fp4),
                                   unitless, "achieved fraction below 16 bits", aicfg_kernels, "%");
  Quantity fraction = s.let("fraction", select(gemm_dtype == 0, gemm_fraction, fraction_narrow), unitless,
                            "achieved fraction at the GEMM width", aicfg_kernels, "%");
  Quantity gemm_rate = s.let("gemm_rate", peak_flops* fraction*(1 * gpu_count), flop / second,
                             "rate of large GEMMs at the GEMM width", aicfg_kernels);
  Quantity wide_rate = s.let("wide_rate", peak_bf16* gemm_fraction*(1 * gpu_count), flop / second,
                             "rate of large 16-bit GEMMs", aicfg_kernels);
  Quantity attention_rate = s.let("attention_rate", peak_bf16* attention_fraction*(1 * gpu_count), flop / second,
                                  "rate of attention, softmax counted", aicfg_kernels);
  Quantity copy_rate =
      s.let("copy_rate", mem_bw* copy_fraction*(1 * gpu_count), byte / second, "rate of long reads", aicfg_kernels);
  Quantity operand_narrow = s.let("operand_narrow", select(gemm_dtype == 1, 1 * byte, 0.5 * byte), byte,
                                  "bytes of one GEMM input below 16 bits", definition);
  Quantity operand_bytes = s.let("operand_bytes", select(gemm_dtype == 0, 2 * byte, operand_narrow), byte,
                                 "bytes of one GEMM input", definition);
  KernelLibrary library{s.sheet().section("kernel")};
};

}  // namespace wallflip
