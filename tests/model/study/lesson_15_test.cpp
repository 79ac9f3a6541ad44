#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 15: dense-70b on TP4, 500 questions a second with 7,000 retrieved tokens behind 1,500 cached ones.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"llm", "dense-70b"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"rag", set};
}

}  // namespace

TEST_CASE("15: what the first token waits for") {
  Scenario plain = lesson({});
  expect_flip(plain, {"ttft_parts", "cache.hit_rate", 0, 1, 0.674799, 0, "compute", "storage"});
  Scenario whole = lesson({{"cache.recompute", "0"}});
  expect_flip(whole, {"ttft_parts", "cache.hit_rate", 0, 1, 0.581483, 0, "compute", "storage"});
  expect_flip(plain, {"reuse", "storage.read_bw", 0.1e9, 100e9, 4.98239e9, 0, "storage", "compute"});
  Scenario reused = lesson({{"cache.hit_rate", "70%"}});
  expect_flip(reused, {"requirement", "retrieval.time", 0.005, 5, 1.21414, 0, "met", "latency"});
}

TEST_CASE("15: seconds, GPUs and dollars, cold and at 70%; a fleet is counted in whole replicas of four") {
  Scenario cold = lesson({});
  expect_value(cold, "retrieval.prefill_time", 0.542, 0.0005);
  expect_value(cold, "serving.ttft", 0.776, 0.0005);
  expect_value(cold, "prefill_pool.need", 1083, 0.5);
  expect_value(cold, "decode_pool.need", 478, 0.5);
  expect_value(cold, "decode_pool.batch", 57.5, 0.05);
  CHECK(cold.subject.leader("decode_walls") == "capacity");
  expect_value(cold, "cost.per_request", 2.26e-3, 0.005e-3);
  Scenario reused = lesson({{"cache.hit_rate", "70%"}});
  expect_value(reused, "retrieval.prefill_time", 0.219, 0.0005);
  expect_value(reused, "retrieval.storage_time", 0.232, 0.0005);
  expect_value(reused, "serving.ttft", 0.486, 0.0005);
  expect_value(reused, "prefill_pool.need", 439, 0.5);
  expect_value(reused, "cost.per_request", 1.33e-3, 0.005e-3);
}
