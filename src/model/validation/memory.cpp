#include <memory>

#include "model/validation/families.hpp"
#include "model/validation/training_row.hpp"
#include "model/validation/words.hpp"

// Rows of memory on one GPU: states under ZeRO, activations, the peak of a run, the context of the driver.

namespace wallflip::validation {
namespace {

// Bytes of the unit in the cell; logs of PyTorch print GiB under the name GB.
double unit_bytes(std::string_view unit) {
  if (has(unit, "GiB")) return 1024.0 * 1024 * 1024;
  if (has(unit, "logged")) return 1024.0 * 1024 * 1024;
  if (has(unit, "MiB")) return 1024.0 * 1024;
  if (has(unit, "MB")) return 1e6;
  return has(unit, "GB") ? 1e9 : 1;
}

class Memory final : public Predictor {
 public:
  explicit Memory(const Catalog& catalog) : catalog_(&catalog), model_(catalog) {}

  std::vector<Prediction> predict(const Row& row) override {
    const auto measured = row.number("value");
    if (!measured) return {};
    const std::string_view quantity = row.text("quantity");
    Prediction p{metric_of(quantity), *measured, {}, ""};
    if (const auto bytes = answer(row, p)) p.predicted = *bytes / unit_bytes(row.text("unit"));
    return {p};
  }

 private:
  static std::string metric_of(std::string_view quantity) {
    if (has(quantity, "context")) return "context";
    if (has(quantity, "state")) return "states";
    return has(quantity, "ctivation") ? "activations" : "memory";
  }

  std::optional<double> answer(const Row& row, Prediction& p) {
    if (p.metric == "context") return context(row, p);
    if (p.metric == "states" && !row.number("hidden")) return states(row, p);
    const TrainingRow run = read_training_row(row, *catalog_);
    p.reason = run.reason;
    if (!p.reason.empty()) return std::nullopt;
    model_.set(run);
    set_memory(row, run);
    if (p.metric == "states") return model_.value("train.state_bytes");
    return model_.value(p.metric == "activations" ? "train.activation_bytes" : "train.memory_bytes");
  }

  // Without a layout of the pipeline a row is one rank's share of a full pipeline.
  void set_memory(const Row& row, const TrainingRow& run) {
    const bool open = run.micro_batch == 0;
    if (open) model_.set_micro_batch(1);
    if (run.batch == 0) {  // enough micro-batches to fill the pipeline
      const double sequences = run.micro_batch > 0 ? run.micro_batch : 1;
      model_.set("train.global_batch_tokens", 2 * run.pp * run.dp * sequences * run.context);
    }
    if (has(row.text("attention"), "flash")) model_.set("train.attention", 0);
  }

  // Parameters alone: model states of ZeRO on `dp` ranks.
  std::optional<double> states(const Row& row, Prediction& p) {
    const auto params = row.number("params_b"), dp = row.number("dp"), zero = row.number("zero_stage");
    if (!params || !dp || !zero) {
      p.reason = "no parameters, ranks or stage";
      return std::nullopt;
    }
    model_.reset();
    model_.set("llm.params", *params * 1e9);
    model_.set("train.gpus", *dp);
    model_.set("split.tp", row.number_or("tp", 1));
    model_.set("split.pp", row.number_or("pp", 1));
    model_.set("train.zero", *zero);
    return model_.value("train.state_bytes");
  }

  std::optional<double> context(const Row& row, Prediction& p) {
    model_.reset();
    if (has(row.text("quantity"), "lazy")) {
      p.reason = "lazy loading of kernels is not modelled";
      return std::nullopt;
    }
    return model_.value("train.library.context_bytes");
  }

  const Catalog* catalog_;
  TrainingModel model_;
};

}  // namespace

std::unique_ptr<Predictor> make_memory(const Catalog& catalog) {
  return std::make_unique<Memory>(catalog);
}

}  // namespace wallflip::validation
