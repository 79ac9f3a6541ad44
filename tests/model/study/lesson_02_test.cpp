#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 02: napkin arithmetic of serving and of training.

TEST_CASE("02: which tenant owns memory") {
  Scenario s("napkin", {});
  expect_flip(s, {"tenants", "kv.cached_tokens", 1e3, 1e7, 122070.3, 122071, "weights", "kv"});
  Scenario large("napkin", {{"llm", "dense-70b"}});
  expect_flip(large, {"tenants", "kv.cached_tokens", 1e3, 1e7, 427246.1, 427247, "weights", "kv"});
  Scenario even("napkin", {{"kv.cached_tokens", "122070"}});
  expect_value(even, "serve.requests", 14.9, 0.05);
}

TEST_CASE("02: what ends a training plan") {
  Scenario one("napkin",
               {{"plan.mode", "train"}, {"train.gpus", "1"}, {"train.tokens", "1e12"}, {"train.budget", "5e8"}});
  expect_flip(one, {"walls", "llm.params", 1e9, 500e9, 4.75e9, 0, "compute", "capacity"});
  Scenario large("napkin", {{"plan.mode", "train"}, {"llm", "dense-70b"}});
  expect_flip(large, {"walls", "train.tokens", 1e11, 5e13, 1.69611e13, 0, "compute", "dollars"});
}

TEST_CASE("02: 70B on 15 T tokens; twice the GPUs halve the days and leave the bill alone") {
  Scenario s("napkin", {{"plan.mode", "train"}, {"llm", "dense-70b"}});
  expect_value(s, "train.flops", 6.3e24, 0.05e24);
  expect_value(s, "train.time", 180 * 86400.0, 0.5 * 86400);
  expect_value(s, "train.gpu_time", 4.42e6 * 3600, 0.005e6 * 3600);
  expect_value(s, "train.cost", 8.84e6, 0.005e6);
  Scenario twice("napkin", {{"plan.mode", "train"}, {"llm", "dense-70b"}, {"train.gpus", "2048"}});
  CHECK(relative(twice.subject.at("train.cost"), s.subject.at("train.cost")) < 1e-14);
  CHECK(relative(twice.subject.at("train.time") * 2, s.subject.at("train.time")) < 1e-14);
}

// 16 bytes each of 13e9 parameters over 76e9 bytes a GPU; dollars fall as 1 / MFU.
TEST_CASE("02: GPUs that hold the Adam state of 13B, and a point of MFU") {
  Scenario s("napkin", {{"plan.mode", "train"}, {"llm", "dense-13b"}});
  expect_value(s, "train.gpus_to_hold", 3, 0);
  Scenario better("napkin", {{"plan.mode", "train"}, {"llm", "dense-13b"}, {"train.mfu_assumed", "41%"}});
  CHECK(relative(better.subject.at("train.cost") / s.subject.at("train.cost"), 40.0 / 41) < 1e-14);
}

TEST_CASE("02: a plan over its budget, or too large for its GPUs, does not meet") {
  Scenario dear("napkin", {{"plan.mode", "train"}, {"llm", "dense-70b"}, {"train.tokens", "17e12"}});
  CHECK(dear.subject.leader("requirement") == "dollars");
  CHECK(dear.subject.at("train.cost") > 1e7);
  Scenario large("napkin", {{"plan.mode", "train"}, {"llm", "dense-70b"}, {"train.gpus", "8"}});
  CHECK_FALSE(judge(*large.subject.system, large.subject.evaluation()).fits);
  CHECK(std::isnan(large.subject.at("train.cost")));
  Scenario full("napkin", {{"kv.cached_tokens", "1e6"}});
  CHECK_FALSE(judge(*full.subject.system, full.subject.evaluation()).fits);
  CHECK(std::isnan(full.subject.at("serve.step_time")));
}
