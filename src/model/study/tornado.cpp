#include "model/study/tornado.hpp"

#include <algorithm>
#include <cmath>

#include "model/study/sweep.hpp"

namespace wallflip {
namespace {

std::optional<double> elasticity(Programs& programs, NodeId metric, const Knob& knob,
                                 const std::vector<double>& inputs) {
  if (knob.kind == KnobKind::choice) return std::nullopt;
  const double x = inputs[static_cast<size_t>(knob.input)];
  const double step = x == 0 ? 0 : 1e-4;
  const Sweep s = sweep(programs, {metric}, knob, {x * (1 - step), x, x * (1 + step)}, inputs);
  const Column& y = s.values[0];
  if (!s.open[0][0] || !s.open[0][1] || !s.open[0][2]) return std::nullopt;
  if (x == 0) return 0.0;  // a knob at zero cannot be turned by a percentage
  const double slope = (y[2] - y[0]) / (2 * step * y[1]);
  return std::isfinite(slope) ? std::optional(slope) : std::nullopt;
}

std::optional<double> nearest_flip(Programs& programs, const Contest& contest, const Knob& knob,
                                   const std::vector<double>& inputs) {
  const double here = position_in(knob, inputs);
  if (here < 0) return std::nullopt;
  std::optional<double> nearest;
  const auto distance = [&](double position) { return std::abs(knob.fraction_of(position) - knob.fraction_of(here)); };
  for (const Flip& flip : find_flips(programs, contest, knob, inputs).flips) {
    if (!nearest || distance(flip.value) < distance(*nearest)) nearest = flip.value;
  }
  return nearest;
}

}  // namespace

std::vector<TornadoRow> tornado(Programs& programs, NodeId metric, const Contest& contest,
                                const std::vector<Knob>& knobs, const std::vector<double>& inputs) {
  std::vector<TornadoRow> rows;
  for (size_t i = 0; i < knobs.size(); ++i) {
    rows.push_back({static_cast<int>(i), elasticity(programs, metric, knobs[i], inputs),
                    nearest_flip(programs, contest, knobs[i], inputs)});
  }
  const auto size = [](const TornadoRow& row) { return row.elasticity ? std::abs(*row.elasticity) : -1.0; };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const TornadoRow& a, const TornadoRow& b) { return size(a) > size(b); });
  return rows;
}

}  // namespace wallflip
