#include "model/physics/binomial.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "model/physics/special.hpp"

namespace wallflip {
namespace {

// The continued fraction of DLMF 8.17.22, from the front (Lentz); converges fast for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  const auto away_from_zero = [](double v) { return std::abs(v) < tiny ? tiny : v; };
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double result = d;
  for (int m = 1; m < 1000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double change = 1;
    for (const double term : {even, odd}) {
      d = 1 / away_from_zero(1 + term * d);
      c = away_from_zero(1 + term / c);
      change = c * d;
      result *= change;
    }
    if (std::abs(change - 1) < 1e-16) break;
  }
  return result;
}

// I_x(a, b), with 1 - x given apart so that a chance of 1e-20 keeps its digits.
double incomplete_beta(double a, double b, double x, double one_minus_x) {
  if (x <= 0) return 0;
  if (one_minus_x <= 0) return 1;
  const double scale =
      std::exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * std::log(x) + b * std::log(one_minus_x));
  if (x < (a + 1) / (a + b + 2)) return scale * beta_fraction(a, b, x) / a;
  return 1 - scale * beta_fraction(b, a, one_minus_x) / b;
}

double at_most(double successes, double trials, double chance) {
  if (successes >= trials) return 1;
  if (successes <= -1) return 0;
  const double q = std::clamp(chance, 0.0, 1.0);
  return incomplete_beta(trials - successes, successes + 1, 1 - q, q);
}

// The chances of 0, 1, 2 ... successes added up until they reach the level: each follows from the one before. For a
// whole number of trials, few enough that the first chance does not vanish; agents ask this of every column.
std::optional<double> counted_up(double level, double trials, double chance) {
  constexpr double many = 64;
  if (!(trials >= 0 && trials <= many) || trials != std::floor(trials) || !(chance >= 0 && chance <= 0.99)) return {};
  const double odds = chance / (1 - chance);
  double term = 1;
  for (double i = 0; i < trials; ++i) term *= 1 - chance;
  double sum = term;
  for (double k = 0; k < trials; ++k) {
    if (std::abs(sum - level) < 1e-12) return {};  // a tie is for the closed form
    if (sum > level) return k;
    term *= odds * (trials - k) / (k + 1);
    sum += term;
  }
  return trials;
}

double smallest_reaching(double level, double trials, double chance) {
  if (const std::optional<double> counted = counted_up(level, trials, chance)) return *counted;
  double below = -1;
  double reached = std::ceil(std::max(trials, 0.0));
  while (reached - below > 1) {
    const double middle = std::floor((below + reached) / 2);
    (at_most(middle, trials, chance) >= level ? reached : below) = middle;
  }
  return reached;
}

double alive(double needed, double spares, double p) {
  if (needed <= 0) return 1;
  const double up = std::clamp(p, 0.0, 1.0);
  return incomplete_beta(needed, std::max(spares, 0.0) + 1, up, 1 - up);
}

// Abramowitz and Stegun 26.2.23 for the upper tail t in (0, 0.5], good to 4.5e-4.
double rough_upper_quantile(double tail) {
  const double t = std::sqrt(-2 * std::log(tail));
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

double upper_quantile(double tail) {
  constexpr double root_2 = 1.4142135623730951;
  constexpr double root_2pi = 2.5066282746310002;
  double z = rough_upper_quantile(tail);
  for (int i = 0; i < 2; ++i) {
    const double error = (tail - 0.5 * std::erfc(z / root_2)) * root_2pi * std::exp(z * z / 2);
    z -= error / (1 + z * error / 2);
  }
  return z;
}

double quantile(double probability) {
  const double p = std::clamp(probability, 1e-300, 1 - 1e-16);
  return p > 0.5 ? upper_quantile(1 - p) : -upper_quantile(p);
}

}  // namespace

void run_binomial_cdf(const double* const* in, double* out, int n) {
  for (int i = 0; i < n; ++i) out[i] = at_most(in[0][i], in[1][i], in[2][i]);
}

void run_binomial_quantile(const double* const* in, double* out, int n) {
  for (int i = 0; i < n; ++i) out[i] = smallest_reaching(in[2][i], in[0][i], in[1][i]);
}

void run_enough_alive(const double* const* in, double* out, int n) {
  for (int i = 0; i < n; ++i) out[i] = alive(in[0][i], in[1][i], in[2][i]);
}

void run_normal_quantile(const double* const* in, double* out, int n) {
  for (int i = 0; i < n; ++i) out[i] = quantile(in[0][i]);
}

void run_time_over_risk(const double* const* in, double* out, int n) {
  for (int i = 0; i < n; ++i) out[i] = in[0][i] == 0 ? 1 : std::max(std::expm1(in[0][i]) / in[0][i], 1.0);
}

}  // namespace wallflip
