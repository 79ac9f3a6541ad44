#pragma once

// Weight-only quantisation of the GEMMs of one step: fewer bytes to read, and work to widen them again.
//
// Simplifications: weights only (KV and activations apart); widening costs a fixed share of the GEMM time; everything
// else in a step stays as it is.
// Source: Lin et al. 2023 (AWQ), arXiv 2306.00978: the gain is at small batches and fades as GEMMs take over.
//
//   time = max(weight bytes / (n * bandwidth), GEMMs * (1 + overhead))        over the tokens of a step

#include "model/physics/gpu.hpp"
#include "model/physics/load.hpp"

namespace wallflip {

struct Quantise {
  Section s;  ///< "quantise"
  Section step;
  Llm llm;
  Gpu gpu;
  Split split;
  Quantity mfu;

  Quantity tokens = step.count("tokens", 64 * token, "tokens of one step", lesson_default);
  Quantity bytes = s.input("bytes", 0.5 * byte, "bytes a weight, quantised", lesson_default);
  Quantity overhead = s.input("overhead", 0.15, "GEMM time that widening adds", lesson_default, "%");

  Quantity gemm_time = s.let("gemm_time", llm.forward_flops* tokens / (split.tp * gpu.peak_flops * mfu), second,
                             "GEMMs of the step", pope_2022);
  Quantity plain_read = s.let("plain_read", llm.weight_bytes / (split.tp * gpu.effective_mem_bw), second,
                              "reading the weights as served", pope_2022);
  Quantity quantised_read = s.let("quantised_read", llm.params* bytes / (split.tp * gpu.effective_mem_bw), second,
                                  "reading them quantised", awq_2023);
  Quantity quantised_gemm =
      s.let("quantised_gemm", gemm_time*(1 + overhead), second, "GEMMs that widen their weights", awq_2023);
  Quantity plain_time =
      s.let("plain_time", max(plain_read, gemm_time), second, "weights and GEMMs as served", pope_2022);
  Quantity quantised_time =
      s.let("quantised_time", max(quantised_read, quantised_gemm), second, "weights and GEMMs quantised", awq_2023);
  Quantity speedup = s.let("speedup", plain_time / quantised_time, unitless, "speed-up", awq_2023);
};

}  // namespace wallflip
