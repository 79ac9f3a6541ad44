#include "model/validation/report.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace wallflip::validation {
namespace {

bool belongs(const CsvTable& table, const Family& family) {
  return std::all_of(family.columns.begin(), family.columns.end(),
                     [&](std::string_view column) { return table.column(column) >= 0; });
}

// The family that asks for the most columns of those that fit: a general one never shadows a particular one.
const Family* family_of(const CsvTable& table, const std::vector<Family>& families) {
  const Family* best = nullptr;
  for (const Family& family : families) {
    if (belongs(table, family) && (!best || family.columns.size() > best->columns.size())) best = &family;
  }
  return best;
}

std::string known_columns(const std::vector<Family>& families) {
  std::string text;
  for (const Family& family : families) {
    text += (text.empty() ? "" : "; ") + std::string(family.id) + ":";
    for (const std::string_view column : family.columns) text += " " + std::string(column);
  }
  return text;
}

std::vector<Compared> compare(const CsvTable& table, Predictor& predictor) {
  std::vector<Compared> rows;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const Row row(table, i);
    for (Prediction& p : predictor.predict(row)) {
      rows.push_back({std::string(row.text("id")), std::string(row.text("source_id")), table.lines[i], std::move(p)});
    }
  }
  return rows;
}

double median(std::vector<double> values) {
  const size_t half = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half), values.end());
  const double upper = values[half];
  if (values.size() % 2 == 1) return upper;
  return (upper + *std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half))) / 2;
}

void summarise(Accuracy& accuracy, const std::vector<double>& errors) {
  accuracy.expressed = static_cast<int>(errors.size());
  if (errors.empty()) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    accuracy.median_abs = accuracy.mean_abs = accuracy.worst_abs = accuracy.bias = none;
    return;
  }
  std::vector<double> sizes;
  for (const double e : errors) sizes.push_back(std::abs(e));
  const auto count = static_cast<double>(errors.size());
  accuracy.median_abs = median(sizes);
  accuracy.mean_abs = std::accumulate(sizes.begin(), sizes.end(), 0.0) / count;
  accuracy.worst_abs = *std::max_element(sizes.begin(), sizes.end());
  accuracy.bias = std::accumulate(errors.begin(), errors.end(), 0.0) / count;
}

std::vector<Accuracy> accuracies_of(const std::string& file, const std::vector<Compared>& rows) {
  std::vector<Accuracy> all;
  std::vector<std::vector<double>> errors;
  for (const Compared& row : rows) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Accuracy& a) {
      return a.source_id == row.source_id && a.metric == row.prediction.metric;
    });
    const auto at = static_cast<size_t>(found - all.begin());
    if (found == all.end()) {
      all.push_back({file, row.source_id, row.prediction.metric, 0, 0, {}, 0, 0, 0, 0});
      errors.emplace_back();
    }
    ++all[at].rows;
    if (const std::optional<double> error = row.error()) {
      errors[at].push_back(*error);
    } else {
      ++all[at].reasons[row.prediction.reason.empty() ? "measured as zero" : row.prediction.reason];
    }
  }
  for (size_t i = 0; i < all.size(); ++i) summarise(all[i], errors[i]);
  return all;
}

}  // namespace

std::optional<double> Compared::error() const {
  if (!prediction.predicted || !std::isfinite(*prediction.predicted) || prediction.measured == 0) return std::nullopt;
  return (*prediction.predicted - prediction.measured) / prediction.measured;
}

Report validate(const std::vector<std::string>& files, const Catalog& catalog, Issues& issues) {
  const std::vector<Family> families = family_table();
  Report report;
  for (const std::string& file : files) {
    const size_t before = issues.size();
    const CsvTable table = read_csv(file, issues);
    if (issues.size() > before) continue;
    const Family* family = family_of(table, families);
    if (!family) {
      issues.push_back({.file = file,
                        .line = 1,
                        .what = "the columns are those of no known family of measurements",
                        .hint = "a table needs these columns: " + known_columns(families)});
      continue;
    }
    const std::vector<Compared> rows = compare(table, *family->make(catalog));
    const std::vector<Accuracy> accuracies = accuracies_of(file, rows);
    report.rows.insert(report.rows.end(), rows.begin(), rows.end());
    report.accuracies.insert(report.accuracies.end(), accuracies.begin(), accuracies.end());
  }
  return report;
}

}  // namespace wallflip::validation
