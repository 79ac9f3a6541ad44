#pragma once

// What a pretraining run is asked to do, and how its GPUs are split. Inputs, and the counts that follow from them.
//
// Simplifications: every sequence is full; the data-parallel degree is what the others leave over, as a real number.
// Sources: Megatron-LM (arXiv 2104.04473, 2205.05198); ZeRO (arXiv 1910.02054).
//
//   GPUs of one copy = tp * pp * cp        dp = GPUs / that        dense weights are held by dp * cp ranks
//   experts are spread over ep of those ranks, which must not be more than there are

#include "model/physics/gpu.hpp"
#include "model/physics/load.hpp"

namespace wallflip {

struct TrainingRun {
  Section s;  ///< "train"

  Quantity gpus = s.count("gpus", 1024 * gpu_count, "GPUs", lesson_default);
  Quantity global_batch_tokens = s.input("global_batch_tokens", 4e6 * token, "tokens in one batch", lesson_default);
  Quantity context = s.count("context", 8192 * token / sequence, "sequence length", lesson_default);
  Quantity tokens = s.input("tokens", 15e12 * token, "tokens to train on", lesson_default);
  Quantity critical_batch =
      s.input("critical_batch", 8e6 * token, "batch beyond which more tokens a step are wasted", lesson_default);
  Quantity micro_batch = s.count("micro_batch", 1 * sequence, "sequences in a micro-batch", lesson_default);
  Quantity micro_batches =
      s.count("micro_batches", {32, unitless}, "micro-batches in the pipeline, 0: as the batch gives", lesson_default);
  Quantity interleave = s.count("interleave", {1, unitless}, "pipeline chunks a GPU", lesson_default);
  Quantity schedule = s.choice("schedule", {"1f1b", "gpipe", "zero_bubble"}, 0,
                               "pipeline schedule (interleave > 1: interleaved 1F1B)", lesson_default);
  Quantity zero = s.choice("zero", {"0", "1", "2", "3"}, 3, "ZeRO stage (3: FSDP)", lesson_default);
  Quantity recompute =
      s.choice("recompute", {"none", "selective", "full"}, 2, "activations recomputed", lesson_default);
  Quantity sequence_parallel =
      s.choice("sequence_parallel", {"off", "on"}, 1, "sequence parallel inside the TP group", lesson_default);
  Quantity attention =
      s.choice("attention", {"flash", "unfused"}, 0, "attention kernel: does it store its scores", lesson_default);
  Quantity mfu_assumed = s.input("mfu_assumed", 0.4, "achieved fraction of the peak", lesson_default, "%");
  Quantity mfu_covers =
      s.choice("mfu_covers", {"model", "hardware"}, 0,
               "FLOP that the MFU is a fraction of: 6N a token, or attention and recompute too", lesson_default);
};

struct TrainingSplit {
  Section s;  ///< "split"
  TrainingRun run;

  Quantity tp = s.degree("tp", 8 * gpu_count, "tensor parallel", lesson_default);
  Quantity pp = s.degree("pp", {1, unitless}, "pipeline parallel", lesson_default);
  Quantity cp = s.degree("cp", {1, unitless}, "context parallel", lesson_default);
  Quantity ep = s.degree("ep", {1, unitless}, "expert parallel", lesson_default);

  Quantity ranks = s.let("ranks", tp / (1 * gpu_count), unitless, "ranks of a TP group", definition);
  Quantity model_gpus = s.let("model_gpus", tp* pp* cp, gpu_count, "GPUs of one copy of the model", megatron_2021);
  Quantity dp = s.let("dp", run.gpus / model_gpus, unitless, "data parallel", megatron_2021);
  Quantity replicas = s.let("replicas", dp* cp, unitless, "ranks that hold the same dense weights", zero_2019);
  Quantity expert_replicas =
      s.let("expert_replicas", replicas / ep, unitless, "ranks that hold the same experts", megatron_2021);
};

/// How the batch is cut: over the ranks, over micro-batches, over stages.
struct TrainingBatch {
  Section s;  ///< "train"
  Llm llm;
  TrainingRun run;
  TrainingSplit split;

  Quantity rank_tokens =
      s.let("rank_tokens", run.global_batch_tokens / split.dp, token, "tokens of one DP rank in a step", definition);
  Quantity micro_batch_tokens =
      s.let("micro_batch_tokens", run.micro_batch* run.context, token, "tokens of a micro-batch", definition);
  Quantity passes = s.let("passes", max(rank_tokens / micro_batch_tokens, 1), unitless,
                          "micro-batches that the batch gives a rank, at least one", megatron_2021);
  Quantity cp_tokens =
      s.let("cp_tokens", micro_batch_tokens / split.cp, token, "tokens of a micro-batch on a GPU", ring_2023);
  Quantity stage_layers =
      s.let("stage_layers", ceil(llm.layers / split.pp), unitless, "layers of the fullest stage", megatron_2021);
  Quantity balance = s.let("balance", stage_layers* split.pp / llm.layers, unitless,
                           "work of the fullest stage over the mean", megatron_2021);
};

}  // namespace wallflip
