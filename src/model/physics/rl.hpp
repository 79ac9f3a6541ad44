#pragma once

// RL post-training: actors write answers, learners train on them, the longest answer is waited for, weights travel.
//
// Simplifications: actors decode with memory full of KV and no latency target; answers end evenly, so a running one is
// half written; the longest answer runs alone at the end; learners train on the batch before (one step behind); the
// prompt's prefill is not counted.
// Sources: Shao et al. 2024 (GRPO); Pope et al. 2022 for the decode step.
//
//   actor rate = B_mem / step / n           rollout = R * O / (actors * rate)
//   learner rate = F / (cost * N), cost 10 = 6 train + 2 old policy + 2 reference      train = R * (P + O) / (learners
//   * rate) tail = longest answer * step at batch 1           sync = weights of a GPU / its NIC

#include "model/physics/decode.hpp"

namespace wallflip {

/// What one step of RL asks for.
struct RlLoad {
  Section s;     ///< "rl"
  Section load;  ///< "load"

  Quantity prompt = load.count("prompt", 512 * token, "prompt of one rollout", lesson_default);
  Quantity output_mean = s.count("output_mean", 8000 * token / sequence, "mean output of a rollout", lesson_default);
  Quantity output_max_over_mean = s.input("output_max_over_mean", 2, "longest output over the mean", lesson_default);
  Quantity rollouts = s.count("rollouts", 4096 * sequence, "rollouts in one step", lesson_default);
  Quantity learner_cost =
      s.input("learner_cost", 10, "FLOP a parameter and token: train, old policy, reference", grpo_2024);
  Quantity waiting =
      s.choice("waiting", {"all", "partial"}, 0, "does a step wait for its longest rollout", lesson_default);
  Quantity actor_gpus = s.count("actor_gpus", 128 * gpu_count, "GPUs that write rollouts", lesson_default);
  Quantity actor_share = s.input("actor_share", 0.5, "share of all GPUs that writes", lesson_default, "%");

  Quantity prompt_each =
      s.let("prompt_each", prompt / (1 * sequence), token / sequence, "prompt of a rollout", definition);
  Quantity mean_context = s.let("mean_context", prompt_each + output_mean / 2, token / sequence,
                                "context of a rollout half way", definition);
  Quantity longest =
      s.let("longest", output_mean* output_max_over_mean, token / sequence, "longest output", definition);
  Quantity tail_context = s.let("tail_context", prompt_each + longest / 2, token / sequence,
                                "context of the longest rollout half way", definition);
  Quantity output_tokens = s.let("output_tokens", rollouts* output_mean, token, "tokens written in a step", definition);
  Quantity train_tokens =
      s.let("train_tokens", rollouts*(prompt_each + output_mean), token, "tokens trained on in a step", definition);
  Quantity slot_use = s.let("slot_use", 1 / output_max_over_mean, unitless,
                            "slots in use when all wait for the longest", definition, "%");
  Quantity gpus = s.let("gpus", actor_gpus / actor_share, gpu_count, "GPUs of both pools", definition);
  Quantity learner_gpus = s.let("learner_gpus", gpus - actor_gpus, gpu_count, "GPUs that train", definition);
};

/// Times of the four things that a step may wait for.
struct RlStep {
  Section s;  ///< "rl"
  RlLoad load;
  Llm llm;
  Gpu gpu;
  Net net;
  Split split;
  Quantity train_mfu;
  Decode actor;  ///< at full memory
  Decode alone;  ///< the longest rollout by itself

  Quantity actor_rate = s.let("actor_rate", actor.tokens / (actor.span * split.tp), token / second / gpu_count,
                              "tokens an actor GPU writes a second", pope_2022);
  Quantity learner_flops =
      s.let("learner_flops", learner_cost_of(llm), flop / token, "FLOP to learn from a token", grpo_2024);
  Quantity learner_cost_of(const Llm& model) const {
    return load.learner_cost * (1 * flop / token) * model.active_params;
  }
  Quantity learner_rate = s.let("learner_rate", gpu.peak_flops* train_mfu / learner_flops, token / second / gpu_count,
                                "tokens a learner GPU trains on a second", scaling_book);
  Quantity rollout_work =
      s.let("rollout_work", load.output_tokens / actor_rate, second* gpu_count, "GPU time of the rollouts", definition);
  Quantity learner_work = s.let("learner_work", load.train_tokens / learner_rate, second* gpu_count,
                                "GPU time of the training", definition);
  Quantity balanced_share = s.let("balanced_share", rollout_work / (rollout_work + learner_work), unitless,
                                  "share of actors at which nobody waits", definition, "%");
  Quantity rollout_time =
      s.let("rollout_time", rollout_work / load.actor_gpus, second, "time of the rollouts", grpo_2024);
  Quantity train_time =
      s.let("train_time", learner_work / load.learner_gpus, second, "time of the training", grpo_2024);
  Quantity tail_steps = s.let("tail_steps", load.longest*(1 * sequence) / (1 * token), unitless,
                              "decode steps of the longest rollout", definition);
  Quantity tail_time =
      s.let("tail_time", tail_steps* alone.span, second, "time of the longest rollout alone", pope_2022);
  Quantity waited_tail = s.let("waited_tail", select(load.waiting == 0, tail_time, 0 * second), second,
                               "tail that the step waits for", definition);
  Quantity nic = s.let("nic", max(net.link_bw, 1 * byte / second / gpu_count), byte / second / gpu_count,
                       "link out of the node, at least a byte a second", definition);
  Quantity sync_time = s.let("sync_time", llm.weight_bytes / split.tp / nic, second,
                             "time to send an actor its new weights", definition);
  Quantity sync_share =
      s.let("sync_share", sync_time / rollout_time, unitless, "sync over the rollouts", definition, "%");

  Quantity span = s.let("span", max({rollout_time, waited_tail, train_time}) + sync_time, second,
                        "one step, whether or not it fits", grpo_2024);
  Quantity step_time = s.let("step_time", span.given(actor.fits), second, "one step of RL", grpo_2024);
  Quantity actors_idle =
      s.let("actors_idle", 1 - rollout_time / step_time, unitless, "actor time that waits", definition, "%");
  Quantity learners_idle =
      s.let("learners_idle", 1 - train_time / step_time, unitless, "learner time that waits", definition, "%");
  Quantity step_price =
      s.let("step_price", load.gpus* gpu.price_per_hour* step_time, dollar, "$ of one step", definition);
};

}  // namespace wallflip
