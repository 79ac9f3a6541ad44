#pragma once

// Activations that wait for the backward pass on the first pipeline stage, and what a GPU needs in all.
//
// Simplifications (napkin): the layer of GPT with dropout, 34 bytes a token and hidden element; logits left out.
// Detailed: the model's own widths; one layer at work; the larger of first stage (micro-batches) and last (logits).
// Sources: Korthikanti et al., "Reducing activation recomputation", arXiv 2205.05198; LESSONS E11.
//
//   per layer and micro-batch, sbh * ( none:      34/tp                 with sequence parallelism
//                                      none:      10 + 24/tp            without
//                                      + 5 a s / (h tp)                 scores, when attention stores them and keeps
//                                      them full:      2/tp, 2               the layer's input alone )
//   in flight: min(pp, micro-batches) micro-batches (GPipe: all), 1 + (pp-1)/(pp v) times that when interleaved

#include "model/physics/fidelity.hpp"
#include "model/physics/training_shape.hpp"
#include "model/physics/training_state.hpp"

namespace wallflip {

struct TrainingPipeline {
  Section s;  ///< "train"
  const TrainingRun& run;
  const TrainingSplit& split;
  const TrainingBatch& batch;

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
  const Llm& llm;
  const Gpu& gpu;
  const TrainingRun& run;
  const TrainingSplit& split;
  const TrainingBatch& batch;
  const TrainingPipeline& pipeline;
  const TrainingState& state;
  const TrainingShape& shape;
  const TrainingLibrary& library;

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
  Quantity activation_napkin = s.let("activation_napkin", layer_bytes* batch.stage_layers* pipeline.in_flight,
                                     byte / gpu_count, "activations on the first stage, as GPT", korthikanti_2022);

  // Detailed: what the model's own shapes leave, one layer at work, the logits of the last stage.
  Quantity stream_kept = s.let("stream_kept", shape.stream*(8 * byte + 2 * byte * library.dropout) / (1 * gpu_count),
                               byte / gpu_count, "inputs of norms, attention and MLP, a layer", korthikanti_2022);
  Quantity inner_kept =
      s.let("inner_kept",
            2 * byte * shape.tokens * (shape.qkv_width + shape.q_width + llm.mlp_matrices * shape.mlp_width) /
                (1 * gpu_count),
            byte / gpu_count, "queries, keys, values, their result, inside of the MLP, a layer", korthikanti_2022);
  Quantity scores_kept = s.let("scores_kept", select(run.attention == 1, elements* score_bytes, 0 * byte / gpu_count),
                               byte / gpu_count, "scores of a layer", korthikanti_2022);
  Quantity all_kept = s.let("all_kept", stream_kept + inner_kept + scores_kept, byte / gpu_count,
                            "everything a layer's backward pass needs", korthikanti_2022);
  Quantity input_kept = s.let("input_kept", 2 * byte * shape.stream / (1 * gpu_count), byte / gpu_count,
                              "a layer's input", korthikanti_2022);
  Quantity half_kept = s.let("half_kept", input_kept + (stream_kept + inner_kept) / 2, byte / gpu_count,
                             "every other product of a layer, and its input", korthikanti_2022);
  Quantity selective_kept = s.let("selective_kept", select(library.selective == 1, half_kept, all_kept - scores_kept),
                                  byte / gpu_count, "a layer with selective recompute", korthikanti_2022);
  Quantity partly_kept = s.let("partly_kept", select(run.recompute == 1, selective_kept, all_kept), byte / gpu_count,
                               "a layer that is not recomputed in full", korthikanti_2022);
  Quantity layer_kept = s.let("layer_kept", select(run.recompute == 2, input_kept, partly_kept), byte / gpu_count,
                              "a layer's activations until its backward pass", korthikanti_2022);
  Quantity stage_kept = s.let("stage_kept", layer_kept* batch.stage_layers, byte / gpu_count,
                              "a micro-batch's activations on a stage", korthikanti_2022);
  Quantity activation_detailed = s.let("activation_detailed", stage_kept* pipeline.in_flight, byte / gpu_count,
                                       "activations on the first stage, by shape", korthikanti_2022);
  Quantity gathered =
      s.let("gathered",
            select(run.zero >= 3, 2 * llm.bytes_per_param * shape.layer_params / (1 * gpu_count), 0 * byte / gpu_count),
            byte / gpu_count, "weights of two layers gathered (ZeRO 3)", zero_2019);
  Quantity working =
      s.let("working", all_kept + gathered, byte / gpu_count, "one layer in its backward pass", korthikanti_2022);
  Quantity logits = s.let("logits", shape.tokens* shape.vocab* library.loss_copies / (1 * gpu_count), byte / gpu_count,
                          "logits and their gradient", training_fit);
  Quantity first_stage = s.let("first_stage", activation_detailed + working, byte / gpu_count,
                               "activations at the peak of the first stage", korthikanti_2022);
  Quantity last_stage = s.let("last_stage", stage_kept + max(working, logits), byte / gpu_count,
                              "activations at the peak of the last stage", korthikanti_2022);
  Quantity embedding_extra =
      s.let("embedding_extra", shape.embedding_params*(1 - 1 / split.pp) / (split.tp * state.held_params), unitless,
            "embedding of an outer stage beyond its share, over what a GPU holds", megatron_2021);
  Quantity state_detailed = s.let("state_detailed", state.state_bytes*(1 + embedding_extra), byte / gpu_count,
                                  "state of the first stage", megatron_2021);
  Quantity memory_napkin = s.let("memory_napkin", state.state_bytes + activation_napkin, byte / gpu_count,
                                 "state and activations", zero_2019);
  Quantity peak_activations = s.let("peak_activations", max(first_stage, last_stage), byte / gpu_count,
                                    "activations at the peak", korthikanti_2022);
  Quantity memory_detailed = s.let("memory_detailed", state_detailed + peak_activations + library.context_bytes,
                                   byte / gpu_count, "state, activations, work and context", training_fit);
  Quantity activation_bytes = s.let("activation_bytes", by_fidelity(s, activation_napkin, activation_detailed),
                                    byte / gpu_count, "activations on the first stage", korthikanti_2022);
  Quantity memory_bytes = s.let("memory_bytes", by_fidelity(s, memory_napkin, memory_detailed), byte / gpu_count,
                                "memory a GPU needs", zero_2019);
  Quantity crowding = s.let("crowding", max(1 / split.dp, 1 / split.expert_replicas), unitless,
                            "GPUs that one copy takes over those there are, experts included", definition);
  Requirement fits = s.require("fits", memory_bytes <= gpu.usable_bytes && crowding <= 1,
                               "needs {train.memory_bytes}, has {gpu.usable_bytes}; one copy takes {split.model_gpus}");
};

}  // namespace wallflip
