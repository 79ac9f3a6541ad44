#pragma once

#include <optional>
#include <vector>

#include "model/study/flips.hpp"

namespace wallflip {

/// What one knob does to a metric around the present design.
struct TornadoRow {
  int knob = 0;                      ///< index into the knobs asked about
  std::optional<double> elasticity;  ///< d ln metric / d ln knob; empty for choices and where the metric is blank
  std::optional<double> next_flip;   ///< position of the nearest flip of `contest` along this knob
};

/// Rows by falling |elasticity|, those without one last. Central difference over +-1e-4 of the knob (two columns a
/// knob), so a metric with steps (floor, ceil) shows 0 between its steps.
std::vector<TornadoRow> tornado(Programs& programs, NodeId metric, const Contest& contest,
                                const std::vector<Knob>& knobs, const std::vector<double>& inputs);

}  // namespace wallflip
