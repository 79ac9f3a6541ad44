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
