#pragma once

#include <optional>
#include <string>
#include <vector>

#include "widgets/plot.hpp"

namespace wallflip::widgets {

struct Series {
  std::string label;  ///< written beside the curve; may be empty
  std::vector<Point> points;
  Hue hue = Color::curve;
  bool on_right = false, dashed = false, faint = false;
};

/// A vertical line with a badge at the top; beyond the axis it becomes a badge with an arrow at the edge.
struct LimitLine {
  std::string name, text;  ///< "B at 158"
  double x = 0;
  Hue hue = Color::curve;
  bool draggable = false;
};

/// A dashed horizontal line with its text.
struct LevelLine {
  std::string name, text;  ///< "SLO 25 ms"
  double y = 0;
  bool on_right = false, draggable = false;
};

/// x values with a meaning of their own: "does not fit". Without a wall it is only a quiet ground.
struct Region {
  double from = 0, to = 0;
  std::optional<Wall> wall = Wall::capacity;
  std::string text;
};

enum class Drag { none, x, y, both };

struct Marker {
  std::string name, text;
  Point at;
  Hue hue = Color::curve;
  bool on_right = false, ghost = false;  ///< a ghost is where the point was before
  Drag drag = Drag::none;
};

/// Lines over one x axis and one or two axes of values, with everything that can be marked on them.
struct CurvePlot {
  std::string name = "plot";
  Axis x, y;
  std::optional<Axis> right;
  std::vector<Series> series;
  std::vector<Region> regions;
  std::vector<LimitLine> limits;
  std::vector<LevelLine> levels;
  std::vector<Marker> markers;
};

struct CurvePlotResult {
  std::string dragged;  ///< name of the mark under the mouse button; `at` is where the mouse has it, inside the axes
  Point at;
  std::string committed;  ///< name of the mark let go in this frame
  std::string clicked;    ///< name of a mark clicked
};

CurvePlotResult curve_plot(Ui& ui, Rect rect, const CurvePlot& plot);

}  // namespace wallflip::widgets
