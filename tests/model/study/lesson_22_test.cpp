#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 22: 800 ms from mouth to ear.

TEST_CASE("22: the prompt and the pause that the budget allows") {
  Scenario s("voice", {});
  expect_flip(s, {"requirement", "load.prompt", 100, 64000, 6687.72, 6688, "met", "latency"});
  expect_flip(s, {"requirement", "voice.endpoint", 0.05, 1, 0.438202, 0, "met", "latency"});
  Scenario large("voice", {{"llm", "dense-70b"}, {"split.tp", "4"}});
  expect_flip(large, {"requirement", "load.prompt", 100, 64000, 3290.84, 3291, "met", "latency"});
}

TEST_CASE("22: first token, whole chain, streams, price") {
  const Scenario s("voice", {});
  expect_value(s, "voice.ttft", 0.122, 5e-4);
  expect_value(s, "voice.whole", 0.662, 5e-4);
  expect_value(s, "voice.streams", 77, 0);
  expect_value(s, "cost.per_minute", 0.000433, 5e-7);
  const Scenario large("voice", {{"llm", "dense-70b"}, {"split.tp", "4"}});
  expect_value(large, "voice.ttft", 0.238, 5e-4);
  // half a second of pause: 60 ms are left, 20 of them the step
  const Scenario pause("voice", {{"voice.endpoint", "0.5"}});
  expect_value(pause, "voice.left", 0.06, 1e-12);
  CHECK_FALSE(judge(*pause.subject.system, pause.subject.evaluation()).meets);
}

// At napkin fidelity the prefill has no network; in detail four GPUs wait for 160 all-reduces of the whole prompt.
TEST_CASE("22: in detail the chain adds up, and TP4 pays for its all-reduces") {
  const Scenario s("voice", {{"llm", "dense-70b"}, {"split.tp", "4"}, {"model.fidelity", "detailed"}});
  const double fixed = 0.3 + 0.06 + 0.08 + 0.1;
  const double step = s.subject.at("voice.step");  // of the turns that memory and target let in
  CHECK(relative(s.subject.at("voice.whole"), fixed + s.subject.at("prefill.time") + step) < 1e-12);
  CHECK(step != 0.02);
  CHECK(relative(step, 0.02) < 0.1);
  CHECK(s.subject.at("prefill.time") >
        s.subject.at("prefill.flops") / (4 * 989.4e12) + s.subject.at("prefill.net_time"));
  CHECK(s.subject.at("prefill.net_time") > 0);
}
