#include "model/validation/engine_model.hpp"

#include <algorithm>
#include <cmath>

#include "model/study/engine_step.hpp"
#include "model/systems/row_fields.hpp"
#include "model/systems/serving_point.hpp"

namespace wallflip::validation {
namespace {

TokenRange lengths(double tokens, double shortest) {
  const auto longest = static_cast<int>(std::lround(tokens));
  return {std::max(static_cast<int>(tokens * shortest), 1), std::max(longest, 1)};
}

}  // namespace

EngineModel::EngineModel(const Catalog& catalog) : SystemRun(build_serving_point), catalog_(&catalog) {}

std::string EngineModel::set_accelerator(std::string_view id) {
  return set_row({"gpu", RowKind::accelerator}, *catalog_, id) ? "" : "accelerator not in the catalog";
}

// A model without a published total has none in the catalog; its shape still counts.
std::string EngineModel::set_model(std::string_view id) {
  Issues issues;
  const LanguageModel* model = find_model(*catalog_, id, issues);
  if (model == nullptr) return "model not in the catalog";
  LanguageModel counted = *model;
  if (counted.count_rule == CountRule::absent) counted.count_rule = CountRule::transformer;
  for (const RowField<LanguageModel>& field : language_model_fields()) {
    const std::string name = "llm." + std::string(field.input);
    if (input_row(system().sheet, name) < 0) continue;
    const std::optional<Sourced> value = field.read(counted);
    if (!value) return "model without " + std::string(field.input) + " in the catalog";
    set(name, value->value);
  }
  return "";
}

std::string EngineModel::set_engine(std::string_view engine, const Accelerator& accelerator) {
  if (accelerator.vendor == "Google") return "no engine was measured on a TPU";
  const auto width = static_cast<GemmWidthName>(std::lround(input("llm.gemm_dtype")));
  const Generation generation = generation_of(accelerator.id, accelerator.year);
  for (const auto& [name, value] : engine_inputs(engine, generation, width)) {
    set("engine." + std::string(name), value);
  }
  return "";
}

bool EngineModel::fits() const {
  return value(system().fits) != 0;
}

ServiceTimes EngineModel::simulate(const ServingBenchmark& benchmark) const {
  EngineSimulation engine = engine_simulation(system(), inputs());
  engine.options.users = benchmark.callers;
  ArrivalPattern pattern;
  pattern.count = benchmark.callers * benchmark.requests_per_caller;
  pattern.prompt = lengths(value("load.prompt"), benchmark.shortest);
  pattern.output = lengths(value("load.output"), benchmark.shortest);
  const ServiceSummary summary = summarise(simulate_batching(draw_arrivals(pattern), *engine.step, engine.options), {});
  return {summary.ttft.mean + engine.delay, summary.tpot.mean, summary.e2e.mean + engine.delay};
}

}  // namespace wallflip::validation
