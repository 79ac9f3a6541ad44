#pragma once

// One accelerator, per GPU.
//
// Simplifications: one achieved fraction of memory bandwidth (MBU) for every access pattern; GEMMs in a width that the
// chip has no units for run at the rate of the next wider width it has (weights are widened on load).
// Sources: Pope et al. 2022, section 3; the scaling book, "rooflines".
//
//   peak = rate of the GEMM width          usable = HBM - reserve
//   ridge = peak / bandwidth               effective ridge = peak * MFU / (bandwidth * MBU)
//   t_full = usable / (bandwidth * MBU): the time to read all usable memory once

#include "model/physics/gpu_kernels.hpp"
#include "model/physics/sources.hpp"
#include "model/physics/transformer.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

struct Gpu {
  Section s;
  Llm llm;

  Quantity mem_bytes = s.input("mem_bytes", 80e9 * byte / gpu_count, "HBM", lesson_default);
  Quantity mem_bw = s.input("mem_bw", 3.35e12 * byte / second / gpu_count, "HBM bandwidth", lesson_default);
  Quantity peak_bf16 = s.input("peak_bf16", 989.4e12 * flop / second / gpu_count, "dense 16-bit peak", lesson_default);
  Quantity peak_fp8 = s.input("peak_fp8", 1979e12 * flop / second / gpu_count, "dense fp8 peak, 0 without units for it",
                              lesson_default);
  Quantity peak_fp4 =
      s.input("peak_fp4", 0 * flop / second / gpu_count, "dense fp4 peak, 0 without units for it", lesson_default);
  Quantity link_bw =
      s.input("link_bw", 450e9 * byte / second / gpu_count, "link inside the node, one direction", lesson_default);
  Quantity reserve_bytes =
      s.input("reserve_bytes", 4e9 * byte / gpu_count, "memory kept for runtime and activations", lesson_default);
  Quantity mbu = s.input("mbu", 0.7, "achieved fraction of memory bandwidth", lesson_default, "%");
  Quantity price_per_hour =
      s.input("price_per_hour", 2.0 / 3600 * dollar / second / gpu_count, "price of one GPU", lesson_default, "$/h");

  Quantity rate_fp8 =
      s.let("rate_fp8", max(peak_fp8, peak_bf16), flop / second / gpu_count, "fp8 GEMM rate", definition);
  Quantity rate_fp4 =
      s.let("rate_fp4", max(peak_fp4, rate_fp8), flop / second / gpu_count, "fp4 GEMM rate", definition);
  Quantity peak_flops =
      s.let("peak_flops", select(llm.gemm_dtype == 0, peak_bf16, select(llm.gemm_dtype == 1, rate_fp8, rate_fp4)),
            flop / second / gpu_count, "peak at the GEMM width", definition);
  Quantity usable_bytes = s.let("usable_bytes", max(mem_bytes - reserve_bytes, 1 * byte / gpu_count), byte / gpu_count,
                                "memory for weights and KV, at least a byte", definition);
  Quantity effective_mem_bw =
      s.let("effective_mem_bw", mem_bw* mbu, byte / second / gpu_count, "achieved memory bandwidth", definition);
  Quantity ridge = s.let("ridge", peak_flops / mem_bw, flop / byte, "ridge point of the datasheet", pope_2022);
  Quantity t_full =
      s.let("t_full", usable_bytes / effective_mem_bw, second, "time to read all usable memory once", pope_2022);
  GpuKernels kernels{s, llm.gemm_dtype, peak_flops, peak_bf16, mem_bw};  ///< detailed fidelity
};

}  // namespace wallflip
