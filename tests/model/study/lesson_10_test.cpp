#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 10: is the experiment or the GPU the bottleneck?

TEST_CASE("10: traffic and effect size at which training takes longer than the experiment") {
  Scenario s("flywheel", {});
  expect_flip(s, {"cycle", "eval.eligible_per_day", 100, 1e8, 1371.43, 1372, "statistics", "gpu"});
  expect_flip(s, {"cycle", "eval.mde", 0.0005, 0.1, 0.00234216, 0, "statistics", "gpu"});
  expect_flip(s, {"requirement", "eval.eligible_per_day", 100, 1e8, 1371.43, 1372, "evidence", "met"});
}

TEST_CASE("10: arms, days, labels, judges") {
  Scenario s("flywheel", {});
  expect_value(s, "eval.per_arm", 9600, 1e-6);
  expect_value(s, "eval.days", 0.19, 5e-3);
  expect_value(s, "eval.label_days", 10.4, 0.05);
  expect_value(s, "eval.judge_bill", 250, 1e-9);
  const Scenario slow("flywheel", {{"eval.mde", "0.005"}, {"eval.eligible_per_day", "10000"}});
  expect_value(slow, "eval.days", 30.7, 0.05);
  const Scenario cuped("flywheel", {{"eval.cuped_rho", "0.5"}});
  expect_value(cuped, "eval.per_arm", 0.75 * 9600, 1e-6);
  const Scenario half("flywheel", {{"eval.mde", "0.01"}});  // half the effect, four times the users
  expect_value(half, "eval.per_arm", 4 * 9600, 1e-6);
}

// sqrt(.6 * .4 / 200) = 3.46 points; leak .03 + .97 * .6 = .612; by chance .6^2 + .4^2 = .52, kappa = .33 / .48
TEST_CASE("10: what a suite resolves, a leak adds, an agreement is worth") {
  const Scenario s("flywheel", {{"eval.leak", "0.03"}});
  expect_value(s, "eval.standard_error", 0.034641, 5e-7);
  expect_value(s, "eval.half_width", 1.959964 * 0.034641, 5e-7);
  expect_value(s, "eval.inflation", 0.012, 1e-12);
  expect_value(s, "eval.by_chance", 0.6 * 0.6 + 0.4 * 0.4, 1e-12);
  expect_value(s, "eval.kappa", 0.6875, 1e-12);
  expect_value(s, "eval.exact_factor", 15.698, 5e-4);  // 2 (1.95996 + 0.84162)^2
}
