// Inference measured piece by piece: one batch from start to end, the first token alone, speculative decoding.
//
// Everything is the `offline` and `speculation` parts of the serving_point system. A batch's context is taken at its
// mean. Two readings of the columns: throughput that the source says looks per GPU is predicted per GPU; the three
// numbers of a speculation row stand in its notes (gamma, alpha, c).

#include <cmath>

#include "model/validation/accelerator_names.hpp"
#include "model/validation/engine_model.hpp"
#include "model/validation/families.hpp"
#include "model/validation/words.hpp"

namespace wallflip::validation {
namespace {

/// "TensorRT-LLM v0.6.1" -> "trtllm_v0", the C++ runtime before the one that serves today.
std::string_view engine_of(std::string_view published) {
  struct Name {
    std::string_view prefix, id;
  };
  constexpr Name names[] = {
      {"TensorRT-LLM v0", "trtllm_v0"}, {"TensorRT-LLM", "trtllm"}, {"FasterTransformer", "fastertransformer"},
      {"Megatron", "megatron"},         {"vLLM", "vllm"},           {"SGLang", "sglang"}};
  for (const Name& name : names) {
    if (published.substr(0, name.prefix.size()) == name.prefix) return name.id;
  }
  return published;
}

struct Metric {
  std::string_view column;
  const char* name;
  std::string_view quantity;
  double scale;  ///< of the quantity's base unit to the column's
};
constexpr Metric metrics[] = {
    {"latency_s", "latency", "offline.time", 1},
    {"ttft_ms", "ttft", "offline.prefill_time", 1e3},
    {"output_tokens_per_s", "throughput", "offline.throughput", 1},
    {"speedup_x", "speed-up", "speculation.speedup", 1},
};

class Inference : public Predictor {
 public:
  explicit Inference(const Catalog& catalog) : catalog_(&catalog), model_(catalog) {}

  std::vector<Prediction> predict(const Row& row) override {
    model_.reset();
    const std::string reason = row.number("speedup_x") ? speculate(row) : run_batch(row);
    const bool per_gpu = row.text("assumed_fields").find("look per-GPU") != std::string_view::npos;
    std::vector<Prediction> predictions;
    for (const Metric& metric : metrics) {
      const std::optional<double> measured = row.number(metric.column);
      if (!measured) continue;
      std::optional<double> predicted;
      if (reason.empty()) predicted = model_.value(metric.quantity) * metric.scale;
      if (predicted && per_gpu && metric.column == "output_tokens_per_s") *predicted /= row.number_or("tp", 1);
      predictions.push_back({metric.name, *measured, predicted, reason});
    }
    return predictions;
  }

 private:
  std::string speculate(const Row& row) {
    const std::string notes = " " + std::string(row.text("notes"));
    const auto gamma = number_at(notes, " gamma=", ""), alpha = number_at(notes, " alpha=", "");
    const auto cost = number_at(notes, " c=", "");
    if (!gamma || !alpha || !cost) return "speculation without gamma, alpha and c";
    model_.set("speculation.draft", *gamma);
    model_.set("speculation.acceptance", *alpha);
    model_.set("speculation.cost", *cost);
    return "";
  }

  std::string run_batch(const Row& row) {
    const auto prompt = row.number("isl_tokens"), batch = row.number("batch_or_concurrency");
    if (!prompt || !batch) return "no prompt length or batch given";
    if (row.number_or("pp", 1) > 1) return "pipeline stages";
    if (std::string why = set_shape(row); !why.empty()) return why;
    const Accelerator* accelerator = accelerator_named(*catalog_, row.text("accelerator"));
    if (accelerator == nullptr) return "accelerator not in the catalog";
    if (std::string why = model_.set_accelerator(accelerator->id); !why.empty()) return why;
    if (std::string why = model_.set_engine(engine_of(row.text("engine")), accelerator->id); !why.empty()) return why;
    model_.set("split.tp", row.number_or("tp", 1));
    model_.set("load.prompt", *prompt);
    model_.set("load.output", row.number_or("osl_tokens", 1));
    model_.set("load.batch", *batch);
    return "";
  }

  std::string set_shape(const Row& row) {
    const auto params = row.number("params_b"), layers = row.number("layers"), hidden = row.number("hidden");
    const auto heads = row.number("heads");
    if (!params || !layers || !hidden || !heads) return "no shape of the model given";
    model_.set("llm.params", *params * 1e9);
    model_.set("llm.layers", *layers);
    model_.set("llm.hidden", *hidden);
    model_.set("llm.heads", *heads);
    model_.set("llm.kv_heads", row.number_or("kv_heads", *heads));
    model_.set("llm.head_dim", *hidden / *heads);
    const bool fp8 = row.text("precision") == "fp8", kv8 = row.text("kv_precision") == "fp8";
    model_.set("llm.bytes_per_param", fp8 ? 1 : 2);
    model_.set("llm.gemm_dtype", static_cast<double>(fp8 ? GemmWidthName::fp8 : GemmWidthName::bf16));
    model_.set("llm.kv_bytes_per_element", kv8 ? 1 : 2);
    return "";
  }

  const Catalog* catalog_;
  EngineModel model_;
};

}  // namespace

std::unique_ptr<Predictor> make_inference(const Catalog& catalog) {
  return std::make_unique<Inference>(catalog);
}

}  // namespace wallflip::validation
