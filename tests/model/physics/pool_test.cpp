#include <algorithm>
#include <cmath>
#include <random>

#include "model/physics/pool.hpp"
#include "tests/model/physics/parts.hpp"

using namespace wallflip;
using wallflip::test::Parts;
using wallflip::test::relative;

namespace {

/// Parts whose requests flow: the pools on top of the batch limits.
struct Pools : Parts {
  Quantity rate = sheet.section("").input("rate", 50 * unitless / second, "requests a second", lesson_default);
  Quantity token_rate = sheet.section("").let("token_rate", rate* load.output, token / second, "asked for", definition);
  DecodePool decode_pool{sheet.section("decode_pool"), limits, token_rate};
  PrefillPool prefill_pool{sheet.section("prefill_pool"), prefill, rate};

  Pools() { inputs = sheet.defaults(); }  // those of the base know nothing of `rate`
};

struct Dice {
  std::mt19937 random;
  double uniform(double low, double high) { return low + (high - low) * static_cast<double>(random()) / 4294967296.0; }
  double power_of_two(int below) { return std::exp2(random() % static_cast<unsigned>(below)); }
};

void roll(Pools& p, Dice& dice) {
  p.set("llm.params", dice.uniform(1e9, 90e9));
  p.set("llm.layers", std::floor(dice.uniform(10, 120)));
  p.set("llm.hidden", 512 * std::floor(dice.uniform(2, 32)));
  p.set("llm.kv_heads", dice.power_of_two(6));
  p.set("llm.bytes_per_param", dice.power_of_two(2));
  p.set("llm.kv_bytes_per_element", dice.power_of_two(2));
  p.set("load.context", std::floor(dice.uniform(1, 30000)));
  p.set("load.output", std::floor(dice.uniform(1, 5000)));
  p.set("split.tp", dice.power_of_two(5));
  p.set("net.protocol", static_cast<double>(dice.random() % 4));
  p.set("net.in_network", static_cast<double>(dice.random() % 3));
  p.set("net.one_shot", static_cast<double>(dice.random() % 2));
  p.set("net.link_bw", dice.uniform(1e9, 400e9));
  p.set("target", dice.uniform(0.002, 0.2));
  p.set("rate", dice.uniform(0.1, 5000));
}

}  // namespace

// The pools' promise: the wall that asks for most GPUs asks for exactly what the pool at its own batch needs.
TEST_CASE("the largest need of a decode pool is the need of the batch it runs at") {
  Dice dice{std::mt19937(7)};
  Pools p;
  int by_capacity = 0;
  int by_bandwidth = 0;
  int by_compute = 0;
  for (int i = 0; i < 20'000; ++i) {
    roll(p, dice);
    const std::vector<double> v = evaluate_nodes(p.sheet, p.inputs);
    const auto at = [&](Quantity q) { return v[static_cast<size_t>(q.node)]; };
    const double gpus = at(p.split.tp) * at(p.rate) * at(p.load.output) * at(p.decode_pool.decode.span);
    const double least = at(p.rates.least);
    if (at(p.limits.by_bandwidth.batch) <= least || at(p.limits.by_compute.batch) <= least) continue;  // out of reach
    CHECK(relative(at(p.decode_pool.need), gpus / at(p.decode_pool.batch)) < 1e-11);
    by_capacity += at(p.decode_pool.need) == at(p.decode_pool.capacity) ? 1 : 0;
    by_bandwidth += at(p.decode_pool.need) == at(p.decode_pool.bandwidth) ? 1 : 0;
    by_compute += at(p.decode_pool.need) == at(p.decode_pool.compute) ? 1 : 0;
  }
  CHECK(std::min({by_capacity, by_bandwidth, by_compute}) > 200);
}

// By search: no whole batch inside memory and target needs fewer GPUs than the pool says.
TEST_CASE("no batch serves the load with fewer GPUs") {
  Dice dice{std::mt19937(8)};
  Pools p;
  int tried = 0;
  for (int i = 0; i < 200; ++i) {
    roll(p, dice);
    const double limit = p.at(p.kv.batch_limit);
    double best = 1e300;
    for (double batch = 1; batch <= std::min(limit, 4000.0); batch = std::ceil(batch * 1.05)) {
      p.set("load.batch", batch);
      if (p.at(p.decode.span) > p.at(p.target)) break;
      best = std::min(best, p.at(p.split.tp) * p.at(p.token_rate) * p.at(p.decode.span) / batch);
    }
    if (best == 1e300) continue;
    ++tried;
    CHECK(p.at(p.decode_pool.need) <= best * (1 + 1e-12));
    CHECK(best <= p.at(p.decode_pool.need) * 2.2);  // whole batches, in steps of 5%, near a batch of one
  }
  CHECK(tried > 60);
}

TEST_CASE("GPUs to prefill with are the FLOP asked for over the rate of one") {
  Pools p;
  p.set("split.tp", 4);
  p.set("load.prompt", 3000);
  const double linear = 2 * 8e9 * 3000;
  const double quadratic = 2.0 * 32 * 4096 * 3000 * 3000;
  CHECK(relative(p.at(p.prefill_pool.need), 50 * (linear + quadratic) / (989.4e12 * 0.6)) < 1e-13);
  CHECK(p.at(p.prefill_pool.gpus) == 4 * std::ceil(p.at(p.prefill_pool.need) / 4));
}

TEST_CASE("a model that fills a replica leaves every need finite, and capacity asks for most") {
  Pools p;
  p.set("llm.params", 80e9);
  CHECK(std::isfinite(p.at(p.decode_pool.need)));
  CHECK(p.at(p.decode_pool.need) == p.at(p.decode_pool.capacity));
  CHECK(p.at(p.decode_pool.need) > 1e6);
}
