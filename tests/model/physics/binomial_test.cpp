#include "model/physics/binomial.hpp"

#include <cmath>
#include <vector>

#include "model/physics/special.hpp"
#include "tests/model/physics/by_hand.hpp"

using namespace wallflip;
using wallflip::test::call;

namespace {

// One trial more, again and again: chance[k] of k successes.
std::vector<double> chances(int trials, double q) {
  std::vector<double> chance = {1};
  for (int n = 0; n < trials; ++n) {
    chance.push_back(0);
    for (int k = n + 1; k > 0; --k) {
      const auto i = static_cast<size_t>(k);
      chance[i] = chance[i] * (1 - q) + chance[i - 1] * q;
    }
    chance[0] *= 1 - q;
  }
  return chance;
}

}  // namespace

TEST_CASE("log gamma is the sum of logarithms of the factors, and gamma(1/2) is the root of pi") {
  double sum = 0;
  for (int n = 1; n < 2000; ++n) {
    CHECK(std::abs(log_gamma(n) - sum) <= 1e-14 * std::max(1.0, sum));
    sum += std::log(n);
  }
  CHECK(log_gamma(0.5) == doctest::Approx(std::log(std::sqrt(std::acos(-1.0)))).epsilon(1e-14));
}

TEST_CASE("the binomial distribution and its quantile against adding one trial after the other") {
  for (const int trials : {1, 2, 7, 25, 50, 400}) {
    for (const double q : {1e-6, 0.001, 0.01, 0.3, 0.5, 0.9}) {
      const std::vector<double> chance = chances(trials, q);
      double sum = 0;
      int reached95 = -1;
      for (int k = 0; k <= trials; ++k) {
        sum += chance[static_cast<size_t>(k)];
        if (sum >= 0.95 && reached95 < 0) reached95 = k;
        CHECK(call(binomial_cdf, {1.0 * k, 1.0 * trials, q}) == doctest::Approx(sum).epsilon(1e-12));
      }
      CHECK(call(binomial_quantile, {1.0 * trials, q, 0.95}) == reached95);
    }
  }
  CHECK(call(binomial_cdf, {-1, 10, 0.5}) == 0);
  CHECK(call(binomial_cdf, {10, 10, 0.5}) == 1);
}

TEST_CASE("E18: how many of c calls are slow in the 95th task of a hundred") {
  // P(no slow call) = .99^c: 5 calls 95.1%, 6 calls 94.1%; P(at most one of 35) = 95.2%, of 36 = 94.9%
  CHECK(call(binomial_quantile, {5, 0.01, 0.95}) == 0);
  CHECK(call(binomial_quantile, {6, 0.01, 0.95}) == 1);
  CHECK(call(binomial_quantile, {35, 0.01, 0.95}) == 1);
  CHECK(call(binomial_quantile, {36, 0.01, 0.95}) == 2);
}

TEST_CASE("E17: replicas that are up, LESSONS 11") {
  struct Row {
    double spares, up, percent, half_a_digit;
  };
  const double group = std::pow(0.999, 8);
  for (const Row& row : {Row{0, 0.99, 77.782, 5e-4}, Row{1, 0.99, 97.228, 5e-4}, Row{2, 0.99, 99.756, 5e-4},
                         Row{3, 0.99, 99.983, 5e-4}, Row{2, group, 99.87, 5e-3}, Row{3, group, 99.993, 5e-4}}) {
    CHECK(std::abs(100 * call(enough_alive, {25, row.spares, row.up}) - row.percent) <= row.half_a_digit);
  }
}

TEST_CASE("at least n of n + k alive is at most k of n + k dead") {
  for (const double n : {1.0, 25.0, 400.5}) {
    for (const double k : {0.0, 0.5, 2.0, 30.0}) {
      for (const double p : {0.2, 0.9, 0.999}) {
        CHECK(call(enough_alive, {n, k, p}) == doctest::Approx(call(binomial_cdf, {k, n + k, 1 - p})).epsilon(1e-12));
      }
    }
  }
  CHECK(call(enough_alive, {0, 3, 0.5}) == 1);
}

// Tables: 1.2815515655, 1.6448536270, 1.9599639845, 2.3263478740, 3.0902323062 (any handbook).
TEST_CASE("normal quantiles of the tables, and back through the error function") {
  CHECK(call(normal_quantile, {0.9}) == doctest::Approx(1.2815515655446004).epsilon(1e-14));
  CHECK(call(normal_quantile, {0.95}) == doctest::Approx(1.6448536269514722).epsilon(1e-14));
  CHECK(call(normal_quantile, {0.975}) == doctest::Approx(1.9599639845400545).epsilon(1e-14));
  CHECK(call(normal_quantile, {0.99}) == doctest::Approx(2.3263478740408408).epsilon(1e-14));
  CHECK(call(normal_quantile, {0.001}) == doctest::Approx(-3.0902323061678132).epsilon(1e-14));
  CHECK(std::abs(call(normal_quantile, {0.5})) < 1e-15);
  for (double p = 1e-12; p < 1; p = p * 1.3 + 1e-13) {
    const double z = call(normal_quantile, {p});
    CHECK(0.5 * std::erfc(-z / std::sqrt(2)) == doctest::Approx(p).epsilon(1e-12));
  }
}

// Flips are proven with these signs: a wrong one would let a search drop a cell that holds a flip.
TEST_CASE("the declared monotone directions hold") {
  const auto rises = [](const Function& f, std::vector<double> at, size_t argument, double step) {
    const double before = call(f, at);
    at[argument] += step;
    return f.monotone[argument] * (call(f, at) - before) >= -1e-13;
  };
  for (double a = 1; a < 60; a += 3.7) {
    for (double b = 0; b < 12; b += 0.9) {
      for (const double p : {0.01, 0.4, 0.97}) {
        for (size_t i = 0; i < 3; ++i) {
          const double step = i == 2 ? 0.02 : 0.6;
          CHECK(rises(enough_alive, {a, b, p}, i, step));
          CHECK(rises(binomial_cdf, {b, a + b, p}, i, step));
          CHECK(rises(binomial_quantile, {a, 0.2 * p, 0.9 * p}, i, step));
        }
      }
    }
  }
}
