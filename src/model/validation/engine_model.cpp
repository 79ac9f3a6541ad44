#include "model/validation/engine_model.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "model/systems/design.hpp"
#include "model/systems/row_fields.hpp"
#include "model/systems/serving_point.hpp"

namespace wallflip::validation {
namespace {

constexpr int block_tokens = 16;

/// A step as the sheet adds it up: GEMMs from a table over tokens, everything else linear in the work.
class SheetStep : public StepModel {
 public:
  struct Costs {
    double step, decoding, context_token, token, prompt_token, prompt_pair, prompt_step;  ///< seconds
  };
  static constexpr double per_octave = 8;
  /// Tokens at which the table wants the GEMMs: 1 to beyond `most`, even in the logarithm.
  static std::vector<double> grid(double most) {
    std::vector<double> tokens;
    const auto last = static_cast<int>(std::ceil(std::log2(std::max(most, 2.0)) * per_octave)) + 1;
    for (int i = 0; i <= last; ++i) tokens.push_back(std::exp2(i / per_octave));
    return tokens;
  }
  SheetStep(const Costs& costs, std::vector<double> gemms) : costs_(costs), gemms_(std::move(gemms)) {}

  double seconds(const StepWork& work) const override {
    const double tokens = work.decoding + work.prompt;
    double time = costs_.step + gemm_time(tokens) + costs_.token * tokens + costs_.decoding * work.decoding +
                  costs_.context_token * work.context;
    if (work.prompt > 0) {
      time += costs_.prompt_step + costs_.prompt_token * work.prompt + costs_.prompt_pair * work.prompt_pairs;
    }
    return time;
  }

 private:
  double gemm_time(double tokens) const {
    const double place = std::log2(std::max(tokens, 1.0)) * per_octave;
    const size_t below = std::min(static_cast<size_t>(place), gemms_.size() - 2);
    const double share = std::min(place - static_cast<double>(below), 1.0);
    return gemms_[below] + share * (gemms_[below + 1] - gemms_[below]);
  }

  Costs costs_;
  std::vector<double> gemms_;
};

std::unique_ptr<System> built() {
  auto system = std::make_unique<System>();
  build_serving_point(*system);
  assert(system->sheet.issues().empty());
  return system;
}

TokenRange lengths(double tokens, double shortest) {
  const auto longest = static_cast<int>(std::lround(tokens));
  return {std::max(static_cast<int>(tokens * shortest), 1), std::max(longest, 1)};
}

}  // namespace

EngineModel::EngineModel(const Catalog& catalog)
    : catalog_(&catalog),
      system_(built()),
      step_tokens_input_(input_row(system_->sheet, "step.tokens")),
      gemms_(system_->sheet, std::array{system_->sheet.find("step.gemm_time")}, std::array{step_tokens_input_}),
      runner_(gemms_) {
  reset();
}

void EngineModel::reset() {
  inputs_ = system_->sheet.defaults();
}

void EngineModel::set(std::string_view input, double value) {
  const int row = input_row(system_->sheet, input);
  assert(row >= 0);
  inputs_[static_cast<size_t>(row)] = value;
}

std::string EngineModel::set_accelerator(std::string_view id) {
  Issues issues;
  for (const RowValue& v : row_values(*system_, {"gpu", RowKind::accelerator}, *catalog_, id, issues)) {
    inputs_[static_cast<size_t>(v.input)] = v.value;
  }
  return issues.empty() ? "" : "accelerator not in the catalog";
}

// A model without a published total has none in the catalog; its shape still counts.
std::string EngineModel::set_model(std::string_view id) {
  Issues issues;
  const LanguageModel* model = find_model(*catalog_, id, issues);
  if (model == nullptr) return "model not in the catalog";
  LanguageModel counted = *model;
  if (counted.count_rule == CountRule::absent) counted.count_rule = CountRule::transformer;
  for (const RowField<LanguageModel>& field : language_model_fields()) {
    const int row = input_row(system_->sheet, "llm." + std::string(field.input));
    if (row < 0) continue;
    const std::optional<Sourced> value = field.read(counted);
    if (!value) return "model without " + std::string(field.input) + " in the catalog";
    inputs_[static_cast<size_t>(row)] = value->value;
  }
  return "";
}

std::string EngineModel::set_engine(std::string_view engine, std::string_view accelerator) {
  const std::optional<Generation> generation = generation_of(accelerator);
  if (!generation) return "accelerator without measured engine constants";
  const int width = input_row(system_->sheet, "llm.gemm_dtype");
  const auto values =
      engine_inputs(engine, *generation, static_cast<GemmWidthName>(std::lround(inputs_[static_cast<size_t>(width)])));
  if (!values) return "engine without measured constants on this accelerator";
  for (const auto& [name, value] : *values) set("engine." + std::string(name), value);
  return "";
}

void EngineModel::evaluate() {
  nodes_ = evaluate_nodes(system_->sheet, inputs_);
}

double EngineModel::value(std::string_view quantity) const {
  const NodeId node = system_->sheet.find(quantity);
  assert(node >= 0);
  return nodes_[static_cast<size_t>(node)];
}

bool EngineModel::fits() const {
  return nodes_[static_cast<size_t>(system_->fits)] != 0;
}

std::vector<double> EngineModel::gemm_times(std::span<const double> tokens) {
  runner_.set_inputs(inputs_);
  std::vector<double> times(tokens.size());
  const std::array<const double*, 1> columns = {tokens.data()};
  const std::array<double*, 1> results = {times.data()};
  runner_.run(columns, tokens.size(), results);
  return times;
}

ServiceTimes EngineModel::simulate(const ServingBenchmark& benchmark) {
  const double prompt = value("load.prompt"), layers = value("llm.layers");
  const SheetStep::Costs costs = {
      .step = value("rates.host_time") + value("rates.hops_time"),
      .decoding = value("engine.sequence_time"),
      .context_token = value("rates.kv_sequence_time") / value("load.mean_context"),
      .token = value("rates.link_token_time"),
      .prompt_token = value("engine.prompt_token_time"),
      .prompt_pair = value("serving.prefill.attention_time") / (prompt * prompt / 2),
      .prompt_step = layers * value("engine.prompt_layer_time"),
  };
  BatchingOptions options;
  options.users = benchmark.callers;
  options.max_running = static_cast<int>(benchmark.callers);
  options.step_tokens = static_cast<int>(value("engine.step_tokens"));
  options.prefill_first = value("engine.scheduling") != 0;
  options.reserve_output = value("engine.admission") != 0;
  options.block_tokens = block_tokens;
  options.blocks = static_cast<int64_t>(value("memory.limit") * value("memory.held_context") / block_tokens) + 1;
  const std::vector<double> grid = SheetStep::grid(options.step_tokens + static_cast<double>(benchmark.callers));
  const SheetStep step(costs, gemm_times(grid));

  ArrivalPattern pattern;
  pattern.count = benchmark.callers * benchmark.requests_per_caller;
  pattern.prompt = lengths(prompt, benchmark.shortest);
  pattern.output = lengths(value("load.output"), benchmark.shortest);
  const ServiceSummary summary = summarise(simulate_batching(draw_arrivals(pattern), step, options), {});
  const double delay = value("serving.delay");
  return {summary.ttft.mean + delay, summary.tpot.mean, summary.e2e.mean + delay};
}

}  // namespace wallflip::validation
