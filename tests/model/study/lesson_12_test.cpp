#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 12: dense-70b on TP4 pools, 500 requests a second, 1,024 GPUs. The system's own widths are W8A8-KV8.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"llm", "dense-70b"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"capstone", set};
}
const Settings w8a16_kv8 = {{"llm.gemm_dtype", "bf16"}};
const Settings bf16 = {{"llm.gemm_dtype", "bf16"}, {"llm.bytes_per_param", "2"}, {"llm.kv_bytes_per_element", "2"}};

Settings with(Settings set, const char* name, const char* value) {
  set.emplace_back(name, value);
  return set;
}

}  // namespace

TEST_CASE("12: how long answers may get before the GPUs run out") {
  Scenario all = lesson({});
  expect_flip(all, {"requirement", "load.output", 50, 64000, 5062.72, 5063, "met", "dollars"});
  Scenario gemms = lesson(w8a16_kv8);
  expect_flip(gemms, {"requirement", "load.output", 50, 64000, 4827.95, 4828, "met", "dollars"});
  Scenario none = lesson(bf16);
  expect_flip(none, {"requirement", "load.output", 50, 64000, 2625.27, 2626, "met", "dollars"});
}

TEST_CASE("12: what decode runs into") {
  Scenario all = lesson({});
  expect_flip(all, {"decode_walls", "load.output", 50, 64000, 597.922, 598, "compute", "capacity"});
  expect_flip(all, {"decode_walls", "slo.tpot", 0.01, 0.2, 0.0387083, 0, "bandwidth", "capacity"});
  Scenario gemms = lesson(w8a16_kv8);
  expect_flip(gemms, {"decode_walls", "load.output", 50, 64000, 3196.37, 3197, "compute", "capacity"});
}

TEST_CASE("12: the table of GPUs") {
  Scenario none = lesson(bf16);
  expect_value(none, "decode_pool.batch", 167, 0.5);
  expect_value(none, "serving.tpot", 35.7e-3, 0.05e-3);
  expect_value(none, "decode_pool.gpus", 1716, 0);
  expect_value(none, "prefill_pool.need", 143, 0.5);
  CHECK_FALSE(judge(*none.subject.system, none.subject.evaluation()).meets);

  Scenario all = lesson({});
  expect_value(all, "decode_pool.running", 476, 0);
  expect_value(all, "serving.tpot", 38.7e-3, 0.05e-3);
  expect_value(all, "decode.mem_time", 32.4e-3, 0.05e-3);
  expect_value(all, "decode.compute_time", 14.0e-3, 0.05e-3);
  expect_value(all, "decode.net_time", 6.3e-3, 0.05e-3);
  expect_value(all, "decode_pool.gpus", 652, 0);
  expect_value(all, "prefill_pool.need", 71, 0.5);
  expect_value(all, "fleet.gpus", 724, 0);
  expect_value(all, "fleet.gpus_left", 300, 0);
  expect_value(all, "cost.per_million_output_tokens", 0.20, 0.005);
  CHECK(judge(*all.subject.system, all.subject.evaluation()).meets);
}

TEST_CASE("12: fp8 GEMMs only help decode when its answers are short") {
  Scenario gemms = lesson(w8a16_kv8);
  expect_value(gemms, "decode_pool.gpus", 652, 0);
  expect_value(gemms, "prefill_pool.need", 143, 0.5);
  expect_value(gemms, "fleet.gpus", 796, 0);
  CHECK(gemms.subject.leader("decode_walls") == "capacity");
  Scenario shorter = lesson(with({}, "load.output", "2500"));
  expect_value(shorter, "decode_pool.gpus", 320, 0);
  expect_value(shorter, "prefill_pool.need", 71, 0.5);
  Scenario shorter_gemms = lesson(with(w8a16_kv8, "load.output", "2500"));
  expect_value(shorter_gemms, "decode_pool.gpus", 356, 0);
  CHECK(shorter_gemms.subject.leader("decode_walls") == "compute");
}
