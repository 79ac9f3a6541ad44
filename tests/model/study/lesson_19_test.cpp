#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 19: an image by 28 steps of a 12B diffusion transformer.

TEST_CASE("19: steps, tokens and phases") {
  Scenario s("image_diffusion", {});
  expect_flip(s, {"requirement", "diffusion.steps", 1, 64, 18.5319, 19, "met", "compute"});
  expect_flip(s, {"phases", "diffusion.steps", 1, 64, 1.18289, 2, "fixed", "denoise"});
  expect_flip(s, {"walls", "diffusion.tokens", 16, 65536, 209.676, 210, "bandwidth", "compute"});
  expect_flip(s, {"step_parts", "diffusion.tokens", 16, 65536, 34265.35, 34266, "linear", "quadratic"});
}

TEST_CASE("19: FLOP, seconds, dollars") {
  const Scenario s("image_diffusion", {});
  expect_value(s, "step.flops", 125.5e12, 0.05e12);
  expect_value(s, "step.time", 0.254, 5e-4);
  expect_value(s, "diffusion.image_time", 7.40, 5e-3);
  expect_value(s, "fleet.gpus", 97, 0);
  expect_value(s, "cost.per_image", 0.0054, 5e-5);
  const Scenario guided("image_diffusion", {{"diffusion.guidance", "on"}});
  expect_value(guided, "diffusion.image_time", 14.5, 0.05);
  expect_value(guided, "fleet.gpus", 189, 0);
  expect_value(guided, "cost.per_image", 0.0105, 5e-5);
  const Scenario four("image_diffusion", {{"diffusion.steps", "4"}});
  expect_value(four, "diffusion.image_time", 0.3 + 4 * 0.25362, 1e-4);
}

// 10 images a second of 7.4 s keep 74 GPUs busy. Erlang's recursion, server by server, is the second derivation.
TEST_CASE("19: what the headroom of 1.3 buys: nearly nobody waits, at 1.05 every second one does") {
  for (const auto& [headroom, gpus] : {std::pair{"1.3", 97}, {"1.05", 78}}) {
    const Scenario s("image_diffusion", {{"fleet.headroom", headroom}});
    expect_value(s, "fleet.gpus", gpus, 0);
    const double load = 10 * s.subject.at("diffusion.image_time");
    double lost = 1;
    for (int c = 1; c <= gpus; ++c) lost = load * lost / (c + load * lost);
    const double waits = gpus * lost / (gpus - load * (1 - lost));
    CHECK(relative(s.subject.at("queue.waits"), waits) < 1e-9);
    CHECK(relative(s.subject.at("queue.mean_wait"), waits * load / 10 / (gpus - load)) < 1e-9);
    if (gpus == 97) CHECK(s.subject.at("queue.wait_quantile") == 0);
    if (gpus == 78) CHECK(s.subject.at("queue.waits") > 0.5);
  }
}
