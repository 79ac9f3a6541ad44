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
