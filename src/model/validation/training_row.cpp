#include "model/validation/training_row.hpp"

#include <algorithm>
#include <cmath>

#include "model/systems/evaluation.hpp"
#include "model/systems/pretraining.hpp"
#include "model/validation/accelerator_names.hpp"

namespace wallflip::validation {
namespace {

bool has(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

// The whole number behind a word, 0 without.
double number_after(std::string_view text, std::string_view word) {
  const size_t at = text.find(word);
  double value = 0;
  if (at == std::string_view::npos) return value;
  for (size_t i = at + word.size(); i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
    value = 10 * value + (text[i] - '0');
  }
  return value;
}

struct Setting {
  std::string_view input;
  double value;
};

// Constants of a training library (training_library.hpp says what they are).
struct LibraryRow {
  std::string_view id;
  std::vector<Setting> settings;
};
const std::vector<LibraryRow>& libraries() {
  static const std::vector<LibraryRow> rows = {
      {"megatron",  // 2020 and 2021
       {{"train.attention", 1},
        {"train.library.matrix_fraction", 0.91},
        {"train.library.dropout", 1},
        {"train.library.accumulate_bytes", 6},
        {"train.dp_overlap", 0}}},
      {"megatron-sp",  // from 2022 on, with sequence parallelism
       {{"train.attention", 1},
        {"train.library.dropout", 1},
        {"train.library.accumulate_bytes", 6},
        {"train.dp_overlap", 0}}},
      {"deepspeed",
       {{"train.attention", 1},
        {"train.library.matrix_fraction", 0.91},
        {"train.library.dropout", 1},
        {"train.library.accumulate_bytes", 14},
        {"train.library.stage_sends", 1},
        {"train.grad_bytes_per_param", 4},
        {"train.optimizer_bytes_per_param", 16},
        {"train.library.context_bytes", 3e9},
        {"train.library.host_layer", 1.0e-3},
        {"train.library.host_head", 6.8e-3},
        {"train.dp_overlap", 0}}},
      {"foundry",
       {{"train.library.elementwise_passes", 1.6},
        {"train.library.attention_fraction", 0.8},
        {"train.library.attention_backward", 0.8}}},
      {"titan",
       {{"train.library.selective", 1},
        {"train.library.ring_order", 1},
        {"train.grad_bytes_per_param", 4},
        {"train.optimizer_bytes_per_param", 10}}},
  };
  return rows;
}

// Matrix rate kept under full load, and what a variant of a chip has that its catalog row has not.
struct LoadedAccelerator {
  std::string_view word;  ///< in the row's name
  std::string_view id;    ///< of the catalog, "" for any
  std::vector<Setting> settings;
};
const std::vector<LoadedAccelerator>& loaded_accelerators() {
  static const std::vector<LoadedAccelerator> rows = {
      {"H100-96GB-HBM2e-500W", "", {{"gpu.sustained", 0.6}, {"gpu.mem_bw", 2.4e12}, {"gpu.mem_bytes", 96e9}}},
      {"", "a100-sxm-80", {{"gpu.sustained", 0.92}, {"net.link_bw", 25e9}}},
      {"", "a100-sxm-40", {{"gpu.sustained", 0.92}, {"net.link_bw", 25e9}}},
      {"", "v100-sxm2-32", {{"gpu.sustained", 1.0}, {"net.link_bw", 12.5e9}}},
  };
  return rows;
}

// MPT, BLOOM and their like: layers from what the embedding leaves, as a multiple of the stages.
double layers_from_params(const TrainingRow& r, double params) {
  const double layer = 12 * r.hidden * r.hidden;
  return std::max(1.0, std::round((params - r.vocab * r.hidden) / layer / r.pp)) * r.pp;
}

std::string library_of(const Row& row) {
  const std::string_view sharding = row.text("dp_sharding");
  const bool bloom = has(row.text("model"), "BLOOM");  // tables of memory have no column for the sharding
  const bool llama = has(row.text("model"), "lama") && row.number_or("zero_stage", 0) == 3;
  if (sharding == "FSDP2" || llama) return "titan";
  if (has(sharding, "FSDP")) return "foundry";
  if (has(sharding, "ZeRO") || !row.text("pipeline_schedule").empty() || bloom) return "deepspeed";
  return row.text("sequence_parallel").empty() ? "megatron" : "megatron-sp";
}

void read_shape(TrainingRow& r, const Row& row) {
  r.hidden = row.number_or("hidden", 0);
  r.context = row.number_or("seq_len", 0);
  r.vocab = row.number_or("vocab", 51200);
  if (r.hidden == 0) {
    r.reason = "no architecture";
    return;
  }
  if (r.context == 0) r.reason = "no sequence length";
  r.heads = row.number_or("heads", std::round(r.hidden / 128));
  r.kv_heads = row.number_or("kv_heads", r.heads);
  r.mlp = row.number_or("ffn_hidden", 0);
  const bool llama = has(row.text("model"), "lama");
  r.mlp_matrices = llama || (r.mlp > 0 && r.mlp != 4 * r.hidden) ? 3 : 2;
  if (r.mlp == 0) r.mlp = llama ? std::ceil(8 * r.hidden / 3 / 256) * 256 : 4 * r.hidden;
}

void read_layout(TrainingRow& r, const Row& row) {
  r.gpus = row.number_or("n_accel", 0);
  r.node = row.number_or("accel_per_node", 8);
  const auto tp = row.number("tp"), pp = row.number("pp"), dp = row.number("dp");
  if (!tp || !pp) r.reason = "no layout";
  r.tp = tp.value_or(1);
  r.pp = pp.value_or(1);
  r.dp = dp.value_or(std::max(1.0, r.gpus / (r.tp * r.pp * row.number_or("cp", 1))));
  r.cp = row.number_or("cp", r.gpus > 0 ? std::max(1.0, r.gpus / (r.tp * r.pp * r.dp)) : 1);
  r.ep = row.number_or("ep", 1);
  const bool interleaved = has(row.text("notes"), "interleaved") || has(row.text("pipeline_schedule"), "interleaved");
  r.interleave = row.number_or("vpp", interleaved ? 2 : 1);
  r.micro_batch = row.number_or("micro_batch_seqs", 0);
  r.batch = row.number_or("global_batch_seqs", 0);
  if (r.library == "titan" && r.pp > 1 && r.micro_batch == 0) {  // as many micro-batches as stages, unless told
    const double local = r.batch > 0 ? r.batch / r.dp : number_after(row.text("notes"), "local batch ");
    r.micro_batch = std::max(1.0, local / r.pp);
  }
  if (r.gpus == 0) r.gpus = r.tp * r.pp * r.dp * r.cp;
}

void read_memory_policy(TrainingRow& r, const Row& row) {
  const std::string_view again = row.text("act_recompute");
  const bool full = again.empty() ? has(r.library, "megatron") : has(again, "full");
  r.recompute = full ? 2 : has(again, "selective") ? 1 : 0;
  const std::string_view sequence = row.text("sequence_parallel");
  const bool on = sequence == "1" || sequence == "yes" || sequence == "on" || has(sequence, "rue");
  r.sequence_parallel = on || (r.library == "titan" && r.tp > 1) ? 1 : 0;
  const bool keeps = r.library == "titan" && r.pp > 1;  // FSDP2 in a pipeline keeps weights and gradients whole
  r.zero = keeps ? 1
                 : row.number_or("zero_stage", r.library == "foundry" || r.library == "titan" ? 3
                                               : has(row.text("dp_sharding"), "ZeRO-1")       ? 1
                                                                                              : 0);
}

}  // namespace

double TrainingRow::params() const {
  const double width = hidden / heads;
  return layers * hidden * (2 * width * (heads + kv_heads) + mlp_matrices * mlp) + vocab * hidden;
}

TrainingRow read_training_row(const Row& row, const Catalog& catalog) {
  TrainingRow r;
  const std::string_view chip = row.text("accelerator");
  r.accelerator = accelerator_named(catalog, chip.empty() ? "A100" : chip);  // memory does not depend on it
  r.variant = row.text("accelerator");
  r.library = library_of(row);
  read_layout(r, row);
  read_memory_policy(r, row);
  read_shape(r, row);
  if (r.accelerator == nullptr || has(row.text("accelerator"), "TPU")) r.reason = "no constants of the accelerator";
  if (!r.reason.empty()) return r;
  const auto layers = row.number("layers"), params = row.number("params_b");
  if (!layers && !params) r.reason = "no layers";
  r.layers = layers ? *layers : layers_from_params(r, params.value_or(0) * 1e9);
  if (const auto card = row.number("inter_node_gbit_per_s_per_node")) r.card_bytes_per_s = *card * 1e9 / 8 / r.node;
  const std::string_view notes = row.text("notes");
  if (has(notes, "Omni-Path")) r.card_bytes_per_s = 4 * 12.5e9 / r.node;  // Jean Zay: four links of 100 Gb/s a node
  const std::string_view precision = row.text("precision");
  r.fp8 = has(precision, "fp8");
  r.rowwise = has(precision, "rowwise");
  r.eager = has(notes, "eager");
  r.async_tp = has(notes, "async TP");
  return r;
}

TrainingModel::TrainingModel(const Catalog& catalog) : catalog_(&catalog), system_(std::make_unique<System>()) {
  build_pretraining(*system_);
  reset();
}

void TrainingModel::reset() {
  inputs_ = system_->sheet.defaults();
}

void TrainingModel::set(std::string_view name, double value) {
  const int row = input_row(system_->sheet, name);
  if (row >= 0) inputs_[static_cast<size_t>(row)] = value;
}

void TrainingModel::set(const TrainingRow& r) {
  reset();
  Issues issues;
  for (const RowValue& v : row_values(*system_, system_->rows[0], *catalog_, r.accelerator->id, issues)) {
    inputs_[static_cast<size_t>(v.input)] = v.value;
  }
  const Setting settings[] = {
      {"model.fidelity", 1},
      {"llm.params", r.params()},
      {"llm.layers", r.layers},
      {"llm.hidden", r.hidden},
      {"llm.heads", r.heads},
      {"llm.kv_heads", r.kv_heads},
      {"llm.head_dim", r.hidden / r.heads},
      {"llm.ffn_hidden", r.mlp},
      {"llm.mlp_matrices", r.mlp_matrices},
      {"llm.vocab", r.vocab},
      {"llm.gemm_dtype", r.fp8 ? 1.0 : 0.0},
      {"train.gpus", r.gpus},
      {"train.context", r.context},
      {"train.global_batch_tokens", r.batch * r.context},
      {"train.micro_batch", std::max(r.micro_batch, 1.0)},
      {"train.micro_batches", 0},
      {"train.interleave", r.interleave},
      {"train.zero", r.zero},
      {"train.recompute", r.recompute},
      {"train.sequence_parallel", r.sequence_parallel},
      {"train.tp_overlap", r.async_tp ? 0.5 : 0.0},
      {"split.tp", r.tp},
      {"split.pp", r.pp},
      {"split.cp", r.cp},
      {"split.ep", r.ep},
      {"net.gpus_per_node", r.node},
  };
  for (const Setting& s : settings) set(s.input, s.value);
  for (const LoadedAccelerator& a : loaded_accelerators()) {
    const bool named = a.id.empty() ? r.variant == a.word : a.id == r.accelerator->id;
    if (!named) continue;
    for (const Setting& s : a.settings) set(s.input, s.value);
  }
  for (const LibraryRow& library : libraries()) {
    if (library.id != r.library) continue;
    for (const Setting& s : library.settings) set(s.input, s.value);
  }
  if (r.eager) set("train.library.elementwise_passes", 1.5);
  if (r.rowwise) set("gpu.gemm_fraction_fp8", at_input("gpu.gemm_fraction_fp8") * 0.5);
  if (r.card_bytes_per_s > 0) set("net.link_bw", r.card_bytes_per_s);
}

double TrainingModel::at_input(std::string_view name) const {
  const int row = input_row(system_->sheet, name);
  return row < 0 ? 0 : inputs_[static_cast<size_t>(row)];
}

double TrainingModel::at(std::string_view name) const {
  const NodeId node = system_->sheet.find(name);
  return node < 0 ? std::nan("") : evaluate(*system_, inputs_).nodes[static_cast<size_t>(node)];
}

}  // namespace wallflip::validation
