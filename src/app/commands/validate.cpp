#include <algorithm>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands/json_out.hpp"
#include "app/commands/opened.hpp"
#include "app/commands/text_table.hpp"
#include "model/base/file_io.hpp"
#include "model/validation/report.hpp"

namespace wallflip {
namespace {

using validation::Accuracy;
using validation::Compared;
using validation::Report;

Json as_json(const Report& report) {
  Json families = Json::array();
  for (const Accuracy& a : report.accuracies) {
    families.push_back({{"file", a.file},
                        {"source_id", a.source_id},
                        {"metric", a.metric},
                        {"rows", a.rows},
                        {"expressed", a.expressed},
                        {"reasons", a.reasons},
                        {"median_abs", json_number(a.median_abs)},
                        {"mean_abs", json_number(a.mean_abs)},
                        {"worst_abs", json_number(a.worst_abs)},
                        {"bias", json_number(a.bias)}});
  }
  return {{"families", families}};
}

std::string percent(double fraction) {
  return std::isfinite(fraction) ? fmt::format("{:.1f}%", 100 * fraction) : "-";
}

std::string table_of(const Report& report, const std::string& file) {
  TextTable table("llrrrrrr");
  table.row({"source", "metric", "rows", "expressed", "median", "mean", "worst", "bias"});
  for (const Accuracy& a : report.accuracies) {
    if (a.file != file) continue;
    table.row({a.source_id, a.metric, std::to_string(a.rows), std::to_string(a.expressed), percent(a.median_abs),
               percent(a.mean_abs), percent(a.worst_abs), percent(a.bias)});
  }
  return table.text();
}

std::string reasons_of(const Report& report, const std::string& file) {
  std::map<std::string, int> counts;
  for (const Accuracy& a : report.accuracies) {
    if (a.file != file) continue;
    for (const auto& [reason, count] : a.reasons) counts[reason] += count;
  }
  TextTable table("rl");
  for (const auto& [reason, count] : counts) table.row({std::to_string(count), reason});
  return table.empty() ? "" : "  not expressed:\n" + table.text("    ");
}

std::string as_text(const Report& report, const std::vector<std::string>& files) {
  std::string text = "errors are (model - measured) / measured\n";
  for (const std::string& file : files) {
    const bool measured = std::any_of(report.accuracies.begin(), report.accuracies.end(),
                                      [&](const Accuracy& a) { return a.file == file; });
    text += file + "\n" + (measured ? table_of(report, file) + reasons_of(report, file) : "  measures nothing\n");
  }
  return text;
}

std::string cell(const std::string& text) {
  std::string quoted;
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted.find_first_of(",\"\n") == std::string::npos ? quoted : "\"" + quoted + "\"";
}

std::string as_csv(const Report& report) {
  std::string text = "id,source_id,line,metric,measured,predicted,error,reason\n";
  for (const Compared& row : report.rows) {
    const validation::Prediction& p = row.prediction;
    const std::optional<double> error = row.error();
    text += fmt::format("{},{},{},{},{},{},{},{}\n", cell(row.id), cell(row.source_id), row.line, cell(p.metric),
                        p.measured, p.predicted ? fmt::format("{}", *p.predicted) : "",
                        error ? fmt::format("{}", *error) : "", cell(p.reason));
  }
  return text;
}

}  // namespace

CommandResult run_validate(const Arguments& arguments) {
  Issues issues;
  if (arguments.files.empty())
    issues.push_back({.file = "FILE", .what = "expected at least one table of measurements"});
  const std::unique_ptr<Library> library = open_library(arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  const Report report = validation::validate(arguments.files, library->catalog, issues);
  if (issues.empty() && !arguments.out.empty()) write_file_atomically(arguments.out, as_csv(report), issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  return {done, arguments.json ? json_text(as_json(report)) : as_text(report, arguments.files), {}};
}

}  // namespace wallflip
