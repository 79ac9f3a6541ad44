#include "model/sheet/elementary.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "model/sheet/apply.hpp"
#include "model/sheet/kernels.hpp"

using namespace wallflip;
using namespace wallflip::elementary;

// Truth is libm in long double (64 bits of mantissa): its own error is a thousandth of the bounds tested.

namespace {

double relative_error(double value, long double truth) {
  return static_cast<double>(std::abs((static_cast<long double>(value) - truth) / truth));
}

struct Random {
  std::mt19937_64 bits{7};
  double uniform(double low, double high) { return low + (high - low) * static_cast<double>(bits() >> 11) * 0x1p-53; }
};

constexpr int samples = 300'000;

}  // namespace

TEST_CASE("log2 is within 4.4e-16 of libm over all normal numbers and near 1") {
  Random random;
  double worst = 0;
  for (int i = 0; i < samples; ++i) {
    const double anywhere = std::exp2(random.uniform(-1021, 1023));
    const double near_one = 1 + random.uniform(-1, 1) * std::exp2(-random.uniform(1, 50));
    const double around = random.uniform(0.5, 2);
    for (const double x : {anywhere, near_one, around}) {
      if (x != 1) worst = std::max(worst, relative_error(log2_of(x), std::log2(static_cast<long double>(x))));
    }
  }
  CHECK(worst > 0);
  CHECK(worst <= 4.4e-16);
}

TEST_CASE("exp2 and exp are within 4.4e-16 of libm") {
  Random random;
  double worst_exp2 = 0;
  double worst_exp = 0;
  for (int i = 0; i < samples; ++i) {
    const double x = random.uniform(-1020, 1023);
    worst_exp2 = std::max(worst_exp2, relative_error(exp2_of(x), std::exp2(static_cast<long double>(x))));
    const double y = random.uniform(-707, 709);
    worst_exp = std::max(worst_exp, relative_error(exp_of(y), std::exp(static_cast<long double>(y))));
  }
  CHECK(worst_exp2 <= 2.3e-16);
  CHECK(worst_exp <= 4.4e-16);
}

// The error of the exponent b log2 a, 2^-53 of its size, becomes a relative error of the power.
TEST_CASE("pow is within (1 + |b log2 a|) 4.4e-16 of libm") {
  Random random;
  double worst = 0;
  for (int i = 0; i < samples; ++i) {
    const double a = i % 2 == 0 ? random.uniform(0, 1) : std::exp2(random.uniform(-60, 60));
    const double b = i % 3 == 0 ? std::floor(random.uniform(0, 500)) : random.uniform(-16, 16);
    const double exponent = b * std::log2(a);
    if (std::abs(exponent) > 1020) continue;
    const long double truth = std::pow(static_cast<long double>(a), static_cast<long double>(b));
    worst = std::max(worst, relative_error(pow_of(a, b), truth) / (1 + std::abs(exponent)));
  }
  CHECK(worst <= 4.4e-16);
}

TEST_CASE("powers of two are exact, so that ceil(log2 p) is safe") {
  for (int k = -1021; k <= 1023; ++k) {
    CAPTURE(k);
    CHECK(log2_of(std::ldexp(1.0, k)) == k);
    CHECK(exp2_of(k) == std::ldexp(1.0, k));
  }
  CHECK(pow_of(2, 10) == 1024);
  CHECK(pow_of(4, -3) == 0x1p-6);
}

TEST_CASE("the ends are those of libm") {
  CHECK(log2_of(1) == 0);
  CHECK(log2_of(0) == -infinity);
  CHECK(log2_of(-0.0) == -infinity);
  CHECK(log2_of(infinity) == infinity);
  CHECK(std::isnan(log2_of(-1)));
  CHECK(std::isnan(log2_of(not_a_number)));
  CHECK(exp_of(0) == 1);
  CHECK(exp_of(-infinity) == 0);
  CHECK(exp_of(-1e300) == 0);
  CHECK(exp_of(1e300) == infinity);
  CHECK(exp_of(infinity) == infinity);
  CHECK(std::isnan(exp_of(not_a_number)));
  CHECK(exp2_of(1024) == infinity);
  CHECK(exp2_of(-5000) == 0);
}

TEST_CASE("special powers are those of libm") {
  for (const double b : {-2.0, -0.5, 0.0, 0.5, 1.0, 3.0, 2000.0, infinity, -infinity}) {
    CAPTURE(b);
    CHECK(pow_of(0, b) == std::pow(0.0, b));
    CHECK(pow_of(infinity, b) == std::pow(infinity, b));
    if (std::isfinite(b)) CHECK(pow_of(1, b) == 1);
  }
  CHECK(pow_of(0.9, 0) == 1);
  CHECK(pow_of(0.5, 5000) == 0);
  CHECK(pow_of(2, 5000) == infinity);
  CHECK(pow_of(-2, 3) == -8);
  CHECK(pow_of(-2, 4) == 16);
  CHECK(pow_of(-2, -1) == -0.5);
  CHECK(std::isnan(pow_of(-2, 0.5)));
  CHECK(std::isnan(pow_of(not_a_number, 1)));
  CHECK(std::isnan(pow_of(2, not_a_number)));
}

// The vector code of this machine against the scalar code, over arguments that reach every branch of the old libm.
TEST_CASE("kernels give the bits of apply") {
  Random random;
  alignas(64) double memory[3 * block_width];
  double* rows[] = {memory, memory + block_width, memory + 2 * block_width};
  const double specials[] = {0, -0.0, 1, -1, infinity, -infinity, not_a_number, 1e-310, 2, -3};
  int wrong = 0;
  for (const Op op : {Op::log2, Op::exp, Op::pow}) {
    for (int round = 0; round < 400; ++round) {
      for (int i = 0; i < block_width; ++i) {
        rows[0][i] = i < 10 ? specials[i] : std::exp2(random.uniform(-40, 40)) * (i % 5 == 0 ? -1 : 1);
        rows[1][i] = round % 8 == 0 ? specials[(i + round) % 10] : std::round(random.uniform(-9, 9)) / (1 + i % 2);
      }
      for (const int mode : {0, 1, 2}) {
        if (op != Op::pow && mode != 0) continue;
        const double scalars[] = {rows[0][round % block_width], rows[1][round % block_width]};
        const Instruction ins{.op = op, .mode = static_cast<uint8_t>(mode), .d = 2, .a = 0, .b = 1};
        run_kernels(&ins, 1, rows, scalars);
        for (int i = 0; i < block_width; ++i) {
          const double a = mode == 1 ? scalars[0] : rows[0][i];
          const double b = mode == 2 ? scalars[1] : rows[1][i];
          const double expected = wallflip::apply(op, a, b, 0);
          const bool same = std::bit_cast<uint64_t>(expected) == std::bit_cast<uint64_t>(rows[2][i]);
          wrong += same || (std::isnan(expected) && std::isnan(rows[2][i])) ? 0 : 1;
        }
      }
    }
  }
  CHECK(wrong == 0);
}
