#include "model/systems/row_fields.hpp"

#include "model/systems/design.hpp"

namespace wallflip {
namespace {

// ---- accelerators

// A rate the chip has no units for is 0 with the source that says so; the sheet then runs at the next wider width.
std::optional<Sourced> rate(const Accelerator& a, Dtype dtype) {
  const Peak& peak = a.peak(dtype);
  if (peak.dense) return peak.dense;
  const std::optional<Sourced> wide = dense_16bit_peak(a);
  if (!wide) return std::nullopt;
  return Sourced{0, peak.unsupported.empty() ? wide->source : peak.unsupported};
}

// The scale-up link, else the host link, else none: a chip that stands alone.
std::optional<Sourced> link(const Accelerator& a) {
  if (a.scale_up_bytes_per_s) return a.scale_up_bytes_per_s;
  if (a.host_link_bytes_per_s) return a.host_link_bytes_per_s;
  return Sourced{0, a.mem_bytes.source};
}

// Units that take tiles as a GPU's do; a chip with one or eight large arrays is given the generation's number instead.
std::optional<Sourced> compute_units(const Accelerator& a) {
  const bool tiled = a.compute_unit_kind == "SM" || a.compute_unit_kind == "CU";
  return tiled && a.compute_units ? a.compute_units : a.kernels.compute_units;
}

// A fitted generation first; else the best GEMM that somebody measured on this chip; else the common assumption.
std::optional<Sourced> gemm_fraction(const Accelerator& a) {
  const std::optional<Sourced> peak = dense_16bit_peak(a);
  if (!a.kernels.accelerators.empty() || !a.measured_bf16_matmul || !peak) return a.kernels.gemm_fraction;
  return Sourced{a.measured_bf16_matmul->value / peak->value, a.measured_bf16_matmul->source};
}

// Without a figure no cache: elementwise operators then run from memory.
std::optional<Sourced> l2_bytes(const Accelerator& a) {
  return a.l2_bytes ? a.l2_bytes : Sourced{0, a.mem_bytes.source};
}

// 0 where it is not published: what follows from it is then blank.
std::optional<Sourced> power_limit(const Accelerator& a) {
  return a.tdp_watts ? a.tdp_watts : Sourced{0, a.mem_bytes.source};
}

// Ranks behind a host's bridge share it; on a link of their own they do not.
std::optional<Sourced> link_contention(const Accelerator& a) {
  if (a.scale_up_bytes_per_s) return Sourced{0, a.scale_up_bytes_per_s->source};
  return a.kernels.link_contention;
}

using A = Accelerator;
template <Sourced KernelGeneration::*member>
std::optional<Sourced> kernel(const A& a) {
  return a.kernels.*member;
}
using K = KernelGeneration;
constexpr RowField<A> gpu_fields[] = {
    {"mem_bytes", [](const A& a) -> std::optional<Sourced> { return a.mem_bytes; }},
    {"mem_bw", [](const A& a) { return a.mem_bytes_per_s; }},
    {"peak_bf16", [](const A& a) { return dense_16bit_peak(a); }},
    {"peak_fp8", [](const A& a) { return rate(a, Dtype::fp8); }},
    {"peak_fp4", [](const A& a) { return rate(a, Dtype::fp4); }},
    {"link_bw", link},
    {"compute_units", compute_units},
    {"l2_bytes", l2_bytes},
    {"gemm_fraction", gemm_fraction},
    {"gemm_fraction_fp8", kernel<&K::gemm_fraction_fp8>},
    {"gemm_fraction_fp4", kernel<&K::gemm_fraction_fp4>},
    {"copy_fraction", kernel<&K::copy_fraction>},
    {"kernel_launch", kernel<&K::kernel_launch>},
    {"attention_fraction", kernel<&K::attention_fraction>},
    {"prefill_launch", kernel<&K::prefill_launch>},
    {"decode_launch", kernel<&K::decode_launch>},
    {"power_limit", power_limit},
    {"link_launch", kernel<&K::link_launch>},
    {"link_simple_start", kernel<&K::link_simple_start>},
    {"link_simple_hop", kernel<&K::link_simple_hop>},
    {"link_simple_fraction", kernel<&K::link_simple_fraction>},
    {"link_switch_fraction", kernel<&K::link_switch_fraction>},
    {"link_contention", link_contention},
};

// ---- language models

using M = LanguageModel;

std::optional<Sourced> shape(const M& m, std::string_view field, double value) {
  return Sourced{value, m.sources.of(field)};
}

// The count from the shape where there is a rule for it, because published totals are often rounded names.
std::optional<Sourced> params(const M& m) {
  if (const std::optional<ParameterCount> count = count_parameters(m)) return shape(m, "layers", count->total);
  return m.total_params;
}

// A model that can be decoded with a KV cache.
std::optional<Sourced> layers(const M& m) {
  if (m.kind != ModelKind::decoder && m.kind != ModelKind::teaching) return std::nullopt;
  if (m.layers == 0 || m.hidden == 0 || kv_elements_per_token(m) == 0) return std::nullopt;
  return shape(m, "layers", m.layers);
}

bool is_mla(const M& m) {
  return m.attention == AttentionKind::mla;
}

int moe_layers(const M& m) {
  return m.experts == 0 ? 0 : (m.layers - m.first_dense_layers) / m.moe_layer_step;
}

double at_least_one(int n) {
  return n > 0 ? n : 1;
}

constexpr RowField<M> llm_fields[] = {
    {"params", params},
    {"layers", layers},
    {"hidden", [](const M& m) { return shape(m, "hidden", m.hidden); }},
    {"heads", [](const M& m) { return shape(m, "heads", m.heads); }},
    {"kv_heads",
     [](const M& m) { return shape(m, "kv_heads", m.global_heads_kv > 0 ? m.global_heads_kv : m.kv_heads); }},
    {"head_dim",
     [](const M& m) { return shape(m, "head_dim", m.global_head_dim > 0 ? m.global_head_dim : m.head_dim); }},
    {"latent_rank", [](const M& m) { return shape(m, "kv_lora_rank", is_mla(m) ? m.kv_lora_rank : 0); }},
    {"rope_dim", [](const M& m) { return shape(m, "rope_dim", is_mla(m) ? m.rope_dim : 0); }},
    {"window_layers", [](const M& m) { return shape(m, "window_attention_layers", m.window_attention_layers); }},
    {"window", [](const M& m) { return shape(m, "sliding_window_tokens", m.window); }},
    {"window_kv_heads", [](const M& m) { return shape(m, "kv_heads", m.kv_heads); }},
    {"window_head_dim", [](const M& m) { return shape(m, "head_dim", m.head_dim); }},
    {"uncached_layers",
     [](const M& m) {
       return shape(m, "full_attention_layers", m.layers - m.full_attention_layers - m.window_attention_layers);
     }},
    {"moe_layers", [](const M& m) { return shape(m, "experts", moe_layers(m)); }},
    {"experts", [](const M& m) { return shape(m, "experts", at_least_one(m.experts)); }},
    {"active_experts", [](const M& m) { return shape(m, "active_experts", at_least_one(m.active_experts)); }},
    {"expert_hidden", [](const M& m) { return shape(m, "moe_intermediate", m.experts == 0 ? 0 : m.moe_intermediate); }},
    {"ffn_hidden", [](const M& m) { return shape(m, "intermediate", m.intermediate); }},
    {"shared_hidden", [](const M& m) { return shape(m, "shared_experts", m.shared_experts * m.moe_intermediate); }},
    {"vocab", [](const M& m) { return shape(m, "vocab", m.vocab > 0 ? m.vocab : 128256); }},
    {"mlp_matrices", [](const M& m) { return shape(m, "gated_mlp", m.gated_mlp ? 3 : 2); }},
};

// ---- grids

constexpr double joules_per_kwh = 3.6e6;

constexpr RowField<Grid> place_fields[] = {
    {"intensity",
     [](const Grid& g) -> std::optional<Sourced> {
       return Sourced{g.g_co2e_per_kwh.value / joules_per_kwh, g.g_co2e_per_kwh.source};
     }},
};

template <class Row>
std::vector<RowValue> read_row(const System& system, const RowSlot& slot, std::span<const RowField<Row>> fields,
                               const Row& row, Issues& issues) {
  std::vector<RowValue> values;
  for (const RowField<Row>& field : fields) {
    const int input = input_row(system.sheet, slot.name + "." + std::string(field.input));
    if (input < 0) continue;  // a system takes what it has inputs for
    const std::optional<Sourced> value = field.read(row);
    if (!value) {
      issues.push_back({.what = row.id + " cannot stand as " + slot.name + ": the catalog has no " +
                                std::string(field.input) + " for it"});
      return {};
    }
    values.push_back({input, value->value, value->source});
  }
  return values;
}

template <class Row>
bool complete(std::span<const RowField<Row>> fields, const Row& row) {
  for (const RowField<Row>& field : fields) {
    if (!field.read(row)) return false;
  }
  return true;
}

template <class Row>
std::vector<std::string> complete_ids(std::span<const RowField<Row>> fields, const std::vector<Row>& rows) {
  std::vector<std::string> ids;
  for (const Row& row : rows) {
    if (complete(fields, row)) ids.push_back(row.id);
  }
  return ids;
}

}  // namespace

std::span<const RowField<Accelerator>> accelerator_fields() {
  return gpu_fields;
}

std::span<const RowField<LanguageModel>> language_model_fields() {
  return llm_fields;
}

std::span<const RowField<Grid>> grid_fields() {
  return place_fields;
}

std::vector<std::string> rows_for(const RowSlot& slot, const Catalog& catalog) {
  if (slot.kind == RowKind::grid) return complete_ids(grid_fields(), catalog.grids);
  if (slot.kind == RowKind::accelerator) return complete_ids(accelerator_fields(), catalog.accelerators);
  return complete_ids(language_model_fields(), catalog.models);
}

std::vector<RowValue> row_values(const System& system, const RowSlot& slot, const Catalog& catalog, std::string_view id,
                                 Issues& issues) {
  if (slot.kind == RowKind::accelerator) {
    const Accelerator* row = find_accelerator(catalog, id, issues);
    return row ? read_row(system, slot, accelerator_fields(), *row, issues) : std::vector<RowValue>{};
  }
  if (slot.kind == RowKind::grid) {
    const Grid* row = find_grid(catalog, id, issues);
    return row ? read_row(system, slot, grid_fields(), *row, issues) : std::vector<RowValue>{};
  }
  const LanguageModel* row = find_model(catalog, id, issues);
  return row ? read_row(system, slot, language_model_fields(), *row, issues) : std::vector<RowValue>{};
}

}  // namespace wallflip
