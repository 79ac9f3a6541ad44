#include "model/study/arrivals.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace wallflip {
namespace {

/// In (0, 1]: the top 53 bits, so that log never sees 0.
double uniform(std::mt19937_64& bits) {
  return (static_cast<double>(bits() >> 11) + 1) * 0x1p-53;
}

double exponential(std::mt19937_64& bits, double rate) {
  return -std::log(uniform(bits)) / rate;
}

double gap(std::mt19937_64& bits, double rate, double squared_variation) {
  if (squared_variation <= 1) return exponential(bits, rate);
  const double share = (1 + std::sqrt((squared_variation - 1) / (squared_variation + 1))) / 2;
  const double phase = uniform(bits) <= share ? share : 1 - share;
  return exponential(bits, 2 * phase * rate);
}

int length(std::mt19937_64& bits, const TokenRange& range) {
  const int low = std::max(range.low, 1);
  const int high = std::max(range.high, low);
  return std::min(high, low + static_cast<int>((1 - uniform(bits)) * (high - low + 1)));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\"");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\"") - first + 1);
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

constexpr std::array<std::string_view, 3> columns = {"arrival_s", "prompt_tokens", "output_tokens"};
constexpr double longest = 1e8;  // tokens; beyond it is a mistake

/// A row of a trace: its three numbers, or issues.
class TraceReader {
 public:
  TraceReader(const std::string& file, Issues& issues) : file_(file), issues_(issues) {}

  bool header(std::string_view line) {
    const std::vector<std::string_view> names = split(line, ',');
    bool found = true;
    for (size_t i = 0; i < columns.size(); ++i) {
      const auto it = std::find_if(names.begin(), names.end(), [&](auto name) { return trimmed(name) == columns[i]; });
      place_[i] = static_cast<size_t>(it - names.begin());
      if (it != names.end()) continue;
      report(1, "no column '" + std::string(columns[i]) + "'", "a trace has arrival_s, prompt_tokens, output_tokens");
      found = false;
    }
    return found;
  }

  std::optional<Request> row(std::string_view line, int number_of_line) {
    const std::vector<std::string_view> cells = split(line, ',');
    std::array<double, columns.size()> values{};
    for (size_t i = 0; i < columns.size(); ++i) {
      const auto value = place_[i] < cells.size() ? number(trimmed(cells[place_[i]])) : std::nullopt;
      const bool is_length = i > 0;
      const bool good =
          value && (is_length ? *value >= 1 && *value <= longest && *value == std::floor(*value) : *value >= 0);
      if (!good) {
        report(number_of_line,
               std::string(columns[i]) + " is not " + (is_length ? "a whole number from 1 up" : "a time"), "");
        return std::nullopt;
      }
      values[i] = *value;
    }
    return Request{values[0], static_cast<int>(values[1]), static_cast<int>(values[2])};
  }

 private:
  void report(int line, std::string what, std::string hint) {
    Issue issue;
    issue.file = file_;
    issue.line = line;
    issue.what = std::move(what);
    issue.hint = std::move(hint);
    issues_.push_back(std::move(issue));
  }

  const std::string& file_;
  Issues& issues_;
  std::array<size_t, columns.size()> place_{};
};

}  // namespace

std::vector<Request> draw_arrivals(const ArrivalPattern& pattern) {
  std::mt19937_64 bits(pattern.seed);
  std::vector<Request> requests(pattern.count);
  double now = 0;
  for (Request& request : requests) {
    now += gap(bits, pattern.rate, pattern.burstiness);
    request = {now, length(bits, pattern.prompt), length(bits, pattern.output)};
  }
  return requests;
}

std::vector<Request> parse_arrivals(std::string_view csv, const std::string& file, Issues& issues) {
  std::vector<Request> requests;
  const std::vector<std::string_view> lines = split(csv, '\n');
  TraceReader reader(file, issues);
  if (!reader.header(lines.front())) return requests;
  const size_t before = issues.size();
  for (size_t i = 1; i < lines.size(); ++i) {
    if (trimmed(lines[i]).empty()) continue;
    if (const auto request = reader.row(lines[i], static_cast<int>(i) + 1)) requests.push_back(*request);
  }
  if (requests.empty() && issues.size() == before) {
    issues.push_back({.file = file, .what = "a trace without requests", .hint = "one row a request"});
  }
  std::stable_sort(requests.begin(), requests.end(),
                   [](const Request& a, const Request& b) { return a.arrival < b.arrival; });
  const double first = requests.empty() ? 0 : requests.front().arrival;
  for (Request& request : requests) request.arrival -= first;
  return requests;
}

}  // namespace wallflip
