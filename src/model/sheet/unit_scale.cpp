#include "model/sheet/unit_scale.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace wallflip {
namespace {

constexpr size_t longest_unit = 48;  // characters

// Which prefixes a unit takes: "kB" and "KiB" are in use, "kh" is not.
enum PrefixClass : unsigned { no_prefix = 0, large = 1, binary = 2, small = 4 };

struct Prefix {
  std::string_view text;
  unsigned kind;
  int exponent;
  double multiply;
};
constexpr std::array<Prefix, 13> prefixes = {{{"k", large, 3, 1},
                                              {"M", large, 6, 1},
                                              {"G", large, 9, 1},
                                              {"T", large, 12, 1},
                                              {"P", large, 15, 1},
                                              {"E", large, 18, 1},
                                              {"Ki", binary, 0, 1024.0},
                                              {"Mi", binary, 0, 1048576.0},
                                              {"Gi", binary, 0, 1073741824.0},
                                              {"Ti", binary, 0, 1099511627776.0},
                                              {"m", small, -3, 1},
                                              {"u", small, -6, 1},
                                              {"n", small, -9, 1}}};

struct Symbol {
  std::string_view text;
  Unit unit;
  unsigned prefixes = no_prefix;
  int exponent = 0;
  double multiply = 1;
  double divide = 1;
};
constexpr Unit watt = [] {
  Unit unit = joule;
  unit.exponent[2] = -1;  // per second
  return unit;
}();
constexpr std::array<Symbol, 40> symbols = {{
    {"B", byte, large | binary},
    {"byte", byte},
    {"bytes", byte},
    {"b", byte, large | binary, 0, 1, 8},
    {"bit", byte, large | binary, 0, 1, 8},
    {"bits", byte, large | binary, 0, 1, 8},
    {"FLOP", flop, large},
    {"FLOPs", flop, large},
    {"s", second, small},
    {"second", second},
    {"seconds", second},
    {"min", second, no_prefix, 0, 60},
    {"h", second, no_prefix, 0, 3600},
    {"hour", second, no_prefix, 0, 3600},
    {"hours", second, no_prefix, 0, 3600},
    {"d", second, no_prefix, 0, 86400},
    {"day", second, no_prefix, 0, 86400},
    {"days", second, no_prefix, 0, 86400},
    {"token", token},
    {"tokens", token},
    {"tok", token, large},
    {"$", dollar},
    {"J", joule, large | small},
    {"W", watt, large},
    {"Wh", joule, large, 0, 3600},
    {"g", gram, large | small},
    {"t", gram, large, 6},
    {"seq", sequence},
    {"sequence", sequence},
    {"sequences", sequence},
    {"GPU", gpu_count},
    {"GPUs", gpu_count},
    {"%", unitless, no_prefix, -2},
    {"req", unitless},  // requests, parameters and elements are numbers: allowed as words, without a dimension
    {"request", unitless},
    {"requests", unitless},
    {"param", unitless},
    {"params", unitless},
    {"element", unitless},
    {"elements", unitless},
}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || c == '\t';
}

std::optional<UnitScale> word_scale(std::string_view word) {
  for (const Symbol& s : symbols) {
    if (s.text == word) return UnitScale{s.unit, s.exponent, s.multiply, s.divide};
  }
  for (const Prefix& p : prefixes) {
    if (!word.starts_with(p.text)) continue;
    for (const Symbol& s : symbols) {
      if (s.text != word.substr(p.text.size()) || (s.prefixes & p.kind) == 0) continue;
      return UnitScale{s.unit, s.exponent + p.exponent, s.multiply * p.multiply, s.divide};
    }
  }
  return std::nullopt;
}

void accumulate(UnitScale& total, const UnitScale& one, int exponent) {
  total.unit = total.unit * power(one.unit, exponent);
  total.exponent += one.exponent * exponent;
  for (int i = 0; i < std::abs(exponent); ++i) {
    (exponent > 0 ? total.multiply : total.divide) *= one.multiply;
    (exponent > 0 ? total.divide : total.multiply) *= one.divide;
  }
}

// Reads "M tok/s/GPU": terms joined by / * -, each a word with an optional power and an optional spaced multiplier.
class UnitReader {
 public:
  UnitReader(std::string_view text, bool b_is_billion) : text_(text), b_is_billion_(b_is_billion) {}

  std::optional<UnitScale> read() {
    UnitScale total;
    if (peek() == '1') {
      ++at_;
      if (peek() != '/') return std::nullopt;
    }
    for (int terms = 0; skip_spaces(), at_ < text_.size(); ++terms) {
      if (terms == 6) return std::nullopt;  // longer than any unit, and exponents stay in range
      int sign = 1;
      const bool joined = peek() == '/' || peek() == '*' || peek() == '-';
      if (terms == 0 && joined && peek() != '/') return std::nullopt;
      if (terms > 0 && !joined) return std::nullopt;
      if (joined) {
        sign = peek() == '/' ? -1 : 1;
        ++at_;
        skip_spaces();
      }
      if (!term(total, sign, terms == 0 && !joined)) return std::nullopt;
    }
    return total;
  }

 private:
  bool term(UnitScale& total, int sign, bool first) {
    std::string_view one = word();
    const auto multiplier = parse_multiplier(one, b_is_billion_ && first);
    const bool unit_follows = at_ < text_.size() && is_space(text_[at_]);
    const bool alone = first && (at_ == text_.size() || text_[at_] == '/');
    if (multiplier && (unit_follows || alone)) {
      accumulate(total, *multiplier, sign);
      if (alone) return true;
      skip_spaces();
      if (first && peek() == '/') return true;
      one = word();
    }
    const auto scale = word_scale(one);
    const std::optional<int> exponent = power_after();
    if (!scale || !exponent) return false;
    accumulate(total, *scale, sign * *exponent);
    return true;
  }

  std::string_view word() {
    const size_t start = at_;
    if (peek() == '%' || peek() == '$') {
      ++at_;
    } else {
      while (is_letter(peek())) ++at_;
    }
    return text_.substr(start, at_ - start);
  }

  std::optional<int> power_after() {
    if (peek() != '^') return 1;
    ++at_;
    const bool negative = peek() == '-';
    if (negative) ++at_;
    if (!is_digit(peek()) || peek() == '0') return std::nullopt;
    const int digit = text_[at_++] - '0';
    if (is_digit(peek())) return std::nullopt;
    return negative ? -digit : digit;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_spaces() {
    while (is_space(peek())) ++at_;
  }

  std::string_view text_;
  bool b_is_billion_;
  size_t at_ = 0;
};

}  // namespace

std::optional<UnitScale> parse_multiplier(std::string_view word, bool b_is_billion) {
  if (b_is_billion && word == "B") return UnitScale{unitless, 9};
  for (const Prefix& p : prefixes) {
    if (p.text == word && p.kind != small && p.text != "E") return UnitScale{unitless, p.exponent, p.multiply};
  }
  return std::nullopt;
}

double UnitScale::factor() const {
  return parse_number("1", *this).value_or(1);
}

std::optional<UnitScale> parse_unit_scale(std::string_view text, bool b_is_billion) {
  const bool blank = text.find_first_not_of(" \t") == std::string_view::npos;
  if (blank || text.size() > longest_unit) return std::nullopt;
  return UnitReader(text, b_is_billion).read();
}

size_t unit_text_length(std::string_view text) {
  size_t length = 0;
  size_t at = text.starts_with('/') ? 1 : 0;
  for (int terms = 0; terms < 6; ++terms) {
    const size_t start = at;
    if (at < text.size() && (text[at] == '$' || text[at] == '%')) ++at;
    // A whole identifier, so that the "s" of "s.limit" is no unit.
    while (at < text.size() && (is_letter(text[at]) || is_digit(text[at]) || text[at] == '_' || text[at] == '.')) ++at;
    if (!word_scale(text.substr(start, at - start))) break;
    if (at + 1 < text.size() && text[at] == '^') {
      at += text[at + 1] == '-' ? 2 : 1;
      while (at < text.size() && is_digit(text[at])) ++at;
    }
    length = at;
    if (at >= text.size() || (text[at] != '/' && text[at] != '*')) break;
    ++at;
  }
  return length;
}

std::optional<double> parse_number(std::string_view digits, const UnitScale& scale) {
  if (digits.empty() || digits.size() > 64) return std::nullopt;
  const size_t e = digits.find_first_of("eE");
  int exponent = 0;
  if (e != std::string_view::npos) {
    std::string_view text = digits.substr(e + 1);
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (error != std::errc() || end != text.data() + text.size() || std::abs(exponent) > 9999) return std::nullopt;
  }
  std::string decimal(digits.substr(0, e));
  if (decimal.find_first_not_of("0123456789.-") != std::string::npos) return std::nullopt;
  decimal += "e" + std::to_string(exponent + scale.exponent);
  double value = 0;
  const auto [end, error] = std::from_chars(decimal.data(), decimal.data() + decimal.size(), value);
  if (error != std::errc() || end != decimal.data() + decimal.size()) return std::nullopt;
  value = value * scale.multiply / scale.divide;
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace wallflip
