#include "model/physics/queue.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "tests/model/physics/by_hand.hpp"

using namespace wallflip;
using wallflip::test::call;

namespace {

// Erlang's recursion, server by server: B(c) = a B(c-1) / (c + a B(c-1)).
double erlang_c_by_recursion(int servers, double load) {
  double b = 1;
  for (int c = 1; c <= servers; ++c) b = load * b / (c + load * b);
  return servers * b / (servers - load * (1 - b));
}

// Waits of one server, one arrival after the other (Lindley): W' = max(0, W + service - gap).
template <class Service>
std::vector<double> simulated_waits(double utilisation, int arrivals, Service service) {
  std::mt19937_64 random(7);
  std::exponential_distribution<double> gap(utilisation);
  std::vector<double> waits;
  double wait = 0;
  for (int i = 0; i < arrivals; ++i) {
    waits.push_back(wait);
    wait = std::max(0.0, wait + service(random) - gap(random));
  }
  std::sort(waits.begin(), waits.end());
  return waits;
}

double at_level(const std::vector<double>& sorted, double level) {
  return sorted[static_cast<size_t>(level * static_cast<double>(sorted.size()))];
}

// Decay of the tail in a service time: servers - load for M/M/c, 2 (1 - rho) / (1 + cv^2) for M/G/1.
double mmc_quantile(double servers, double load, double level) {
  return call(exponential_wait_quantile, {call(erlang_c, {servers, load}), servers - load, level});
}
double mg1_quantile(double rho, double cv2, double level) {
  return call(exponential_wait_quantile, {rho, 2 * (1 - rho) / (1 + cv2), level});
}

}  // namespace

TEST_CASE("Erlang C against the recursion, and against printed tables") {
  for (const int servers : {1, 2, 5, 10, 100, 1000}) {
    for (const double rho : {0.01, 0.3, 0.7, 0.9, 0.99, 0.9999}) {
      const double load = rho * servers;
      CHECK(call(erlang_c, {1.0 * servers, load}) ==
            doctest::Approx(erlang_c_by_recursion(servers, load)).epsilon(1e-10));
    }
  }
  CHECK(call(erlang_c, {1, 0.6}) == doctest::Approx(0.6));    // M/M/1: rho
  CHECK(call(erlang_c, {2, 1}) == doctest::Approx(1.0 / 3));  // M/M/2: 2 rho^2 / (1 + rho)
  CHECK(call(erlang_c, {10, 7}) == doctest::Approx(0.2217).epsilon(3e-4));
  CHECK(call(erlang_c, {3, 3}) == 1);
  CHECK(call(erlang_c, {3, 0}) == 0);
  const double between = call(erlang_c, {2.5, 1.7});
  CHECK(between < call(erlang_c, {2, 1.7}));
  CHECK(between > call(erlang_c, {3, 1.7}));
}

TEST_CASE("M/M/c wait: the quantile passes exactly the level") {
  for (const double servers : {1.0, 4.0, 32.0}) {
    const double load = 0.8 * servers;
    const double t = mmc_quantile(servers, load, 0.99);
    CHECK(call(erlang_c, {servers, load}) * std::exp(-(servers - load) * t) == doctest::Approx(0.01).epsilon(1e-12));
  }
  CHECK(mmc_quantile(100, 50, 0.99) == 0);  // nobody waits
}

// A million arrivals; waits are correlated, so a 99% quantile at rho .8 is known to about 1%.
TEST_CASE("M/D/1 and M/M/1 quantiles against a simulated line") {
  for (const double rho : {0.3, 0.6, 0.8}) {
    const auto constant = simulated_waits(rho, 1'000'000, [](std::mt19937_64&) { return 1.0; });
    for (const double level : {0.5, 0.9, 0.99}) {
      CAPTURE(rho);
      CAPTURE(level);
      CHECK(std::abs(call(md1_wait_quantile, {rho, level}) - at_level(constant, level)) <=
            0.03 * at_level(constant, level) + 0.005);
    }
    std::exponential_distribution<double> one(1);
    const auto random = simulated_waits(rho, 1'000'000, [&](std::mt19937_64& r) { return one(r); });
    CHECK(mg1_quantile(rho, 1, 0.99) == doctest::Approx(at_level(random, 0.99)).epsilon(0.05));
  }
}

TEST_CASE("M/D/1: the tail joins the sum, and its mean is Pollaczek-Khinchine's") {
  for (const double rho : {0.2, 0.5, 0.8, 0.95}) {
    double mean = 0;  // the quantile averaged over all levels
    const int steps = 50'000;
    for (int i = 0; i < steps; ++i) mean += call(md1_wait_quantile, {rho, (i + 0.5) / steps}) / steps;
    CHECK(mean == doctest::Approx(rho / (2 * (1 - rho))).epsilon(1e-3));
    double before = 0;
    for (double level = 0.5; level < 0.999999; level += (1 - level) / 50) {
      const double now = call(md1_wait_quantile, {rho, level});
      CHECK(now >= before - 1e-9);
      before = now;
    }
  }
}

TEST_CASE("one server: M/G/1 with cv 1 is M/M/c with c 1") {
  for (const double rho : {0.1, 0.5, 0.9}) {
    CHECK(mg1_quantile(rho, 1, 0.95) == doctest::Approx(mmc_quantile(1, rho, 0.95)).epsilon(1e-12));
  }
}

TEST_CASE("the declared monotone directions hold") {
  const auto holds = [](const Function& f, std::vector<double> at, size_t argument, double step) {
    const double before = call(f, at);
    at[argument] += step;
    return f.monotone[argument] * (call(f, at) - before) >= -1e-9;
  };
  for (double servers = 1; servers < 40; servers += 2.3) {
    for (const double rho : {0.05, 0.5, 0.9, 0.97}) {
      for (size_t i = 0; i < 3; ++i) {
        if (i < 2) CHECK(holds(erlang_c, {servers, rho * servers}, i, 0.02));
        if (i < 2) CHECK(holds(md1_wait_quantile, {rho, 0.9}, i, 0.02));
        CHECK(holds(exponential_wait_quantile, {rho, servers, 0.9}, i, 0.02));
      }
    }
  }
}

TEST_CASE("a queue that is full has no wait, and a line of its own sheet agrees with the closed form") {
  Sheet sheet;
  const Section s = sheet.section("pool");
  const Quantity servers = s.input("servers", 4, "servers", "definition");
  const Quantity rate = s.input("rate", 3 * (unitless / second), "arrivals", "definition");
  const Quantity service = s.input("service", 1 * second, "service", "definition");
  const Quantity level = s.input("level", 0.95, "quantile", "definition");
  const SharedQueue queue{s, servers, rate, service, level};
  REQUIRE(sheet.issues().empty());
  const auto values = evaluate_nodes(sheet, sheet.defaults());
  const double c = erlang_c_by_recursion(4, 3);
  CHECK(values[static_cast<size_t>(queue.mean_wait.node)] == doctest::Approx(c).epsilon(1e-12));
  CHECK(values[static_cast<size_t>(queue.wait_quantile.node)] == doctest::Approx(std::log(c / 0.05)).epsilon(1e-12));
  std::vector<double> inputs = sheet.defaults();
  inputs[1] = 5;
  const auto full = evaluate_nodes(sheet, inputs);
  CHECK(full[static_cast<size_t>(sheet.gates()[0].condition)] == 0);
  CHECK(sheet.node(queue.mean_wait.node).requirements == 1);
}
