#pragma once

// What failures and checkpoints leave of a training run, how long it lasts, what it costs; and the batch that still
// pays.
//
// Simplifications: failures and checkpoints as in failure.hpp, without restarts and nodes that stand by (system
// `reliability`); a step beyond the critical batch wastes tokens in proportion.
// Sources: failure.hpp; McCandlish et al., arXiv 1812.06162.
//
//   useful = 1 / (1 + loss)    time = steps * step / useful    tokens needed = tokens * (1 + batch / critical batch)

#include "model/physics/failure.hpp"
#include "model/physics/training_step.hpp"

namespace wallflip {

struct TrainingGoodput {
  Section s;  ///< "goodput"
  RunRisks risks;
  Checkpointing checkpoint;

  Quantity loss = s.let("loss", checkpoint.loss, unitless, "time lost to failures", young_1974, "%");
  Quantity useful = s.let("useful", 1 / (1 + loss), unitless, "useful share of the time", young_1974, "%");
  Quantity pressure = s.let("pressure", loss / risks.loss_target, unitless, "loss over what may be lost", definition);
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
