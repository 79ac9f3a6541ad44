#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

// log2, exp and pow without branches and without libm: only + - * / and bit operations, so a loop over them vectorises
// and every machine gives the same bits (libm promises neither). The tests compare with libm over the whole range.
// Unlike libm they know no subnormal numbers: an argument below 2^-1022 counts as 0, a result below 2^-1021 is 0.

#define WALLFLIP_INLINE __attribute__((always_inline)) inline

namespace wallflip::elementary {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
inline constexpr uint64_t exponent_bits = 0xfff0'0000'0000'0000;  // with the sign
inline constexpr uint64_t one_bits = 0x3ff0'0000'0000'0000;

// Added to a number below 2^51, the last bit of the sum is worth 1: that rounds to the nearest whole number, and the
// low bits of the sum are that number. SSE2 and AVX2 have no conversion between doubles and 64-bit integers.
inline constexpr double rounder = 0x1.8p52;

WALLFLIP_INLINE double nearest(double x) {
  return (x + rounder) - rounder;
}

// log2 of a number from 0 up: x = 2^k m with m in [sqrt 1/2, sqrt 2), f = m - 1, s = f / (2 + f), and
// ln m = 2 atanh s = f - s (f - R) with fdlibm's polynomial R in s^2 (e_log.c).
WALLFLIP_INLINE double log2_from_zero_up(double x) {
  constexpr uint64_t half_root_bits = 0x3fe6'a09e'667f'3bcd;  // sqrt 1/2
  constexpr double biased = 0x1p52 + 1023;
  const uint64_t bits = std::bit_cast<uint64_t>(x);
  const uint64_t shifted = bits - half_root_bits + one_bits;
  const double k = std::bit_cast<double>((shifted >> 52) | std::bit_cast<uint64_t>(0x1p52)) - biased;
  const double f = std::bit_cast<double>(bits - (shifted & exponent_bits) + one_bits) - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  const double w = z * z;
  const double odd =
      z * (6.666666666666735130e-01 +
           w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  const double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double y = k + (f - s * (f - (odd + even))) * 1.4426950408889634;
  const double finite = x < std::numeric_limits<double>::min() ? -infinity : y;
  return x < infinity ? finite : x;  // infinity and NaN
}

/// Relative error <= 4.4e-16, exact for powers of two; -infinity at 0, NaN below.
WALLFLIP_INLINE double log2_of(double x) {
  const double y = log2_from_zero_up(x);
  return x < 0 ? not_a_number : y;
}

// 2^(k + f) for the whole number k = sum - rounder and |f| <= 1/2: Taylor's series of e^(f ln 2), whose first term left
// out is 4e-18, and k added to its exponent. `x`, about k + f, decides what lies outside the range of numbers.
WALLFLIP_INLINE double exp2_from_parts(double sum, double f, double x) {
  const double high =
      9.618129107628477e-03 +
      f * (1.3333558146428443e-03 +
           f * (1.540353039338161e-04 +
                f * (1.5252733804059841e-05 +
                     f * (1.321548679014431e-06 +
                          f * (1.01780860092397e-07 +
                               f * (7.054911620801123e-09 +
                                    f * (4.4455382718708116e-10 +
                                         f * (2.5678435993488206e-11 + f * 1.3691488853904128e-12))))))));
  const double series = 1 + f * (0.6931471805599453 + f * (0.24022650695910072 + f * (0.05550410866482158 + f * high)));
  const double y = std::bit_cast<double>(std::bit_cast<uint64_t>(series) + (std::bit_cast<uint64_t>(sum) << 52));
  const double not_below = x < -1021 ? 0 : y;
  return x < 1024 ? not_below : x * infinity;  // infinity; NaN stays NaN
}

/// 2^x, relative error <= 2.3e-16, exact for whole x.
WALLFLIP_INLINE double exp2_of(double x) {
  const double sum = x + rounder;
  return exp2_from_parts(sum, x - (sum - rounder), x);
}

/// e^x, relative error <= 4.4e-16: x - k ln 2 with ln 2 in two parts, the first short enough for exact products.
WALLFLIP_INLINE double exp_of(double x) {
  constexpr double per_ln2 = 1.4426950408889634;
  constexpr double ln2_high = 0x1.62e42feep-1;
  constexpr double ln2_low = 1.9082149292705877e-10;
  const double scaled = x * per_ln2;
  const double sum = scaled + rounder;
  const double k = sum - rounder;
  return exp2_from_parts(sum, ((x - k * ln2_high) - k * ln2_low) * per_ln2, scaled);
}

/// a^b as 2^(b log2 |a|), relative error <= (1 + |b log2 a|) * 4.4e-16. a^0 is 1; a negative base has a power only for
/// a whole b (below 2^51); -0 counts as 0.
WALLFLIP_INLINE double pow_of(double a, double b) {
  const double size = std::bit_cast<double>(std::bit_cast<uint64_t>(a) & ~(uint64_t{1} << 63));
  const double product = b * log2_from_zero_up(size);
  const double power = exp2_of(b == 0 ? 0 : product);
  const double half = b * 0.5;
  const double parity = half == nearest(half) ? 1 : -1;
  const double sign = b == nearest(b) ? parity : not_a_number;
  return a < 0 ? sign * power : power;
}

}  // namespace wallflip::elementary
