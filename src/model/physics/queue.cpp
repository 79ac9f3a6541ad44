#include "model/physics/queue.hpp"

#include <algorithm>
#include <cmath>

#include "model/physics/special.hpp"

namespace wallflip {
namespace {

// Chance that all servers are busy when nobody may wait. With t = a^c e^-a / c!, the chance of at most c arrivals is
// 1 - t a/(c+1) (1 + a/(c+2) + a^2/((c+2)(c+3)) + ...), which makes sense for any c.
double erlang_b(double servers, double load) {
  if (load <= 0) return 0;
  const double full = std::exp(servers * std::log(load) - load - log_gamma(servers + 1));
  double term = load / (servers + 1);
  double sum = term;
  for (int k = 2; term > 1e-17 * sum && k < 100'000; ++k) {
    term *= load / (servers + k);
    sum += term;
  }
  return full / (1 - full * sum);
}

double chance_to_wait(double servers, double load) {
  if (load >= servers) return 1;
  const double lost = erlang_b(servers, load);
  return servers * lost / (servers - load * (1 - lost));
}

// The last level below 1, so that a quantile stays finite.
double below_one(double level) {
  return std::min(level, 1 - 1e-12);
}

double md1_cdf(double rho, double t) {
  double sum = 0;
  double factorial = 1;
  for (int k = 0; k <= static_cast<int>(t); ++k) {
    if (k > 0) factorial *= k;
    const double x = rho * (k - t);
    sum += (k == 0 ? 1 : std::pow(x, k)) / factorial * std::exp(-x);
  }
  return (1 - rho) * sum;
}

// P(W > t) tends to (1 - rho) / (rho e^r - 1) * e^(-r t), where rho (e^r - 1) = r > 0.
double md1_decay(double rho) {
  double r = std::min(2 * (1 - rho) / rho, 2 - 2 * std::log(rho));  // both above the root: Newton falls onto it
  for (int i = 0; i < 100; ++i) {
    const double step = (rho * std::expm1(r) - r) / (rho * std::exp(r) - 1);
    r -= step;
    if (std::abs(step) < 1e-15 * r) break;
  }
  return r;
}

double md1_quantile(double utilisation, double level) {
  constexpr double series_end = 8;  // the alternating sum has 11 digits here, the tail's error is below 1e-9
  const double rho = std::clamp(utilisation, 1e-12, 1 - 1e-9);
  const double wanted = below_one(level);
  if (wanted <= 1 - rho) return 0;
  if (md1_cdf(rho, series_end) < wanted) {
    const double r = md1_decay(rho);
    return std::log((1 - rho) / ((rho * std::exp(r) - 1) * (1 - wanted))) / r;
  }
  double low = 0;
  double high = series_end;
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    (md1_cdf(rho, middle) < wanted ? low : high) = middle;
  }
  return high;
}

}  // namespace

void run_erlang_c(const double* const* in, double* out, int n) {
  for (int i = 0; i < n; ++i) out[i] = chance_to_wait(in[0][i], in[1][i]);
}

void run_exponential_wait_quantile(const double* const* in, double* out, int n) {
  constexpr double slowest = 1e-9;  // a saturated queue waits very long, not for ever
  for (int i = 0; i < n; ++i) {
    const double passed = 1 - below_one(in[2][i]);
    const double chance = std::min(in[0][i], 1.0);
    out[i] = chance > passed ? std::log(chance / passed) / std::max(in[1][i], slowest) : 0;
  }
}

void run_md1_wait_quantile(const double* const* in, double* out, int n) {
  for (int i = 0; i < n; ++i) out[i] = md1_quantile(in[0][i], in[1][i]);
}

}  // namespace wallflip
