#include <array>

#include "model/catalog/read_tables.hpp"
#include "model/catalog/row_reader.hpp"

namespace wallflip {
namespace {

constexpr auto number_fields = std::to_array<FieldOf<LanguageModel, std::optional<Sourced>>>({
    {"total_params", &LanguageModel::total_params},
    {"active_params", &LanguageModel::active_params},
    {"params_measured", &LanguageModel::params_measured},
    {"train_tokens", &LanguageModel::train_tokens},
    {"max_context_tokens", &LanguageModel::max_context},
});

constexpr auto shape_fields = std::to_array<FieldOf<LanguageModel, int>>({
    {"year", &LanguageModel::year},
    {"layers", &LanguageModel::layers},
    {"hidden", &LanguageModel::hidden},
    {"heads", &LanguageModel::heads},
    {"kv_heads", &LanguageModel::kv_heads},
    {"head_dim", &LanguageModel::head_dim},
    {"intermediate", &LanguageModel::intermediate},
    {"vocab", &LanguageModel::vocab},
    {"full_attention_layers", &LanguageModel::full_attention_layers},
    {"window_attention_layers", &LanguageModel::window_attention_layers},
    {"sliding_window_tokens", &LanguageModel::window},
    {"global_kv_heads", &LanguageModel::global_heads_kv},
    {"global_head_dim", &LanguageModel::global_head_dim},
    {"q_lora_rank", &LanguageModel::q_lora_rank},
    {"kv_lora_rank", &LanguageModel::kv_lora_rank},
    {"rope_dim", &LanguageModel::rope_dim},
    {"qk_nope_head_dim", &LanguageModel::qk_nope_head_dim},
    {"v_head_dim", &LanguageModel::v_head_dim},
    {"experts", &LanguageModel::experts},
    {"active_experts", &LanguageModel::active_experts},
    {"shared_experts", &LanguageModel::shared_experts},
    {"moe_intermediate", &LanguageModel::moe_intermediate},
    {"first_dense_layers", &LanguageModel::first_dense_layers},
    {"moe_layer_step", &LanguageModel::moe_layer_step},
    {"norms_per_layer", &LanguageModel::norms_per_layer},
    {"position_embeddings", &LanguageModel::position_embeddings},
    {"token_types", &LanguageModel::token_types},
    {"patch", &LanguageModel::patch},
    {"image_size", &LanguageModel::image_size},
    {"classes", &LanguageModel::classes},
});

constexpr auto flag_fields = std::to_array<FieldOf<LanguageModel, bool>>({
    {"gated_mlp", &LanguageModel::gated_mlp},
    {"tied_embeddings", &LanguageModel::tied_embeddings},
    {"norm_bias", &LanguageModel::norm_bias},
    {"qkv_bias", &LanguageModel::qkv_bias},
    {"attn_out_bias", &LanguageModel::attn_out_bias},
    {"mlp_bias", &LanguageModel::mlp_bias},
    {"router_bias", &LanguageModel::router_bias},
    {"qk_norm", &LanguageModel::qk_norm},
    {"attn_sinks", &LanguageModel::attn_sinks},
    {"embedding_norm", &LanguageModel::embedding_norm},
});

template <size_t n>
std::vector<std::string> words(const std::array<std::string_view, n>& names) {
  return {names.begin(), names.end()};
}

// What would make a count or a cache size nonsense without any single field being wrong.
void check_shape(const JsonFields& f, const LanguageModel& m) {
  if (m.layers > 0 && m.full_attention_layers + m.window_attention_layers > m.layers) {
    f.report("full_attention_layers and window_attention_layers are more than the layers");
  }
  if (m.window_attention_layers > 0 && m.window == 0) f.report("window layers without \"sliding_window_tokens\"");
  if (m.active_experts > m.experts) f.report_at("active_experts", "are more than the experts");
  if (m.layers > 0 && m.first_dense_layers > m.layers) f.report_at("first_dense_layers", "are more than the layers");
  if (m.moe_layer_step < 1) f.report_at("moe_layer_step", "must be at least 1");
  if (m.heads > 0 && m.kv_heads > m.heads) f.report_at("kv_heads", "are more than the heads");
  if (m.attention == AttentionKind::mla && m.kv_lora_rank == 0) f.report("mla without \"kv_lora_rank\"");
}

LanguageModel read_model(const JsonView& view, const std::vector<std::string>& source_ids) {
  RowReader row(view, source_ids);
  JsonFields& f = row.fields;
  LanguageModel m;
  m.id = f.string("id");
  m.name = f.string("name");
  m.org = f.string("org");
  m.kind = static_cast<ModelKind>(f.one_of("kind", words(model_kind_names)).value_or(0));
  m.count_rule = static_cast<CountRule>(f.optional_one_of("count_rule", words(count_rule_names)).value_or(0));
  m.attention =
      static_cast<AttentionKind>(f.optional_one_of("attention_kind", words(attention_kind_names)).value_or(0));
  for (const auto& field : number_fields) m.*field.member = row.optional_number(field.name);
  for (const auto& field : shape_fields) m.*field.member = row.optional_count(field.name, m.*field.member);
  for (const auto& field : flag_fields) m.*field.member = row.optional_flag(field.name);
  const bool split_stated = m.full_attention_layers > 0 || m.window_attention_layers > 0;
  if (!split_stated && m.attention != AttentionKind::absent) m.full_attention_layers = m.layers;
  if (const auto pattern = f.optional_value("local_to_global")) {
    row.require_source("local_to_global", *pattern);
    m.local_to_global = pattern->text().value_or("");
  }
  m.count_exception = f.optional_string("count_exception").value_or("");
  m.active_count_exception = f.optional_string("active_count_exception").value_or("");
  m.notes = f.optional_strings("notes");
  m.sources = row.sources();
  if (m.count_rule == CountRule::absent && m.count_exception.empty()) {
    f.report("has no \"count_rule\"", "say in \"count_exception\" why its parameters are not counted");
  }
  check_shape(f, m);
  return m;
}

}  // namespace

void read_models_file(JsonFields& file, Catalog& catalog) {
  const std::vector<std::string> source_ids = ids_of(catalog.sources);
  catalog.models =
      read_rows<LanguageModel>(file, "models", [&](const JsonView& view) { return read_model(view, source_ids); });
}

}  // namespace wallflip
