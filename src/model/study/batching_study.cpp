#include "model/study/batching_study.hpp"

#include <algorithm>
#include <cmath>

#include "model/study/engine_step.hpp"
#include "model/systems/design.hpp"

namespace wallflip {
namespace {

TokenRange lengths(double mean, double spread) {
  const auto whole = [](double tokens) { return static_cast<int>(std::clamp(std::round(tokens), 1.0, 1e9)); };
  return {whole(mean * (1 - spread)), whole(mean * (1 + spread))};
}

}  // namespace

BatchingStudy study_batching(const System& serving_point, const std::vector<double>& inputs, StudyControl* control) {
  const auto value = [&](const char* name) {
    return inputs[static_cast<size_t>(input_row(serving_point.sheet, name))];
  };
  EngineSimulation engine = engine_simulation(serving_point, inputs);
  const bool callers_wait = value("load.arrivals") == 0;
  if (!callers_wait) engine.options.users = 0;
  ArrivalPattern pattern;
  pattern.rate = value("load.request_rate");
  pattern.burstiness = std::max(1.0, value("load.burstiness"));
  pattern.count = static_cast<size_t>(value("load.requests"));
  pattern.prompt = lengths(value("load.prompt"), value("load.length_spread"));
  pattern.output = lengths(value("load.output"), value("load.length_spread"));
  BatchingResult result = simulate_batching(draw_arrivals(pattern), *engine.step, engine.options, control);

  BatchingStudy study;
  study.targets = {value("slo.ttft"), value("slo.tpot")};
  study.requests = result.requests.size();
  for (Served& served : result.requests) {
    study.rejected += served.rejected ? 1 : 0;
    if (served.finish <= 0) continue;
    served.first_token += engine.delay;
    served.finish += engine.delay;
    study.ttft.push_back(served.ttft());
    if (served.output > 1) study.tpot.push_back(served.tpot());
  }
  std::sort(study.ttft.begin(), study.ttft.end());
  std::sort(study.tpot.begin(), study.tpot.end());
  study.summary = summarise(result, study.targets);
  return study;
}

}  // namespace wallflip
