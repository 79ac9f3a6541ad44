#include <doctest/doctest.h>

#include <cmath>

#include "model/systems/evaluation.hpp"
#include "model/systems/serving_point.hpp"

using namespace wallflip;

namespace {

struct Point {
  System system;
  std::vector<double> inputs;

  Point() {
    build_serving_point(system);
    REQUIRE(system.sheet.issues().empty());
    inputs = system.sheet.defaults();
  }
  void set(std::string_view name, double value) {
    const int row = input_row(system.sheet, name);
    REQUIRE_MESSAGE(row >= 0, name);
    inputs[static_cast<size_t>(row)] = value;
  }
  double at(std::string_view name) const {
    const NodeId node = system.sheet.find(name);
    REQUIRE_MESSAGE(node >= 0, name);
    return evaluate(system, inputs).nodes[static_cast<size_t>(node)];
  }
  double with(std::string_view name, double value, std::string_view quantity) const {
    Point other = *this;
    other.set(name, value);
    return other.at(quantity);
  }
  Point(const Point& other) : Point() { inputs = other.inputs; }
};

}  // namespace

TEST_CASE("reading and multiplying: the longer one far from the ridge, 2^(1/4) of both on it") {
  Point p;
  p.set("step.tokens", 1);
  CHECK(p.at("step.gemm_time") == doctest::Approx(p.at("step.read_time")).epsilon(1e-6));
  p.set("step.tokens", 65536);
  CHECK(p.at("step.gemm_time") == doctest::Approx(p.at("step.compute_time")).epsilon(1e-6));
  p.set("step.tokens", p.at("step.read_time") / p.at("rates.token_time"));
  CHECK(p.at("step.gemm_time") == doctest::Approx(p.at("step.read_time") * std::pow(2, 0.25)));
}

TEST_CASE("one dense step by hand: dense-8b in 16 bits on an H100") {
  Point p;
  p.set("engine.read_fraction", 1);
  p.set("engine.kv_fraction", 1);
  p.set("engine.step_time", 0);
  p.set("engine.layer_time", 0);
  p.set("engine.sequence_time", 0);
  p.set("load.batch", 1);
  CHECK(p.at("serving.decode.gemm_time") == doctest::Approx(8e9 * 2 / 3.35e12).epsilon(1e-4));
  // 32 layers, 8 heads of 128, K and V, 2 bytes, 1,536 tokens of mean context
  CHECK(p.at("serving.decode.kv_time") == doctest::Approx(2 * 32 * 8 * 128 * 2 * 1536.0 / 3.35e12));
  CHECK(p.at("serving.decode.step_time") ==
        doctest::Approx(p.at("serving.decode.gemm_time") + p.at("serving.decode.kv_time")));
}

TEST_CASE("a lone caller sees no other prompts and waits for nobody") {
  Point p;
  p.set("load.batch", 1);
  CHECK(p.at("serving.tpot") == doctest::Approx(p.at("serving.decode.step_time")));
  CHECK(p.at("serving.queue_wait") == 0);
  CHECK(p.at("serving.memory_wait") == 0);
  CHECK(p.at("serving.rate") * p.at("serving.e2e") == doctest::Approx(1));
}

TEST_CASE("a replica's memory holds what its limit says, and beyond it nothing is said") {
  Point p;
  p.set("load.prompt", 8192);
  CHECK(p.at("memory.limit") * p.at("memory.sequence_bytes") + p.at("memory.weight_bytes") ==
        doctest::Approx(p.at("memory.available_bytes")));
  const double limit = p.at("memory.limit");
  CHECK(p.with("load.batch", 10 * limit, "serving.running") == doctest::Approx(limit));
  CHECK(p.with("engine.admission", 1, "memory.limit") < limit);  // room for whole answers
  p.set("llm.params", 50e9);
  const Evaluation e = evaluate(p.system, p.inputs);
  CHECK_FALSE(e.value(p.system.sheet, p.system.sheet.find("serving.tpot")));
  CHECK_FALSE(e.value(p.system.sheet, p.system.sheet.find("serving.throughput")));
}

TEST_CASE("more never makes a step longer: bandwidth, peak, link; and never shorter: callers, context, launches") {
  Point p;
  p.set("split.tp", 4);
  struct Rise {
    const char *input, *quantity;
    double factor;
    bool longer;
  };
  for (const Rise& r : {Rise{"gpu.mem_bw", "serving.tpot", 2, false}, Rise{"gpu.peak_bf16", "serving.tpot", 2, false},
                        Rise{"gpu.link_bw", "serving.tpot", 2, false}, Rise{"load.batch", "serving.tpot", 2, true},
                        Rise{"load.prompt", "serving.tpot", 2, true},
                        Rise{"engine.layer_time", "serving.tpot", 2, true}, Rise{"load.batch", "serving.ttft", 2, true},
                        Rise{"load.batch", "offline.time", 2, true}, Rise{"load.output", "offline.time", 2, true}}) {
    CAPTURE(r.input);
    const double before = p.at(r.quantity);
    const double after = p.with(r.input, r.factor * p.at(r.input), r.quantity);
    if (r.longer) {
      CHECK(after > before);
    } else {
      CHECK(after < before);
    }
  }
}

TEST_CASE("one GPU has no all-reduce; more have more") {
  Point p;
  CHECK(p.at("serving.decode.net_time") == 0);
  p.set("split.tp", 2);
  const double two = p.at("rates.hops_time");
  CHECK(two == doctest::Approx(2 * 32 * p.at("engine.hop_time")));
  p.set("split.tp", 8);
  CHECK(p.at("rates.hops_time") == doctest::Approx(two * (1 + 2 * p.at("engine.hop_growth"))));
}

TEST_CASE("a batch from start to end is its prompts and its steps") {
  Point p;
  p.set("load.output", 1);
  CHECK(p.at("offline.time") == p.at("offline.prefill_time"));
  p.set("load.output", 101);
  CHECK(p.at("offline.time") == doctest::Approx(p.at("offline.prefill_time") + 100 * p.at("offline.decode.step_time")));
  CHECK(p.at("offline.throughput") == doctest::Approx(64 * 101 / p.at("offline.time")));
}

TEST_CASE("drafted tokens: the geometric sum, nothing for nothing, all of it when all are accepted") {
  Point p;
  p.set("speculation.acceptance", 0.75);
  p.set("speculation.draft", 7);
  p.set("speculation.cost", 0.02);
  // Leviathan et al., table 2, first row: 3.2
  CHECK(p.at("speculation.speedup") == doctest::Approx(3.2).epsilon(0.02));
  CHECK(p.with("speculation.acceptance", 0, "speculation.tokens") == doctest::Approx(1));
  CHECK(p.with("speculation.acceptance", 1, "speculation.tokens") == doctest::Approx(8));
}
