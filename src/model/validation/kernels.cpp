#include <array>
#include <memory>
#include <string>

#include "model/systems/kernel.hpp"
#include "model/validation/accelerator_names.hpp"
#include "model/validation/families.hpp"
#include "model/validation/system_run.hpp"
#include "model/validation/words.hpp"

// Rows of kernels: one operator of one shape on one accelerator. Detailed fidelity.
//
// What a row's words mean to the model:
//   accelerator: its catalog row, with the fractions and launches of its generation (assets/catalog/kernels.json)
//   dtype: the width of products and weights; below 16 bits the input of a single GEMM is quantised apart
//   kernel: an implementation of attention older than the accelerator has a lower rate (below)
//   routing: "balanced", or "power_law_" and the exponent

namespace wallflip::validation {
namespace {

struct OpWord {
  std::string_view word;    ///< how the row's operator begins
  double op;                ///< of kernel.op
  std::string_view kernel;  ///< in the row's kernel, or any
};
constexpr auto op_words = std::to_array<OpWord>({
    {"gemm", 0, ""},
    {"prefill attention", 1, ""},
    {"decode attention", 2, ""},
    {"attention fwd+bwd", 4, "unfused"},
    {"attention fwd+bwd", 3, ""},
    {"fused MoE", 5, ""},
    {"device-local copy", 6, ""},
});

struct Width {
  std::string_view dtype;
  double gemm_dtype, weight_bytes;
};
constexpr auto widths = std::to_array<Width>({
    {"bfloat16", 0, 2},
    {"bf16", 0, 2},
    {"fp16", 0, 2},
    {"float16", 0, 2},
    {"fp16/bf16", 0, 2},
    {"bytes", 0, 2},
    {"fp8", 1, 1},
    {"fp8_block", 1, 1},
    {"int8_wo", 0, 1},
    {"int4_wo", 0, 0.5},
    {"w4a16_mxfp4", 0, 0.53125},  // 4 bits and an 8-bit scale for every 32
    {"w4afp8", 1, 0.5},
    {"nvfp4", 2, 0.5625},  // 4 bits and an 8-bit scale for every 16
    {"fp4", 2, 0.5625},
});

/// Rate of an attention implementation against the one that the accelerator's fraction was fitted to.
struct Implementation {
  std::string_view kernel, accelerator;  ///< words in both columns; "" is any
  double gain;
};
// FlashAttention-2 without Hopper's instructions reaches 335 TFLOP/s there; it is twice as fast as its predecessor
// (Dao 2023, sections 1 and 4).
constexpr auto implementations = std::to_array<Implementation>({
    {"FlashAttention-2", "H100", 0.61},
    {"FlashAttention-2", "H200", 0.61},
    {"FlashAttention-2", "B200", 0.3},
    {"FlashAttention-1", "", 0.54},
    {"FlashAttention (v1)", "", 0.54},
    {"Triton", "", 0.7},
});

class Kernels final : public Predictor {
 public:
  explicit Kernels(const Catalog& catalog) : catalog_(&catalog) {}

  std::vector<Prediction> predict(const Row& row) override {
    Prediction p = measurement(row);
    if (p.metric.empty()) return {};
    run_.reset();
    set("model.fidelity", 1);
    p.reason = describe(row);
    if (!p.reason.empty()) return {p};
    if (p.metric == "time") p.predicted = run_.value("kernel.time") * 1e3;
    if (p.metric == "tflops") p.predicted = run_.value("kernel.achieved") / 1e12;
    if (p.metric == "bandwidth") p.predicted = run_.value("gpu.copy_rate") / 1e9;
    return {p};
  }

 private:
  const Catalog* catalog_;
  SystemRun run_{build_kernel};

  void set(std::string_view name, double value) { run_.set(name, value); }

  // A row's time; where it has none, a rate.
  static Prediction measurement(const Row& row) {
    constexpr std::pair<std::string_view, std::string_view> columns[] = {
        {"time_ms", "time"}, {"tflops", "tflops"}, {"gbyte_per_s", "bandwidth"}};
    for (const auto& [column, metric] : columns) {
      if (const auto value = row.number(column)) return {std::string(metric), *value, {}, ""};
    }
    return {};
  }

  // Sets the inputs; why the row cannot be expressed, or nothing.
  std::string describe(const Row& row) {
    const OpWord* op = nullptr;
    for (const OpWord& word : op_words) {
      if (op == nullptr && row.text("op").starts_with(word.word) && has(row.text("kernel"), word.kernel)) op = &word;
    }
    if (op == nullptr) return "an operator that the model does not have";
    const Accelerator* accelerator = accelerator_named(*catalog_, row.text("accelerator"));
    if (accelerator == nullptr) return "an accelerator that the catalog does not have";
    if (!run_.set_row(run_.system().rows[0], *catalog_, accelerator->id)) {
      return "an accelerator whose row lacks a number";
    }
    std::string width = set_width(row, accelerator->id);
    if (!width.empty()) return width;
    set("kernel.op", op->op);
    if (op->op == 6) return "";
    return op->op == 0 ? gemm(row) : op->op == 5 ? experts(row) : attention(row, op->op == 2);
  }

  std::string set_width(const Row& row, std::string_view id) {
    const std::string dtype = plain(row.text("dtype"));
    for (const Width& width : widths) {
      if (dtype != plain(width.dtype)) continue;
      const bool narrow = width.gemm_dtype > 0;
      if (narrow && run_.input(width.gemm_dtype == 2 ? "gpu.peak_fp4" : "gpu.peak_fp8") == 0) {
        return "no units of this width on " + std::string(id);
      }
      set("llm.gemm_dtype", width.gemm_dtype);
      set("llm.bytes_per_param", width.weight_bytes);
      set("kernel.quantise", narrow ? 1 : 0);
      return "";
    }
    return "a number type that the model does not have";
  }

  struct Field {
    std::string_view column, input;
  };
  // Every column must hold a positive number.
  std::string set_all(const Row& row, std::span<const Field> fields) {
    for (const Field& field : fields) {
      const auto value = row.number(field.column);
      if (!value || *value <= 0) return "no " + std::string(field.column);
      set(field.input, *value);
    }
    return "";
  }

  std::string gemm(const Row& row) {
    constexpr Field fields[] = {{"m", "kernel.m"}, {"n", "kernel.n"}, {"k", "kernel.k"}};
    return set_all(row, fields);
  }

  std::string attention(const Row& row, bool decode) {
    constexpr Field fields[] = {{"batch_or_groups", "kernel.batch"}, {"q_heads", "kernel.q_heads"},
                                {"kv_heads", "kernel.kv_heads"},     {"head_dim", "kernel.head_dim"},
                                {"seq_len_q", "kernel.fresh"},       {"seq_len_kv", "kernel.cached"}};
    std::string missing = set_all(row, fields);
    if (!missing.empty()) return missing;
    const double fresh = *row.number("seq_len_q");
    const double seen = *row.number("seq_len_kv");
    if (!decode) set("kernel.cached", std::max(seen - fresh, 0.0));
    set("kernel.causal", row.number_or("causal", 1));
    set("llm.kv_bytes_per_element", has(row.text("kv_dtype"), "fp8") ? 1 : 2);
    for (const Implementation& i : implementations) {
      if (!has(row.text("kernel"), i.kernel) || !has(row.text("accelerator"), i.accelerator)) continue;
      set("kernel.training_gain", i.gain);
      break;
    }
    return "";
  }

  std::string experts(const Row& row) {
    constexpr Field fields[] = {{"m", "kernel.m"},
                                {"hidden", "kernel.hidden"},
                                {"inter_size", "kernel.width"},
                                {"n_experts", "kernel.experts"},
                                {"topk", "kernel.chosen"},
                                {"moe_ep", "kernel.ranks"}};
    std::string missing = set_all(row, fields);
    if (!missing.empty()) return missing;
    set("kernel.width", *row.number("inter_size") / row.number_or("moe_tp", 1));
    const std::string_view routing = row.text("routing");
    constexpr std::string_view law = "power_law_";
    if (routing == "balanced" || routing.empty()) {
      set("routing.kind", 0);
    } else if (routing.starts_with(law)) {
      set("routing.kind", 2);
      set("routing.skew", std::strtod(std::string(routing.substr(law.size())).c_str(), nullptr));
    } else {
      return "a routing that the model does not have";
    }
    return "";
  }
};

}  // namespace

std::unique_ptr<Predictor> make_kernels(const Catalog& catalog) {
  return std::make_unique<Kernels>(catalog);
}

}  // namespace wallflip::validation
