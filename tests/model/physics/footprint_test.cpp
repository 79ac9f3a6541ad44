#include <doctest/doctest.h>

#include <string_view>

#include "model/physics/serving_footprint.hpp"

using namespace wallflip;

namespace {

struct Served {
  Sheet sheet;
  Section at = sheet.section("");
  Llm llm{sheet.section("llm")};
  Gpu gpu{sheet.section("gpu"), llm};
  Quantity gpus = at.input("gpus", 4 * gpu_count, "GPUs", lesson_default);
  Quantity compute_time = at.input("compute_time", 0.01 * second, "arithmetic", lesson_default);
  Quantity mem_time = at.input("mem_time", 0.02 * second, "memory", lesson_default);
  Quantity net_time = at.input("net_time", 0 * second, "network", lesson_default);
  Quantity throughput = at.input("throughput", 1000 * token / second, "throughput", lesson_default);
  ServingFootprint served{at, gpu, gpus, compute_time, mem_time, net_time, throughput};
  std::vector<double> inputs = sheet.defaults();

  Served() { REQUIRE(sheet.issues().empty()); }
  void set(std::string_view name, double value) {
    inputs[static_cast<size_t>(sheet.node(sheet.find(name)).index)] = value;
  }
  double of(Quantity q) const { return evaluate_nodes(sheet, inputs)[static_cast<size_t>(q.node)]; }
};

}  // namespace

// By hand: half the time busy with arithmetic, all of it with memory: 700 W * (.12 + .7/2 + .4) = 609 W, 879 W with its
// host; four of them, PUE 1.1, are 3,867.6 W; over 1,000 tokens a second 3.8676 J a token, 0.3969 mg at 369.47 g/kWh.
TEST_CASE("energy and carbon of a token, counted by hand") {
  Served s;
  CHECK(s.of(s.served.power.chip) == doctest::Approx(609));
  CHECK(s.of(s.served.power.facility) == doctest::Approx(3867.6));
  CHECK(s.of(s.served.energy.joule_per_token) == doctest::Approx(3.8676));
  CHECK(s.of(s.served.carbon.operational) / 1000 == doctest::Approx(3.8676 * 369.47 / 3.6e6));
  CHECK(s.of(s.served.carbon.embodied) == doctest::Approx(4 * 318e3 / (4 * 365 * 86400.0)));
  CHECK(s.of(s.served.energy.per_million_tokens) / 3.6e6 == doctest::Approx(1.07433).epsilon(1e-5));
}

TEST_CASE("a chip draws no more than its limit and no less than its idle share") {
  Served s;
  for (double compute : {0.0, 1e-6, 0.01, 1.0}) {
    for (double memory : {0.0, 1e-6, 0.01, 1.0}) {
      s.set("compute_time", compute);
      s.set("mem_time", memory);
      CHECK(s.of(s.served.power.chip) <= 700 * (1 + 1e-12));
      CHECK(s.of(s.served.power.chip) >= 700 * 0.12 * (1 - 1e-12));
    }
  }
}

// 50,000 dollars over 4 years with a tenth left: 1.284 an hour; interest .2511, upkeep .2854; 879 W * 1.1 at
// .2176 dollars a kWh: .2104. Together 2.031, over .8 of the hours 2.539.
TEST_CASE("the price of an owned hour, counted by hand") {
  Served s;
  CHECK(s.of(s.served.own.owned_hour) * 3600 == doctest::Approx(2.0313).epsilon(1e-4));
  CHECK(s.of(s.served.own.price) * 3600 == doctest::Approx(2.5391).epsilon(1e-4));
}

TEST_CASE("at the break-even use an owned hour costs as much as a rented one") {
  Served s;
  s.set("own.use", s.of(s.served.own.break_even));
  CHECK(s.of(s.served.own.price) == doctest::Approx(2.0 / 3600).epsilon(1e-12));
}

TEST_CASE("tokens per dollar is the exact reciprocal of dollars per token") {
  Served s;
  for (const double rate : {1.0, 37.0, 1e6}) {
    s.set("throughput", rate);
    CHECK(s.of(s.served.owned.per_million_output_tokens) == 1e6 / s.of(s.served.owned.tokens_per_dollar));
  }
}

TEST_CASE("without a published power limit there is no power, and everything else stays") {
  Served s;
  s.set("gpu.power_limit", 0);
  const Node& node = s.sheet.node(s.served.energy.joule_per_token.node);
  CHECK(node.requirements != 0);
  CHECK(s.of(Quantity{&s.sheet, s.sheet.gates()[0].condition}) == 0);
  CHECK(s.sheet.node(s.served.own.depreciation.node).requirements == 0);
}
