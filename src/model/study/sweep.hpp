#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/study/knob.hpp"
#include "model/study/programs.hpp"

namespace wallflip {

/// Quantities along a knob: values[j][k] is quantity j at positions[k]; open[j][k] is false where a gate blanks it
/// (the design does not fit there).
struct Sweep {
  std::vector<double> positions;
  std::vector<Column> values;
  std::vector<std::vector<bool>> open;
};
Sweep sweep(Programs& programs, const std::vector<NodeId>& quantities, const Knob& knob,
            const std::vector<double>& positions, const std::vector<double>& inputs);

/// Quantities of one design; nothing where a gate blanks one or it is not finite.
std::vector<std::optional<double>> values_at(Programs& programs, const std::vector<NodeId>& quantities,
                                             const std::vector<double>& inputs);

/// Which contestant leads at each position.
std::vector<uint8_t> leaders_along(Programs& programs, const Contest& contest, const Knob& knob,
                                   const std::vector<double>& positions, const std::vector<double>& inputs);

/// Leader at every point of a grid over two knobs, row by row: leader[iy * x.size() + ix].
struct WallMap {
  std::vector<double> x, y;
  std::vector<uint8_t> leader;
};
WallMap wall_map(Programs& programs, const Contest& contest, const Knob& x, const Knob& y, size_t size,
                 const std::vector<double>& inputs);

}  // namespace wallflip
