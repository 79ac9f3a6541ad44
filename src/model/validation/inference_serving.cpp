// Serving runs measured end to end: TTFT and TPOT of an engine under a fixed number of callers.
//
// Aggregated replicas are simulated with the step times of the serving_point system. Disaggregated ones are given in
// closed form: a decode worker's step without prompts; prompts one after the other on the prefill workers, by the
// bounds of a closed loop. Readings of the columns, none of them of a measured one:
// - Prompts and answers both of 1,024 or 8,192 tokens are those of the public sweep whose client draws lengths from 80
//   to 100% of these and sends ten requests a caller; all others are as long as stated.
// - No width stated: 16 bits. Models whose experts alone ship in 4 bits keep the rest, and the cache outside
//   TensorRT-LLM, in 16 bits, and multiply in 8 bits where the chip has 4-bit units, else in 16.
// - GPUs of a replica: tp; with attention data parallel, TensorRT-LLM's experts say how many. Tables that multiply both
//   expert degrees into tp (tp = moe_tp * moe_ep, both equal) mean one of them.
// - More callers than replicas' batches hold (concurrency over batch size and attention ranks) are spread over as many
//   replicas. Where no concurrency is given, the batches of all workers are it.
// - Disaggregated workers that are not counted: one for decode, and as many for prefill as keep up with it. The columns
//   do not decide it (two rows of equal inputs measure 13 and 31 ms), so such rows scatter by a factor of two.

#include <algorithm>
#include <cmath>

#include "model/validation/accelerator_names.hpp"
#include "model/validation/engine_model.hpp"
#include "model/validation/families.hpp"
#include "model/validation/words.hpp"

namespace wallflip::validation {
namespace {

constexpr double shortest_of_sweep = 0.8;

struct Widths {
  double dense, expert, kv;  ///< bytes
  GemmWidthName gemm;
};

Widths widths_of(const Row& row, const std::string& model, Generation generation) {
  const std::string_view quant = row.text("gemm_quant");
  if (model.rfind("gpt-oss", 0) == 0) {
    const GemmWidthName gemm = generation == Generation::blackwell ? GemmWidthName::fp8 : GemmWidthName::bf16;
    return {2, scaled_fp4, row.text("engine") == "trtllm" ? 1.0 : 2.0, gemm};
  }
  if (quant.substr(0, 3) == "fp8") return {1, 1, 1, GemmWidthName::fp8};
  if (quant == "nvfp4") return {scaled_fp4, scaled_fp4, 1, GemmWidthName::fp4};
  return {2, 2, 2, GemmWidthName::bf16};
}

double gpus_of(const Row& row) {
  const double tp = row.number_or("tp", 1);
  const double moe_tp = row.number_or("moe_tp", 1), moe_ep = row.number_or("moe_ep", 1);
  if (row.text("engine") != "trtllm") return tp;
  if (row.number_or("attention_dp", 1) > 1) return moe_tp * moe_ep;
  return moe_tp > 1 && moe_tp == moe_ep && tp == moe_tp * moe_ep ? moe_ep : tp;
}

struct Workload {
  double callers = 0, prompt = 0, output = 0, shortest = 1;

  double mean(double tokens) const { return tokens * (1 + shortest) / 2; }
};

Workload workload_of(const Row& row) {
  const double ranks = std::max(row.number_or("attention_dp", 1), 1.0);
  const double batches = row.text("mode") == "disagg"
                             ? row.number_or("decode_batch_size", 0) * row.number_or("decode_workers", 0)
                             : row.number_or("batch_size", 0) * ranks;
  Workload w{row.number_or("concurrency", batches), row.number_or("isl_tokens", 0), row.number_or("osl_tokens", 0), 1};
  if (row.text("mode") != "disagg" && batches > 0) w.callers /= std::max(std::round(w.callers / batches), 1.0);
  const auto swept = [](double tokens) { return tokens == 1024 || tokens == 8192; };
  if (swept(w.prompt) && swept(w.output)) w.shortest = shortest_of_sweep;
  return w;
}

/// What was measured of a row, to be filled in. End to end is the sum that the other two make.
struct Measured {
  std::optional<double> ttft, tpot, e2e;  ///< milliseconds
};

class Serving : public Predictor {
 public:
  explicit Serving(const Catalog& catalog) : catalog_(&catalog), model_(catalog) {}

  std::vector<Prediction> predict(const Row& row) override {
    const Workload load = workload_of(row);
    Measured measured{row.number("ttft_ms"), row.number("tpot_ms"), std::nullopt};
    if (measured.ttft && measured.tpot) measured.e2e = *measured.ttft + *measured.tpot * (load.mean(load.output) - 1);
    std::string reason = prepare(row, load);
    if (!reason.empty()) return all(measured, std::nullopt, reason);
    if (row.text("mode") == "disagg") return disaggregated(row, load, measured);
    return aggregated(row, load, measured);
  }

 private:
  struct Times {
    double ttft, tpot, e2e;  ///< seconds
  };

  static std::vector<Prediction> all(const Measured& m, const std::optional<Times>& simulated,
                                     const std::string& reason) {
    std::vector<Prediction> predictions;
    const auto add = [&](const char* metric, const std::optional<double>& measured, const std::optional<Times>& times,
                         double Times::*of) {
      if (!measured) return;
      std::optional<double> value;
      if (times) value = 1e3 * (*times).*of;
      predictions.push_back({metric, *measured, value, times ? "" : reason});
    };
    add("ttft", m.ttft, simulated, &Times::ttft);
    add("tpot", m.tpot, simulated, &Times::tpot);
    add("e2e", m.e2e, simulated, &Times::e2e);
    return predictions;
  }

  std::string prepare(const Row& row, const Workload& load) {
    if (load.callers < 1 || load.prompt < 1 || load.output < 2) return "no callers or lengths given";
    const Accelerator* accelerator = accelerator_named(*catalog_, row.text("system"));
    if (accelerator == nullptr) return "accelerator not in the catalog";
    const std::string model = model_named(row.text("model"));
    model_.reset();
    if (std::string why = model_.set_accelerator(accelerator->id); !why.empty()) return why;
    if (std::string why = model_.set_model(model); !why.empty()) return why;
    const Widths widths = widths_of(row, model, generation_of(accelerator->id, accelerator->year));
    model_.set("llm.bytes_per_param", widths.dense);
    model_.set("engine.expert_bytes_per_param", widths.expert);
    model_.set("llm.kv_bytes_per_element", widths.kv);
    model_.set("llm.gemm_dtype", static_cast<double>(widths.gemm));
    if (std::string why = model_.set_engine(row.text("engine"), *accelerator); !why.empty()) return why;
    model_.set("load.output", load.output);
    model_.set("load.prompt", load.prompt);
    model_.set("load.batch", load.callers);
    return "";
  }

  std::vector<Prediction> aggregated(const Row& row, const Workload& load, const Measured& measured) {
    if (row.number_or("pp", 1) > 1) return all(measured, std::nullopt, "pipeline stages");
    model_.set("split.tp", gpus_of(row));
    if (!model_.fits()) return all(measured, std::nullopt, "does not fit in memory");
    const ServiceTimes s = model_.simulate({.callers = static_cast<size_t>(load.callers), .shortest = load.shortest});
    return all(measured, Times{s.ttft, s.tpot, s.e2e}, "");
  }

  std::vector<Prediction> disaggregated(const Row& row, const Workload& load, const Measured& measured) {
    const double decode_workers = row.number_or("decode_workers", 1);
    if (row.number_or("prefill_pp", 1) > 1 || row.number_or("decode_pp", 1) > 1) {
      return all(measured, std::nullopt, "pipeline stages");
    }
    model_.set("load.output", load.mean(load.output));
    model_.set("load.prompt", load.mean(load.prompt));
    model_.set("load.batch", 1);
    model_.set("split.tp", row.number_or("prefill_tp", 1));
    if (!model_.fits()) return all(measured, std::nullopt, "does not fit in memory");
    const double prefill = model_.value("offline.prefill_time");
    model_.set("load.batch", std::max(load.callers / decode_workers, 1.0));
    model_.set("split.tp", row.number_or("decode_tp", 1));
    if (!model_.fits()) return all(measured, std::nullopt, "does not fit in memory");
    const double tpot = model_.value("serving.decode.step_time");
    const double answer = tpot * (load.mean(load.output) - 1);
    // a closed loop is either not full, or its prefill workers always are: callers = rate * (TTFT + answer)
    const double alone = prefill + model_.value("serving.delay");
    // not counted: as many as keep up with that one
    const double matched = std::ceil(load.callers * prefill / (alone + answer));
    const double prefill_workers = row.number_or("prefill_workers", matched);
    const double full = load.callers * prefill / prefill_workers - answer;
    const double ttft = std::max(alone, full);
    return all(measured, Times{ttft, tpot, ttft + answer}, "");
  }

  const Catalog* catalog_;
  EngineModel model_;
};

}  // namespace

std::unique_ptr<Predictor> make_serving(const Catalog& catalog) {
  return std::make_unique<Serving>(catalog);
}

}  // namespace wallflip::validation
