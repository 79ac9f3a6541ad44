#pragma once

// What failures and checkpoints take, how long the whole run lasts, what it costs; and the batch that still pays.
//
// Simplifications: failures are independent and as frequent as in the Llama 3 run; the run stops while it writes a
// checkpoint; restart time is left out; a step beyond the critical batch wastes tokens in proportion.
// Sources: Young 1974; Llama 3 (419 failures in 54 days on 16,384 GPUs); McCandlish et al., arXiv 1812.06162.
//
//   MTBF = MTBF of a GPU / GPUs      delta = checkpoint / write bandwidth      T* = sqrt(2 delta MTBF)
//   loss = delta / T* + T* / (2 MTBF)      tokens needed = tokens * (1 + batch / critical batch)

#include "model/physics/training_step.hpp"

namespace wallflip {

struct TrainingGoodput {
  Section s;  ///< "goodput"
  Section failure, storage;
  const TrainingRun& run;
  const TrainingState& state;

  Quantity gpu_mtbf = failure.input("gpu_mtbf", 54.0 * 86400 * 16384 / 419 * second * gpu_count,
                                    "mean time between failures of one GPU", llama3_2024);
  Quantity write_bw =
      storage.input("write_bw", 100e9 * byte / second, "write bandwidth of the checkpoint store", lesson_default);
  Quantity loss_target = s.input("loss_target", 0.05, "share of the time that may be lost", lesson_default, "%");

  Quantity mtbf = s.let("mtbf", gpu_mtbf / run.gpus, second, "mean time between failures of the run", llama3_2024);
  Quantity checkpoint_time =
      s.let("checkpoint_time", state.checkpoint_bytes / write_bw, second, "writing a checkpoint", definition);
  Quantity interval =
      s.let("interval", sqrt(2 * checkpoint_time * mtbf), second, "best time between checkpoints", young_1974);
  Quantity writing = s.let("writing", checkpoint_time / interval, unitless, "time spent writing", young_1974, "%");
  Quantity redone = s.let("redone", interval / (2 * mtbf), unitless, "time spent on lost work", young_1974, "%");
  Quantity loss = s.let("loss", writing + redone, unitless, "time lost to failures", young_1974, "%");
  Quantity useful = s.let("useful", 1 / (1 + loss), unitless, "useful share of the time", young_1974, "%");
  Quantity pressure = s.let("pressure", loss / loss_target, unitless, "loss over what may be lost", definition);
};

struct TrainingCost {
  Section s;  ///< "train"
  const Gpu& gpu;
  const TrainingRun& run;
  const TrainingStep& step;
  const TrainingGoodput& goodput;

  Quantity batch_pressure = s.let("batch_pressure", run.global_batch_tokens / run.critical_batch, unitless,
                                  "batch over the critical batch", mccandlish_2018);
  Quantity steps = s.let("steps", run.tokens / run.global_batch_tokens, unitless, "steps", definition);
  Quantity time = s.let("time", steps* step.step_time / goodput.useful, second, "the whole run", definition);
  Quantity gpu_time = s.let("gpu_time", time* run.gpus, second* gpu_count, "GPU time of the run", definition);
  Quantity dollars = s.let("dollars", gpu_time* gpu.price_per_hour, dollar, "rent of the run", definition);
};

}  // namespace wallflip
