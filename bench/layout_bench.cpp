#include <string>

#include "bench/repeats.hpp"
#include "model/study/layout_standing.hpp"
#include "model/systems/design.hpp"

// Every layout of a 405B-class model on 16,384 GPUs, memory and step time both computed. Goal: 15 million layouts a
// second on one core.

namespace wallflip::bench {
namespace {

struct Job {
  std::unique_ptr<System> system = make_system("pretraining");
  LayoutQuery query;

  explicit Job(const char* model) {
    const LoadedCatalog loaded = load_catalog(WALLFLIP_SOURCE_DIR "/assets/catalog");
    Design design = default_design(*system);
    design.inputs = layout_inputs(*system, design.inputs);
    Issues issues;
    set_text(design, *system, loaded.catalog, "gpu", "h100-sxm", issues);
    set_text(design, *system, loaded.catalog, "llm", model, issues);
    set_number(design, *system, "train.gpus", 16384, issues);
    set_number(design, *system, "train.context", 8192, issues);
    set_number(design, *system, "train.global_batch_tokens", 2048 * 8192, issues);
    query.inputs = design.inputs;
    query.by = {system->sheet.find("train.step_time")};
  }
};

void layouts(benchmark::State& state, const char* model) {
  const Job job(model);
  size_t visited = 0;
  for (auto _ : state) {
    const LayoutSearch search = search_layouts(*job.system, job.query);
    visited = search.visited;
    state.counters["feasible"] = static_cast<double>(search.feasible);
  }
  state.counters["visited"] = static_cast<double>(visited);
  state.counters["per_second"] =
      benchmark::Counter(static_cast<double>(visited), benchmark::Counter::kIsIterationInvariantRate);
}

void layout_standing(benchmark::State& state) {
  const Job job("llama-3.1-405b");
  const LayoutSearch search = search_layouts(*job.system, job.query);
  for (auto _ : state) benchmark::DoNotOptimize(stand_layouts(*job.system, job.query, search.best).data());
}

// Like `repeats`, but of rates the largest is the fastest.
void rates(benchmark::internal::Benchmark* b) {
  repeats(b);
  b->Unit(benchmark::kMillisecond)->ComputeStatistics("max", [](const std::vector<double>& v) {
    return *std::max_element(v.begin(), v.end());
  });
}

BENCHMARK_CAPTURE(layouts, 405b, "llama-3.1-405b")->Apply(rates);
BENCHMARK_CAPTURE(layouts, moe_671b, "deepseek-v3")->Apply(rates);
BENCHMARK(layout_standing)->Apply(repeats)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace wallflip::bench
