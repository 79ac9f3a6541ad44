#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wallflip {

/// A product of integer powers of the base units. Hardware figures are per GPU and per-token figures per token, so a
/// forgotten number of GPUs or a mix of TPOT and step time is a unit error. Hours, GB, % are display scales, never
/// units.
struct Unit {
  static constexpr size_t dimensions = 9;  ///< byte, FLOP, second, token, dollar, joule, gram, sequence, GPU
  std::array<int8_t, dimensions> exponent{};

  friend bool operator==(const Unit&, const Unit&) = default;
};

constexpr Unit base_unit(size_t dimension) {
  Unit unit;
  unit.exponent[dimension] = 1;
  return unit;
}

inline constexpr Unit unitless{};
inline constexpr Unit byte = base_unit(0);
inline constexpr Unit flop = base_unit(1);
inline constexpr Unit second = base_unit(2);
inline constexpr Unit token = base_unit(3);
inline constexpr Unit dollar = base_unit(4);
inline constexpr Unit joule = base_unit(5);
inline constexpr Unit gram = base_unit(6);
inline constexpr Unit sequence = base_unit(7);
inline constexpr Unit gpu_count = base_unit(8);

Unit operator*(const Unit& a, const Unit& b);
Unit operator/(const Unit& a, const Unit& b);
Unit power(const Unit& unit, int exponent);
/// The square root, if every exponent is even.
std::optional<Unit> square_root(const Unit& unit);

/// "B/s/GPU", "FLOP/token^2", "1/s"; "" for a plain number. Without spaces, so that "2 FLOP / x" reads one way.
std::string to_string(const Unit& unit);
/// The inverse of to_string; accepts any order. Nothing on an unknown symbol.
std::optional<Unit> parse_unit(std::string_view text);

/// A number with a unit: `2 * flop / token`. Becomes a constant node when it meets a quantity.
struct Literal {
  double value = 0;
  Unit unit;
};
constexpr Literal operator*(double value, const Unit& unit) {
  return {value, unit};
}
Literal operator*(const Literal& literal, const Unit& unit);
Literal operator/(const Literal& literal, const Unit& unit);

}  // namespace wallflip
