#pragma once

// FLOP of one training step, and the time they take at one MFU (napkin).
//
// Simplifications: one MFU for everything; stages are as slow as the fullest one.
// Sources: the scaling book, "transformer math"; LESSONS E1, E9; Korthikanti et al., arXiv 2205.05198 (recompute).
//
//   model = 6 N a token: forward 2 N, backward 4 N           attention = 3 * 2 * layers * hidden * context a token
//   recompute: full repeats the whole forward pass, selective the attention, where its scores were not kept
//   compute time = FLOP * balance / (GPUs * peak * MFU)      backward = that less the forward pass

#include "model/physics/training_activations.hpp"

namespace wallflip {

struct TrainingFlops {
  Section s;  ///< "train"
  const Llm& llm;
  const Gpu& gpu;
  const TrainingRun& run;
  const TrainingBatch& batch;

  Quantity forward_flops = s.let("forward_flops", llm.forward_flops* run.global_batch_tokens, flop,
                                 "2N a token: GEMMs of the forward pass", scaling_book);
  Quantity model_flops = s.let("model_flops", 3 * forward_flops, flop, "6N a token: GEMMs of a step", scaling_book);
  Quantity attention_forward = s.let(
      "attention_forward",
      2 * flop / (token * token) * llm.layers * llm.hidden * run.context * (1 * sequence) * run.global_batch_tokens,
      flop, "causal attention of the forward pass", scaling_book);
  Quantity whole_forward =
      s.let("whole_forward", forward_flops + attention_forward, flop, "forward pass with attention", scaling_book);
  Quantity attention_again = s.let("attention_again", select(run.recompute == 1, attention_forward, 0 * flop), flop,
                                   "attention done again, selective recompute", korthikanti_2022);
  Quantity repeated_flops = s.let("repeated_flops", select(run.recompute == 2, whole_forward, attention_again), flop,
                                  "FLOP done again in the backward pass", korthikanti_2022);
  Quantity hardware_flops = s.let("hardware_flops", model_flops + 3 * attention_forward + repeated_flops, flop,
                                  "FLOP that the GPUs do", korthikanti_2022);
  Quantity timed_forward = s.let("timed_forward", select(run.mfu_covers == 1, whole_forward, forward_flops), flop,
                                 "FLOP of the forward pass that the MFU is a fraction of", definition);
  Quantity timed_flops = s.let("timed_flops", select(run.mfu_covers == 1, hardware_flops, model_flops), flop,
                               "FLOP that the MFU is a fraction of", definition);
  Quantity gpu_rate = s.let("gpu_rate", gpu.peak_flops* run.mfu_assumed, flop / second / gpu_count,
                            "achieved FLOP rate of a GPU", scaling_book);
  Quantity run_rate = s.let("run_rate", run.gpus* gpu_rate, flop / second, "achieved FLOP rate of all", scaling_book);
  Quantity forward_napkin = s.let("forward_napkin", timed_forward* batch.balance / run_rate, second,
                                  "compute of the forward pass, at one MFU", scaling_book);
  Quantity compute_napkin = s.let("compute_napkin", timed_flops* batch.balance / run_rate, second,
                                  "compute of a step, at one MFU", scaling_book);
};

}  // namespace wallflip
