#include "model/sheet/unit.hpp"

#include <charconv>

namespace wallflip {
namespace {

constexpr std::array<std::string_view, Unit::dimensions> symbols = {"B", "FLOP", "s",   "token", "$",
                                                                    "J", "g",    "seq", "GPU"};

Unit combine(const Unit& a, const Unit& b, int sign) {
  Unit result = a;
  for (size_t i = 0; i < Unit::dimensions; ++i) {
    result.exponent[i] = static_cast<int8_t>(a.exponent[i] + sign * b.exponent[i]);
  }
  return result;
}

std::string symbol_power(size_t i, int exponent) {
  std::string text(symbols[i]);
  if (exponent != 1) text += "^" + std::to_string(exponent);
  return text;
}

}  // namespace

Unit operator*(const Unit& a, const Unit& b) {
  return combine(a, b, 1);
}

Unit operator/(const Unit& a, const Unit& b) {
  return combine(a, b, -1);
}

Unit power(const Unit& unit, int exponent) {
  Unit result;
  for (size_t i = 0; i < Unit::dimensions; ++i) {
    result.exponent[i] = static_cast<int8_t>(unit.exponent[i] * exponent);
  }
  return result;
}

std::optional<Unit> square_root(const Unit& unit) {
  Unit result;
  for (size_t i = 0; i < Unit::dimensions; ++i) {
    if (unit.exponent[i] % 2 != 0) return std::nullopt;
    result.exponent[i] = static_cast<int8_t>(unit.exponent[i] / 2);
  }
  return result;
}

// Numerator first; the order of the denominators is the conventional "per second, per GPU".
std::string to_string(const Unit& unit) {
  std::string numerator;
  std::string denominator;
  for (size_t i = 0; i < Unit::dimensions; ++i) {
    const int exponent = unit.exponent[i];
    if (exponent > 0) numerator += (numerator.empty() ? "" : "*") + symbol_power(i, exponent);
    if (exponent < 0) denominator += "/" + symbol_power(i, -exponent);
  }
  if (numerator.empty() && !denominator.empty()) numerator = "1";
  return numerator + denominator;
}

std::optional<Unit> parse_unit(std::string_view text) {
  Unit result;
  int sign = 1;
  bool first = true;
  while (!text.empty()) {
    if (!first) {
      if (text[0] != '*' && text[0] != '/') return std::nullopt;
      sign = text[0] == '/' ? -1 : 1;
      text.remove_prefix(1);
    }
    const size_t end = text.find_first_of("*/^");
    const std::string_view symbol = text.substr(0, end);
    text.remove_prefix(symbol.size());
    int exponent = 1;
    if (!text.empty() && text[0] == '^') {
      const auto [rest, error] = std::from_chars(text.data() + 1, text.data() + text.size(), exponent);
      if (error != std::errc() || exponent < -9 || exponent > 9) return std::nullopt;
      text.remove_prefix(static_cast<size_t>(rest - text.data()));
    }
    bool known = first && symbol == "1";
    for (size_t i = 0; i < Unit::dimensions; ++i) {
      if (symbols[i] != symbol) continue;
      known = true;
      result = combine(result, power(base_unit(i), exponent), sign);
    }
    if (!known) return std::nullopt;
    first = false;
  }
  return result;
}

Literal operator*(const Literal& literal, const Unit& unit) {
  return {literal.value, literal.unit * unit};
}

Literal operator/(const Literal& literal, const Unit& unit) {
  return {literal.value, literal.unit / unit};
}

}  // namespace wallflip
