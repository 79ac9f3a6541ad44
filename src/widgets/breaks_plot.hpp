#pragma once

#include <optional>
#include <string>
#include <vector>

#include "widgets/plot.hpp"

namespace wallflip::widgets {

/// One line over the axis of demand: a wall until it gives way, or how far the design gets with a change.
struct BreakRow {
  std::string name;  ///< what a click asks about; empty: nothing
  std::string label;
  std::string value;            ///< "x2.41"
  std::string where;            ///< "159"; left out where there is no room
  Hue hue = Color::curve;       ///< of the wall that gives way
  std::string letter;           ///< empty: no badge
  std::optional<double> times;  ///< of today's demand; none: holds to the end of the axis
};

/// What gives way as demand grows: one row a wall in the order of breaking, then the changes that put it off.
struct BreaksPlot {
  std::string title;
  double reach = 10;  ///< the axis runs from 1 to this many times
  std::vector<BreakRow> walls;
  std::string changes_title;
  std::vector<BreakRow> changes;  ///< most headroom first
};

struct BreaksResult {
  std::string clicked;  ///< name of a row
};

/// Rows that the place has no room for are left out from the end, changes before walls.
BreaksResult breaks_plot(Ui& ui, Rect rect, const BreaksPlot& plot);

}  // namespace wallflip::widgets
