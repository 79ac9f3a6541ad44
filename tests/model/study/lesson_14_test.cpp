#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 14: dense-70b on TP4, 10 M users, 80% of 2,000 tokens of history cached, $0.10 a user and month.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"llm", "dense-70b"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"chat", set};
}
const Settings w8a16_kv8 = {{"llm.bytes_per_param", "1"}, {"llm.kv_bytes_per_element", "1"}};
const Settings all_8 = {{"llm.bytes_per_param", "1"}, {"llm.kv_bytes_per_element", "1"}, {"llm.gemm_dtype", "fp8"}};

}  // namespace

TEST_CASE("14: how much history the budget pays for") {
  Scenario plain = lesson({});
  expect_flip(plain, {"requirement", "load.history", 100, 16000, 1029.61, 1030, "met", "dollars"});
  Scenario small = lesson(all_8);
  expect_flip(small, {"requirement", "load.history", 100, 16000, 2798.44, 2799, "met", "dollars"});
}

TEST_CASE("14: pools, decode's walls, and what holding a session costs") {
  Scenario plain = lesson({});
  expect_flip(plain, {"pools", "cache.hit_rate", 0, 1, 0.699806, 0, "prefill", "decode"});
  expect_flip(plain, {"decode_walls", "load.history", 100, 16000, 700.475, 701, "compute", "capacity"});
  expect_flip(plain, {"hold", "cache.retention", 1, 3600, 66.6204, 0, "recompute", "hold"});
  expect_value(plain, "cache.break_even", 66.62, 0.005);
  Scenario small = lesson(all_8);
  expect_flip(small, {"pools", "load.history", 100, 16000, 4672.78, 4673, "decode", "prefill"});
}

TEST_CASE("14: fleets and bills; a fleet is counted in whole replicas of four") {
  Scenario plain = lesson({});
  expect_value(plain, "load.request_rate", 2778, 0.5);
  expect_value(plain, "decode_pool.batch", 226, 0.5);
  expect_value(plain, "serving.tpot", 36.4e-3, 0.05e-3);
  expect_value(plain, "prefill_pool.need", 374, 0.5);
  expect_value(plain, "decode_pool.need", 536, 0.5);
  CHECK(plain.subject.leader("decode_walls") == "capacity");
  expect_value(plain, "cost.per_month", 1.73e6, 0.005e6);
  expect_value(plain, "cost.per_user", 0.173, 0.0005);
  Scenario some = lesson(w8a16_kv8);
  expect_value(some, "decode_pool.need", 237, 0.5);
  expect_value(some, "decode.compute_time", 38.1e-3, 0.05e-3);
  CHECK(some.subject.leader("decode_walls") == "compute");
  expect_value(some, "cost.per_user", 0.116, 0.001);
  Scenario small = lesson(all_8);
  expect_value(small, "prefill_pool.need", 187, 0.5);
  expect_value(small, "decode_pool.need", 208, 0.5);
  expect_value(small, "cost.per_user", 0.075, 0.0005);
  for (const auto& [history, gpus] : {std::pair{"500", 236}, {"1000", 307}, {"4000", 986}, {"8000", 1883}}) {
    Scenario longer = lesson({{"load.history", history}});
    expect_value(longer, "decode_pool.need", gpus, 0.5);
  }
}
