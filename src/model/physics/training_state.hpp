#pragma once

// Weights, gradients and optimizer state on one GPU, under ZeRO 0 to 3 (3 is FSDP).
//
// Simplifications: parameters spread evenly over stages; the gathered working copy of ZeRO 3 is left out.
// Sources: ZeRO, arXiv 1910.02054, section 3; LESSONS E11 (mixed precision Adam: 2 + 2 + 12 bytes a parameter).
//
//   held = (dense + experts / ep) / (tp * pp)      sharded = N / GPUs
//   state = 2 B * (ZeRO 3 ? sharded : held) + 2 B * (ZeRO 2 ...) + 12 B * (ZeRO 1 ...)

#include "model/physics/training_run.hpp"

namespace wallflip {

struct TrainingState {
  Section s;  ///< "train"
  const Llm& llm;
  const TrainingRun& run;
  const TrainingSplit& split;

  Quantity grad_bytes_per_param =
      s.input("grad_bytes_per_param", 2 * byte, "bytes a gradient (4 when summed in fp32)", zero_2019);
  Quantity optimizer_bytes_per_param =
      s.input("optimizer_bytes_per_param", 12 * byte, "bytes of fp32 weights and Adam moments", zero_2019);

  Quantity dense_params =
      s.let("dense_params", llm.params - llm.expert_params, unitless, "parameters outside routed experts", definition);
  Quantity held_params = s.let("held_params", (dense_params + llm.expert_params / split.ep) / (split.tp * split.pp),
                               unitless / gpu_count, "parameters a GPU works on", megatron_2021);
  Quantity sharded_params = s.let("sharded_params", llm.params / run.gpus, unitless / gpu_count,
                                  "parameters a GPU keeps when sharded over all ranks", zero_2019);
  Quantity kept_weights = s.let("kept_weights", select(run.zero >= 3, sharded_params, held_params),
                                unitless / gpu_count, "weights kept", zero_2019);
  Quantity kept_grads = s.let("kept_grads", select(run.zero >= 2, sharded_params, held_params), unitless / gpu_count,
                              "gradients kept", zero_2019);
  Quantity updated_params = s.let("updated_params", select(run.zero >= 1, sharded_params, held_params),
                                  unitless / gpu_count, "parameters a GPU updates", zero_2019);
  Quantity weight_bytes =
      s.let("weight_bytes", kept_weights* llm.bytes_per_param, byte / gpu_count, "weights", zero_2019);
  Quantity grad_bytes = s.let("grad_bytes", kept_grads* grad_bytes_per_param, byte / gpu_count, "gradients", zero_2019);
  Quantity optimizer_bytes = s.let("optimizer_bytes", updated_params* optimizer_bytes_per_param, byte / gpu_count,
                                   "optimizer state", zero_2019);
  Quantity state_bytes = s.let("state_bytes", weight_bytes + grad_bytes + optimizer_bytes, byte / gpu_count,
                               "weights, gradients and optimizer state", zero_2019);
  Quantity checkpoint_bytes = s.let("checkpoint_bytes", llm.params*(llm.bytes_per_param + optimizer_bytes_per_param),
                                    byte, "one checkpoint: no gradients", definition);
};

}  // namespace wallflip
