#pragma once

// What a mixture of experts reads in a step, and when its GEMMs leave bandwidth behind.
//
// Simplifications: every token draws its experts evenly and by itself; all experts have one size.
// Source: the scaling book, "MoE": a ridge as many times further out as there are experts to one chosen.
//
//   share of experts read = 1 - (1 - k/E)^B         tokens to the ridge = ridge * (E/k) * bytes a weight / 2 FLOP

#include "model/physics/gpu.hpp"

namespace wallflip {

struct ExpertReads {
  Section s;  ///< "moe"
  Llm llm;
  Gpu gpu;
  Quantity mfu;
  Quantity batch;  ///< sequence: tokens of one step

  Quantity experts = s.count("experts", {8, unitless}, "experts a layer", lesson_default);
  Quantity active = s.count("active", {2, unitless}, "experts a token visits", lesson_default);
  Quantity chosen_share =
      s.let("chosen_share", min(active / experts, 1), unitless, "share of the experts one token visits", definition);
  Quantity missed = s.let("missed", pow(1 - chosen_share, batch / (1 * sequence)), unitless,
                          "chance that a step skips an expert", scaling_book, "%");
  Quantity read_share =
      s.let("read_share", 1 - missed, unitless, "share of the experts a step reads", scaling_book, "%");
  Quantity dense_ridge =
      s.let("dense_ridge", llm.bytes_per_param* gpu.peak_flops* mfu / gpu.effective_mem_bw / (2 * flop / token), token,
            "tokens at which a dense GEMM leaves bandwidth behind", scaling_book);
  Quantity ridge = s.let("ridge", dense_ridge / chosen_share, token,
                         "tokens at which expert GEMMs leave bandwidth behind", scaling_book);
};

}  // namespace wallflip
