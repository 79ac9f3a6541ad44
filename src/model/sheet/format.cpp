#include "model/sheet/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "model/sheet/unit_scale.hpp"
#include "model/sheet/value_text.hpp"

namespace wallflip {
namespace {

// A number rounded to some digits: sign, "314", and the power of ten of the first digit.
struct Rounded {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

Rounded rounded(double value, int digits) {
  const std::string text = fmt::format("{:.{}e}", std::abs(value), digits - 1);
  const size_t e = text.find('e');
  Rounded result{value < 0, text.substr(0, 1), std::atoi(text.c_str() + e + 1)};
  if (e > 2) result.digits += text.substr(2, e - 2);
  return result;
}

std::string with_separators(std::string whole) {
  for (int at = static_cast<int>(whole.size()) - 3; at > 0; at -= 3) whole.insert(static_cast<size_t>(at), 1, ',');
  return whole;
}

// The digits with the decimal point so that the value reads as digits * 10^(exponent - shift): "1,447" or "0.0314".
std::string placed(const Rounded& r, int shift) {
  const int before = r.exponent - shift + 1;  // digits before the point
  const auto length = static_cast<int>(r.digits.size());
  if (before <= 0) return "0." + std::string(static_cast<size_t>(-before), '0') + r.digits;
  if (before >= length) return with_separators(r.digits + std::string(static_cast<size_t>(before - length), '0'));
  const auto cut = static_cast<size_t>(before);
  return with_separators(r.digits.substr(0, cut)) + "." + r.digits.substr(cut);
}

std::string scientific(const Rounded& r) {
  std::string mantissa = r.digits.substr(0, 1);
  if (r.digits.size() > 1) mantissa += "." + r.digits.substr(1);
  return fmt::format("{}e{}", mantissa, r.exponent);
}

std::string sign(const Rounded& r) {
  return r.negative ? "-" : "";
}

enum class Style {
  count,  ///< whole numbers written out, then k M B T behind the number: "8,192", "427k"
  rate,   ///< k M B T from 1,000 on: "6.34k"
  unit,   ///< the prefix belongs to the unit: "3.35 TB/s"
  time,   ///< ns to days
  mass,   ///< g, kg, t
  money,  ///< "$0.123", "$4.42M"
  scaled  ///< the display unit has its own prefix: digits only
};

// k M G T P; where B means 1e9 (numbers, tokens, dollars) it stands for G, as the field writes it.
std::string prefix(int step, bool billions) {
  constexpr std::array<const char*, 6> si = {"", "k", "M", "G", "T", "P"};
  return step == 3 && billions ? "B" : si[static_cast<size_t>(step)];
}

std::string prefixed_number(double value, int digits, bool billions) {
  const Rounded r = rounded(value, digits);
  if (value == 0) return "0";
  if (r.exponent < -3 || r.exponent >= 15) return sign(r) + scientific(r);
  const int step = std::max(0, r.exponent / 3);
  return sign(r) + placed(r, 3 * step) + prefix(step, billions);
}

std::string count_number(double value, int digits, bool billions) {
  const double magnitude = std::abs(value);
  if (magnitude >= 99999.5) return prefixed_number(value, digits, billions);
  if (magnitude == std::floor(magnitude)) {
    return (value < 0 ? "-" : "") + with_separators(fmt::format("{:.0f}", magnitude));
  }
  if (magnitude < 1000) {  // 223.5 sequences are not 224
    const Rounded r = rounded(value, magnitude >= 100 ? std::max(digits, 4) : digits);
    return r.exponent < -3 ? sign(r) + scientific(r) : sign(r) + placed(r, 0);
  }
  // Four or five digits before the point are always written: 1,447 tokens, never 1,450.
  const Rounded r = rounded(value, std::max(digits, magnitude >= 9999.5 ? 5 : 4));
  return sign(r) + placed(r, 0);
}

std::string scaled_number(double value, int digits) {
  if (value == 0) return "0";
  const Rounded r = rounded(value, digits);
  if (r.exponent < -3 || r.exponent >= 15) return sign(r) + scientific(r);
  return sign(r) + placed(r, 0);
}

FormattedValue money(double value, int digits, std::string rest) {
  if (value == 0) return {"$0", std::move(rest)};
  const Rounded r = rounded(value, digits);
  const bool far = r.exponent < -6 || r.exponent >= 15;
  const int step = std::max(0, r.exponent / 3);
  const std::string number = far ? scientific(r) : placed(r, 3 * step) + prefix(step, true);
  return {sign(r) + "$" + number, std::move(rest)};
}

FormattedValue unit_prefixed(double value, int digits, const std::string& symbol) {
  if (value == 0) return {"0", symbol};
  const Rounded r = rounded(value, digits);
  if (r.exponent < -3 || r.exponent >= 18) return {sign(r) + scientific(r), symbol};
  const int step = std::max(0, r.exponent / 3);
  return {sign(r) + placed(r, 3 * step), prefix(step, false) + symbol};
}

// Below a second by prefix, above by the clock: 100 s, 16.7 min, 2.50 h, 180 days.
FormattedValue time(double value, int digits) {
  if (value == 0) return {"0", "s"};
  const Rounded r = rounded(value, digits);
  if (r.exponent < -12) return {sign(r) + scientific(r), "s"};
  if (r.exponent < 0) {
    constexpr std::array<const char*, 3> below = {"ms", "µs", "ns"};
    const int step = std::min((2 - r.exponent) / 3, 3);
    return {sign(r) + placed(r, -3 * step), below[static_cast<size_t>(step - 1)]};
  }
  if (r.exponent < 3) return {sign(r) + placed(r, 0), "s"};
  const double magnitude = std::abs(value);
  if (magnitude < 7200) return {scaled_number(value / 60, digits), "min"};
  if (magnitude < 172800) return {scaled_number(value / 3600, digits), "h"};
  return {scaled_number(value / 86400, digits), "days"};
}

FormattedValue mass(double value, int digits) {
  if (value == 0) return {"0", "g"};
  const Rounded r = rounded(value, digits);
  if (r.exponent < 3) return {scaled_number(value, digits), "g"};
  if (r.exponent < 6) return {sign(r) + placed(r, 3), "kg"};
  return unit_prefixed(value / 1e6, digits, "t");
}

struct Row {
  Unit unit;
  Style style;
  const char* text;     ///< behind the number
  const char* display;  ///< shown in this unit unless the quantity says otherwise
};

// Units with a customary form. Anything else is written as to_string(unit).
Row row_of(const Unit& unit) {
  static const std::array<Row, 28> rows = {{
      {unitless, Style::count, "", ""},
      {byte / gpu_count, Style::unit, "B", ""},
      {byte / second / gpu_count, Style::unit, "B/s", ""},
      {flop / gpu_count, Style::unit, "FLOP", ""},
      {flop / second / gpu_count, Style::unit, "FLOP/s", ""},
      {joule / second, Style::unit, "W", ""},
      {joule / second / gpu_count, Style::unit, "W", ""},
      {second, Style::time, "", ""},
      {second / token, Style::time, "", ""},
      {second / sequence, Style::time, "", ""},
      {gram, Style::mass, "", ""},
      {token, Style::count, "tokens", ""},
      {token / sequence, Style::count, "tokens", ""},
      {sequence, Style::count, "sequences", ""},
      {sequence / gpu_count, Style::count, "sequences", ""},
      {gpu_count, Style::count, "GPUs", ""},
      {token / second, Style::rate, "tok/s", ""},
      {token / second / sequence, Style::rate, "tok/s", ""},
      {token / second / gpu_count, Style::rate, "tok/s per GPU", ""},
      {unitless / second, Style::count, "/s", ""},
      {gpu_count * second, Style::count, "", "GPU-h"},
      {dollar, Style::money, "", ""},
      {dollar / second, Style::money, "", "$/h"},
      {dollar / second / gpu_count, Style::money, "", "$/h"},
      {dollar / token, Style::money, "", "$/M tokens"},
      {dollar / joule, Style::money, "", "$/kWh"},
      {gram / joule, Style::scaled, "", "g/kWh"},
      {dollar / gpu_count, Style::money, "", ""},
  }};
  for (const Row& row : rows) {
    if (row.unit == unit) return row;
  }
  return {unit, Style::unit, nullptr, ""};
}

// "B/token" takes a prefix in front (131 kB/token); "B^2" and "1/B" do not.
bool takes_prefix(const std::string& symbol) {
  const std::string_view first = std::string_view(symbol).substr(0, symbol.find_first_of("/*"));
  return first == "B" || first == "FLOP" || first == "J";
}

// "76.00" -> "76", "6.340k" -> "6.34k"
std::string without_zeros(std::string number) {
  const size_t point = number.find('.');
  if (point == std::string::npos) return number;
  size_t end = point + 1;
  while (end < number.size() && number[end] >= '0' && number[end] <= '9') ++end;
  size_t keep = end;
  while (number[keep - 1] == '0') --keep;
  if (keep == point + 1) keep = point;
  return number.erase(keep, end - keep);
}

FormattedValue in_own_unit(double value, const Row& row, int digits) {
  if (row.style == Style::time) return time(value, digits);
  if (row.style == Style::mass) return mass(value, digits);
  if (row.style == Style::money) return money(value, digits, "");
  const bool billions = reads_b_as_billion(row.unit);
  if (row.text != nullptr && row.style == Style::count) return {count_number(value, digits, billions), row.text};
  if (row.text != nullptr && row.style == Style::rate) return {prefixed_number(value, digits, billions), row.text};
  std::string symbol = row.text != nullptr ? row.text : to_string(row.unit);
  if (row.text != nullptr || takes_prefix(symbol)) return unit_prefixed(value, digits, symbol);
  if (symbol.starts_with("$/")) return money(value, digits, symbol.substr(1));
  if (symbol.starts_with("1/")) symbol.erase(0, 1);
  return {prefixed_number(value, digits, billions), symbol};
}

FormattedValue in_display_unit(double value, const Unit& unit, std::string_view display, int digits) {
  const std::optional<UnitScale> scale = parse_unit_scale(display);
  const bool billions = reads_b_as_billion(unit);
  if (display == "x") return {scaled_number(value, digits), "x"};
  if (!scale) return {count_number(value, digits, billions), std::string(display)};
  const double number = value / scale->factor();
  if (display.starts_with('$')) return money(number, digits, std::string(display.substr(1)));
  if (scale->exponent != 0) return {scaled_number(number, digits), std::string(display)};
  const bool whole = scale->factor() == 1;
  return {whole ? count_number(number, digits, billions) : prefixed_number(number, digits, billions),
          std::string(display)};
}

}  // namespace

FormattedValue format_parts(double value, const Unit& unit, std::string_view display, const FormatOptions& options) {
  if (!std::isfinite(value)) return {"undefined", ""};
  const int digits = std::clamp(options.digits, 1, 17);
  const Row row = row_of(unit);
  const std::string_view shown_in = display.empty() ? std::string_view(row.display) : display;
  FormattedValue result =
      shown_in.empty() ? in_own_unit(value, row, digits) : in_display_unit(value, unit, shown_in, digits);
  if (!options.keep_zeros) result.number = without_zeros(std::move(result.number));
  const bool noun = row.style == Style::count && result.unit.find('/') == std::string::npos;
  if (noun && result.number == "1" && result.unit.ends_with('s')) {
    result.unit.pop_back();  // 1 sequence
  }
  return result;
}

std::string format_value(double value, const Unit& unit, std::string_view display, const FormatOptions& options) {
  const FormattedValue parts = format_parts(value, unit, display, options);
  const bool tight = parts.unit.empty() || parts.unit[0] == '/' || parts.unit[0] == '%' || parts.unit == "x";
  return parts.number + (tight ? "" : " ") + parts.unit;
}

}  // namespace wallflip
