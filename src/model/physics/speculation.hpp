#pragma once

// Speculative decoding: a small model drafts K tokens, the large one checks all of them in one step.
//
// Simplifications: every draft token is accepted with the same chance, whatever came before; the draft costs a fixed
// share of a plain step; checking reads weights and KV once but multiplies rows, and so GEMMs and all-reduces, by K+1;
// napkin times at either fidelity, so that both sides are of one kind. Source: Leviathan et al. 2023, arXiv 2211.17192.
//
//   tokens a step  E = (1 - a^(K+1)) / (1 - a)
//   t_spec = max(t_bw, (K+1) * t_cmp) + t_net(K+1 rows) + K * c * t_plain         speed-up = E * t_plain / t_spec

#include "model/physics/decode.hpp"

namespace wallflip {

struct Speculation {
  Section s;  ///< "spec"
  Decode decode;

  Quantity acceptance = s.input("acceptance", 0.8, "chance that a drafted token is accepted", lesson_default, "%");
  Quantity draft = s.count("draft", {4, unitless}, "tokens drafted a step", lesson_default);
  Quantity cost = s.input("cost", 0.15, "time of one draft token over a plain step", lesson_default, "%");

  Quantity rows = s.let("rows", draft + 1, unitless, "rows that one sequence brings to a check", leviathan_2023);
  Quantity geometric = s.let("geometric", (1 - pow(acceptance, rows)) / (1 - acceptance), unitless,
                             "sum of the chances of 0 to K accepted tokens", leviathan_2023);
  Quantity tokens = s.let("tokens", select(acceptance < 1, geometric, rows), unitless,
                          "tokens that a step yields a sequence", leviathan_2023);
  Quantity verify_time = s.let("verify_time", rows* decode.compute_time, second, "GEMMs of one check", leviathan_2023);
  AllReduce all_reduce{s.section("all_reduce"), decode.group,
                       s.let("message", rows* decode.tokens* decode.llm.activation_bytes_per_token, byte,
                             "one all-reduce's message in a check", megatron_2021)};
  Quantity net_time =
      s.let("net_time", 2 * decode.llm.layers * all_reduce.time, second, "all-reduces of one check", megatron_2021);
  Quantity draft_time =
      s.let("draft_time", draft* cost* decode.napkin_time, second, "drafting before one check", leviathan_2023);
  Quantity step_time = s.let("step_time", max(decode.mem_time, verify_time) + net_time + draft_time, second,
                             "one speculative step", leviathan_2023);
  Quantity plain_time = s.let("plain_time", decode.napkin_time, second, "time per token, plain", definition);
  Quantity token_time = s.let("token_time", step_time / tokens, second, "time per token, speculative", leviathan_2023);
  Quantity speedup = s.let("speedup", plain_time / token_time, unitless, "speed-up", leviathan_2023);
};

}  // namespace wallflip
