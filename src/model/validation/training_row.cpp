#include "model/validation/training_row.hpp"

#include <algorithm>
#include <cmath>

#include "model/systems/pretraining.hpp"
#include "model/validation/accelerator_names.hpp"
#include "model/validation/words.hpp"

namespace wallflip::validation {
namespace {

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
      // up to 2022: dropout, and scores in memory
      {"megatron", {{"train.attention", 1}, {"train.library.dropout", 1}, {"train.dp_overlap", 0}}},
      // with stages in turns and sequence parallelism: weight gradients are added up in 32 bits where they are computed
      // (4 bytes read and 4 written in place of 2). Its runs were on a cluster that keeps more of its clock: with 0.95
      // the headline figures (arXiv 2104.04473 and 2205.05198) come out within 3%
      {"megatron-2022",
       {{"gpu.sustained", 0.95},
        {"train.attention", 1},
        {"train.library.dropout", 1},
        {"train.library.accumulate_bytes", 6},
        {"train.dp_overlap", 0}}},
      // on chips from Hopper on: flash attention, tensor parallel communication in pieces
      {"megatron-core",
       {{"train.tp_overlap", 0.5}, {"train.library.accumulate_bytes", 6}, {"train.library.narrow_weights", 1}}},
      // one program a step: no host between its kernels
      {"xla", {{"train.library.host_layer", 0}, {"train.library.host_head", 0}}},
      {"deepspeed",
       {{"train.attention", 1},
        {"train.library.dropout", 1},
        {"train.library.accumulate_bytes", 20},
        {"train.library.stage_sends", 1},
        {"train.grad_bytes_per_param", 4},
        {"train.optimizer_bytes_per_param", 16},
        {"train.library.context_bytes", 3e9},
        {"train.library.host_layer", 1.1e-3},
        {"train.dp_overlap", 0}}},
      {"foundry", {{"train.library.attention_fraction", 0.77}}},
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
      {"H800", "", {{"gpu.link_bw", 200e9}}},  // versions for export: links of 400 GB/s, both ways together
      {"A800", "", {{"gpu.link_bw", 200e9}}},
      {"", "a100-sxm-80", {{"gpu.sustained", 0.85}, {"net.link_bw", 25e9}}},
      {"", "a100-sxm-40", {{"gpu.sustained", 0.85}, {"net.link_bw", 25e9}}},
      {"", "v100-sxm2-32", {{"gpu.sustained", 1.0}, {"net.link_bw", 12.5e9}}},
      // one large array of multipliers, a torus for a node, and a share of its host's 100 or 200 Gb/s between tori;
      // both figures are assumptions
      {"", "tpu-v4", {{"gpu.sustained", 1.0}, {"gpu.gemm_fraction", 0.95}, {"net.link_bw", 6.25e9}}},
      {"", "tpu-v5e", {{"gpu.sustained", 1.0}, {"gpu.gemm_fraction", 0.95}, {"net.link_bw", 3.125e9}}},
      {"", "tpu-v5p", {{"gpu.sustained", 1.0}, {"gpu.gemm_fraction", 0.95}, {"net.link_bw", 6.25e9}}},
      {"", "tpu-v6e", {{"gpu.sustained", 1.0}, {"gpu.gemm_fraction", 0.95}, {"net.link_bw", 12.5e9}}},
  };
  return rows;
}

// MPT, BLOOM and their like: layers from what the embedding leaves, as a multiple of the stages.
double layers_from_params(const TrainingRow& r, double params) {
  const double layer = 12 * r.shape.hidden * r.shape.hidden;
  return std::max(1.0, std::round((params - r.shape.vocab * r.shape.hidden) / layer / r.pp)) * r.pp;
}

bool after_ampere(const TrainingRow& r) {
  return r.accelerator != nullptr && r.accelerator->year >= 2022;
}

// What a row can only tell of a Megatron-LM that can do it, or one of the papers of these versions.
bool megatron_of_2022(const Row& row) {
  const std::string_view source = row.text("source");
  return !row.text("vpp").empty() || !row.text("sequence_parallel").empty() ||
         has(row.text("act_recompute"), "selective") || has(source, "2104.04473") || has(source, "2205.05198");
}

std::string library_of(const TrainingRow& r, const Row& row) {
  const std::string_view sharding = row.text("dp_sharding");
  const bool bloom = has(row.text("model"), "BLOOM");  // tables of memory have no column for the sharding
  const bool llama = has(row.text("model"), "lama") && row.number_or("zero_stage", 0) == 3;
  const bool staged = row.number_or("pp", 1) > 1;  // FSDP around a pipeline shards states, not weights
  if (r.accelerator != nullptr && r.accelerator->vendor == "Google") return "xla";
  if (sharding == "FSDP2" || llama) return "titan";
  if (has(sharding, "FSDP") && !staged) return "foundry";
  const bool open = !row.number("tp") && !row.number("pp");  // read as sharded, by the library of its time
  if (open) return after_ampere(r) ? "titan" : "foundry";
  if (after_ampere(r)) return "megatron-core";
  if (has(sharding, "ZeRO") || !row.text("pipeline_schedule").empty() || bloom) return "deepspeed";
  return megatron_of_2022(row) ? "megatron-2022" : "megatron";
}

Architecture architecture_of(const LanguageModel& m) {
  Architecture shape;
  shape.layers = m.layers;
  shape.hidden = m.hidden;
  shape.heads = m.heads;
  shape.kv_heads = m.kv_heads;
  shape.head_dim = m.head_dim;
  shape.mlp = m.intermediate;
  shape.mlp_matrices = m.gated_mlp ? 3 : 2;
  shape.vocab = m.vocab;
  return shape;
}

// What the model's name alone says: the catalog's shape, then what its authors say of the run.
void read_name(TrainingRow& r, const Row& row, const Catalog& catalog) {
  const std::string name = model_named(row.text("model"));
  if (const LanguageModel* m = find_row(catalog.models, name)) {
    r.shape = architecture_of(*m);
    if (m->experts > 0) r.experts = m;
  }
  const PublishedRun* run = published_run(name);
  if (run == nullptr) return;
  if (run->shape.layers > 0) r.shape = run->shape;
  r.context = run->context;
  r.recompute = run->recompute;
  r.tp = run->tp;
  r.stores_scores = run->attention == 1;
  r.ep_overlap = run->ep_overlap;
  r.batch = run->batch_tokens > 0 ? run->batch_tokens / run->context : run->chip_sequences * r.gpus;
}

double or_else(std::optional<double> stated, double known, double otherwise) {
  return stated ? *stated : known > 0 ? known : otherwise;
}

void read_shape(TrainingRow& r, const Row& row) {
  Architecture& shape = r.shape;
  const bool llama = has(row.text("model"), "lama");
  const auto heads = row.number("heads"), hidden = row.number("hidden");
  shape.hidden = or_else(hidden, shape.hidden, 0);
  r.context = or_else(row.number("seq_len"), r.context, 0);
  shape.vocab = or_else(row.number("vocab"), shape.vocab, 51200);
  if (shape.hidden == 0) r.reason = "no architecture, and no model of that name in the catalog";
  if (shape.hidden == 0) return;
  if (r.context == 0) r.reason = "no sequence length";
  shape.kv_heads =
      or_else(row.number("kv_heads"), shape.kv_heads, or_else(heads, shape.heads, std::round(shape.hidden / 128)));
  shape.heads = or_else(heads, shape.heads, std::round(shape.hidden / 128));
  if (shape.head_dim == 0) shape.head_dim = shape.hidden / shape.heads;
  if (const auto mlp = row.number("ffn_hidden"); mlp || shape.mlp == 0) {
    shape.mlp = mlp.value_or(llama ? std::ceil(8 * shape.hidden / 3 / 256) * 256 : 4 * shape.hidden);
    shape.mlp_matrices = llama || shape.mlp != 4 * shape.hidden ? 3 : 2;
  }
}

// Chips of one torus: "4x v4-128 slices", "2 pods"; else as many as the torus takes.
double slice_of(const TrainingRow& r, std::string_view notes) {
  const auto slices = number_at(notes, "", "x v"), pods = number_at(notes, "", " pods");
  const double largest = r.accelerator->scale_up_domain ? r.accelerator->scale_up_domain->value : r.gpus;
  return slices || pods ? r.gpus / slices.value_or(pods.value_or(1)) : std::min(r.gpus, largest);
}

void read_layout(TrainingRow& r, const Row& row) {
  r.node = or_else(row.number("accel_per_node"), r.library == "xla" ? slice_of(r, row.text("notes")) : 0, 8);
  r.open_layout = !row.number("tp") && !row.number("pp") && r.tp == 0;
  r.tp = or_else(row.number("tp"), r.tp, 1);
  r.pp = row.number_or("pp", 1);
  r.dp = row.number_or("dp", std::max(1.0, r.gpus / (r.tp * r.pp * row.number_or("cp", 1))));
  r.cp = row.number_or("cp", r.gpus > 0 ? std::max(1.0, r.gpus / (r.tp * r.pp * r.dp)) : 1);
  r.ep = row.number_or("ep", 1);
  const bool interleaved = has(row.text("notes"), "interleaved") || has(row.text("pipeline_schedule"), "interleaved");
  const bool open = r.library == "megatron-core" && r.pp > 1 && row.text("pipeline_schedule").empty();
  const auto chunks = row.number("vpp");
  r.interleave = chunks ? std::max(*chunks, 1.0) : interleaved ? 2 : open ? 0 : 1;
  r.micro_batch = row.number_or("micro_batch_seqs", 0);
  r.batch = or_else(row.number("global_batch_seqs"), r.batch, 0);
  if (r.library == "xla" && r.micro_batch == 0) r.micro_batch = r.batch / r.dp;  // all at once
  if (r.library == "titan" && r.pp > 1 && r.micro_batch == 0) {  // as many micro-batches as stages, unless told
    const double local = r.batch > 0 ? r.batch / r.dp : number_at(row.text("notes"), "local batch ", "").value_or(0);
    r.micro_batch = std::max(1.0, local / r.pp);
  }
  if (r.gpus == 0) r.gpus = r.tp * r.pp * r.dp * r.cp;
}

void read_memory_policy(TrainingRow& r, const Row& row) {
  const std::string_view again = row.text("act_recompute");
  const bool early = r.library.starts_with("megatron") && !after_ampere(r);
  const double unstated = r.recompute >= 0 ? r.recompute : early ? 2 : 0;
  r.open_recompute = again.empty() && r.open_layout;
  r.recompute = has(again, "full") ? 2 : has(again, "selective") ? 1 : again.empty() ? unstated : 0;
  const std::string_view sequence = row.text("sequence_parallel");
  const bool on = sequence == "1" || sequence == "yes" || sequence == "on" || has(sequence, "rue");
  const bool usual = sequence.empty() && r.tp > 1 && (r.library == "titan" || r.library == "megatron-core");
  r.sequence_parallel = on || usual ? 1 : 0;
  const bool sharded = r.library == "foundry" || r.library == "titan" || r.library == "xla";
  const bool keeps = r.library == "titan" && r.pp > 1;  // FSDP2 in a pipeline keeps weights and gradients whole
  const bool zero_1 = has(row.text("dp_sharding"), "ZeRO-1") || r.library == "megatron-core";
  r.zero = keeps ? 1 : row.number_or("zero_stage", sharded ? 3 : zero_1 ? 1 : 0);
}

// A group that is one side of a torus has the links of that axis alone: two of four, or of six.
double torus_axis(const Accelerator& chip) {
  return chip.scale_up_links ? 2 / chip.scale_up_links->value : 1;
}

}  // namespace

double TrainingRow::params() const {
  const double attention = 2 * shape.head_dim * (shape.heads + shape.kv_heads);
  return shape.layers * shape.hidden * (attention + shape.mlp_matrices * shape.mlp) + shape.vocab * shape.hidden;
}

TrainingRow read_training_row(const Row& row, const Catalog& catalog) {
  TrainingRow r;
  const std::string_view chip = row.text("accelerator");
  r.accelerator = accelerator_named(catalog, chip.empty() ? "A100" : chip);  // memory does not depend on it
  r.variant = row.text("accelerator");
  r.gpus = row.number_or("n_accel", 0);
  r.tp = 0;
  r.recompute = -1;
  r.library = library_of(r, row);
  read_name(r, row, catalog);
  read_layout(r, row);
  read_memory_policy(r, row);
  read_shape(r, row);
  if (r.accelerator == nullptr) r.reason = "an accelerator that the catalog does not have";
  if (!r.reason.empty()) return r;
  const auto layers = row.number("layers"), params = row.number("params_b");
  if (!layers && r.shape.layers == 0 && !params) r.reason = "no layers";
  if (!layers && r.shape.layers == 0) r.shape.layers = layers_from_params(r, params.value_or(0) * 1e9);
  if (layers) r.shape.layers = *layers;
  if (const auto card = row.number("inter_node_gbit_per_s_per_node")) r.card_bytes_per_s = *card * 1e9 / 8 / r.node;
  const std::string_view notes = row.text("notes");
  if (has(notes, "Omni-Path")) r.card_bytes_per_s = 4 * 12.5e9 / r.node;  // Jean Zay: four links of 100 Gb/s a node
  const std::string_view precision = row.text("precision");
  r.fp8 = has(precision, "fp8");
  r.rowwise = has(precision, "rowwise");
  r.eager = has(notes, "eager");
  r.async_tp = has(notes, "async TP");
  // torchtitan compiles its loss with the model since April 2025 (pull request 1033); sources are named by their month
  const double month = number_at(row.text("source"), "_20", "").value_or(0);
  r.compiled_loss = r.library == "titan" && has(notes, "compile") && month >= 2504;
  return r;
}

TrainingModel::TrainingModel(const Catalog& catalog) : SystemRun(build_pretraining), catalog_(&catalog) {}

void TrainingModel::set(const TrainingRow& r) {
  reset();
  set_row(system().rows[0], *catalog_, r.accelerator->id);
  if (r.experts != nullptr) set_row(system().rows[1], *catalog_, r.experts->id);
  const Setting settings[] = {
      {"model.fidelity", 1},
      {"llm.params", r.experts != nullptr ? input("llm.params") : r.params()},
      {"llm.layers", r.shape.layers},
      {"llm.hidden", r.shape.hidden},
      {"llm.heads", r.shape.heads},
      {"llm.kv_heads", r.shape.kv_heads},
      {"llm.head_dim", r.shape.head_dim},
      {"llm.ffn_hidden", r.shape.mlp},
      {"llm.mlp_matrices", r.shape.mlp_matrices},
      {"llm.vocab", r.shape.vocab},
      {"llm.gemm_dtype", r.fp8 ? 1.0 : 0.0},
      {"train.gpus", r.gpus},
      {"train.context", r.context},
      {"train.global_batch_tokens", r.batch * r.context},
      {"train.micro_batch", std::max(r.micro_batch, 1.0)},
      {"train.micro_batches", 0},
      {"train.interleave", std::max(r.interleave, 1.0)},
      {"train.zero", r.zero},
      {"train.recompute", r.recompute},
      {"train.sequence_parallel", r.sequence_parallel},
      {"train.tp_overlap", r.async_tp ? 0.5 : 0.0},
      {"train.ep_overlap", r.ep_overlap},
      {"split.tp", r.tp},
      {"split.pp", r.pp},
      {"split.cp", r.cp},
      {"split.ep", r.ep},
      {"net.gpus_per_node", r.node},
  };
  for (const Setting& s : settings) set(s.input, s.value);
  for (const LoadedAccelerator& a : loaded_accelerators()) {
    const bool named = a.id.empty() ? has(r.variant, a.word) : a.id == r.accelerator->id;
    if (!named) continue;
    for (const Setting& s : a.settings) set(s.input, s.value);
  }
  for (const LibraryRow& library : libraries()) {
    if (library.id != r.library) continue;
    for (const Setting& s : library.settings) set(s.input, s.value);
  }
  if (r.eager) set("train.library.elementwise_passes", 1.5);
  if (r.rowwise) set("gpu.gemm_fraction_fp8", input("gpu.gemm_fraction_fp8") * 0.5);
  if (r.stores_scores) set("train.attention", 1);
  if (r.compiled_loss) set("train.library.loss_copies", 4);  // logits and their gradient in 16 bits, none in 32
  if (r.library == "xla" && r.tp > 1) set("gpu.link_bw", input("gpu.link_bw") * torus_axis(*r.accelerator));
  if (r.card_bytes_per_s > 0) set("net.link_bw", r.card_bytes_per_s);
}

}  // namespace wallflip::validation
