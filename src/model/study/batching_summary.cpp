#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/study/batching_sim.hpp"

namespace wallflip {

Distribution distribution_of(std::vector<double> sample) {
  Distribution d;
  d.count = sample.size();
  if (sample.empty()) return d;
  std::sort(sample.begin(), sample.end());
  const auto rank = [&](double share) {
    const auto n = static_cast<size_t>(std::ceil(share * static_cast<double>(sample.size())));
    return sample[std::clamp<size_t>(n, 1, sample.size()) - 1];
  };
  d.mean = std::accumulate(sample.begin(), sample.end(), 0.0) / static_cast<double>(sample.size());
  d.p50 = rank(0.5);
  d.p90 = rank(0.9);
  d.p95 = rank(0.95);
  d.p99 = rank(0.99);
  d.max = sample.back();
  return d;
}

ServiceSummary summarise(const BatchingResult& result, const ServiceTargets& targets) {
  std::vector<double> ttft, tpot, e2e;
  double good = 0, tokens = 0;
  for (const Served& served : result.requests) {
    if (served.finish <= 0) continue;
    ttft.push_back(served.ttft());
    e2e.push_back(served.e2e());
    if (served.output > 1) tpot.push_back(served.tpot());
    tokens += served.output;
    if (served.ttft() <= targets.ttft && served.tpot() <= targets.tpot) good += 1;
  }
  ServiceSummary summary;
  const auto finished = static_cast<double>(e2e.size());
  summary.ttft = distribution_of(std::move(ttft));
  summary.tpot = distribution_of(std::move(tpot));
  summary.e2e = distribution_of(std::move(e2e));
  if (result.duration > 0) {
    summary.request_rate = finished / result.duration;
    summary.output_rate = tokens / result.duration;
    summary.goodput = good / result.duration;
  }
  if (finished > 0) summary.met = good / finished;
  return summary;
}

}  // namespace wallflip
