#include <cmath>
#include <memory>
#include <optional>

#include "model/validation/families.hpp"
#include "model/validation/training_row.hpp"
#include "model/validation/words.hpp"

// Rows of training runs: the time of one step where it is given, else tokens/s, else FLOP/s, of one accelerator; else
// the accelerator hours or the time of the whole run.
//
// FLOP/s follow the convention that the row states: with "96" or "hardware" the formula of Megatron-LM's paper, where
// full recompute counts, else 6N + 12 L h s a token.

namespace wallflip::validation {
namespace {

double counted_flops(const TrainingRow& r, double active_params, std::string_view convention) {
  const double tokens = r.batch * r.context;
  if (has(convention, "96") || has(convention, "hardware")) {
    const double passes = r.recompute == 2 ? 4 : 3;
    return passes * 24 * tokens * r.shape.layers * r.shape.hidden * r.shape.hidden *
           (1 + r.context / (6 * r.shape.hidden) + r.shape.vocab / (16 * r.shape.layers * r.shape.hidden));
  }
  return tokens * (6 * active_params + 12 * r.shape.layers * r.shape.heads * r.shape.head_dim * r.context);
}

class Training final : public Predictor {
 public:
  explicit Training(const Catalog& catalog) : catalog_(&catalog), model_(catalog) {}

  std::vector<Prediction> predict(const Row& row) override {
    Prediction p;
    if (!measured(row, p)) return {};
    const TrainingRow run = read_training_row(row, *catalog_);
    p.reason = run.reason;
    if (p.reason.empty() && row.text("accelerator").empty()) p.reason = "no accelerator";
    if (p.reason.empty() && row.number_or("n_accel", run.open_layout ? 0 : run.gpus) == 0) {
      p.reason = "number of accelerators not given";
    }
    if (p.reason.empty() && run.batch == 0) p.reason = "no batch";
    if (!p.reason.empty()) return {p};
    const double step = run.open_layout ? best_layout(run) : step_time(run);
    if (step == HUGE_VAL) p.reason = "no sharded layout fits in memory";
    if (!p.reason.empty()) return {p};
    p.predicted = in_unit_of(row, run, p.metric, step);
    if (!p.predicted) p.reason = "tokens of the run not given";
    return {p};
  }

 private:
  struct Metric {
    std::string_view column, name;
  };
  // The first that the row gives.
  bool measured(const Row& row, Prediction& p) const {
    for (const Metric& m : {Metric{"step_time_s", "step_time"}, Metric{"step_time_ms", "step_time"},
                            Metric{"tokens_per_s_per_accel", "tokens_per_s"}, Metric{"tflops_per_accel", "tflops"},
                            Metric{"mfu_pct", "mfu"}, Metric{"hfu_pct", "hfu"}, Metric{"accel_hours", "gpu_hours"},
                            Metric{"wall_time_min_to_target", "run_time"}}) {
      if (const auto value = row.number(m.column)) {
        p.metric = m.name;
        p.measured = *value;
        return true;
      }
    }
    return false;
  }

  std::optional<double> in_unit_of(const Row& row, const TrainingRow& run, std::string_view metric, double step) {
    if (metric == "step_time") return row.number("step_time_s") ? step : step * 1e3;
    const double tokens_per_s = run.batch * run.context / step;
    if (metric == "tokens_per_s") return tokens_per_s / run.gpus;
    const double flops = counted_flops(run, model_.value("llm.active_params"), row.text("flops_convention"));
    const double mfu = flops / step / run.gpus / model_.input("gpu.peak_bf16");
    if (metric == "tflops") return flops / step / run.gpus / 1e12;
    if (metric == "mfu") return 100 * mfu;
    if (metric == "hfu") return 100 * mfu * model_.value("train.hardware_flops") / model_.value("train.model_flops");
    const auto billions = row.number("train_tokens_b");
    if (!billions) return std::nullopt;
    const double seconds = *billions * 1e9 / tokens_per_s;
    return metric == "gpu_hours" ? seconds * run.gpus / 3600 : seconds / 60;
  }

  // Sharded, over any share of a node and with any recompute: the fastest that fits.
  double best_layout(const TrainingRow& run) {
    double best = HUGE_VAL;
    for (double tp = 1; tp <= run.node; tp *= 2) {
      for (double recompute = 0; recompute <= 2; ++recompute) {
        if (!run.open_recompute && recompute != run.recompute) continue;
        TrainingRow tried = run;
        tried.tp = tp;
        tried.dp = run.gpus / tp;
        tried.recompute = recompute;
        tried.sequence_parallel = tp > 1 ? 1 : 0;
        best = std::min(best, step_time(tried));
      }
    }
    return best;
  }

  // What is left open is the fastest: chunks of a stage up to a layer each ...
  double step_time(const TrainingRow& run) {
    if (run.interleave > 0) return with_micro_batch(run);
    double best = HUGE_VAL;
    TrainingRow tried = run;
    for (tried.interleave = 1; tried.interleave * run.pp < run.shape.layers + run.pp; tried.interleave *= 2) {
      best = std::min(best, with_micro_batch(tried));
    }
    return best;
  }

  // ... a micro-batch up to the largest power of two that divides a rank's batch.
  double with_micro_batch(const TrainingRow& run) {
    model_.set(run);
    if (run.micro_batch > 0) return model_.value("train.step_time");
    const double of_rank = std::max(std::round(run.batch / run.dp), 1.0);
    double best = HUGE_VAL;
    for (double sequences = 1; sequences <= 32 && std::fmod(of_rank, sequences) == 0; sequences *= 2) {
      model_.set_micro_batch(sequences);
      if (run.open_layout && model_.value("train.memory_bytes") > model_.value("gpu.usable_bytes")) continue;
      best = std::min(best, model_.value("train.step_time"));
    }
    return best;
  }

  const Catalog* catalog_;
  TrainingModel model_;
};

}  // namespace

std::unique_ptr<Predictor> make_training(const Catalog& catalog) {
  return std::make_unique<Training>(catalog);
}

}  // namespace wallflip::validation
