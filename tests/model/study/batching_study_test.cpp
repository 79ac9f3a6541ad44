#include "model/study/batching_study.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::Subject;

namespace {

struct Engine : Subject {
  Engine() : Subject("serving_point") {
    set("load.prompt", 512);
    set("load.output", 128);
    set("load.requests", 600);
    set("load.arrivals", 1);
    set("load.request_rate", 2);
  }
  BatchingStudy run() { return study_batching(*system, design.inputs); }
};

}  // namespace

TEST_CASE("the study tells every request, in order, with the time outside the engine") {
  Engine engine;
  const BatchingStudy study = engine.run();
  CHECK(study.requests == 600);
  CHECK(study.rejected == 0);
  REQUIRE(study.ttft.size() == 600);
  CHECK(std::is_sorted(study.ttft.begin(), study.ttft.end()));
  CHECK(study.summary.ttft.max == study.ttft.back());
  CHECK(study.summary.ttft.p50 == study.ttft[299]);
  CHECK(study.summary.tpot.p99 == study.tpot[593]);  // the 594th of 600
  engine.set("engine.request_delay", 0);
  const double before = engine.run().ttft.front();
  engine.set("engine.request_delay", 0.25);
  CHECK(engine.run().ttft.front() == doctest::Approx(before + 0.25).epsilon(1e-9));
  CHECK(engine.run().ttft == engine.run().ttft);
}

TEST_CASE("goodput is the share of requests inside both targets") {
  Engine engine;
  engine.set("slo.ttft", 1e3);
  engine.set("slo.tpot", 1e3);
  const BatchingStudy all = engine.run();
  CHECK(all.summary.met == 1);
  CHECK(all.summary.goodput == all.summary.request_rate);
  engine.set("slo.ttft", all.summary.ttft.p50);
  const BatchingStudy half = engine.run();
  CHECK(half.summary.met == doctest::Approx(0.5).epsilon(0.02));
  engine.set("slo.tpot", 1e-9);
  CHECK(engine.run().summary.goodput == 0);
}

TEST_CASE("traffic that does not wait queues where callers do not, and bursts make the tail longer") {
  Engine engine;
  engine.set("load.batch", 16);
  engine.set("load.request_rate", 8);
  const double calm = engine.run().summary.ttft.p99;
  engine.set("load.burstiness", 10);
  CHECK(engine.run().summary.ttft.p99 > 2 * calm);
  engine.set("load.burstiness", 1);
  engine.set("load.request_rate", 1000);  // far beyond what 16 sequences serve
  const BatchingStudy flood = engine.run();
  engine.set("load.arrivals", 0);
  const BatchingStudy callers = engine.run();
  CHECK(callers.summary.ttft.p99 < 0.1 * flood.summary.ttft.p99);
  CHECK(callers.summary.request_rate == doctest::Approx(flood.summary.request_rate).epsilon(0.1));
}
