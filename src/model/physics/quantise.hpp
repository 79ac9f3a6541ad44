#pragma once

// Weight-only quantisation of the GEMMs of one step: fewer bytes to read, and work to widen them again.
//
// Simplifications: weights only (KV and activations apart); widening costs a fixed share of the GEMM time; everything
// else in a step stays as it is. Detailed fidelity takes every product of the step by its shape, norms and activations
// with them, for tokens that attend to nothing; the output head keeps 16 bits.
// Source: Lin et al. 2023 (AWQ), arXiv 2306.00978: the gain is at small batches and fades as GEMMs take over.
//
//   time = max(weight bytes / (n * bandwidth), GEMMs * (1 + overhead))        over the tokens of a step

#include "model/physics/fidelity.hpp"
#include "model/physics/load.hpp"
#include "model/physics/step_operators.hpp"

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
  Quantity napkin_plain = s.let("napkin_plain", max(plain_read, gemm_time), second,
                                "weights and GEMMs as served, by one MFU and one MBU", pope_2022);
  Quantity napkin_quantised = s.let("napkin_quantised", max(quantised_read, quantised_gemm), second,
                                    "weights and GEMMs quantised, by one MFU and one MBU", awq_2023);
  Quantity rows = s.let("rows", tokens / (1 * token), unitless, "rows of the products", definition);
  Quantity widening_rate = s.let("widening_rate", gpu.kernels.gemm_rate / (1 + overhead), flop / second,
                                 "rate of large GEMMs that widen their weights", awq_2023);
  StepTimes served =
      product_operators(s.sheet().section("served").noted("as served"), llm, gpu, split, rows, model_width(gpu));
  StepTimes narrow = product_operators(s.sheet().section("narrow").noted("quantised"), llm, gpu, split, rows,
                                       {widening_rate, bytes, gpu.kernels.operand_bytes});
  Quantity plain_time =
      s.let("plain_time", by_fidelity(s, napkin_plain, served.time), second, "weights and GEMMs as served", pope_2022);
  Quantity quantised_time = s.let("quantised_time", by_fidelity(s, napkin_quantised, narrow.time), second,
                                  "weights and GEMMs quantised", awq_2023);
  Quantity speedup = s.let("speedup", plain_time / quantised_time, unitless, "speed-up", awq_2023);
};

}  // namespace wallflip
