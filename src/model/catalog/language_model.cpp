#include "model/catalog/language_model.hpp"

#include <algorithm>

namespace wallflip {
namespace {

double one_if(bool present) {
  return present ? 1 : 0;
}

double norm_params(const LanguageModel& m) {
  return m.hidden * (1.0 + one_if(m.norm_bias));
}

// Matrices are in x out; a bias adds out.
double plain_attention_params(const LanguageModel& m) {
  const double h = m.hidden;
  const double q = 1.0 * m.heads * m.head_dim;
  const double kv = 2.0 * m.kv_heads * m.head_dim;
  double params = h * (q + kv) + q * h;
  if (m.qkv_bias) params += q + kv;
  if (m.attn_out_bias) params += h;
  if (m.qk_norm) params += 2.0 * m.head_dim;
  if (m.attn_sinks) params += m.heads;
  return params;
}

double mla_params(const LanguageModel& m) {
  const double h = m.hidden;
  const double q_out = 1.0 * m.heads * (m.qk_nope_head_dim + m.rope_dim);
  const double rq = m.q_lora_rank;
  const double rkv = m.kv_lora_rank;
  const double q = rq > 0 ? h * rq + rq + rq * q_out : h * q_out;
  const double kv = h * (rkv + m.rope_dim) + rkv + rkv * m.heads * (m.qk_nope_head_dim + m.v_head_dim);
  return q + kv + 1.0 * m.heads * m.v_head_dim * h;
}

double mlp_params(const LanguageModel& m, double width) {
  const double h = m.hidden;
  const double up = m.gated_mlp ? 2 : 1;
  return (up + 1) * h * width + one_if(m.mlp_bias) * (up * width + h);
}

double embedding_params(const LanguageModel& m) {
  const double tables = m.tied_embeddings ? 1 : 2;
  const double rows = tables * m.vocab + m.position_embeddings + m.token_types;
  return rows * m.hidden + one_if(m.embedding_norm) * norm_params(m);
}

ParameterCount count_transformer(const LanguageModel& m) {
  const double attention = m.attention == AttentionKind::mla ? mla_params(m) : plain_attention_params(m);
  const double moe_layers = m.experts > 0 ? (m.layers - m.first_dense_layers) / m.moe_layer_step : 0;
  const double expert = mlp_params(m, m.moe_intermediate);
  const double router = 1.0 * m.hidden * m.experts + one_if(m.router_bias) * m.experts;
  ParameterCount count;
  count.total = embedding_params(m) + norm_params(m)                           //
                + m.layers * (attention + m.norms_per_layer * norm_params(m))  //
                + (m.layers - moe_layers) * mlp_params(m, m.intermediate)      //
                + moe_layers * (router + (1.0 * m.experts + m.shared_experts) * expert);
  count.active = count.total - moe_layers * (m.experts - m.active_experts) * expert;
  return count;
}

// The original encoder (arXiv 1810.04805): biases everywhere, a norm after embeddings instead of a final one, a pooler.
ParameterCount count_bert(LanguageModel m) {
  m.norm_bias = m.qkv_bias = m.attn_out_bias = m.mlp_bias = m.embedding_norm = m.tied_embeddings = true;
  const double layer = plain_attention_params(m) + mlp_params(m, m.intermediate) + 2 * norm_params(m);
  const double pooler = 1.0 * m.hidden * m.hidden + m.hidden;
  const double total = embedding_params(m) + m.layers * layer + pooler;
  return {total, total};
}

// Vision transformer (arXiv 2010.11929): a linear patch embedding of RGB, a class token, learned positions, a linear
// head.
ParameterCount count_vit(LanguageModel m) {
  m.norm_bias = m.qkv_bias = m.attn_out_bias = m.mlp_bias = true;
  const double h = m.hidden;
  const double side = m.patch > 0 ? m.image_size / m.patch : 0;
  const double patch_embedding = 3.0 * m.patch * m.patch * h + h;
  const double tokens = side * side + 1;
  const double layer = plain_attention_params(m) + mlp_params(m, m.intermediate) + 2 * norm_params(m);
  const double total = patch_embedding + h + tokens * h + m.layers * layer + norm_params(m) + (h + 1) * m.classes;
  return {total, total};
}

}  // namespace

std::optional<ParameterCount> count_parameters(const LanguageModel& model) {
  switch (model.count_rule) {
    case CountRule::absent:
      return std::nullopt;
    case CountRule::transformer:
      return count_transformer(model);
    case CountRule::bert:
      return count_bert(model);
    case CountRule::vit:
      return count_vit(model);
  }
  return std::nullopt;
}

KvRule kv_rule(const LanguageModel& m) {
  KvRule rule;
  if (m.attention == AttentionKind::absent) return rule;
  const double plain = 2.0 * m.kv_heads * m.head_dim;
  rule.full_layers = m.full_attention_layers;
  rule.window_layers = m.window_attention_layers;
  rule.window = m.window;
  rule.window_elements = plain;
  rule.full_elements = plain;
  if (m.attention == AttentionKind::mla) rule.full_elements = m.kv_lora_rank + m.rope_dim;
  if (m.global_heads_kv > 0) rule.full_elements = 2.0 * m.global_heads_kv * m.global_head_dim;
  return rule;
}

double kv_elements_per_token_per_layer(const LanguageModel& model) {
  const KvRule rule = kv_rule(model);
  return rule.full_layers > 0 ? rule.full_elements : rule.window_elements;
}

double kv_elements_per_token(const LanguageModel& model) {
  return kv_elements(model, 1);
}

double kv_elements(const LanguageModel& model, double context) {
  const KvRule rule = kv_rule(model);
  return rule.full_layers * rule.full_elements * context +
         rule.window_layers * rule.window_elements * std::min(context, 1.0 * rule.window);
}

}  // namespace wallflip
