#include "app/commands/vary.hpp"

#include <algorithm>
#include <charconv>

#include "model/base/nearest_name.hpp"
#include "model/sheet/value_text.hpp"

namespace wallflip {
namespace {

constexpr int most_steps = 1'000'000;  // along one axis

// MIN..MAX:COUNT[log] cut into its parts.
struct Range {
  std::string_view min, max;
  int count = 0;
  bool log = false;
};

std::optional<Range> cut(std::string_view text) {
  Range range;
  const size_t dots = text.find("..");
  const size_t colon = text.rfind(':');
  if (dots == std::string_view::npos || colon == std::string_view::npos || colon < dots + 2) return std::nullopt;
  range.min = text.substr(0, dots);
  range.max = text.substr(dots + 2, colon - dots - 2);
  std::string_view count = text.substr(colon + 1);
  range.log = count.ends_with("log");
  if (range.log) count.remove_suffix(3);
  const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), range.count);
  const bool whole = error == std::errc() && end == count.data() + count.size();
  return whole && range.count >= 1 && range.count <= most_steps ? std::optional(range) : std::nullopt;
}

std::optional<double> number(std::string_view text, const Input& input, const std::string& argument, Issues& issues) {
  const ParsedValue parsed = parse_value(text, input.unit, input.display);
  if (!parsed.value) issues.push_back({.file = argument, .what = parsed.error});
  return parsed.value;
}

std::vector<double> positions(const Range& range, const Input& input, double min, double max) {
  Knob knob;
  knob.kind = input.steps == Steps::continuous ? KnobKind::real : KnobKind::integer;
  knob.min = min;
  knob.max = max;
  knob.log = range.log;
  std::vector<double> all = range.count == 1 ? std::vector{min} : knob.positions(static_cast<size_t>(range.count));
  if (range.count > 1) all.back() = max;  // exp(log(max)) may miss it by a bit
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

void add_range(const Input& input, std::string_view text, Axis& axis, const std::string& argument, Issues& issues) {
  const std::optional<Range> range = cut(text);
  if (!range || !input.choices.empty()) {
    issues.push_back({.file = argument,
                      .what = input.choices.empty()
                                  ? "expected MIN..MAX:COUNT or MIN..MAX:COUNTlog, for example 1..4096:13log"
                                  : "expected names with commas between them, this input is no number"});
    return;
  }
  const std::optional<double> min = number(range->min, input, argument, issues);
  const std::optional<double> max = number(range->max, input, argument, issues);
  if (!min || !max) return;
  if (!(*min <= *max) || (range->log && !(*min > 0))) {
    issues.push_back(
        {.file = argument, .what = range->log ? "expected 0 < MIN and MIN <= MAX" : "expected MIN <= MAX"});
    return;
  }
  for (const double value : positions(*range, input, *min, *max)) axis.points.push_back({axis.name, value, argument});
}

void add_list(std::string_view text, Axis& axis, const std::string& argument) {
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    axis.points.push_back({axis.name, std::string(text.substr(0, comma)), argument});
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
}

}  // namespace

std::optional<Axis> read_axis(const Opened& opened, const std::string& text, Issues& issues) {
  const std::string argument = "--vary " + text;
  const size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
    issues.push_back({.file = argument, .what = "expected NAME=MIN..MAX:COUNT, for example load.batch=1..4096:13log"});
    return std::nullopt;
  }
  Axis axis{text.substr(0, equals), {}};
  const std::string_view values = std::string_view(text).substr(equals + 1);
  const std::vector<std::string> names = settable_names(opened.system());
  if (std::find(names.begin(), names.end(), axis.name) == names.end()) {
    issues.push_back(
        {.file = argument, .what = "no input is called " + axis.name, .hint = did_you_mean(axis.name, names)});
    return std::nullopt;
  }
  const int row = input_row(opened.sheet(), axis.name);
  if (row >= 0 && values.find("..") != std::string_view::npos) {
    add_range(opened.sheet().inputs()[static_cast<size_t>(row)], values, axis, argument, issues);
  } else {
    add_list(values, axis, argument);
  }
  return axis.points.empty() ? std::nullopt : std::optional(std::move(axis));
}

}  // namespace wallflip
