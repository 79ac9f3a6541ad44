#include <cmath>

#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 11: is the bill idle, redundancy or work?

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"llm", "dense-70b"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"production", set};
}

}  // namespace

TEST_CASE("11: the peak at which most of the bill is idle, the spare that keeps the promise") {
  Scenario s = lesson({});
  expect_flip(s, {"bill", "demand.peak_to_mean", 1, 10, 1.64167, 0, "work", "idle"});
  expect_flip(s, {"requirement", "fleet.spares", 0, 10, 0, 3, "availability", "met"});
  Scenario single = lesson({{"gpu.availability", "0.99"}, {"split.tp", "1"}});
  expect_flip(single, {"requirement", "fleet.spares", 0, 10, 0, 3, "availability", "met"});
}

TEST_CASE("11: replicas, idle share, bill of a month, cold start") {
  const Scenario s = lesson({});
  expect_value(s, "fleet.replicas", 483, 1e-9);
  expect_value(s, "fleet.idle_share", 0.79, 5e-3);
  expect_value(s, "bill.per_month", 5.64e6, 5e3);
  expect_value(s, "start.load_time", 70, 1e-9);
}

TEST_CASE("11: availability of 25 replicas with spares (E17)") {
  struct Row {
    const char* up;
    const char* tp;
    const char* spares;
    double percent, half_a_digit;
  };
  for (const Row& row : {Row{"0.99", "1", "0", 77.782, 5e-4}, Row{"0.99", "1", "1", 97.228, 5e-4},
                         Row{"0.99", "1", "2", 99.756, 5e-4}, Row{"0.99", "1", "3", 99.983, 5e-4},
                         Row{"0.999", "8", "2", 99.87, 5e-3}, Row{"0.999", "8", "3", 99.993, 5e-4}}) {
    const Scenario s = lesson({{"gpu.availability", row.up}, {"split.tp", row.tp}, {"fleet.spares", row.spares}});
    expect_value(s, "availability.available", row.percent / 100, row.half_a_digit / 100);
  }
  expect_value(lesson({}), "availability.replica_up", 0.9920, 5e-5);
  // 0.244% of 43,800 minutes
  const Scenario two = lesson({{"gpu.availability", "0.99"}, {"split.tp", "1"}, {"fleet.spares", "2"}});
  expect_value(two, "availability.down_time", 107 * 60, 30);
}

// A flip through a function node: the search must trust its declared directions. Second derivation: the terms of E17
// added up, and the chance that keeps the promise bisected.
TEST_CASE("11: how reliable a GPU must be for three spares to keep the promise") {
  const auto available = [](double gpu_up) {
    const double p = std::pow(gpu_up, 8);
    double sum = 0;
    double ways = 1;
    for (int dead = 0; dead <= 3; ++dead) {
      sum += ways * std::pow(1 - p, dead) * std::pow(p, 28 - dead);
      ways = ways * (28 - dead) / (dead + 1);
    }
    return sum;
  };
  double low = 0.99;
  double high = 0.9999;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (available(middle) < 0.999 ? low : high) = middle;
  }
  Scenario s = lesson({});
  const Contest* requirement = s.subject.system->contest("requirement");
  REQUIRE(requirement != nullptr);
  const Knob knob =
      knob_over(*s.subject.system, {"requirement", "gpu.availability", 0.99, 0.9999, 0, 0, "availability", "met"});
  const FlipSearch search = find_flips(s.programs, *requirement, knob, s.subject.design.inputs);
  REQUIRE(search.flips.size() == 1);
  CHECK(search.complete);
  CHECK(search.flips[0].crossing.value_or(0) == doctest::Approx(high).epsilon(1e-9));
}

TEST_CASE("11: a published day of serving") {
  const Scenario s = lesson({});
  expect_value(s, "anchor.idle", 0.18, 5e-3);
  expect_value(s, "anchor.per_million_output", 0.518, 5e-4);
  expect_value(s, "anchor.per_million_all", 0.112, 5e-4);
}

// LESSONS section 5: a 10:1 swing does not idle 90% but 45%. Second derivation: the mean of a sampled sinusoid.
TEST_CASE("11: a sinusoid that swings 10:1 idles 45%") {
  const Scenario s = lesson({{"demand.shape", "sinusoid"}, {"demand.swing", "10"}});
  expect_value(s, "demand.sinusoid_idle", 0.45, 1e-12);
  double mean = 0;
  const int samples = 10'000;
  for (int i = 0; i < samples; ++i) {
    mean += (0.55 + 0.45 * std::sin(2 * std::acos(-1.0) * i / samples)) / samples;  // between 0.1 and 1 of the peak
  }
  expect_value(s, "demand.peak", 1 / mean, 1e-9);
  const Scenario follows =
      lesson({{"demand.shape", "sinusoid"}, {"fleet.autoscale", "on"}, {"fleet.spares", "0"}, {"fleet.ramp", "0"}});
  expect_value(follows, "fleet.autoscale_saves", 0.45, 1e-12);  // the most that following can save
}

TEST_CASE("11: spot loses when rework eats the discount") {
  const Scenario s = lesson({{"spot.share", "1"}, {"spot.discount", "0.6"}, {"spot.rework", "1.5"}});
  expect_value(s, "spot.breakeven_rework", 1.5, 1e-12);
  CHECK(relative(s.subject.at("spot.per_month"), s.subject.at("bill.per_month")) < 1e-12);
}
