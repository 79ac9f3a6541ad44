#include "model/study/knob.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace wallflip;

namespace {

Knob real_knob(double min, double max, bool log) {
  Knob knob;
  knob.min = min;
  knob.max = max;
  knob.log = log;
  knob.input = 1;
  return knob;
}

// Two inputs set by three choices; the second leaves input 2 alone.
Knob choice_knob() {
  Knob knob;
  knob.kind = KnobKind::choice;
  knob.choices = {{"a", 0, {{0, 10}, {2, 1}}}, {"b", 0, {{0, 20}}}, {"c", 0, {{0, 30}, {2, 3}}}};
  return knob;
}

}  // namespace

TEST_CASE("a fraction of the slider and back, at the ends exactly") {
  for (const Knob& knob : {real_knob(0.005, 0.2, true), real_knob(-3, 9, false), real_knob(1, 4096, true)}) {
    CHECK(knob.at_fraction(0) == knob.min);
    CHECK(knob.at_fraction(1) == knob.max);
    CHECK(knob.at_fraction(-5) == knob.min);
    CHECK(knob.at_fraction(5) == knob.max);
    for (double f = 0; f <= 1; f += 0.01) {
      CHECK(knob.fraction_of(knob.at_fraction(f)) == doctest::Approx(f).epsilon(1e-12));
    }
  }
  CHECK(real_knob(1, 100, true).at_fraction(0.5) == doctest::Approx(10).epsilon(1e-14));
  CHECK(real_knob(0, 100, false).at_fraction(0.5) == 50);
}

TEST_CASE("an integer knob stops at whole numbers, a choice at its rows") {
  Knob knob = real_knob(1, 4096, true);
  knob.kind = KnobKind::integer;
  for (const double p : knob.positions(256)) CHECK(p == std::round(p));
  const Knob choice = choice_knob();
  CHECK(choice.first() == 0);
  CHECK(choice.last() == 2);
  CHECK(choice.positions(256) == std::vector<double>{0, 1, 2});
  CHECK(choice.at_fraction(0.4) == 1);
  CHECK(choice.inputs() == std::vector<int>{0, 2});
}

TEST_CASE("positions run from end to end, in order") {
  const Knob knob = real_knob(0.005, 0.2, true);
  const std::vector<double> p = knob.positions(256);
  REQUIRE(p.size() == 256);
  CHECK(p.front() == 0.005);
  CHECK(p.back() == 0.2);
  for (size_t i = 1; i < p.size(); ++i) CHECK(p[i] > p[i - 1]);
}

TEST_CASE("a design moved to a position stands there, and columns say the same") {
  const std::vector<double> base = {10, 5, 7};
  const Knob choice = choice_knob();
  const std::vector<double> positions = choice.positions(3);
  const auto columns = columns_of(choice, positions, base);
  REQUIRE(columns.size() == 2);
  for (size_t k = 0; k < positions.size(); ++k) {
    std::vector<double> inputs = base;
    set_position(choice, positions[k], inputs);
    CHECK(position_in(choice, inputs) == positions[k]);
    CHECK(columns[0][k] == inputs[0]);
    CHECK(columns[1][k] == inputs[2]);
    CHECK(inputs[1] == 5);
  }
  CHECK(columns[1][1] == 7);  // left alone: the design's own value
  CHECK(position_in(choice, {11, 5, 7}) == -1);
  std::vector<double> inputs = base;
  const Knob real = real_knob(0, 100, false);
  set_position(real, 42, inputs);
  CHECK(inputs == std::vector<double>{10, 42, 7});
  CHECK(position_in(real, inputs) == 42);
}
