#pragma once

// Prefill: the whole prompt at once.
//
// Simplifications: compute bound (its weights are read once for thousands of tokens); causal attention; the napkin
// counts no network.
// Sources: Pope et al. 2022; the scaling book, "transformer math" (causal attention at half the square).
//
//   linear = 2 * N * s      quadratic = 2 * layers * hidden * ((c + s)^2 - c^2),  s new tokens after c cached ones
//   the bracket is s * (2c + s)
//   napkin time = FLOP / (n * peak * MFU)         detailed time = sum of operators (step_operators.hpp)
//   the two are equal at s = N / (layers * hidden) when c = 0

#include <optional>

#include "model/physics/collective.hpp"
#include "model/physics/fidelity.hpp"
#include "model/physics/step_operators.hpp"

namespace wallflip {

struct Prefill {
  Section s;
  Llm llm;
  Gpu gpu;
  Split split;
  Quantity mfu;     ///< achieved fraction of the peak in prefill
  Quantity tokens;  ///< token: new tokens
  Quantity cached;  ///< token: tokens before them whose KV is there already
  Requirement fits;
  std::optional<Collective> group{};  ///< of the tensor-parallel ranks; absent: one device

  Quantity linear_flops = s.let("linear_flops", llm.forward_flops* tokens, flop, "FLOP of the GEMMs", scaling_book);
  Quantity attention_flops_per_square =
      s.let("attention_flops_per_square", 2 * flop / (token * token) * llm.layers * llm.hidden, flop / (token * token),
            "attention FLOP a token and token attended to", scaling_book);
  Quantity squares = s.let("squares", tokens*(2 * cached + tokens), token* token, "(c + s)^2 - c^2", scaling_book);
  Quantity quadratic_flops =
      s.let("quadratic_flops", attention_flops_per_square* squares, flop, "FLOP of attention", scaling_book);
  Quantity flops = s.let("flops", linear_flops + quadratic_flops, flop, "FLOP of the prompt", scaling_book);
  Quantity compute_time =
      s.let("compute_time", flops / (split.tp * gpu.peak_flops * mfu), second, "time of the prompt's FLOP", pope_2022);
  Quantity net_time = all_reduces();
  StepTimes detailed = prefill_operators(s, llm, gpu, split, tokens, cached, net_time);
  Quantity span = s.let("span", by_fidelity(s, compute_time, detailed.time), second,
                        "prefill of one prompt, whether or not it fits", definition);
  Quantity time = s.let("time", span.given(fits), second, "prefill of one prompt", pope_2022);
  Quantity rate = s.let("rate", tokens / time, token / second, "prompt tokens a second", definition);
  Quantity overhead = shown_overhead(s, detailed);

 private:
  Quantity all_reduces() const {
    if (!group) return s.let("net_time", 0 * second, second, "no all-reduce counted", definition);
    const Quantity message =
        s.section("all_reduce")
            .let("message", tokens * llm.activation_bytes_per_token, byte, "one all-reduce's message", megatron_2021);
    const AllReduce all_reduce{s.section("all_reduce"), *group, message};
    return s.let("net_time", 2 * llm.layers * all_reduce.time, second,
                 "time of the all-reduces, detailed fidelity only", megatron_2021);
  }
};

}  // namespace wallflip
