#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 21: a small model on a phone.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"gpu", "phone"}, {"llm", "dense-3b"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"on_device", set};
}

}  // namespace

TEST_CASE("21: the largest model at ten tokens a second, the prompt that makes the first token the longer wait") {
  Scenario s = lesson({});
  expect_flip(s, {"requirement", "llm.params", 5e8, 7e10, 8.25833e9, 0, "met", "bandwidth"});
  expect_flip(s, {"phases", "load.prompt", 16, 32000, 5164.61, 5165, "decode", "ttft"});
}

TEST_CASE("21: a token, the first token, the memory") {
  const Scenario s = lesson({});
  expect_value(s, "decode.step_time", 37.9e-3, 0.05e-3);
  expect_value(s, "serving.ttft", 1.27, 5e-3);
  expect_value(s, "memory.needed_bytes", 1.80e9, 5e6);
  const Scenario large = lesson({{"llm", "dense-8b"}});  // at ten tokens a second: just
  CHECK(judge(*large.subject.system, large.subject.evaluation()).meets);
  // (8e9 * .5625 + 131,072 * 1,000) / (68e9 * .7)
  expect_value(large, "decode.step_time", 97.3e-3, 0.05e-3);
}

// No fidelity beats the data sheet: reading the bytes once at full bandwidth, doing the FLOP at the peak.
TEST_CASE("21: in detail a token and a first token are slower than the data sheet allows, and not by ten times") {
  const Scenario s = lesson({{"model.fidelity", "detailed"}});
  const double read = s.subject.at("decode.needed_bytes") / 68e9;
  CHECK(s.subject.at("decode.step_time") > read);
  CHECK(s.subject.at("decode.step_time") < 10 * read);
  const double peak = s.subject.at("prefill.flops") / 10e12;
  CHECK(s.subject.at("serving.ttft") > peak);
  CHECK(s.subject.at("serving.ttft") < 10 * peak);
}
