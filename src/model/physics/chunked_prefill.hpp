#pragma once

// Chunked prefill: a decode step that memory binds has idle arithmetic; prompt tokens fill it.
//
// Simplifications: the chunk's weights are the ones decode reads anyway; it is the first chunk of its prompt. Napkin:
// its GEMMs run at the prefill MFU beside those of decode. Detailed: one pass of operators, products shared, attention
// apart, so that only reads of weights hide anything. Hidden are the tokens until large products multiply as long as
// they read; from there to the target a straight line through two passes (within 15%: a tile more is a jump).
// Source: Agrawal et al. 2024 (Sarathi-Serve), arXiv 2403.02310.
//
//   step = max(t_bw, t_cmp + prefill(chunk)) + t_net                                                        (napkin)
//   tokens for a time T solve  linear * x + quadratic * x^2 = T * FLOP/s:  x = 2 W / (linear + sqrt(linear^2 + 4
//   quadratic W))
//   hidden = weights / rate of long reads / GEMMs of a token - B                                            (detailed)
//   allowed = hidden + (target - pass(hidden)) * d / (pass(hidden + d) - pass(hidden)),  d = (target - step) / GEMMs

#include "model/physics/decode.hpp"
#include "model/physics/prefill.hpp"

namespace wallflip {

/// Detailed fidelity: one pass of a decode step and `tokens` of a prompt.
struct MixedPass {
  Section s;
  Decode decode;
  Quantity tokens;  ///< token
  Quantity cached;  ///< token

  AllReduce all_reduce{s.section("all_reduce"), decode.group,
                       s.let("message", (decode.tokens + tokens) * decode.llm.activation_bytes_per_token, byte,
                             "one all-reduce's message", megatron_2021)};
  Quantity net_time =
      s.let("net_time", 2 * decode.llm.layers * all_reduce.time, second, "time of the all-reduces", megatron_2021);
  StepTimes detailed = mixed_operators(s, decode.kv, decode.batch, tokens, cached, net_time);
};

/// Detailed fidelity: prompt tokens until the products multiply as long as they read, and until a pass takes the
/// target.
struct MixedLimits {
  Section s;  ///< "chunk.near"
  Decode decode;
  Quantity target;  ///< second
  Quantity cached;  ///< token

  Quantity gemm_rate = s.let("gemm_rate", decode.split.tp* decode.gpu.kernels.gemm_rate / (1 * gpu_count),
                             flop / second, "rate of large GEMMs on the replica", aicfg_kernels);
  Quantity copy_rate = s.let("copy_rate", decode.split.tp* decode.gpu.kernels.copy_rate / (1 * gpu_count),
                             byte / second, "rate of long reads of the replica", aicfg_kernels);
  Quantity gemm_time =
      s.let("gemm_time", decode.llm.forward_flops / gemm_rate, second / token, "GEMMs of one token", scaling_book);
  Quantity read_time =
      s.let("read_time", decode.llm.weight_bytes / copy_rate, second, "reading all weights", pope_2022);
  Quantity hidden = s.let("hidden", max(read_time / gemm_time - decode.tokens, 0 * token), token,
                          "prompt tokens until the products multiply as long as they read", sarathi_2024);
  Quantity first = s.let("first", max(hidden, 1 * token), token, "the same, at least one", definition);
  MixedPass pass{s.sheet().section("level").noted("with what is hidden"), decode, first, cached};
  Quantity left =
      s.let("left", max(target - decode.span, read_time), second, "time in which tokens are added", sarathi_2024);
  Quantity further =
      s.let("further", left / gemm_time, token, "what large GEMMs compute in it, looked at", sarathi_2024);
  MixedPass far{s.sheet().section("far").noted("further out"), decode,
                s.let("far_tokens", first + further, token, "prompt tokens looked at", sarathi_2024), cached};
  Quantity added_time = s.let("added_time", max(far.detailed.time - pass.detailed.time, 1e-15 * second), second,
                              "what they add to a pass", sarathi_2024);
  Quantity beyond = s.let("beyond", (target - pass.detailed.time) * further / added_time, token,
                          "prompt tokens beyond those hidden, or fewer", sarathi_2024);
  Quantity allowed = s.let("allowed", max(first + beyond, 0 * token), token,
                           "prompt tokens until a pass takes the target", sarathi_2024);
};

/// Tokens of a first chunk that an idle time computes.
struct TokensInTime {
  Section s;
  Prefill chunk;
  Quantity replica_flops;    ///< FLOP/second
  Quantity idle;             ///< second
  Quantity detailed_tokens;  ///< token: the same by operator

  Quantity time = s.let("time", max(idle, 0 * second), second, "time, or none", definition);
  Quantity flops = s.let("flops", time* replica_flops, flop, "FLOP that fit into it", definition);
  Quantity linear = s.let("linear", chunk.llm.forward_flops, flop / token, "FLOP a token", scaling_book);
  Quantity curve = s.let("curve", 4 * chunk.attention_flops_per_square * flops, flop* flop / (token * token),
                         "what attention adds under the root", sarathi_2024);
  Quantity root =
      s.let("root", sqrt(linear* linear + curve), flop / token, "root of the quadratic equation", sarathi_2024);
  Quantity napkin_tokens = s.let("napkin_tokens", 2 * flops / (linear + root), token,
                                 "prompt tokens that fit, by one MFU and one MBU", sarathi_2024);
  Quantity tokens =
      s.let("tokens", by_fidelity(s, napkin_tokens, detailed_tokens), token, "prompt tokens that fit", sarathi_2024);
};

struct ChunkedPrefill {
  Section s;  ///< "chunk"
  Decode decode;
  Prefill chunk;    ///< of serve.chunk tokens
  Quantity target;  ///< second: what one step may take

  Quantity replica_flops = s.let("replica_flops", chunk.split.tp* chunk.gpu.peak_flops* chunk.mfu, flop / second,
                                 "prefill rate of the replica, by one MFU", definition);
  MixedLimits near{s.section("near"), decode, target, chunk.cached};
  Quantity hidden_time = s.let("hidden_time", decode.mem_time - decode.compute_time, second,
                               "time that a decode step's arithmetic idles, by one MFU and one MBU", sarathi_2024);
  TokensInTime hidden{s.section("hidden").noted("for free in a step"), chunk, replica_flops, hidden_time, near.hidden};
  Quantity allowed_time = s.let("allowed_time", target - decode.net_time - decode.compute_time, second,
                                "what decode leaves of the target, by one MFU", sarathi_2024);
  TokensInTime allowed{s.section("allowed").noted("inside the target"), chunk, replica_flops, allowed_time,
                       near.allowed};
  Quantity mixed_compute = s.let("mixed_compute", decode.compute_time + chunk.compute_time, second,
                                 "GEMMs of decode and of the chunk, by one MFU", sarathi_2024);
  Quantity napkin_mixed = s.let("napkin_mixed", max(decode.mem_time, mixed_compute) + decode.net_time, second,
                                "one step with the chunk in it, by one MFU and one MBU", sarathi_2024);
  MixedPass mixed{s.sheet().section("mixed").noted("with the chunk"), decode, chunk.tokens, chunk.cached};
  Quantity mixed_step = s.let("mixed_step", by_fidelity(s, napkin_mixed, mixed.detailed.time), second,
                              "one step with the chunk in it", sarathi_2024);
  Quantity prompt_rate = s.let("prompt_rate", chunk.tokens / mixed_step, token / second,
                               "prompt tokens a second, a chunk a step", sarathi_2024);
};

}  // namespace wallflip
