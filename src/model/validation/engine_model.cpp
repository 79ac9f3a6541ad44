#include "model/validation/engine_model.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "model/study/engine_step.hpp"
#include "model/systems/design.hpp"
#include "model/systems/row_fields.hpp"
#include "model/systems/serving_point.hpp"

namespace wallflip::validation {
namespace {

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

EngineModel::EngineModel(const Catalog& catalog) : catalog_(&catalog), system_(built()) {
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

ServiceTimes EngineModel::simulate(const ServingBenchmark& benchmark) {
  EngineSimulation engine = engine_simulation(*system_, inputs_);
  engine.options.users = benchmark.callers;
  ArrivalPattern pattern;
  pattern.count = benchmark.callers * benchmark.requests_per_caller;
  pattern.prompt = lengths(value("load.prompt"), benchmark.shortest);
  pattern.output = lengths(value("load.output"), benchmark.shortest);
  const ServiceSummary summary = summarise(simulate_batching(draw_arrivals(pattern), *engine.step, engine.options), {});
  return {summary.ttft.mean + engine.delay, summary.tpot.mean, summary.e2e.mean + engine.delay};
}

}  // namespace wallflip::validation
