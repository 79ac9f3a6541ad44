#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog/source.hpp"

// The shape of a model, what it takes to store it, and what one token of context takes.
//
// Simplifications: a count is of stored parameters (tied embeddings once); an MoE's active count is everything but the
// experts a token does not visit, embeddings included. Multi-token-prediction heads and vision towers are not counted.
// Sources: each row names the file its shape was read from; the rules below follow from the shape.

namespace wallflip {

enum class ModelKind { decoder, encoder, vision, diffusion, speech, recsys, teaching };
inline constexpr std::array<std::string_view, 7> model_kind_names = {"decoder", "encoder", "vision",  "diffusion",
                                                                     "speech",  "recsys",  "teaching"};

/// swa: some or all layers see a window only. hybrid: other layers (linear attention, Mamba, chunked attention)
/// between.
enum class AttentionKind { absent, mha, gqa, mqa, mla, swa, hybrid };
inline constexpr std::array<std::string_view, 7> attention_kind_names = {"none", "mha", "gqa",   "mqa",
                                                                         "mla",  "swa", "hybrid"};

/// Which arithmetic counts the parameters; `none` when no rule here fits, and count_exception says why.
enum class CountRule { absent, transformer, bert, vit };
inline constexpr std::array<std::string_view, 4> count_rule_names = {"none", "transformer", "bert", "vit"};

struct LanguageModel {
  std::string id;
  std::string name;
  std::string org;
  ModelKind kind = ModelKind::decoder;
  int year = 0;

  std::optional<Sourced> total_params;     ///< as published; a teaching model states its own
  std::optional<Sourced> active_params;    ///< as published, per token, MoE only
  std::optional<Sourced> params_measured;  ///< counted by somebody on the real weights
  std::optional<Sourced> train_tokens;
  std::optional<Sourced> max_context;  ///< tokens

  // Shape. 0 means that the model has no such thing, or (teaching models) that it is not stated.
  int layers = 0;
  int hidden = 0;
  int heads = 0;
  int kv_heads = 0;
  int head_dim = 0;
  int intermediate = 0;  ///< width of the dense MLP
  int vocab = 0;
  bool gated_mlp = false;  ///< three matrices instead of two
  bool tied_embeddings = false;

  AttentionKind attention = AttentionKind::absent;
  int full_attention_layers = 0;    ///< cache the whole context
  int window_attention_layers = 0;  ///< cache at most `window` tokens
  int window = 0;                   ///< tokens
  std::string local_to_global;      ///< the pattern in words
  int global_heads_kv = 0;          ///< KV heads of the full layers where they differ, else 0
  int global_head_dim = 0;
  int q_lora_rank = 0;  ///< MLA: ranks of the compressed query and KV, rotary part, parts of a head
  int kv_lora_rank = 0;
  int rope_dim = 0;
  int qk_nope_head_dim = 0;
  int v_head_dim = 0;

  int experts = 0;  ///< routed experts of an MoE layer; 0 for a dense model
  int active_experts = 0;
  int shared_experts = 0;
  int moe_intermediate = 0;  ///< width of one expert
  int first_dense_layers = 0;
  int moe_layer_step = 1;  ///< every how many layers (after the first dense ones) is an MoE layer

  // Small parts that a count to 1% and better needs.
  int norms_per_layer = 2;
  bool norm_bias = false;
  bool qkv_bias = false;
  bool attn_out_bias = false;
  bool mlp_bias = false;
  bool router_bias = false;
  bool qk_norm = false;
  bool attn_sinks = false;
  bool embedding_norm = false;
  int position_embeddings = 0;  ///< learned positions
  int token_types = 0;          ///< BERT
  int patch = 0;                ///< ViT, pixels
  int image_size = 0;
  int classes = 0;

  CountRule count_rule = CountRule::absent;
  std::string count_exception;         ///< why the count is missing or more than 1% off the published total
  std::string active_count_exception;  ///< the same for the active count
  SourceMap sources;                   ///< sources.of("layers") is the source id of a shape field
  std::vector<std::string> notes;
};

struct ParameterCount {
  double total = 0;
  double active = 0;  ///< equal to total without experts
};

/// From the shape by model.count_rule; nullopt when that is `none`.
///   embedding   vocab*h (twice unless tied) + learned positions*h + final norm
///   attention   q h*heads*d, k and v 2*h*kv_heads*d, o heads*d*h (+ biases)
///   MLA         q h*rq + rq*heads*(nope+rope), kv h*(rkv+rope) + rkv*heads*(nope+v), o heads*v*h, norms rq + rkv
///   MLP         3*h*width gated, 2*h*width otherwise; MoE layer: router h*E + (E + shared) experts
std::optional<ParameterCount> count_parameters(const LanguageModel& model);

/// What one token adds to the cache, in elements (K and V together, or the MLA latent that all heads share).
///   MHA, GQA, MQA   2*kv_heads*head_dim
///   MLA             kv_lora_rank + rope_dim
/// Layers that are neither full nor window cache nothing that grows. All zero for a model without a stated cache.
struct KvRule {
  int full_layers = 0;
  int window_layers = 0;
  int window = 0;            ///< tokens a window layer keeps
  double full_elements = 0;  ///< per token, one full layer
  double window_elements = 0;
};
KvRule kv_rule(const LanguageModel& model);

/// Elements per token of one full layer (of one window layer when there are no full ones).
double kv_elements_per_token_per_layer(const LanguageModel& model);

/// Elements the whole model adds per token while every layer still grows (context below the window).
double kv_elements_per_token(const LanguageModel& model);

/// Elements cached for one sequence of `context` tokens: full layers*context + window layers*min(context, window).
double kv_elements(const LanguageModel& model, double context);

}  // namespace wallflip
