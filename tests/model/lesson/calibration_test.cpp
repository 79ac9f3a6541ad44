#include "model/lesson/calibration.hpp"

#include <doctest/doctest.h>

using namespace wallflip;

namespace {

/// `right` of `count` at one confidence.
void add(std::vector<Forecast>& forecasts, double said, int right, int count) {
  for (int i = 0; i < count; ++i) forecasts.push_back({said, i < right});
}

}  // namespace

TEST_CASE("calibration counts each confidence that was said, ascending") {
  std::vector<Forecast> forecasts;
  add(forecasts, 0.9, 6, 10);
  add(forecasts, 0.5, 1, 2);
  forecasts.push_back({0.7 + 1e-12, true});
  forecasts.push_back({0.7, true});
  const Calibration c = calibrate(forecasts);
  REQUIRE(c.levels.size() == 3);
  CHECK(c.levels[0].said == 0.5);
  CHECK(c.levels[1].count == 2);
  CHECK(c.levels[1].right == 2);
  REQUIRE(c.level(0.9) != nullptr);
  CHECK(c.level(0.9)->right == 6);
  CHECK(c.level(0.9)->count == 10);
  CHECK(c.level(0.9)->share() == doctest::Approx(0.6));
  CHECK(c.level(0.8) == nullptr);
  CHECK(c.count == 14);
  CHECK(c.right == 9);
}

TEST_CASE("the Brier score: 0 for certainty that comes true, 0.25 for always 50%, 1 for certainty that does not") {
  CHECK(calibrate({{1, true}, {0, false}}).brier == 0);
  CHECK(calibrate({{0.5, true}, {0.5, false}, {0.5, false}}).brier == doctest::Approx(0.25));
  CHECK(calibrate({{1, false}, {0, true}}).brier == 1);
  std::vector<Forecast> forecasts;
  add(forecasts, 0.9, 6, 10);
  CHECK(calibrate(forecasts).brier == doctest::Approx(0.6 * 0.01 + 0.4 * 0.81));  // by hand
  CHECK(calibrate({}).brier == 0);
  CHECK(calibrate({}).levels.empty());
}

TEST_CASE("sureness is judged from five forecasts on, beyond what chance does") {
  const auto sureness = [](double said, int right, int count) {
    std::vector<Forecast> forecasts;
    add(forecasts, said, right, count);
    return calibrate(forecasts).sureness;
  };
  CHECK(sureness(0.9, 0, 4) == Sureness::unknown);
  CHECK(sureness(0.9, 6, 10) == Sureness::too_sure);  // 0.3 off, chance moves it by 0.095
  CHECK(sureness(0.9, 9, 10) == Sureness::as_it_should_be);
  CHECK(sureness(0.9, 10, 10) == Sureness::too_unsure);  // just beyond
  CHECK(sureness(0.5, 3, 5) == Sureness::as_it_should_be);
  CHECK(sureness(0.5, 5, 5) == Sureness::too_unsure);
}

TEST_CASE("a number is right within 1.4x, either way") {
  CHECK(counts_as_right(band_of(1.39, 1)));
  CHECK(counts_as_right(band_of(1, 1.39)));
  CHECK(counts_as_right(band_of(1, 1)));
  CHECK_FALSE(counts_as_right(band_of(1.41, 1)));
  CHECK_FALSE(counts_as_right(band_of(0, 1)));
}
