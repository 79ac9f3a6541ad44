#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 18: a billion documents of 500 tokens in 12 hours; dense-8b in W8A8-KV8 with full memory.

namespace {

const Settings bf16 = {{"llm.bytes_per_param", "2"}, {"llm.kv_bytes_per_element", "2"}, {"llm.gemm_dtype", "bf16"}};

Scenario lesson(const Settings& more) {
  return {"batch_jobs", more};
}

Settings with(Settings set, const char* name, const char* value) {
  set.emplace_back(name, value);
  return set;
}

}  // namespace

TEST_CASE("18: what the hours go into") {
  Scenario plain = lesson({});
  expect_flip(plain, {"pools", "load.output", 1, 4000, 378.591, 379, "prefill", "decode"});
  expect_flip(plain, {"decode_walls", "load.prompt", 16, 32768, 181.401, 182, "compute", "bandwidth"});
  Scenario shorter = lesson({{"load.output", "100"}});
  expect_flip(shorter, {"decode_walls", "load.prompt", 16, 32768, 381.401, 382, "compute", "bandwidth"});
  Scenario wide = lesson(bf16);
  expect_flip(wide, {"pools", "load.output", 1, 4000, 342.951, 343, "prefill", "decode"});
}

TEST_CASE("18: rewriting, on demand and on spot") {
  Scenario plain = lesson({});
  expect_value(plain, "job.output_rate", 11.6e6, 0.05e6);
  expect_value(plain, "decode.batch", 1383, 0.5);
  expect_value(plain, "decode.mem_time", 32.4e-3, 0.05e-3);
  expect_value(plain, "decode.compute_time", 18.6e-3, 0.05e-3);
  expect_value(plain, "job.decode_share", 0.59, 0.005);
  expect_value(plain, "fleet.gpu_time", 5518 * 3600.0, 1800);
  expect_value(plain, "fleet.gpus", 506, 0);
  expect_value(plain, "cost.job", 11036, 0.5);
  expect_value(plain, "cost.spot", 4635, 0.5);
  Scenario shorter = lesson({{"load.output", "100"}});
  expect_value(shorter, "decode.batch", 1887, 0.5);
  expect_value(shorter, "job.decode_share", 0.17, 0.005);
  expect_value(shorter, "cost.job", 5483, 1);
}

TEST_CASE("18: embedding and classifying") {
  Scenario embed = lesson({{"job", "embed"}});
  expect_value(embed, "job.read_rate", 762071, 0.5);
  expect_value(embed, "job.need", 15.2, 0.05);
  expect_value(embed, "cost.job", 365, 0.5);
  expect_value(embed, "vectors.bytes", 1.54e12, 0.005e12);
  expect_value(embed, "vectors.write_rate", 36e6, 0.5e6);
  Scenario classify = lesson(with(bf16, "job", "classify"));
  expect_value(classify, "job.read_rate", 30668, 0.5);
  expect_value(classify, "job.need", 377, 0.5);
  expect_value(classify, "cost.job", 9058, 0.5);
}
