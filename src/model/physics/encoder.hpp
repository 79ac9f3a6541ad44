#pragma once

// One pass of a transformer that sees all its tokens at once: an encoder, or one step of a diffusion transformer.
//
// Simplifications: attention is not causal, so every token attends to every token; weights are read once a pass and
// activations stay on the chip; no network.
// Sources: the scaling book, "transformer math"; Peebles and Xie 2022 for diffusion transformers.
//
//   linear = 2 N s      quadratic = 4 * layers * hidden * s^2      equal at s = N / (2 * layers * hidden)
//   time = max(FLOP / (n * F), weights / (n * BW_e))

#include "model/physics/gpu.hpp"

namespace wallflip {

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
  Quantity span = s.let("span", max(compute_time, mem_time), second, "one pass, whether or not it fits", scaling_book);
  Quantity time = s.let("time", span.given(fits), second, "one pass", scaling_book);
};

}  // namespace wallflip
