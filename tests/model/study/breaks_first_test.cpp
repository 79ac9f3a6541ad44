#include "model/study/breaks_first.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::Subject;

namespace {

// One H100 with dense-8b, 2,048 tokens of context, TPOT 25 ms: the limits of lesson 03b by hand.
constexpr double weights = 16e9, usable = 76e9, bandwidth = 3.35e12 * 0.7, compute = 989.4e12 * 0.6;
constexpr double kv = 131072.0 * 2048, target = 0.025;
constexpr double by_capacity = (usable - weights) / kv;
constexpr double by_bandwidth = (target * bandwidth - weights) / kv;
constexpr double by_compute = target * compute / 16e9;

struct Replica : Subject {
  Programs programs{*system};
  Replica() : Subject("replica") {
    set("load.batch", 64);
    set("load.context", 2048);
    set("slo.tpot", target);
  }
  int row(const char* name) const { return input_row(system->sheet, name); }
  BreaksFirst grow(double reach, const std::vector<Change>& changes = {}, const char* demand = "load.batch") {
    return breaks_first(programs, limits_of(*system), row(demand), design.inputs, changes, reach);
  }
  const std::string& label(const Break& b) const {
    return limits_of(*system).of[static_cast<size_t>(b.contestant)].label;
  }
};

// The number is a bound of the interval and the crossing is solved to the last bits: rounding only.
bool near(std::optional<double> value, double truth) {
  return value && std::abs(*value - truth) <= 1e-9 * truth;
}

}  // namespace

TEST_CASE("walls of a replica give way in the order of their closed forms") {
  Replica replica;
  const BreaksFirst ten = replica.grow(10);
  CHECK(ten.complete);
  REQUIRE(ten.breaks.size() == 2);  // compute would be next, at 14.5 times
  CHECK(replica.label(ten.breaks[0]) == "bandwidth");
  CHECK(near(ten.breaks[0].crossing, by_bandwidth));
  CHECK(ten.breaks[0].demand == std::ceil(by_bandwidth));
  CHECK(ten.breaks[0].times == std::ceil(by_bandwidth) / 64);
  CHECK(replica.label(ten.breaks[1]) == "capacity");
  CHECK(near(ten.breaks[1].crossing, by_capacity));
  const BreaksFirst twenty = replica.grow(20);
  REQUIRE(twenty.breaks.size() == 3);
  CHECK(replica.label(twenty.breaks[2]) == "compute");
  CHECK(near(twenty.breaks[2].crossing, by_compute));
}

TEST_CASE("a real demand breaks at its crossing, a broken wall at once") {
  Replica replica;
  const BreaksFirst longer = replica.grow(10, {}, "load.context");
  REQUIRE(longer.breaks.size() == 2);
  CHECK(near(longer.breaks[0].crossing, 2048 * by_bandwidth / 64));
  CHECK(longer.breaks[0].demand >= *longer.breaks[0].crossing);
  replica.set("load.batch", 200);
  const BreaksFirst late = replica.grow(10);
  REQUIRE(late.breaks.size() == 3);
  CHECK(replica.label(late.breaks[0]) == "bandwidth");
  CHECK(late.breaks[0].times == 1);
  CHECK_FALSE(late.breaks[0].crossing.has_value());
  CHECK(near(late.breaks[1].crossing, by_capacity));
}

TEST_CASE("the change that puts the first break off the longest comes first") {
  Replica replica;
  const std::vector<Change> changes = {
      {"nothing", {}},
      {"fp8 GEMMs", {{replica.row("llm.gemm_dtype"), 1}}},
      {"8-bit weights", {{replica.row("llm.bytes_per_param"), 1}}},
      {"KV8", {{replica.row("llm.kv_bytes_per_element"), 1}}},
      {"four GPUs", {{replica.row("split.tp"), 4}, {replica.row("gpu.link_bw"), 1e15}}},
      {"KV8, 8-bit weights", {{replica.row("llm.kv_bytes_per_element"), 1}, {replica.row("llm.bytes_per_param"), 1}}},
  };
  const BreaksFirst growth = replica.grow(10, changes);
  REQUIRE(growth.headroom.size() == changes.size());
  std::vector<std::string> order;
  for (const Headroom& h : growth.headroom) order.push_back(changes[static_cast<size_t>(h.change)].id);
  CHECK(order[0] == "four GPUs");
  CHECK_FALSE(growth.headroom[0].next.has_value());                          // holds to ten times
  const double later = (64 * 10 * kv + weights) / (4 * bandwidth) / target;  // four GPUs at ten times the batch
  CHECK(std::abs(growth.headroom[0].pressure - later) < 0.02);               // and an all-reduce of latency only
  CHECK(order[1] == "KV8, 8-bit weights");
  CHECK(near(growth.headroom[1].next->crossing, (target * bandwidth - 8e9) / (kv / 2)));
  CHECK(order[2] == "KV8");
  CHECK(near(growth.headroom[2].next->crossing, 2 * by_bandwidth));
  CHECK(order[3] == "8-bit weights");
  CHECK(near(growth.headroom[3].next->crossing, (target * bandwidth - 8e9) / kv));
  CHECK(near(growth.headroom[4].next->crossing, by_bandwidth));  // fp8 GEMMs and nothing: the same wall, the same value
  CHECK(near(growth.headroom[5].next->crossing, by_bandwidth));
}

TEST_CASE("a pressure that only jumps, falls back or never moves") {
  System system;
  const Section s = system.sheet.section("s");
  const Quantity x = s.input("x", 1.0, "x", "definition");
  const Quantity jump = s.let("jump", floor(x / 3) / 1.5, unitless, "steps of 2/3", "definition");
  const Quantity hill = s.let("hill", 1.25 - (x - 5) * (x - 5), unitless, "hill", "definition");
  const Quantity flat = s.let("flat", x * 0 + 0.5, unitless, "flat", "definition");
  const Quantity line = s.let("line", 1.0, unitless, "line", "definition");
  system.contests = {
      {"walls", Pick::largest, {{line, "met", {}}, {jump, "jump", {}}, {hill, "hill", {}}, {flat, "flat", {}}}}};
  REQUIRE(system.sheet.issues().empty());
  Programs programs(system);
  const BreaksFirst growth = breaks_first(programs, limits_of(system), 0, {1.0}, {});
  REQUIRE(growth.breaks.size() == 2);
  CHECK(growth.breaks[0].contestant == 2);
  CHECK(near(growth.breaks[0].crossing, 4.5));  // and only that one, though it comes down again at 5.5
  CHECK(growth.breaks[1].contestant == 1);
  CHECK_FALSE(growth.breaks[1].crossing.has_value());
  CHECK(growth.breaks[1].demand == doctest::Approx(6).epsilon(1e-12));
  CHECK(&limits_of(system) == &system.contests[0]);
}
