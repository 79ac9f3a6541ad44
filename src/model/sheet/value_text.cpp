#include "model/sheet/value_text.hpp"

#include <array>

#include "model/sheet/unit_scale.hpp"

namespace wallflip {
namespace {

constexpr size_t longest_value = 48;  // characters

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// ---- what to say when it is wrong

constexpr std::array<size_t, 3> count_dimensions = {3, 7, 8};  // token, sequence, GPU

struct Expectation {
  Unit unit;
  std::string_view text;
};

std::string expectation(const Unit& unit, std::string_view display) {
  if (display == "%") return "a share such as 70%";
  const std::array<Expectation, 17> table = {{
      {unitless, "a plain number such as 1.5 or 8k"},
      {byte, "bytes such as 80GB"},
      {byte / second, "a bandwidth such as 3.35TB/s or 400Gb/s"},
      {flop, "FLOPs such as 140GFLOP"},
      {flop / second, "a compute rate such as 989TFLOP/s"},
      {second, "a time such as 25ms"},
      {token, "tokens such as 2000 or 15T"},
      {token / second, "a token rate such as 5k tok/s"},
      {dollar, "dollars such as $10M"},
      {dollar / second, "a price such as $2/h"},
      {joule, "an energy such as 5kWh"},
      {joule / second, "a power such as 700W"},
      {gram, "a mass such as 3kg"},
      {gram / joule, "a carbon intensity such as 400g/kWh"},
      {sequence, "sequences such as 64"},
      {gpu_count, "GPUs such as 8"},
      {unitless / second, "a rate such as 100/s"},
  }};
  Unit bare = unit;
  for (const size_t i : count_dimensions) {
    if (bare.exponent[i] < 0) bare.exponent[i] = 0;
  }
  for (const Unit& wanted : {unit, bare}) {
    for (const Expectation& row : table) {
      if (row.unit == wanted) return std::string(row.text);
    }
  }
  const std::string symbol = to_string(unit);
  return "a value in " + symbol + " such as 2 " + symbol;
}

bool matches(const Unit& typed, const Unit& wanted) {
  for (size_t i = 0; i < Unit::dimensions; ++i) {
    const bool may_be_left_out = (i == 3 || i == 7 || i == 8) && typed.exponent[i] == 0;
    if (typed.exponent[i] != wanted.exponent[i] && !may_be_left_out) return false;
  }
  return true;
}

// "µ" in both its code points -> "u", " per " -> "/".
std::string plain_spelling(std::string_view text) {
  std::string result(text);
  const auto replace_all = [&result](std::string_view from, std::string_view to) {
    for (size_t at = result.find(from); at != std::string::npos; at = result.find(from, at + to.size())) {
      result.replace(at, from.size(), to);
    }
  };
  replace_all("\xC2\xB5", "u");
  replace_all("\xCE\xBC", "u");
  replace_all(" per ", "/");
  return result;
}

// The leading number of `text` without thousands separators; `text` keeps the rest. Nothing when there is none.
std::optional<std::string> take_number(std::string_view& text) {
  std::string digits;
  size_t i = 0;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
  const bool negative = i == 1 && text[0] == '-';
  const size_t start = i;
  while (i < text.size() && is_digit(text[i])) digits += text[i++];
  const auto group_at = [&text](size_t at) {
    return at + 3 < text.size() && text[at] == ',' && is_digit(text[at + 1]) && is_digit(text[at + 2]) &&
           is_digit(text[at + 3]) && (at + 4 == text.size() || !is_digit(text[at + 4]));
  };
  if (i - start >= 1 && i - start <= 3 && text[start] != '0') {
    while (group_at(i)) {
      digits += text.substr(i + 1, 3);
      i += 4;
    }
  }
  if (i < text.size() && text[i] == '.') {
    digits += text[i++];
    while (i < text.size() && is_digit(text[i])) digits += text[i++];
  }
  if (digits.empty() || digits == ".") return std::nullopt;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    size_t j = i + 1;
    if (j < text.size() && (text[j] == '-' || text[j] == '+')) ++j;
    if (j < text.size() && is_digit(text[j])) {
      while (j < text.size() && is_digit(text[j])) ++j;
      digits += text.substr(i, j - i);
      i = j;
    }
  }
  text.remove_prefix(i);
  return (negative ? "-" : "") + digits;
}

// A display text that is no unit is a noun of a plain number ("layers", "layer"): without it.
std::string_view without_noun(std::string_view rest, std::string_view display) {
  if (display.empty() || parse_unit_scale(display)) return rest;
  for (const std::string_view noun : {display, display.substr(0, display.size() - (display.ends_with('s') ? 1 : 0))}) {
    if (!noun.empty() && rest.ends_with(noun)) return trimmed(rest.substr(0, rest.size() - noun.size()));
  }
  return rest;
}

ParsedValue wrong_unit(std::string_view text, const Unit& typed, const Unit& wanted, std::string_view display) {
  const std::string got = typed == unitless ? "\"" + std::string(text) + "\"" : to_string(typed);
  return {std::nullopt, "expected " + expectation(wanted, display) + ", got " + got};
}

}  // namespace

bool reads_b_as_billion(const Unit& unit) {
  bool is_count = true;
  for (size_t i = 0; i < Unit::dimensions; ++i) {
    const bool countable = i == 3 || i == 4 || i == 7 || i == 8;  // token, dollar, sequence, GPU
    if (unit.exponent[i] > 0 && !countable) is_count = false;
  }
  return is_count && unit.exponent[0] == 0;
}

ParsedValue parse_value(std::string_view text, const Unit& unit, std::string_view display) {
  const std::string expected = "expected " + expectation(unit, display);
  if (text.size() > longest_value) return {std::nullopt, expected + ", got a text that is too long"};
  const std::string spelled = plain_spelling(text);
  std::string_view rest = trimmed(spelled);
  const std::string shown(rest);
  const bool negative = rest.starts_with("-$");
  if (negative) rest.remove_prefix(1);
  const bool dollars = rest.starts_with('$');
  if (dollars) rest.remove_prefix(1);
  if (dollars && !rest.empty() && !is_digit(rest[0]) && rest[0] != '.') rest = {};
  const std::optional<std::string> digits = take_number(rest);
  if (!digits) return {std::nullopt, expected + (shown.empty() ? "" : ", got \"" + shown + "\"")};
  rest = without_noun(trimmed(rest), display);

  UnitScale scale;
  bool bare = rest.empty();
  if (!bare) {
    const std::optional<UnitScale> read = parse_unit_scale(rest, reads_b_as_billion(unit));
    if (!read) {
      const bool kilo = rest.starts_with('K') && !rest.starts_with("Ki");
      return {std::nullopt, expected + ", got \"" + shown + "\"" + (kilo ? " (k is 1000, Ki is 1024)" : "")};
    }
    scale = *read;
    bare = parse_multiplier(rest, reads_b_as_billion(unit)).has_value();
  }
  if (dollars) {
    scale.unit = scale.unit * dollar;
    bare = false;
  }
  const bool fits = matches(scale.unit, unit) && (unit == unitless || rest.find('%') == std::string_view::npos);
  if (!bare && !fits) return wrong_unit(shown, scale.unit, unit, display);
  const std::optional<double> value = parse_number((negative ? "-" : "") + *digits, scale);
  if (!value) return {std::nullopt, expected + ", got \"" + shown + "\", which is out of range"};
  return {value, ""};
}

}  // namespace wallflip
