#pragma once

// Chunked prefill: a decode step that memory binds has idle arithmetic; prompt tokens fill it.
//
// Simplifications: the chunk's GEMMs run at the prefill MFU beside those of decode; its weights are the ones decode
// reads anyway; it is the first chunk of its prompt; napkin times at either fidelity, so that both sides are of one
// kind. Source: Agrawal et al. 2024 (Sarathi-Serve), arXiv 2403.02310.
//
//   step = max(t_bw, t_cmp + prefill(chunk)) + t_net
//   tokens for a time T solve  linear * x + quadratic * x^2 = T * FLOP/s:  x = 2 W / (linear + sqrt(linear^2 + 4
//   quadratic W))

#include "model/physics/decode.hpp"
#include "model/physics/prefill.hpp"

namespace wallflip {

/// Tokens of a first chunk that an idle time computes.
struct TokensInTime {
  Section s;
  Prefill chunk;
  Quantity replica_flops;  ///< FLOP/second
  Quantity idle;           ///< second

  Quantity time = s.let("time", max(idle, 0 * second), second, "time, or none", definition);
  Quantity flops = s.let("flops", time* replica_flops, flop, "FLOP that fit into it", definition);
  Quantity linear = s.let("linear", chunk.llm.forward_flops, flop / token, "FLOP a token", scaling_book);
  Quantity curve = s.let("curve", 4 * chunk.attention_flops_per_square * flops, flop* flop / (token * token),
                         "what attention adds under the root", sarathi_2024);
  Quantity root =
      s.let("root", sqrt(linear* linear + curve), flop / token, "root of the quadratic equation", sarathi_2024);
  Quantity tokens = s.let("tokens", 2 * flops / (linear + root), token, "prompt tokens that fit", sarathi_2024);
};

struct ChunkedPrefill {
  Section s;  ///< "chunk"
  Decode decode;
  Prefill chunk;    ///< of serve.chunk tokens
  Quantity target;  ///< second: what one step may take

  Quantity replica_flops = s.let("replica_flops", chunk.split.tp* chunk.gpu.peak_flops* chunk.mfu, flop / second,
                                 "prefill rate of the replica", definition);
  Quantity hidden_time = s.let("hidden_time", decode.mem_time - decode.compute_time, second,
                               "time that a decode step's arithmetic idles", sarathi_2024);
  TokensInTime hidden{s.section("hidden").noted("for free in a step"), chunk, replica_flops, hidden_time};
  Quantity allowed_time = s.let("allowed_time", target - decode.net_time - decode.compute_time, second,
                                "what decode leaves of the target", sarathi_2024);
  TokensInTime allowed{s.section("allowed").noted("inside the target"), chunk, replica_flops, allowed_time};
  Quantity mixed_compute = s.let("mixed_compute", decode.compute_time + chunk.compute_time, second,
                                 "GEMMs of decode and of the chunk", sarathi_2024);
  Quantity mixed_step = s.let("mixed_step", max(decode.mem_time, mixed_compute) + decode.net_time, second,
                              "one step with the chunk in it", sarathi_2024);
  Quantity prompt_rate = s.let("prompt_rate", chunk.tokens / mixed_step, token / second,
                               "prompt tokens a second, a chunk a step", sarathi_2024);
};

}  // namespace wallflip
