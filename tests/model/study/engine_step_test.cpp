#include "model/study/engine_step.hpp"

#include <doctest/doctest.h>

#include "model/systems/evaluation.hpp"
#include "model/systems/serving_point.hpp"

using namespace wallflip;

namespace {

struct Point {
  System system;
  std::vector<double> inputs;

  Point() {
    build_serving_point(system);
    inputs = system.sheet.defaults();
  }
  void set(std::string_view name, double value) { inputs[static_cast<size_t>(input_row(system.sheet, name))] = value; }
  double at(std::string_view name) const {
    return evaluate(system, inputs).nodes[static_cast<size_t>(system.sheet.find(name))];
  }
};

}  // namespace

TEST_CASE("the step model takes what the sheet says: decode steps, and what a prompt adds to one") {
  Point p;
  p.set("split.tp", 4);
  for (const double callers : {1.0, 7.0, 64.0, 200.0}) {
    CAPTURE(callers);
    p.set("load.batch", callers);
    REQUIRE(p.at("serving.running") == callers);
    const EngineSimulation s = engine_simulation(p.system, p.inputs);
    const StepWork decode{callers, callers * p.at("load.mean_context"), 0, 0};
    // GEMMs come from a table with eight points an octave: 0.5% between them at most
    CHECK(s.step->seconds(decode) == doctest::Approx(p.at("serving.decode.step_time")).epsilon(0.005));
    StepWork with = decode;
    with.prompt = p.at("load.prompt");
    with.prompt_pairs = with.prompt * with.prompt / 2;
    CHECK(s.step->seconds(with) ==
          doctest::Approx(p.at("serving.decode.step_time") + p.at("serving.prefill.time")).epsilon(0.005));
  }
}

TEST_CASE("scheduler options are the engine's, and its blocks hold what its memory holds") {
  Point p;
  p.set("engine.scheduling", 1);
  p.set("engine.admission", 1);
  p.set("engine.step_tokens", 2048);
  p.set("load.batch", 9);
  const EngineSimulation s = engine_simulation(p.system, p.inputs);
  CHECK(s.options.users == 9);
  CHECK(s.options.prefill_first);
  CHECK(s.options.reserve_output);
  CHECK(s.options.step_tokens == 2048);
  const double tokens = static_cast<double>(s.options.blocks) * s.options.block_tokens;
  CHECK(tokens == doctest::Approx(p.at("memory.limit") * p.at("load.whole_context")).epsilon(0.001));
  CHECK(s.delay == p.at("serving.delay"));
}
