// Inference measured piece by piece: one batch from start to end, the first token alone, steps alone, an engine at its
// fullest, speculative decoding.
//
// Everything is the `offline`, `serving` and `speculation` parts of the serving_point system. A batch's context is
// taken at its mean. Readings of the columns, none of them of a measured one:
// - The phase says whether a time is of the prompts, of the tokens after them, or of both. Tokens after them without a
//   count are one step.
// - Serving is callers that come and go. No batch: as many of them as fit, of so many requests at most.
// - Stages (pp) take a batch one after the other, each on its tp GPUs. What is left of the GPUs are replicas, which
//   share the batch. Experts spread over more GPUs than attention are another engine than these constants are of.
// - A mixture of experts has the catalog's shape, as has a model without one of its own.
// - Throughput that the source says looks per GPU is predicted per GPU; the three numbers of a speculation row stand in
//   its notes (gamma, alpha, c).

#include <algorithm>
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
  constexpr Name names[] = {{"TensorRT-LLM v0.1", "trtllm"},
                            {"TensorRT-LLM v0", "trtllm_v0"},
                            {"TensorRT-LLM", "trtllm"},
                            {"FasterTransformer", "fastertransformer"},
                            {"Megatron", "megatron"},
                            {"vLLM", "vllm"},
                            {"SGLang", "sglang"}};
  for (const Name& name : names) {
    if (published.substr(0, name.prefix.size()) == name.prefix) return name.id;
  }
  return published;
}

enum class Phase { whole, prompts, steps };
Phase phase_of(std::string_view text) {
  const bool prompts = has(text, "prefill") || text.starts_with("first token");
  const bool steps = has(text, "decode") || has(text, "generation");
  return prompts == steps ? Phase::whole : prompts ? Phase::prompts : Phase::steps;
}

bool is_serving(std::string_view phase) {
  constexpr std::string_view words[] = {"serving", "online", "continuous", "in-flight", "inflight", "concurren"};
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) { return has(phase, word); });
}

/// What a row asks for, beside the model and the engine.
struct Job {
  Phase phase = Phase::whole;
  bool open = false;    ///< no batch given: as many sequences as fit
  bool served = false;  ///< to callers out of step, not as one batch
  double prompt = 0, output = 1, batch = 0;
  double ranks = 1, stages = 1, replicas = 1;  ///< GPUs of a stage, stages, copies
};

Job job_of(const Row& row) {
  Job job;
  job.phase = phase_of(row.text("phase"));
  job.prompt = row.number_or("isl_tokens", 0);
  job.output = row.number_or("osl_tokens", 1);
  job.ranks = row.number_or("tp", 1);
  job.stages = row.number_or("pp", 1);
  const double left = row.number_or("n_accel", 1) / (job.ranks * job.stages);
  job.replicas = std::max(row.number("tp") ? left : row.number_or("dp", 1), 1.0);
  job.open = !row.number("batch_or_concurrency");
  job.served = job.open || is_serving(row.text("phase"));
  job.batch = row.number_or("batch_or_concurrency", row.number_or("num_requests", HUGE_VAL)) / job.replicas;
  if (job.phase == Phase::steps) ++job.output;  // the first token is the prompt's
  if (job.phase == Phase::steps && job.output < 2) job.output = 2;
  return job;
}

class Inference : public Predictor {
 public:
  explicit Inference(const Catalog& catalog) : catalog_(&catalog), model_(catalog) {}

  std::vector<Prediction> predict(const Row& row) override {
    model_.reset();
    job_ = job_of(row);
    const std::string reason = row.number("speedup_x") ? speculate(row) : prepare(row);
    const bool per_gpu = has(row.text("assumed_fields"), "look per-GPU");
    std::vector<Prediction> predictions;
    for (const Metric& metric : metrics) {
      const std::optional<double> measured = row.number(metric.column);
      if (!measured) continue;
      std::optional<double> predicted;
      if (reason.empty()) predicted = (this->*metric.answer)();
      if (predicted && per_gpu && metric.column == "output_tokens_per_s") *predicted /= job_.ranks;
      predictions.push_back({metric.name, *measured, predicted, reason});
    }
    return predictions;
  }

 private:
  struct Metric {
    std::string_view column;
    const char* name;
    double (Inference::*answer)() const;
  };
  static const Metric metrics[9];

  double value(std::string_view name) const { return model_.value(name); }

  double step() const { return value("offline.decode.step_time"); }
  double seconds() const {
    if (job_.phase == Phase::prompts) return value("offline.prefill_time");
    return job_.phase == Phase::steps ? value("offline.decode_time") : value("offline.time");
  }
  double tokens() const {  // that go through the model in that time
    const double after = job_.phase == Phase::prompts ? 0 : job_.output - 1;
    return job_.batch * (after + (job_.phase == Phase::steps ? 0 : job_.prompt));
  }

  double latency() const { return job_.served ? value("serving.e2e") : seconds(); }
  double ttft() const { return 1e3 * value(job_.served ? "serving.ttft" : "offline.prefill_time"); }
  double tpot() const { return 1e3 * (job_.served ? value("serving.tpot") : step()); }
  double throughput() const {  // output tokens
    if (job_.served) return job_.replicas * value("serving.throughput");
    return job_.replicas * (job_.phase == Phase::steps ? job_.batch / step() : value("offline.throughput"));
  }
  double gpus() const { return job_.ranks * job_.stages; }
  double rate() const {  // all tokens of the phase a second, one replica
    if (!job_.served) return tokens() / seconds();
    return value("serving.throughput") * (job_.prompt + job_.output) / job_.output;
  }
  double node_throughput() const {
    constexpr double node = 8;
    return node / gpus() * rate();
  }
  double requests() const { return throughput() / job_.output; }
  double mfu() const {  // two FLOP a parameter and token
    return 100 * rate() * value("llm.forward_flops") / (gpus() * value("gpu.peak_bf16"));
  }
  double memory() const {  // of one GPU
    const double kv = job_.batch * value("memory.sequence_bytes");
    return (value("memory.weight_bytes") + kv) / gpus() / 1e9;
  }
  double speedup() const { return value("speculation.speedup"); }

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

  std::string prepare(const Row& row) {
    if (job_.prompt < 1) return "no prompt length given";
    if (row.number_or("ep", 1) > job_.ranks) return "experts over more GPUs than attention";
    const Accelerator* accelerator = accelerator_named(*catalog_, row.text("accelerator"));
    if (accelerator == nullptr) return "accelerator not in the catalog";
    if (std::string why = model_.set_accelerator(accelerator->id); !why.empty()) return why;
    if (std::string why = set_shape(row); !why.empty()) return why;
    set_widths(row);
    if (std::string why = model_.set_engine(engine_of(row.text("engine")), *accelerator); !why.empty()) return why;
    model_.set("split.tp", job_.ranks);
    model_.set("load.prompt", job_.prompt);
    model_.set("load.output", job_.output);
    return set_batch();
  }

  std::string set_batch() {
    if (job_.open && job_.stages > 1) return "neither a batch nor one stage";
    if (job_.open) job_.batch = std::min(job_.batch, std::floor(value("memory.limit")));
    if (job_.batch < 1) return "does not fit in memory";
    model_.set("load.batch", job_.batch);
    return "";
  }

  std::string set_shape(const Row& row) {
    const auto params = row.number("params_b"), layers = row.number("layers"), hidden = row.number("hidden");
    const auto heads = row.number("heads");
    const bool shaped = params && layers && hidden && heads;
    const std::string name = model_named(row.text("model"));
    const LanguageModel* known = find_row(catalog_->models, name);
    if (known != nullptr && (!shaped || known->experts > 0)) return model_.set_model(name);
    if (!shaped) return "no shape of the model given, and no model of that name in the catalog";
    model_.set("llm.params", *params * 1e9);
    model_.set("llm.layers", *layers);
    model_.set("llm.hidden", *hidden);
    model_.set("llm.heads", *heads);
    model_.set("llm.kv_heads", row.number_or("kv_heads", *heads));
    model_.set("llm.head_dim", *hidden / *heads);
    return "";
  }

  void set_widths(const Row& row) {
    struct Width {
      std::string_view name;
      double bytes;
      GemmWidthName gemm;
    };
    // integers are widened and multiplied in 16 bits; int4 has a 16-bit scale and zero for every 128 weights (AWQ)
    constexpr Width widths[] = {{"fp8", 1, GemmWidthName::fp8},
                                {"fp4", scaled_fp4, GemmWidthName::fp4},
                                {"int8", 1, GemmWidthName::bf16},
                                {"int4", 0.53125, GemmWidthName::bf16}};
    const auto named = [&](std::string_view text) {
      const auto* row_of =
          std::find_if(std::begin(widths), std::end(widths), [&](const Width& w) { return has(text, w.name); });
      return row_of == std::end(widths) ? Width{"", 2, GemmWidthName::bf16} : *row_of;
    };
    const Width weights = named(row.text("precision"));
    model_.set("llm.bytes_per_param", weights.bytes);
    model_.set("engine.expert_bytes_per_param", weights.bytes);
    model_.set("llm.gemm_dtype", static_cast<double>(weights.gemm));
    model_.set("llm.kv_bytes_per_element", named(row.text("kv_precision")).bytes);
  }

  const Catalog* catalog_;
  EngineModel model_;
  Job job_;
};

const Inference::Metric Inference::metrics[9] = {
    {"latency_s", "latency", &Inference::latency},
    {"ttft_ms", "ttft", &Inference::ttft},
    {"tpot_ms", "tpot", &Inference::tpot},
    {"output_tokens_per_s", "throughput", &Inference::throughput},
    {"total_tokens_per_s_per_node", "node_throughput", &Inference::node_throughput},
    {"requests_per_s", "requests", &Inference::requests},
    {"mfu_pct", "mfu", &Inference::mfu},
    {"memory_gb", "memory", &Inference::memory},
    {"speedup_x", "speed-up", &Inference::speedup},
};

}  // namespace

std::unique_ptr<Predictor> make_inference(const Catalog& catalog) {
  return std::make_unique<Inference>(catalog);
}

}  // namespace wallflip::validation
