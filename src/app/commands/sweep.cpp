#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>

#include "app/commands/json_out.hpp"
#include "app/commands/opened.hpp"
#include "app/commands/vary.hpp"

// `wallflip sweep`: one row per point of a grid, the last --vary fastest. Rows are written as they are computed, so
// that a grid of millions of points needs no memory; whatever can be wrong is found before the first row.

namespace wallflip {
namespace {

constexpr size_t most_points = 100'000'000;

struct Shard {
  size_t index = 1, count = 1;  // row r belongs to shard r mod count + 1
};

std::optional<Shard> read_shard(const std::string& text, Issues& issues) {
  Shard shard;
  if (text.empty()) return shard;
  const char* end = text.data() + text.size();
  const auto index = std::from_chars(text.data(), end, shard.index);
  const bool slash = index.ec == std::errc() && index.ptr != end && *index.ptr == '/';
  const auto count = slash ? std::from_chars(index.ptr + 1, end, shard.count) : index;
  const bool whole = slash && count.ec == std::errc() && count.ptr == end;
  if (whole && shard.index >= 1 && shard.index <= shard.count) return shard;
  issues.push_back({.file = "--shard " + text, .what = "expected I/N with I from 1 to N, for example 1/4"});
  return std::nullopt;
}

// The settings of point `row` of the grid, after those of --set: the last of one name wins.
Settings settings_at(const std::vector<Axis>& axes, const Settings& set, size_t row) {
  Settings settings = set;
  for (size_t i = axes.size(); i-- > 0;) {
    settings.push_back(axes[i].points[row % axes[i].points.size()]);
    row /= axes[i].points.size();
  }
  return settings;
}

// Every point of every axis applied once: nothing is left to go wrong on the way.
void check_points(const Opened& opened, const std::vector<Axis>& axes, bool free, Issues& issues) {
  for (const Axis& axis : axes) {
    for (const Setting& point : axis.points) {
      const size_t before = issues.size();
      design_with(*opened.lab, {point}, issues, free);
      if (issues.size() > before) break;  // its neighbours say the same
    }
  }
  place_in_arguments(issues);
}

// Rows as CSV, or as the rows of one JSON document.
class Writer {
 public:
  Writer(std::FILE* file, bool json) : file_(file), json_(json) {}

  void header(const std::vector<std::string>& names) {
    std::string line;
    for (const std::string& name : names) line += (line.empty() ? "" : ",") + quoted(name);
    put(json_ ? "{\"columns\":[" + line + "],\"rows\":[" : line + "\n");
  }
  void number(std::optional<double> value) {
    add(value && std::isfinite(*value) ? fmt::format("{}", *value) : json_ ? "null" : "");
  }
  void word(const std::string& text) { add(quoted(text)); }
  void flag(bool value) { add(value ? "true" : "false"); }
  void end_row() {
    put(json_ ? (rows_ > 0 ? ",[" : "[") + line_ + "]" : line_ + "\n");
    ++rows_;
    line_.clear();
    first_ = true;
  }
  void end() {
    if (json_) put("]}\n");
  }
  bool good() const { return good_; }

 private:
  std::string quoted(const std::string& text) const { return json_ ? Json(text).dump() : text; }
  void add(const std::string& cell) {
    if (!first_) line_ += ',';
    first_ = false;
    line_ += cell;
  }
  void put(const std::string& text) { good_ = good_ && std::fwrite(text.data(), 1, text.size(), file_) == text.size(); }

  std::FILE* file_;
  bool json_;
  std::string line_;
  size_t rows_ = 0;
  bool first_ = true, good_ = true;
};

void write_row(Writer& writer, const Opened& opened, const std::vector<Axis>& axes, const Design& design) {
  const Sheet& sheet = opened.sheet();
  for (const Axis& axis : axes) {
    const int row = input_row(sheet, axis.name);
    if (row < 0) {
      writer.word(std::string(design.row(axis.name)));
    } else if (const Input& input = sheet.inputs()[static_cast<size_t>(row)]; input.choices.empty()) {
      writer.number(design.inputs[static_cast<size_t>(row)]);
    } else {
      writer.word(input.choices[static_cast<size_t>(design.inputs[static_cast<size_t>(row)])]);
    }
  }
  const Evaluation evaluation = evaluate(opened.system(), design.inputs);
  for (const Let& let : sheet.lets()) writer.number(evaluation.value(sheet, let.node));
  const Verdict verdict = judge(opened.system(), evaluation);
  writer.word(opened.system().contests.front().of[static_cast<size_t>(verdict.walls.leader)].label);
  writer.flag(verdict.fits);
  writer.flag(verdict.meets);
  writer.end_row();
}

struct PointGrid {
  std::vector<Axis> axes;
  size_t points = 1;
};

PointGrid read_grid(const Opened& opened, const Arguments& arguments, Issues& issues) {
  PointGrid grid;
  for (const std::string& text : arguments.vary) {
    std::optional<Axis> axis = read_axis(opened, text, issues);
    if (!axis) continue;
    for (const Axis& other : grid.axes) {
      if (other.name == axis->name) issues.push_back({.file = "--vary " + text, .what = axis->name + " varies twice"});
    }
    grid.axes.push_back(std::move(*axis));
  }
  for (const Axis& axis : grid.axes) {
    if (grid.points > most_points / axis.points.size()) {
      issues.push_back({.file = "--vary", .what = fmt::format("expected a grid of at most {} points", most_points)});
      break;
    }
    grid.points *= axis.points.size();
  }
  check_points(opened, grid.axes, arguments.free, issues);
  return grid;
}

bool write_table(std::FILE* file, const Opened& opened, const PointGrid& grid, const Shard& shard,
                 const Arguments& arguments) {
  Writer writer(file, arguments.json);
  std::vector<std::string> names;
  for (const Axis& axis : grid.axes) names.push_back(axis.name);
  for (const Let& let : opened.sheet().lets()) names.push_back(let.name);
  for (const char* name : {"binding", "fits", "meets"}) names.emplace_back(name);
  writer.header(names);
  Issues none_left;
  const Settings set = read_settings(arguments.set, none_left);
  for (size_t row = shard.index - 1; row < grid.points && writer.good(); row += shard.count) {
    const Settings settings = settings_at(grid.axes, set, row);
    write_row(writer, opened, grid.axes, design_with(*opened.lab, settings, none_left, true));
  }
  writer.end();
  return std::fflush(file) == 0 && writer.good();
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// A reader of `path` sees the whole table or none: it appears under its name when it is complete.
bool write_file(const std::string& path, const Opened& opened, const PointGrid& grid, const Shard& shard,
                const Arguments& arguments) {
  const std::string partial = path + ".part";
  std::unique_ptr<std::FILE, CloseFile> file(std::fopen(partial.c_str(), "wb"));
  if (!file) return false;
  const bool written = write_table(file.get(), opened, grid, shard, arguments);
  file.reset();
  std::error_code error;
  if (written) std::filesystem::rename(partial, path, error);
  if (!written || error) std::filesystem::remove(partial, error);
  return written && !error;
}

}  // namespace

CommandResult run_sweep(const Arguments& arguments) {
  Issues issues;
  const Opened opened = open_design(arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  const std::optional<Shard> shard = read_shard(arguments.shard, issues);
  const PointGrid grid = read_grid(opened, arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  const bool to_file = !arguments.out.empty();
  const bool written = to_file ? write_file(arguments.out, opened, grid, *shard, arguments)
                               : write_table(stdout, opened, grid, *shard, arguments);
  if (written) return {};
  issues.push_back({.file = to_file ? "--out " + arguments.out : "stdout", .what = "cannot be written"});
  return CommandResult::bad(std::move(issues));
}

}  // namespace wallflip
