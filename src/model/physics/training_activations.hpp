#pragma once

// Activations that wait for the backward pass on the first pipeline stage, and what a GPU needs in all.
//
// Simplifications (napkin): the layer of GPT with dropout, 34 bytes a token and hidden element; logits left out.
// Sources: Korthikanti et al., "Reducing activation recomputation", arXiv 2205.05198; LESSONS E11.
//
//   per layer and micro-batch, sbh * ( none:      34/tp                 with sequence parallelism
//                                      none:      10 + 24/tp            without
//                                      + 5 a s / (h tp)                 scores, when attention stores them and keeps
//                                      them full:      2/tp, 2               the layer's input alone )
//   in flight: min(pp, micro-batches) micro-batches (GPipe: all), 1 + (pp-1)/(pp v) times that when interleaved

#include "model/physics/training_state.hpp"

namespace wallflip {

struct TrainingPipeline {
  Section s;  ///< "train"
  TrainingRun run;
  TrainingSplit split;
  TrainingBatch batch;

  Quantity zero_bubble_share =
      s.input("zero_bubble_share", 1.0 / 3, "bubble of a zero-bubble schedule (ZB-H1) over that of 1F1B",
              zero_bubble_2023, "%");
  Quantity filled = s.let("filled", select(run.micro_batches > 0, run.micro_batches, batch.passes), unitless,
                          "micro-batches in the pipeline", megatron_2021);
  Quantity schedule_share = s.let("schedule_share", select(run.schedule == 2, zero_bubble_share, 1), unitless,
                                  "bubble of the schedule over that of 1F1B", zero_bubble_2023);
  Quantity bubble_slots = s.let("bubble_slots", (split.pp - 1) / run.interleave * schedule_share, unitless,
                                "idle time in micro-batches", megatron_2021);
  Quantity bubble = s.let("bubble", bubble_slots / (filled + bubble_slots), unitless, "share of the step a stage waits",
                          megatron_2021, "%");
  Quantity interleave_stock =
      s.let("interleave_stock", select(run.interleave > 1, 1 + (split.pp - 1) / (split.pp * run.interleave), 1),
            unitless, "activations of an interleaved schedule over those of 1F1B", korthikanti_2022);
  Quantity started = s.let("started", select(run.schedule == 1, filled, min(filled, split.pp)), unitless,
                           "micro-batches whose backward has not begun", megatron_2021);
  Quantity in_flight = s.let("in_flight", started* interleave_stock, unitless,
                             "micro-batches whose activations are kept", korthikanti_2022);
};

struct TrainingActivations {
  Section s;  ///< "train"
  Llm llm;
  Gpu gpu;
  TrainingRun run;
  TrainingSplit split;
  TrainingBatch batch;
  TrainingPipeline pipeline;
  TrainingState state;

  Quantity elements = s.let("elements", batch.cp_tokens* llm.hidden / (1 * token), unitless,
                            "elements of one hidden state of a micro-batch", definition);
  Quantity parallel_bytes =
      s.let("parallel_bytes",
            select(run.sequence_parallel == 1, 34 * byte / split.tp, 10 * byte / gpu_count + 24 * byte / split.tp),
            byte / gpu_count, "kept an element and layer, without scores", korthikanti_2022);
  Quantity score_bytes =
      s.let("score_bytes", 5 * byte * llm.heads * run.context * (1 * sequence / token) / (llm.hidden * split.tp),
            byte / gpu_count, "scores an element and layer: softmax, its mask, its output", korthikanti_2022);
  Quantity keeps_scores = s.let("keeps_scores", select(run.recompute == 0, select(run.attention == 1, 1, 0), 0),
                                unitless, "are scores kept", korthikanti_2022);
  Quantity unrecomputed_bytes = s.let("unrecomputed_bytes", parallel_bytes + keeps_scores * score_bytes,
                                      byte / gpu_count, "kept an element and layer", korthikanti_2022);
  Quantity input_bytes =
      s.let("input_bytes", select(run.sequence_parallel == 1, 2 * byte / split.tp, 2 * byte / gpu_count),
            byte / gpu_count, "a layer's input an element", korthikanti_2022);
  Quantity layer_bytes = s.let("layer_bytes", elements* select(run.recompute == 2, input_bytes, unrecomputed_bytes),
                               byte / gpu_count, "activations of a layer and micro-batch", korthikanti_2022);
  Quantity activation_bytes = s.let("activation_bytes", layer_bytes* batch.stage_layers* pipeline.in_flight,
                                    byte / gpu_count, "activations on the first stage", korthikanti_2022);
  Quantity memory_bytes =
      s.let("memory_bytes", state.state_bytes + activation_bytes, byte / gpu_count, "memory a GPU needs", zero_2019);
  Quantity crowding = s.let("crowding", max(1 / split.dp, 1 / split.expert_replicas), unitless,
                            "GPUs that one copy takes over those there are, experts included", definition);
  Requirement fits = s.require("fits", memory_bytes <= gpu.usable_bytes && crowding <= 1,
                               "needs {train.memory_bytes}, has {gpu.usable_bytes}; one copy takes {split.model_gpus}");
};

}  // namespace wallflip
