#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 13: dense-8b on single GPUs, 2,000 triggers a second of 6,000 tokens, p95 of TTFT inside 200 ms.

TEST_CASE("13: the wall moves from compute to the sessions held") {
  Scenario plain{"completion", {}};
  expect_flip(plain, {"walls", "cache.hit_rate", 0, 1, 0.819177, 0, "compute", "capacity"});
  Scenario kv8{"completion", {{"llm.kv_bytes_per_element", "1"}}};
  expect_flip(kv8, {"walls", "cache.hit_rate", 0, 1, 0.911716, 0, "compute", "capacity"});
}

TEST_CASE("13: the tail is a miss until misses are rarer than the percentile") {
  Scenario plain{"completion", {}};
  expect_flip(plain, {"requirement", "cache.hit_rate", 0, 1, 0, 0.95, "latency", "met"});
  Scenario cold{"completion", {{"cache.hit_rate", "0"}}};
  expect_flip(cold, {"requirement", "load.context", 500, 32768, 5339.02, 5340, "met", "latency"});
  expect_value(cold, "serving.ttft", 0.226, 0.0005);
  Scenario warm{"completion", {{"cache.hit_rate", "95%"}}};
  expect_value(warm, "serving.ttft", 12.7e-3, 0.05e-3);
}

TEST_CASE("13: GPUs of each wall, sessions and dollars") {
  Scenario cold{"completion", {{"cache.hit_rate", "0"}}};
  expect_value(cold, "fleet.compute", 428, 0.5);
  Scenario most{"completion", {{"cache.hit_rate", "95%"}}};
  expect_value(most, "fleet.compute", 23, 0.5);
  expect_value(most, "session.alive", 6000, 0);
  expect_value(most, "kv.bytes_per_sequence", 0.79e9, 0.005e9);
  expect_value(most, "session.bytes", 4.73e12, 0.005e12);
  expect_value(most, "session.gpus", 78.8, 0.05);
  expect_value(most, "decode_pool.bandwidth", 25.5, 0.05);
  expect_value(most, "fleet.gpus", 103, 0);
  expect_value(most, "cost.per_request", 0.0286e-3, 0.00005e-3);
  Scenario nearly_all{"completion", {{"cache.hit_rate", "99%"}}};
  expect_value(nearly_all, "fleet.compute", 6.1, 0.05);
  Scenario kv8{"completion", {{"cache.hit_rate", "95%"}, {"llm.kv_bytes_per_element", "1"}}};
  expect_value(kv8, "session.gpus", 39.4, 0.05);
  expect_value(kv8, "fleet.gpus", 52, 0);
  expect_value(kv8, "cost.per_request", 0.0144e-3, 0.00005e-3);
}
