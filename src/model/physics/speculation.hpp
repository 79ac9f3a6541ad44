#pragma once

// Speculative decoding: a small model drafts K tokens, the large one checks all of them in one step.
//
// Simplifications: every draft token is accepted with the same chance, whatever came before; the draft costs a fixed
// share of a plain step; checking reads weights and KV once but multiplies rows, and so GEMMs, attention and
// all-reduces, by K+1. Source: Leviathan et al. 2023, arXiv 2211.17192.
//
//   tokens a step  E = (1 - a^(K+1)) / (1 - a)
//   where memory is the wall: speed-up = E / (K * c + 1)                             (their theorem 3.8)
//   napkin    t_spec = max(t_bw, (K+1) * t_cmp) + t_net(K+1 rows) + K * c * t_plain
//   detailed  t_spec = operators of a step with K+1 rows a sequence + K * c * t_plain        speed-up = E * t_plain /
//   t_spec

#include "model/physics/decode.hpp"

namespace wallflip {

/// What is drafted, and what comes of it.
struct Drafting {
  Section s;
  double acceptance_default = 0.8, cost_default = 0.15;

  Quantity acceptance =
      s.input("acceptance", acceptance_default, "chance that a drafted token is accepted", lesson_default, "%");
  Quantity draft = s.count("draft", {4, unitless}, "tokens drafted a step", lesson_default);
  Quantity cost = s.input("cost", cost_default, "time of one draft token over a plain step", lesson_default, "%");

  Quantity rows = s.let("rows", draft + 1, unitless, "rows that one sequence brings to a check", leviathan_2023);
  Quantity rejection =
      s.let("rejection", max(1 - acceptance, 1e-9), unitless, "chance that it is not, at least 1e-9", definition, "%");
  Quantity geometric = s.let("geometric", (1 - pow(acceptance, rows)) / rejection, unitless,
                             "sum of the chances of 0 to K accepted tokens", leviathan_2023);
  Quantity tokens = s.let("tokens", select(acceptance < 1, geometric, rows), unitless,
                          "tokens that a step yields a sequence", leviathan_2023);
};

/// Where memory is the wall (one or a few sequences): to check a round takes as long as to make one token.
struct DraftedRound {
  Section s;
  Drafting drafting;

  Quantity round_time =
      s.let("round_time", drafting.draft* drafting.cost + 1, unitless, "a round over a plain step", leviathan_2023);
  Quantity speedup = s.let("speedup", drafting.tokens / round_time, unitless, "speed-up", leviathan_2023);
};

/// Where compute and the network count.
struct Speculation {
  Section s;  ///< "spec"
  Decode decode;

  Drafting drafting{s};
  Quantity verify_time =
      s.let("verify_time", drafting.rows* decode.compute_time, second, "GEMMs of one check", leviathan_2023);
  AllReduce all_reduce{s.section("all_reduce"), decode.group,
                       s.let("message", drafting.rows* decode.tokens* decode.llm.activation_bytes_per_token, byte,
                             "one all-reduce's message in a check", megatron_2021)};
  Quantity net_time =
      s.let("net_time", 2 * decode.llm.layers * all_reduce.time, second, "all-reduces of one check", megatron_2021);
  Quantity napkin_check = s.let("napkin_check", max(decode.mem_time, verify_time) + net_time, second,
                                "one check by one MFU and one MBU", leviathan_2023);
  StepTimes detailed = decode_operators(s.section("check").noted("of a check"), decode.kv, decode.batch, net_time,
                                        {.queries = drafting.rows});
  Quantity check_time =
      s.let("check_time", by_fidelity(s, napkin_check, detailed.time), second, "one check", leviathan_2023);
  Quantity bandwidth_wall = s.let("bandwidth_wall", by_fidelity(s, decode.mem_time, detailed.bandwidth), second,
                                  "time of a check charged to memory", definition);
  Quantity compute_wall = s.let("compute_wall", by_fidelity(s, verify_time, detailed.compute), second,
                                "time of a check charged to compute", definition);
  Quantity plain_time = s.let("plain_time", decode.span, second, "time per token, plain", definition);
  Quantity draft_time = s.let("draft_time", drafting.draft* drafting.cost* plain_time, second,
                              "drafting before one check", leviathan_2023);
  Quantity step_time = s.let("step_time", check_time + draft_time, second, "one speculative step", leviathan_2023);
  Quantity token_time =
      s.let("token_time", step_time / drafting.tokens, second, "time per token, speculative", leviathan_2023);
  Quantity speedup = s.let("speedup", plain_time / token_time, unitless, "speed-up", leviathan_2023);
};

}  // namespace wallflip
