#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 16: dense-70b on TP4, 20 tasks a second of 20 calls, p95 of a task inside 60 s, 128 GPUs.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"llm", "dense-70b"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"agents", set};
}
const Settings all_8 = {{"llm.bytes_per_param", "1"}, {"llm.kv_bytes_per_element", "1"}, {"llm.gemm_dtype", "fp8"}};

Settings with(Settings set, const char* name, const char* value) {
  set.emplace_back(name, value);
  return set;
}

}  // namespace

TEST_CASE("16: GPUs hold the tasks, and then only the tail is left") {
  Scenario plain = lesson({});
  expect_flip(plain, {"walls", "fleet.gpus_available", 8, 4096, 263.647, 264, "capacity", "latency"});
  Scenario small = lesson(all_8);
  expect_flip(small, {"walls", "fleet.gpus_available", 8, 4096, 92.3891, 93, "capacity", "latency"});
  expect_flip(small, {"requirement", "agent.calls", 1, 50, 0, 25, "met", "latency"});
  expect_flip(small, {"requirement", "agent.call_p99", 0.5, 30, 14.8, 0, "met", "latency"});
}

TEST_CASE("16: the tail of a task, and what tasks hold") {
  for (const auto& [calls, p95] : {std::pair{"20", 50.2}, {"24", 59.4}, {"25", 61.7}}) {
    Scenario tasks = lesson({{"agent.calls", calls}});
    expect_value(tasks, "agent.task_p95", p95, 0.05);
  }
  Scenario plain = lesson({});
  expect_value(plain, "agent.in_flight", 920, 0.5);
  expect_value(plain, "kv.bytes_per_sequence", 9.83e9, 0.005e9);
  expect_value(plain, "fleet.resident", 16.7, 0.05);
  expect_value(plain, "fleet.need", 221, 0.5);
  CHECK_FALSE(judge(*plain.subject.system, plain.subject.evaluation()).meets);
  Scenario small = lesson(all_8);
  expect_value(small, "fleet.resident", 47.6, 0.05);
  expect_value(small, "fleet.need", 77, 0.5);
  expect_value(small, "fleet.gpus", 104, 0);
  expect_value(small, "cost.per_task", 0.0029, 0.00005);
  CHECK(judge(*small.subject.system, small.subject.evaluation()).meets);
  Scenario offloaded = lesson(with(all_8, "cache.offload", "on"));
  expect_value(offloaded, "agent.duty", 0.35, 0.005);
  expect_value(offloaded, "agent.swap_time", 22e-3, 0.5e-3);
  expect_value(offloaded, "fleet.need", 27, 0.5);
}
