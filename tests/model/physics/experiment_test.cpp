#include "model/physics/experiment.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <string_view>
#include <vector>

using namespace wallflip;

namespace {

struct Trial {
  Sheet sheet;
  Experiment test{sheet.section("eval")};
  std::vector<double> inputs = sheet.defaults();

  explicit Trial(int fidelity) {
    REQUIRE(sheet.issues().empty());
    set("model.fidelity", fidelity);
  }
  void set(std::string_view name, double value) {
    inputs[static_cast<size_t>(sheet.node(sheet.find(name)).index)] = value;
  }
  double at(Quantity q) const { return evaluate_nodes(sheet, inputs)[static_cast<size_t>(q.node)]; }
};

// Share of simulated experiments that find the difference, by the test with one pooled variance.
double found(const Trial& t, double p, double q, double control, double treated) {
  std::mt19937_64 random(11);
  std::binomial_distribution<long> a(std::lround(control), p), b(std::lround(treated), q);
  const double z = t.at(t.test.z_confidence), trials = 20'000;
  int times = 0;
  for (int i = 0; i < trials; ++i) {
    const double one = static_cast<double>(a(random)) / control, other = static_cast<double>(b(random)) / treated;
    const double pooled = (one * control + other * treated) / (control + treated);
    times += std::abs(other - one) > z * std::sqrt(pooled * (1 - pooled) * (1 / control + 1 / treated)) ? 1 : 0;
  }
  return times / trials;
}

}  // namespace

// 5 % against 10 %, 95 % confidence, 80 % power, equal arms: 435 each, in every table.
TEST_CASE("detailed: the textbook's sample size") {
  Trial t(1);
  t.set("eval.baseline", 0.05);
  t.set("eval.mde", 0.05);
  CHECK(std::ceil(t.at(t.test.per_arm)) == 435);
}

// 20,000 experiments: the power is counted to 0.3 points; 1.5 points cover that and the normal approximation.
TEST_CASE("detailed: experiments of the size asked for find the difference as often as asked for") {
  struct Row {
    double baseline, mde, share, power;
  };
  for (const Row& row : {Row{0.6, 0.02, 0.5, 0.8}, Row{0.2, 0.04, 0.1, 0.8}, Row{0.7, 0.05, 0.3, 0.95}}) {
    Trial t(1);
    t.set("eval.baseline", row.baseline);
    t.set("eval.mde", row.mde);
    t.set("eval.treatment_share", row.share);
    t.set("eval.power", row.power);
    const double users = t.at(t.test.users);
    CAPTURE(row.share);
    CHECK(std::abs(found(t, row.baseline, row.baseline + row.mde, users * (1 - row.share), users * row.share) -
                   row.power) < 0.015);
  }
}

TEST_CASE("both fidelities agree on small differences between equal arms, and part where arms are unequal") {
  Trial t(1);
  t.set("eval.mde", 1e-4);
  CHECK(t.at(t.test.per_arm) / t.at(t.test.napkin_per_arm) ==
        doctest::Approx(t.at(t.test.exact_factor) / 16).epsilon(1e-3));
  // the large arm is known almost exactly, so the small one needs half as many
  t.set("eval.treatment_share", 0.01);
  CHECK(t.at(t.test.per_arm) / t.at(t.test.napkin_per_arm) ==
        doctest::Approx(15.7 / 16 * 0.99 / 2 / 0.98).epsilon(0.02));
  t.set("model.fidelity", 0);
  CHECK(t.at(t.test.per_arm) == t.at(t.test.napkin_per_arm));
}

TEST_CASE("detailed: more power, more confidence, a smaller difference take longer, CUPED shortens") {
  for (const auto& [input, low, high] : {std::tuple{"eval.power", 0.6, 0.99}, std::tuple{"eval.confidence", 0.6, 0.99},
                                         std::tuple{"eval.mde", 0.05, 0.001}, std::tuple{"eval.cuped_rho", 0.9, 0.0}}) {
    Trial t(1);
    double before = 0;
    for (double step = 0; step <= 1; step += 0.1) {
      t.set(input, low + (high - low) * step);
      CHECK(t.at(t.test.days) > before);
      before = t.at(t.test.days);
    }
  }
}
