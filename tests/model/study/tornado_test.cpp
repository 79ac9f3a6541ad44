#include "model/study/tornado.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "model/systems/design.hpp"

using namespace wallflip;

namespace {

// Laws whose elasticities everybody knows: y = 5 a^2 / b^3 + 0 c, and a contest of a against b.
struct Laws {
  System system;
  NodeId power, sum, step, gated;

  Laws() {
    const Section s = system.sheet.section("s");
    const Quantity a = s.input("a", 2.0, "a", "definition");
    const Quantity b = s.input("b", 3.0, "b", "definition");
    const Quantity c = s.input("c", 0.0, "c", "definition");
    power = s.let("power", 5 * a * a / (b * b * b), unitless, "power law", "definition").node;
    sum = s.let("sum", a + b, unitless, "sum", "definition").node;
    step = s.let("step", floor(a * 10.1) + 0 * c, unitless, "steps", "definition").node;
    gated =
        s.let("gated", sum_of(a, b).given(s.require("small", a <= 2.0, "a is {s.a}")), unitless, "gated", "definition")
            .node;
    const Quantity double_a = s.let("double_a", 2 * a, unitless, "twice a", "definition");
    system.contests = {{"race", Pick::largest, {{double_a, "a", {}}, {b, "b", {}}}}};
    REQUIRE(system.sheet.issues().empty());
  }
  static Quantity sum_of(Quantity a, Quantity b) { return a + b; }

  std::vector<Knob> knobs() const {
    std::vector<Knob> all;
    for (int i = 0; i < 3; ++i) {
      Knob knob;
      knob.name = system.sheet.inputs()[static_cast<size_t>(i)].name;
      knob.input = i;
      knob.min = 0;
      knob.max = 10;
      all.push_back(knob);
    }
    Knob choice;
    choice.kind = KnobKind::choice;
    choice.choices = {{"one", 1, {{0, 1}}}, {"two", 2, {{0, 2}}}};
    all.push_back(choice);
    return all;
  }
  std::vector<TornadoRow> rows(NodeId metric) {
    Programs programs(system);
    return tornado(programs, metric, system.contests[0], knobs(), system.sheet.defaults());
  }
  TornadoRow row(NodeId metric, int knob) {
    for (const TornadoRow& r : rows(metric)) {
      if (r.knob == knob) return r;
    }
    FAIL("no row");
    return {};
  }
};

}  // namespace

// A central difference over 1e-4 of the knob: its own error is about (1e-4)^2.
TEST_CASE("elasticities of a power law are its exponents") {
  Laws laws;
  CHECK(*laws.row(laws.power, 0).elasticity == doctest::Approx(2).epsilon(1e-6));
  CHECK(*laws.row(laws.power, 1).elasticity == doctest::Approx(-3).epsilon(1e-6));
  CHECK(*laws.row(laws.sum, 0).elasticity == doctest::Approx(2.0 / 5).epsilon(1e-6));
  CHECK(*laws.row(laws.sum, 1).elasticity == doctest::Approx(3.0 / 5).epsilon(1e-6));
  CHECK(*laws.row(laws.step, 0).elasticity == 0);  // between its steps
}

TEST_CASE("a knob at zero turns nothing by a percentage, a choice has no elasticity") {
  Laws laws;
  CHECK(*laws.row(laws.power, 2).elasticity == 0);
  CHECK_FALSE(laws.row(laws.power, 3).elasticity);
}

TEST_CASE("rows are sorted by size, those without one last") {
  Laws laws;
  const std::vector<TornadoRow> rows = laws.rows(laws.power);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].knob == 1);
  CHECK(rows[1].knob == 0);
  CHECK(rows[2].knob == 2);
  CHECK(rows[3].knob == 3);
}

TEST_CASE("where a gate closes on either side there is no elasticity") {
  Laws laws;
  CHECK_FALSE(laws.row(laws.gated, 0).elasticity);  // a = 2 is the last that is small
  CHECK(laws.row(laws.gated, 1).elasticity);
}

TEST_CASE("the next flip of each knob is where twice a meets b") {
  Laws laws;
  CHECK(*laws.row(laws.power, 0).next_flip == doctest::Approx(1.5).epsilon(1e-9));
  CHECK(*laws.row(laws.power, 1).next_flip == doctest::Approx(4).epsilon(1e-9));
  CHECK_FALSE(laws.row(laws.power, 2).next_flip);
  CHECK(*laws.row(laws.power, 3).next_flip == 1);  // from "one", where b leads, to "two"
}

// While the step is bound by bandwidth its time falls as 1/bandwidth and does not feel compute.
TEST_CASE("the replica's step time: minus one on bandwidth, nothing on compute") {
  const auto system = make_system("replica");
  Programs programs(*system);
  std::vector<Knob> knobs;
  for (const char* name : {"decode.mfu", "gpu.mbu"}) {
    Knob knob;
    knob.name = name;
    knob.input = input_row(system->sheet, name);
    knob.min = 0.1;
    knob.max = 1;
    knobs.push_back(knob);
  }
  const auto rows = tornado(programs, system->sheet.find("decode.step_time"), system->contests.front(), knobs,
                            system->sheet.defaults());
  CHECK(rows[0].knob == 1);
  CHECK(*rows[0].elasticity == doctest::Approx(-1).epsilon(1e-6));
  CHECK(*rows[1].elasticity == 0);
}
