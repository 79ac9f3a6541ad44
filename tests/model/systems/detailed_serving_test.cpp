#include <algorithm>

#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::relative;
using wallflip::test::Subject;

// Serving systems at detailed fidelity: the operators' times reach the pressures, the pools and the dollars.

TEST_CASE("detailed: the largest time requirement is the whole step over its target") {
  for (const double tp : {1.0, 4.0, 16.0}) {
    for (const double batch : {1.0, 30.0, 160.0, 600.0}) {
      Subject s("replica");
      s.set("model.fidelity", "detailed");
      s.set("gpu.mem_bytes", 1e13);
      s.set("split.tp", tp);
      s.set("load.batch", batch);
      const double largest =
          std::max({s.at("requirement.bandwidth"), s.at("requirement.compute"), s.at("requirement.network")});
      CAPTURE(tp);
      CAPTURE(batch);
      CHECK(relative(largest, s.at("serving.tpot") / s.at("slo.tpot")) < 1e-12);
      CHECK(judge(*s.system, s.evaluation()).meets == (s.at("serving.tpot") <= s.at("slo.tpot")));
    }
  }
}

TEST_CASE("detailed: a pool at its bandwidth limit runs at the target, and needs what its batch needs") {
  for (const char* target : {"12ms", "15ms", "18ms"}) {
    Subject s("fleet");
    s.set("model.fidelity", "detailed");
    s.set("slo.tpot", target);
    CAPTURE(target);
    REQUIRE(s.leader("decode_walls") == "bandwidth");
    CHECK(relative(s.at("serving.tpot"), s.at("slo.tpot")) < 0.02);  // one correction of the napkin's line
    const double busy = s.at("split.tp") * s.at("load.token_rate") * s.at("decode.span") / s.at("decode_pool.batch");
    CHECK(relative(s.at("decode_pool.need"), busy) < 0.02);
  }
}

TEST_CASE("detailed and napkin fleets differ, and by less than a factor of two") {
  for (const char* system : {"fleet", "capstone"}) {
    Subject napkin(system);
    Subject detailed(system);
    if (std::string_view(system) == "capstone") {
      napkin.set("llm", "dense-70b");
      detailed.set("llm", "dense-70b");
    }
    detailed.set("model.fidelity", "detailed");
    const double ratio = detailed.at("fleet.need") / napkin.at("fleet.need");
    CHECK(ratio != 1);
    CHECK(ratio > 0.5);
    CHECK(ratio < 2);
  }
}

// What "detailed" means in each part that has limits, rounds, widths, experts or prompts of its own.

namespace {

Subject detailed_of(std::string_view system) {
  Subject s(system);
  s.set("model.fidelity", "detailed");
  return s;
}

}  // namespace

TEST_CASE("detailed: the smallest of the time limits is the batch whose real step takes the target") {
  for (const char* target : {"12ms", "20ms", "40ms"}) {
    for (const double context : {64.0, 1000.0, 8000.0}) {
      Subject s = detailed_of("replica");
      s.set("gpu.mem_bytes", 1e13);
      s.set("load.context", context);
      s.set("slo.tpot", target);
      const double limit = std::min(s.at("limits.bandwidth"), s.at("limits.compute"));
      CAPTURE(target);
      CAPTURE(context);
      REQUIRE(limit > 1);
      s.set("load.batch", std::round(limit));
      CHECK(relative(s.at("decode.span"), s.at("slo.tpot")) < 0.1);  // looked at once, and a tile more is a jump
    }
  }
}

TEST_CASE("detailed: limits differ from the napkin's, grow with the target and fall with the context") {
  double before = 0;
  for (double target = 0.008; target < 0.2; target *= 1.4) {
    Subject napkin("replica");
    Subject detailed = detailed_of("replica");
    for (Subject* s : {&napkin, &detailed}) s->set("slo.tpot", target);
    for (const char* limit : {"limits.bandwidth", "limits.compute"}) CHECK(detailed.at(limit) != napkin.at(limit));
    CHECK(detailed.at("limits.capacity") == napkin.at("limits.capacity"));
    CHECK(detailed.at("limits.smallest") >= before);
    before = detailed.at("limits.smallest");
  }
  before = 1e300;
  for (double context = 16; context < 100'000; context *= 2) {
    Subject s = detailed_of("replica");
    s.set("load.context", context);
    CHECK(s.at("limits.smallest") <= before * 1.15);  // within what tiles make of it
    before = s.at("limits.smallest");
  }
}

TEST_CASE("detailed: ceilings and the ridge stand at the rates of large GEMMs and long reads") {
  Subject s = detailed_of("replica");
  s.set("load.context", 64);
  const double gemms = 989.4e12 * s.at("gpu.gemm_fraction"), reads = 3.35e12 * s.at("gpu.copy_fraction");
  const double kv = 64.0 * 131072, params = s.at("llm.params");
  CHECK(relative(s.at("ceiling.compute"), gemms / (2 * params)) < 1e-12);
  CHECK(relative(s.at("ceiling.bandwidth"), reads / kv) < 1e-12);
  CHECK(relative(s.at("limits.ridge"), 2 * params / reads / (2 * params / gemms - kv / reads)) < 1e-12);
}

TEST_CASE("detailed: a pool that compute limits needs what its batch needs") {
  Subject s = detailed_of("fleet");
  s.set("load.prompt", 64);
  s.set("load.output", 64);
  s.set("slo.tpot", "20ms");
  s.set("gpu.mem_bytes", 1e13);
  REQUIRE(s.leader("decode_walls") == "compute");
  CHECK(relative(s.at("serving.tpot"), s.at("slo.tpot")) < 0.1);
  const double busy = s.at("split.tp") * s.at("load.token_rate") * s.at("decode.span") / s.at("decode_pool.batch");
  CHECK(relative(s.at("decode_pool.need"), busy) < 0.02);
}

TEST_CASE("detailed: to check a round takes as long as the step it replaces, or longer with every row") {
  for (const char* model : {"dense-8b", "dense-70b", "deepseek-v3"}) {
    for (const double batch : {1.0, 16.0, 64.0, 256.0}) {
      double before = 0;
      for (const double draft : {1.0, 2.0, 4.0, 8.0, 16.0}) {
        Subject s = detailed_of("optimisation");
        s.set("llm", model);
        s.set("gpu.mem_bytes", 1e13);
        s.set("load.batch", batch);
        s.set("spec.draft", draft);
        CAPTURE(model);
        CAPTURE(batch);
        CAPTURE(draft);
        CHECK(s.at("spec.plain_time") == s.at("decode.step_time"));
        CHECK(s.at("spec.check_time") >= s.at("spec.plain_time"));
        CHECK(s.at("spec.check_time") >= before);
        CHECK(s.at("spec.check_time") != s.at("spec.napkin_check"));
        before = s.at("spec.check_time");
      }
    }
  }
}

TEST_CASE("detailed: a check of one row is the plain step") {
  Subject s = detailed_of("optimisation");
  s.set("spec.draft", 0);
  CHECK(relative(s.at("spec.check_time"), s.at("decode.span")) < 1e-12);
  CHECK(relative(s.at("spec.speedup"), 1) < 1e-12);
}

TEST_CASE("detailed: narrow weights gain while they are read, and lose once they must be widened") {
  Subject s = detailed_of("optimisation");
  double before = 1e300;
  for (const double tokens : {1.0, 64.0, 512.0, 4096.0}) {
    s.set("step.tokens", tokens);
    CHECK(s.at("quantise.speedup") < before);
    CHECK(s.at("quantise.speedup") < 4);  // 4 bits against 16, and a head that keeps its 16
    CHECK(s.at("quantise.plain_time") != s.at("quantise.napkin_plain"));
    before = s.at("quantise.speedup");
  }
  CHECK(before < 1);
  s.set("quantise.bytes", 2);
  s.set("quantise.overhead", 0);
  CHECK(s.at("quantise.quantised_time") == s.at("quantise.plain_time"));
}

TEST_CASE("detailed: a dense model on one stage without copies is the replica; experts spread read less each") {
  for (const double tp : {1.0, 4.0}) {
    Subject spread = detailed_of("expert_serving");
    Subject plain = detailed_of("replica");
    for (Subject* s : {&spread, &plain}) {
      s->set("split.tp", tp);
      s->set("load.batch", 100);
    }
    CHECK(relative(spread.at("decode.step_time"), plain.at("decode.step_time")) < 1e-12);
  }
  double before = 1e300;
  for (const double copies : {8.0, 32.0, 128.0}) {
    Subject s = detailed_of("expert_serving");
    s.set("llm", "deepseek-v3");
    s.set("llm.bytes_per_param", 1);
    s.set("gpu.mem_bytes", 1e12);
    s.set("split.dp", copies);
    const double walls =
        std::max({s.at("requirement.bandwidth"), s.at("requirement.compute"), s.at("requirement.network")});
    CHECK(relative(walls, s.at("decode.span") / s.at("work.target")) < 1e-12);
    CHECK(s.at("decode.bandwidth_wall") < before);
    CHECK(s.at("decode.span") != s.at("decode.napkin_time"));
    before = s.at("decode.bandwidth_wall");
    const double even = s.at("decode.span");
    s.set("decode.imbalance", 4);
    CHECK(s.at("decode.span") > even);
  }
}

TEST_CASE("detailed: the voice's step is that of the streams a replica holds; the napkin's is the target") {
  Subject napkin("voice");
  CHECK(napkin.at("voice.step") == napkin.at("slo.tpot"));
  Subject s = detailed_of("voice");
  CHECK(s.at("voice.step") != s.at("slo.tpot"));
  CHECK(relative(s.at("voice.step"), s.at("slo.tpot")) < 0.02);  // bandwidth fills it to its target
  s.set("slo.tpot", 1);
  CHECK(s.at("voice.step") < 0.1);  // memory is full long before
}

TEST_CASE("detailed: prompts over several GPUs wait for their all-reduces, the napkin's do not") {
  for (const char* system : {"replica", "decode_step", "fleet", "rag", "long_context", "optimisation", "batch_jobs"}) {
    Subject s(system);
    s.set("split.tp", 8);
    const double napkin = s.at("prefill.span");
    CAPTURE(system);
    CHECK(napkin == s.at("prefill.compute_time"));
    s.set("model.fidelity", "detailed");
    const double span = s.at("prefill.span"), network = s.at("prefill.net_time");
    CHECK(network > 0);
    CHECK(span > network);
    s.set("gpu.link_bw", 1e9);
    CHECK(s.at("prefill.span") > span);
    s.set("split.tp", 1);
    CHECK(s.at("prefill.net_time") == 0);
  }
}
