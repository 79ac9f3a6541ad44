#pragma once

// The parts of a layer that one rank holds, as plain numbers: what the operators of training are shaped by.
//
// Simplifications: heads, widths and vocabulary spread evenly, rounded up; the MLP is as wide as the parameters leave
// where no width is given.
// Source: Megatron-LM, arXiv 2104.04473, section 2.3.

#include "model/physics/training_library.hpp"

namespace wallflip {

struct TrainingShape {
  Section s;  ///< "shape"
  Section llm_section;
  Llm llm;
  TrainingRun run;
  TrainingSplit split;
  TrainingBatch batch;

  Quantity mlp_input = once_input(llm_section, "llm.ffn_hidden", "ffn_hidden", {0, unitless},
                                  "width of the dense MLP, 0: what the parameters leave for it", lesson_default);
  Quantity vocab_input =
      once_input(llm_section, "llm.vocab", "vocab", {0, unitless}, "vocabulary, 0: no output head", lesson_default);
  Quantity tokens =
      s.let("tokens", batch.cp_tokens / (1 * token), unitless, "tokens of a micro-batch on a rank", definition);
  Quantity sequences =
      s.let("sequences", run.micro_batch / (1 * sequence), unitless, "sequences of a micro-batch", definition);
  Quantity length = s.let("length", run.context*(1 * sequence / token), unitless, "tokens of a sequence", definition);
  Quantity heads = s.let("heads", max(llm.heads / split.ranks, 1), unitless, "query heads of a rank", megatron_2021);
  Quantity kv_heads =
      s.let("kv_heads", max(llm.kv_heads / split.ranks, 1), unitless, "KV heads of a rank", megatron_2021);
  Quantity q_width = s.let("q_width", heads* llm.head_dim, unitless, "width of the queries of a rank", definition);
  Quantity qkv_width = s.let("qkv_width", (heads + 2 * kv_heads) * llm.head_dim, unitless,
                             "width of queries, keys and values of a rank", definition);
  Quantity attention_params = s.let("attention_params", 2 * llm.hidden * llm.head_dim * (llm.heads + llm.kv_heads),
                                    unitless, "parameters of one layer's attention", definition);
  Quantity embedding_params =
      s.let("embedding_params", vocab_input* llm.hidden, unitless, "parameters of the embedding", definition);
  Quantity dense_layers =
      s.let("dense_layers", max(llm.layers - llm.moe_layers, 1), unitless, "layers with a dense MLP", definition);
  Quantity other_params = s.let("other_params", llm.expert_params + embedding_params + llm.layers * attention_params,
                                unitless, "parameters outside dense MLPs", definition);
  Quantity mlp_params = s.let("mlp_params", max(llm.params - other_params, llm.hidden) / dense_layers, unitless,
                              "parameters that are left for one dense MLP", definition);
  Quantity left_width = s.let("left_width", mlp_params / (llm.mlp_matrices * llm.hidden), unitless,
                              "MLP width that the parameters leave", definition);
  Quantity mlp_width = s.let("mlp_width", ceil(select(mlp_input > 0, mlp_input, left_width) / split.ranks), unitless,
                             "MLP width of a rank", megatron_2021);
  Quantity gates = s.let("gates", llm.mlp_matrices - 1, unitless, "matrices into the MLP", definition);
  Quantity vocab = s.let("vocab", 64 * ceil(max(vocab_input, 1) / (64 * split.ranks)), unitless,
                         "vocabulary of a rank, padded to 64", megatron_2021);
  Quantity expert_width = s.let("expert_width", max(llm.expert_hidden / split.ranks, 1), unitless,
                                "width of an expert on a rank", megatron_2021);
  Quantity routed = s.let("routed", tokens* llm.active_experts, unitless, "token copies for experts", gshard_2020);
  Quantity moe_share =
      s.let("moe_share", llm.moe_layers / llm.layers, unitless, "share of layers with experts", definition, "%");
  Quantity stream = s.let("stream", tokens* llm.hidden / select(run.sequence_parallel == 1, split.ranks, 1), unitless,
                          "elements of the hidden stream on a rank", korthikanti_2022);
  Quantity layer_params =
      s.let("layer_params", qkv_width* llm.hidden + q_width * llm.hidden + mlp_width * llm.mlp_matrices * llm.hidden,
            unitless, "dense parameters of one layer on a rank", definition);
};

}  // namespace wallflip
