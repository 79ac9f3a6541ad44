#pragma once

// One pass of a transformer that sees all its tokens at once: an encoder, or one step of a diffusion transformer.
//
// Simplifications: attention is not causal, so every token attends to every token; weights are read once a pass and
// activations stay on the chip; no network.
// Sources: the scaling book, "transformer math"; Peebles and Xie 2022 for diffusion transformers.
//
//   linear = 2 N s      quadratic = 4 * layers * hidden * s^2      equal at s = N / (2 * layers * hidden)
//   napkin time = max(FLOP / (n * F), weights / (n * BW_e))
//   detailed time = layers * (one product of all matrices of a layer + attention), shared evenly by n GPUs

#include "model/physics/attention.hpp"
#include "model/physics/fidelity.hpp"
#include "model/physics/gemm.hpp"

namespace wallflip {

/// The operators of one layer, at detailed fidelity.
struct EncoderLayer {
  Section s;  ///< that of the pass: names stay short
  Llm llm;
  Gpu gpu;
  Quantity tokens;  ///< token: in one sequence

  Quantity rows = s.let("rows", tokens / (1 * token), unitless, "rows of the product", definition);
  Quantity columns = s.let("columns", llm.active_params / (llm.layers * llm.hidden), unitless,
                           "columns of all matrices of a layer", scaling_book);
  Quantity one = s.let("one", 1.0, unitless, "one sequence", definition);
  Quantity none = s.let("none", 0.0, unitless, "nothing cached, nothing masked", definition);
  Gemm product{s.section("product"), gpu, model_width(gpu), rows, columns, llm.hidden};
  PrefillAttention attention{s.section("attention"), gpu, {llm.heads, llm.heads, llm.head_dim}, one, rows, none, none};
  Quantity layer_time = s.let("layer_time", product.time + attention.time, second, "one layer", aicfg_kernels);
  Quantity layer_mem_time =
      s.let("layer_mem_time", product.mem_time + attention.mem_time, second, "memory time of the layer", aicfg_kernels);
  Quantity layer_compute_time = s.let("layer_compute_time", product.compute_time + attention.compute_time, second,
                                      "compute time of the layer", aicfg_kernels);
};

struct EncoderPass {
  Section s;
  Llm llm;
  Gpu gpu;
  Quantity gpus;    ///< GPU
  Quantity mfu;     ///< achieved fraction of the peak
  Quantity tokens;  ///< token: in one sequence
  Requirement fits;

  Quantity linear_flops = s.let("linear_flops", llm.forward_flops* tokens, flop, "FLOP of the GEMMs", scaling_book);
  Quantity attention_flops_per_square =
      s.let("attention_flops_per_square", 4 * flop / (token * token) * llm.layers * llm.hidden, flop / (token * token),
            "attention FLOP a token and token attended to", scaling_book);
  Quantity quadratic_flops =
      s.let("quadratic_flops", attention_flops_per_square* tokens* tokens, flop, "FLOP of attention", scaling_book);
  Quantity flops = s.let("flops", linear_flops + quadratic_flops, flop, "FLOP of one pass", scaling_book);
  Quantity compute_time =
      s.let("compute_time", flops / (gpus * gpu.peak_flops * mfu), second, "time of the FLOP", scaling_book);
  Quantity mem_time = s.let("mem_time", llm.weight_bytes / (gpus * gpu.effective_mem_bw), second,
                            "time to read the weights", pope_2022);
  Quantity napkin_time =
      s.let("napkin_time", max(compute_time, mem_time), second, "one pass by one MFU and one MBU", scaling_book);

  EncoderLayer layer{s, llm, gpu, tokens};
  Quantity layers_here =
      s.let("layers_here", llm.layers*(1 * gpu_count) / gpus, unitless, "layers that a GPU computes", definition);
  Quantity detailed_time =
      s.let("detailed_time", layers_here* layer.layer_time, second, "one pass, operator by operator", aicfg_kernels);
  Quantity mem_part = s.let("mem_part", by_fidelity(s, mem_time, layer.layer_mem_time), second,
                            "memory time, of the pass or of one layer", definition);
  Quantity compute_part = s.let("compute_part", by_fidelity(s, compute_time, layer.layer_compute_time), second,
                                "compute time of the same", definition);
  Quantity bandwidth_share = s.let("bandwidth_share", min(mem_part / compute_part, 1), unitless,
                                   "memory time over the longer of the two", definition, "%");
  Quantity compute_share = s.let("compute_share", min(compute_part / mem_part, 1), unitless,
                                 "compute time over the longer of the two", definition, "%");
  Quantity span =
      s.let("span", by_fidelity(s, napkin_time, detailed_time), second, "one pass, whether or not it fits", definition);
  Quantity time = s.let("time", span.given(fits), second, "one pass", scaling_book);
};

}  // namespace wallflip
