#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 03: the fleet of a thousand requests a second, prefill and decode pools under a TPOT target.

TEST_CASE("03: longer outputs hand the fleet from prefill to decode, a looser target hands decode to capacity") {
  Scenario plain("fleet", {});
  expect_flip(plain, {"pools", "load.output", 1, 32000, 395.417, 396, "prefill", "decode"});
  expect_flip(plain, {"walls", "load.output", 1, 32000, 395.417, 396, "compute", "bandwidth"});
  expect_flip(plain, {"decode_walls", "slo.tpot", 0.005, 0.2, 0.0324094, 0, "bandwidth", "capacity"});
}

TEST_CASE("03: GPUs by output length") {
  struct Row {
    const char* output;
    double prefill, decode, gpus;
  };
  for (const Row& row : {Row{"100", 66.8, 15.8, 83}, Row{"300", 66.8, 49.6, 117}, Row{"1000", 66.8, 192.2, 260}}) {
    Scenario s("fleet", {{"load.output", row.output}});
    CAPTURE(row.output);
    expect_value(s, "prefill_pool.need", row.prefill, 0.05);
    expect_value(s, "decode_pool.need", row.decode, 0.05);
    expect_value(s, "fleet.gpus", row.gpus, 0);
  }
}

TEST_CASE("03: the knee of a replica and the requests in flight") {
  Scenario s("fleet", {});
  expect_value(s, "prefill.rate", 29938, 0.5);
  expect_value(s, "decode_pool.batch", 151.3, 0.05);
  expect_value(s, "decode.throughput", 6050, 0.5);
  expect_value(s, "fleet.in_flight", 7567, 0.5);
}

TEST_CASE("03: three and a third times the output is 2.2 times the fleet") {
  Scenario few("fleet", {});
  Scenario many("fleet", {{"load.output", "1000"}});
  const double ratio = many.subject.at("fleet.need") / few.subject.at("fleet.need");
  CHECK(std::abs(ratio - 2.2) < 0.05);
}

TEST_CASE("03: no fleet serves a target below the step of a single request") {
  Scenario above("fleet", {{"slo.tpot", "6.95ms"}});
  CHECK(judge(*above.subject.system, above.subject.evaluation()).meets);
  CHECK(above.subject.at("fleet.gpus") > 2000);
  Scenario below("fleet", {{"slo.tpot", "6.93ms"}});
  CHECK_FALSE(judge(*below.subject.system, below.subject.evaluation()).meets);
  CHECK(below.subject.leader("requirement") == "bandwidth");
  CHECK(std::isnan(below.subject.at("fleet.gpus")));
  CHECK(std::isnan(below.subject.at("cost.per_million_output_tokens")));
  expect_value(below, "alone.step_time", 6.94e-3, 0.005e-3);
}
