#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

namespace wallflip::bench {

/// Many short repetitions; the report keeps the fastest and the median.
inline void repeats(benchmark::internal::Benchmark* b) {
  b->Repetitions(15)->MinTime(0.05)->ReportAggregatesOnly()->ComputeStatistics(
      "min", [](const std::vector<double>& v) { return *std::min_element(v.begin(), v.end()); });
}

/// "per_column" in the report: time of one of `count` things that an iteration does.
inline void count_as(benchmark::State& state, const char* what, size_t count) {
  state.counters[what] = benchmark::Counter(
      static_cast<double>(count), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

}  // namespace wallflip::bench
