#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 03a: one request on one GPU; what it holds on average is its prompt and half of its output.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"load.batch", "1"}, {"load.held", "prompt and half the output"}};
  set.insert(set.end(), more.begin(), more.end());
  Scenario scenario{"replica", set};
  const Issues issues = add_contest(*scenario.subject.system, "tenants", Pick::largest,
                                    {"decode.weight_bytes", "decode.kv_bytes"}, {"weights", "kv"});
  CHECK(issues.empty());
  return scenario;
}

}  // namespace

TEST_CASE("03a: which phase owns the wait, which bytes the step, which FLOP the prompt") {
  Scenario s = lesson({});
  expect_flip(s, {"phases", "load.output", 2, 32000, 11.6329, 12, "ttft", "decode"});
  expect_flip(s, {"tenants", "load.batch", 1, 1024, 56.7769, 57, "weights", "kv"});
  expect_flip(s, {"prefill_parts", "load.prompt", 16, 131072, 61035.16, 0, "linear", "quadratic"});
  Scenario large = lesson({{"llm", "dense-70b"}, {"split.tp", "4"}});
  expect_flip(large, {"prefill_parts", "load.prompt", 16, 131072, 106811.5, 0, "linear", "quadratic"});
}

TEST_CASE("03a: prefill, step, first token, whole request") {
  Scenario s = lesson({});
  expect_value(s, "prefill.time", 66.8e-3, 0.05e-3);
  expect_value(s, "decode.step_time", 6.94e-3, 0.005e-3);
  expect_value(s, "serving.ttft", 73.7e-3, 0.05e-3);
  expect_value(s, "serving.decode_time", 2.08, 0.005);
  CHECK(relative(s.subject.at("serving.latency"), 0.0737 + 2.08) < 5e-3);
  Scenario busy = lesson({{"queue.utilisation", "0.8"}});
  expect_value(busy, "serving.ttft", 207e-3, 0.5e-3);
  Scenario twice = lesson({{"load.prompt", "4000"}});
  expect_value(twice, "serving.ttft", 144.9e-3, 0.05e-3);
}
