#include "model/study/knob.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace wallflip {

std::vector<int> Knob::inputs() const {
  std::set<int> rows;
  if (kind != KnobKind::choice) rows.insert(input);
  for (const KnobChoice& choice : choices) {
    for (const auto& [row, value] : choice.sets) rows.insert(row);
  }
  return {rows.begin(), rows.end()};
}

double Knob::at_fraction(double fraction) const {
  const double f = std::clamp(fraction, 0.0, 1.0);
  if (kind == KnobKind::choice) return std::round(f * last());
  if (f == 1) return max;  // exp(log x) may miss x by a bit
  double value = log ? min * std::exp(f * std::log(max / min)) : min + f * (max - min);
  if (kind == KnobKind::integer) value = std::round(value);
  return std::clamp(value, min, max);
}

double Knob::fraction_of(double position) const {
  if (last() <= first()) return 0;
  const double p = std::clamp(position, first(), last());
  if (kind != KnobKind::choice && log) return std::log(p / min) / std::log(max / min);
  return (p - first()) / (last() - first());
}

std::vector<double> Knob::positions(size_t count) const {
  if (kind == KnobKind::choice) count = choices.size();
  std::vector<double> all(count);
  for (size_t i = 0; i < count; ++i) {
    all[i] = kind == KnobKind::choice ? static_cast<double>(i)
                                      : at_fraction(static_cast<double>(i) / static_cast<double>(count - 1));
  }
  return all;
}

std::vector<Column> columns_of(const Knob& knob, const std::vector<double>& positions,
                               const std::vector<double>& base) {
  if (knob.kind != KnobKind::choice) return {Column(positions.begin(), positions.end())};
  const std::vector<int> rows = knob.inputs();
  std::vector<Column> columns;
  for (const int row : rows) columns.emplace_back(positions.size(), base[static_cast<size_t>(row)]);
  for (size_t k = 0; k < positions.size(); ++k) {
    for (const auto& [row, value] : knob.choices[static_cast<size_t>(positions[k])].sets) {
      const auto column = std::lower_bound(rows.begin(), rows.end(), row) - rows.begin();
      columns[static_cast<size_t>(column)][k] = value;
    }
  }
  return columns;
}

void set_position(const Knob& knob, double position, std::vector<double>& inputs) {
  if (knob.kind != KnobKind::choice) {
    inputs[static_cast<size_t>(knob.input)] = position;
    return;
  }
  for (const auto& [row, value] : knob.choices[static_cast<size_t>(position)].sets) {
    inputs[static_cast<size_t>(row)] = value;
  }
}

double position_in(const Knob& knob, const std::vector<double>& inputs) {
  if (knob.kind != KnobKind::choice) return inputs[static_cast<size_t>(knob.input)];
  for (size_t i = 0; i < knob.choices.size(); ++i) {
    const auto& sets = knob.choices[i].sets;
    const bool here = std::all_of(sets.begin(), sets.end(), [&](const std::pair<int, double>& set) {
      return inputs[static_cast<size_t>(set.first)] == set.second;
    });
    if (here) return static_cast<double>(i);
  }
  return -1;
}

}  // namespace wallflip
