#pragma once

// The shape of a decoder-only transformer, dense or mixture of experts.
//
// Simplifications: 2 FLOP per active parameter and token; every routed expert has the same size.
// Sources: the scaling book, "transformer math"; Pope et al. 2022, section 2.
//
//   expert parameters = MoE layers * experts * matrices * hidden * expert width      (0 for a dense model)
//   active = N - expert parameters * (1 - chosen / experts)
//   forward FLOP per token = 2 * active                                              weights = N * bytes per parameter

#include "model/physics/sources.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

/// What a system's model is before a lesson picks one: dense-8b unless it says otherwise.
struct LlmShape {
  double params = 8e9, layers = 32, hidden = 4096, heads = 32;
};
inline constexpr LlmShape shape_70b{70e9, 80, 8192, 64};

/// The three widths a model is served in, as defaults of their inputs: bytes a weight, bytes a KV element, GEMM width.
struct Widths {
  double weight = 2, kv = 2;
  int gemm = 0;  ///< index of llm.gemm_dtype
};
inline constexpr Widths w8a8_kv8{1, 1, 1};

struct Llm {
  Section s;
  LlmShape shape{};
  Widths widths{};

  Quantity params = s.input("params", shape.params, "parameters", lesson_default);
  Quantity layers = s.count("layers", {shape.layers, unitless}, "layers", lesson_default);
  Quantity hidden = s.count("hidden", {shape.hidden, unitless}, "hidden size", lesson_default);
  Quantity heads = s.count("heads", {shape.heads, unitless}, "query heads", lesson_default);
  Quantity kv_heads = s.count("kv_heads", {8, unitless}, "key-value heads", lesson_default);
  Quantity head_dim = s.count("head_dim", {128, unitless}, "size of a head", lesson_default);
  Quantity latent_rank =
      s.count("latent_rank", {0, unitless}, "rank of the KV latent (MLA), 0 without", lesson_default);
  Quantity rope_dim = s.count("rope_dim", {0, unitless}, "rotary part kept beside the latent (MLA)", lesson_default);
  Quantity window_layers =
      s.count("window_layers", {0, unitless}, "layers with sliding-window attention", lesson_default);
  Quantity window = s.count("window", 0 * token / sequence, "sliding window", lesson_default);
  Quantity window_kv_heads =
      s.count("window_kv_heads", {8, unitless}, "key-value heads of a window layer", lesson_default);
  Quantity window_head_dim =
      s.count("window_head_dim", {128, unitless}, "size of a head of a window layer", lesson_default);
  Quantity uncached_layers = s.count("uncached_layers", {0, unitless}, "layers without a KV cache", lesson_default);
  Quantity moe_layers = s.count("moe_layers", {0, unitless}, "layers with experts", lesson_default);
  Quantity experts = s.count("experts", {1, unitless}, "routed experts a layer", lesson_default);
  Quantity active_experts = s.count("active_experts", {1, unitless}, "experts a token visits", lesson_default);
  Quantity expert_hidden = s.count("expert_hidden", {0, unitless}, "width of one expert", lesson_default);
  Quantity mlp_matrices = s.count("mlp_matrices", {3, unitless}, "matrices of one MLP (3 when gated)", lesson_default);
  Quantity bytes_per_param = s.input("bytes_per_param", widths.weight* byte, "bytes a weight", lesson_default);
  Quantity kv_bytes_per_element =
      s.input("kv_bytes_per_element", widths.kv* byte, "bytes a KV element", lesson_default);
  Quantity activation_bytes_per_element =
      s.input("activation_bytes_per_element", 2 * byte, "bytes an activation element", lesson_default);
  Quantity gemm_dtype =
      s.choice("gemm_dtype", {"bf16", "fp8", "fp4"}, widths.gemm, "width the GEMMs run in", lesson_default);

  // detailed fidelity: the shapes of single products
  Quantity ffn_hidden =
      s.count("ffn_hidden", {0, unitless}, "width of the MLP, 0: what the parameters leave for it", lesson_default);
  Quantity shared_hidden = s.count("shared_hidden", {0, unitless}, "width of the shared expert", lesson_default);
  Quantity vocab = s.count("vocab", {128256, unitless}, "vocabulary", lesson_default);

  Quantity expert_params = s.let("expert_params", moe_layers* experts* mlp_matrices* hidden* expert_hidden, unitless,
                                 "parameters in routed experts", scaling_book);
  Quantity active_params = s.let("active_params", params - expert_params * (1 - active_experts / experts), unitless,
                                 "parameters one token uses", scaling_book);
  Quantity forward_flops =
      s.let("forward_flops", 2 * flop / token * active_params, flop / token, "FLOP a token, forward", scaling_book);
  Quantity activation_bytes_per_token =
      s.let("activation_bytes_per_token", hidden* activation_bytes_per_element / (1 * token), byte / token,
            "one hidden state", definition);
  Quantity weight_bytes = s.let("weight_bytes", params* bytes_per_param, byte, "weights in memory", definition);

  // 2 products of hidden * heads * size (queries, output) and 2 of hidden * KV heads * size
  Quantity head_params = s.let("head_params", 2 * hidden * head_dim * (heads + kv_heads), unitless,
                               "attention weights of a layer, without a latent", scaling_book);
  Quantity dense_layers =
      s.let("dense_layers", max(layers - moe_layers, 0), unitless, "layers with an MLP", definition);
  Quantity embedding_params =
      s.let("embedding_params", 2 * vocab * hidden, unitless, "embedding and output head", scaling_book);
  Quantity mlp_params = s.let("mlp_params", params - expert_params - layers * head_params - embedding_params, unitless,
                              "parameters left for MLPs", scaling_book);
  Quantity derived_ffn = s.let("derived_ffn", max(mlp_params / (max(dense_layers, 1) * mlp_matrices * hidden), 1),
                               unitless, "width of the MLP that they give", scaling_book);
  Quantity ffn_width =
      s.let("ffn_width", select(ffn_hidden > 0, ffn_hidden, derived_ffn), unitless, "width of the MLP", scaling_book);
  Quantity known_params = s.let("known_params", expert_params + embedding_params, unitless,
                                "parameters of experts and embeddings", scaling_book);
  Quantity dense_params = s.let("dense_params", dense_layers* mlp_matrices* hidden* ffn_width, unitless,
                                "parameters of dense MLPs", scaling_book);
  Quantity shared_params = s.let("shared_params", moe_layers* mlp_matrices* hidden* shared_hidden, unitless,
                                 "parameters of shared experts", scaling_book);
  Quantity attention_params =
      s.let("attention_params", max((params - known_params - dense_params - shared_params) / layers, 1), unitless,
            "attention weights of a layer, what the rest leaves (MLA)", scaling_book);
};

}  // namespace wallflip
