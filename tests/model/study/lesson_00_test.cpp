#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 00: one GPU, one sequence, no context, no target: time walls are measured against the step itself.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"load.batch", "1"}, {"load.context", "0"}, {"slo.stated", "no"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"replica", set};
}

}  // namespace

TEST_CASE("00: the largest model that one GPU holds") {
  struct Row {
    const char* name;
    const char* value;
    double largest;
  };
  for (const Row& row : {Row{"gpu", "h100-sxm", 3.8e10}, Row{"gpu", "h200-sxm", 6.85e10},
                         Row{"gpu", "b200-sxm", 8.8e10}, Row{"llm.bytes_per_param", "0.5", 1.52e11}}) {
    Scenario s = lesson({{row.name, row.value}});
    expect_flip(s, {"walls", "llm.params", 1e9, 405e9, row.largest, 0, "bandwidth", "capacity"});
  }
}

TEST_CASE("00: one token, and none to show of what does not fit") {
  Scenario s = lesson({});
  expect_value(s, "decode.step_time", 6.82e-3, 0.005e-3);
  CHECK(judge(*s.subject.system, s.subject.evaluation()).meets);
  Scenario most = lesson({{"llm.params", "38e9"}});
  expect_value(most, "decode.step_time", 32.4e-3, 0.05e-3);
  Scenario more = lesson({{"llm.params", "38.1e9"}});
  CHECK(std::isnan(more.subject.at("decode.step_time")));
  CHECK_FALSE(judge(*more.subject.system, more.subject.evaluation()).fits);
}

// 405e9 parameters of 2 bytes over 76e9 bytes a GPU; a 70B of half a byte leaves 41e9 bytes for 327,680 a token.
TEST_CASE("00: GPUs for 405B, and the tokens a 4-bit 70B leaves room for") {
  Scenario large = lesson({{"llm", "dense-405b"}});
  expect_value(large, "memory.gpus_to_hold", 11, 0);
  Scenario small = lesson({{"llm", "dense-70b"}, {"llm.bytes_per_param", "0.5"}});
  CHECK(judge(*small.subject.system, small.subject.evaluation()).fits);
  expect_value(small, "memory.free_tokens", 41e9 / 327680, 1e-6);
}

// However far from the target a design is, without one it only has to fit.
TEST_CASE("00: without a target every design that fits meets") {
  for (const char* tp : {"1", "4", "16"}) {
    for (const char* batch : {"1", "40", "200"}) {
      Scenario s = lesson({{"split.tp", tp}, {"load.batch", batch}, {"load.context", "2048"}, {"slo.tpot", "5ms"}});
      CAPTURE(tp);
      CAPTURE(batch);
      CHECK(judge(*s.subject.system, s.subject.evaluation()).meets);
      const double sum = std::max(s.subject.at("pressure.bandwidth"), s.subject.at("pressure.compute")) +
                         s.subject.at("pressure.network");
      CHECK(std::abs(sum - 1) < 1e-12);
    }
  }
}
