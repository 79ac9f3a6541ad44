#pragma once

// One layer of a transformer in training on one GPU, operator by operator (detailed fidelity).
//
// Simplifications: four products a dense layer, each with two of its size backward; routed tokens spread evenly over
// experts; unfused attention computes whole squares and keeps its scores in memory, flash attention half of them.
// Sources: Megatron-LM, arXiv 2104.04473; Korthikanti et al., arXiv 2205.05198; FlashAttention-2, arXiv 2307.08691;
// GEMMs: gemm.hpp; attention: attention.hpp; constants: training_library.hpp.
//
//   tokens T of a micro-batch on a rank, hidden h, heads a/tp of size d, MLP width f/tp
//   products (T, (a + 2 kv) d, h) (T, h, a d) (T, f or 2 f, h) (T, h, f), backward also (T, k, n) and (k, n, T)
//   bytes of the hidden stream an element: 2 norms and 2 residuals, 2 (4 + 6) forward, 2 (8 + 4) backward
//   bytes of the MLP an element: 2 a matrix forward, 4 a matrix less 2 backward
//   bytes a score, unfused: softmax 4, dropout 5 forward; 6 and 5 backward

#include "model/physics/training_operators.hpp"

namespace wallflip {

struct TrainingLayer {
  Section s;  ///< "layer"
  const Llm& llm;
  const Gpu& gpu;
  const TrainingRun& run;
  const TrainingSplit& split;
  const TrainingShape& shape;
  const TrainingLibrary& library;

  ForwardBackward qkv =
      training_product(s.sheet().section("qkv"), gpu, library, shape.tokens, shape.qkv_width, llm.hidden);
  ForwardBackward out =
      training_product(s.sheet().section("out"), gpu, library, shape.tokens, llm.hidden, shape.q_width);
  Quantity up_width = s.let("up_width", shape.mlp_width* shape.gates, unitless, "width into the MLP", definition);
  ForwardBackward up = training_product(s.sheet().section("up"), gpu, library, shape.tokens, up_width, llm.hidden);
  ForwardBackward down =
      training_product(s.sheet().section("down"), gpu, library, shape.tokens, llm.hidden, shape.mlp_width);
  Quantity expert_up_width =
      s.let("expert_up_width", shape.expert_width* shape.gates, unitless, "width into an expert", definition);
  ForwardBackward expert_up =
      training_product(s.sheet().section("moe_up"), gpu, library, shape.routed, expert_up_width, llm.hidden);
  ForwardBackward expert_down =
      training_product(s.sheet().section("moe_down"), gpu, library, shape.routed, llm.hidden, shape.expert_width);
  ForwardBackward unfused = unfused_attention(s.sheet().section("unfused"), gpu, library, shape, llm);
  ForwardBackward flash = flash_attention(s.sheet().section("flash"), gpu, library, split, shape, llm);

  Quantity dense_mlp = s.let("dense_mlp", up.forward + down.forward, second, "dense MLP", megatron_2021);
  Quantity expert_mlp = s.let("expert_mlp", expert_up.forward + expert_down.forward, second, "experts", gshard_2020);
  Quantity mlp = s.let("mlp", dense_mlp + shape.moe_share * (expert_mlp - dense_mlp), second,
                       "MLP products, mean over the layers", definition);
  Quantity dense_mlp_back =
      s.let("dense_mlp_back", up.backward + down.backward, second, "dense MLP, backward", megatron_2021);
  Quantity expert_mlp_back =
      s.let("expert_mlp_back", expert_up.backward + expert_down.backward, second, "experts, backward", gshard_2020);
  Quantity mlp_back = s.let("mlp_back", dense_mlp_back + shape.moe_share * (expert_mlp_back - dense_mlp_back), second,
                            "MLP products backward, mean over the layers", definition);

  Quantity inner = s.let("inner", shape.tokens* shape.mlp_width, unitless, "elements inside the MLP", definition);
  Quantity moved =
      s.let("moved", 8 * byte * shape.tokens * shape.q_width, byte, "queries, keys, values rearranged", training_fit);
  Quantity stream_bytes = s.let("stream_bytes", shape.stream*(20 * byte + 2 * byte * library.dropout), byte,
                                "norms and residuals", korthikanti_2022);
  Quantity stream_back = s.let("stream_back", shape.stream*(24 * byte + 2 * byte * library.dropout), byte,
                               "norms and residuals, backward", korthikanti_2022);
  Quantity inner_bytes =
      s.let("inner_bytes", 2 * byte * llm.mlp_matrices * inner, byte, "activation function", korthikanti_2022);
  Quantity inner_back = s.let("inner_back", (4 * byte * llm.mlp_matrices - 2 * byte) * inner, byte,
                              "activation function, backward", korthikanti_2022);
  Quantity elementwise_rate = s.let("elementwise_rate", gpu.kernels.copy_rate / library.elementwise_passes,
                                    byte / second, "rate of elementwise kernels", training_fit);
  Quantity starts = s.let("starts", 12 * gpu.kernels.kernel_launch, second, "starts of a dozen kernels", training_fit);
  Quantity elementwise = s.let("elementwise", starts + (stream_bytes + inner_bytes + moved) / elementwise_rate, second,
                               "elementwise kernels", korthikanti_2022);
  Quantity elementwise_back = s.let("elementwise_back", starts + (stream_back + inner_back + moved) / elementwise_rate,
                                    second, "elementwise kernels, backward", korthikanti_2022);
  Quantity quantised_inputs = s.let("quantised_inputs", shape.tokens*(2 * llm.hidden + shape.q_width + shape.mlp_width),
                                    unitless, "elements that go into the products", definition);
  Quantity weight_casts = s.let("weight_casts", select(library.narrow_weights == 1, 1 / shape.batch.passes, 1),
                                unitless, "times a micro-batch's pass writes its weights in fewer bits", definition);
  Quantity quantised = s.let("quantised", 3 * byte * (quantised_inputs + weight_casts * shape.layer_params), byte,
                             "inputs and weights written in fewer bits", training_fit);
  Quantity quantise = s.let("quantise", select(llm.gemm_dtype == 0, 0 * second, quantised / gpu.kernels.copy_rate),
                            second, "quantising what the products read", training_fit);
  Quantity attention =
      s.let("attention", select(run.attention == 0, flash.forward, unfused.forward), second, "attention", definition);
  Quantity attention_back = s.let("attention_back", select(run.attention == 0, flash.backward, unfused.backward),
                                  second, "attention, backward", definition);
  Quantity accumulate = s.let("accumulate", shape.layer_params* library.accumulate_bytes / gpu.kernels.copy_rate,
                              second, "adding up gradients", zero_2019);
  Quantity products = s.let("products", qkv.forward + out.forward + mlp, second, "products", megatron_2021);
  Quantity products_back =
      s.let("products_back", qkv.backward + out.backward + mlp_back, second, "products, backward", megatron_2021);
  Quantity forward = s.let("forward", products + attention + elementwise + quantise, second,
                           "one layer forward on the GPU", megatron_2021);
  Quantity backward = s.let("backward", products_back + attention_back + elementwise_back + 2 * quantise + accumulate,
                            second, "one layer backward on the GPU", megatron_2021);
};

/// Output head and loss on the last stage.
struct TrainingHead {
  Section s;  ///< "head"
  const Llm& llm;
  const Gpu& gpu;
  const TrainingShape& shape;
  const TrainingLibrary& library;

  ForwardBackward logits =
      training_product(s.sheet().section("logits"), gpu, library, shape.tokens, shape.vocab, llm.hidden);
  Quantity loss_bytes = s.let("loss_bytes", 28 * byte * shape.tokens * shape.vocab, byte,
                              "logits read and written, both ways", training_fit);
  Quantity loss_time = s.let("loss_time", loss_bytes / gpu.kernels.copy_rate, second, "loss", training_fit);
  Quantity busy = s.let("busy", logits.forward + logits.backward + loss_time, second, "head on the GPU", megatron_2021);
  Quantity needed = s.let("needed", max(busy, library.host_head), second, "head, or its host", training_fit);
};

}  // namespace wallflip
