#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "widgets/hue.hpp"
#include "widgets/label_placer.hpp"

namespace wallflip::widgets {

enum class Scale { linear, log10, log2 };

/// One axis of a picture, in the unit of its values. A log axis needs 0 < min < max.
struct Axis {
  double min = 0, max = 1;
  Scale scale = Scale::linear;
  std::string title;
  std::function<std::string(double)> text;  ///< of a tick; empty: `si_text`, whole numbers on a log2 axis
  std::optional<Hue> hue;                   ///< of the curve this axis belongs to; a swatch beside the title
};

struct Tick {
  double value;
  std::string text;
};

struct Point {
  double x = 0, y = 0;
};

/// "8k", "250m", "1.5G": at most three significant digits, no unit.
std::string si_text(double value);
/// The same with a unit after a space: "10 ms"; `unit` "s" for example.
std::function<std::string(double)> si_with(std::string unit);

/// Position of a value on the axis: 0 at min, 1 at max; not clamped. NaN for what a log axis cannot show.
double axis_position(const Axis& axis, double value);
double axis_value(const Axis& axis, double position);
/// Round values inside the axis, cutting it into at most `most` steps: 1-2-5, decades (with 2 and 5 when there is room)
/// or powers of two.
std::vector<Tick> axis_ticks(const Axis& axis, int most);

/// A linear axis from 0 to a round value above `largest`.
Axis axis_from_zero(double largest, std::string title);

/// The coordinates of one picture.
struct Plot {
  Rect area;
  Axis x, y;
  std::optional<Axis> right;  ///< second axis of values, ticks on the right

  float px_x(double value) const;
  float px_y(double value, bool on_right = false) const;
  double x_at(float px) const;
  double y_at(float px, bool on_right = false) const;
  ImVec2 px(Point p, bool on_right = false) const { return {px_x(p.x), px_y(p.y, on_right)}; }
};

/// Lays out the axes inside `rect` and draws grid, ticks and titles; `head` pixels stay free between titles and area.
/// In a low place the title of the x axis is left out.
Plot begin_plot(Ui& ui, Rect rect, Axis x, Axis y, std::optional<Axis> right = std::nullopt, float head = 0);

struct CurveStyle {
  ImU32 color = 0;
  float thickness = 1;
  bool dashed = false;
};

/// Screen polylines of a curve, clipped to the area; a NaN breaks the curve.
std::vector<std::vector<ImVec2>> clipped_curve(const Plot& plot, std::span<const Point> points, bool on_right = false);
void draw_polyline(Ui& ui, std::span<const ImVec2> points, const CurveStyle& style);
void draw_dashed(Ui& ui, ImVec2 a, ImVec2 b, ImU32 color, float thickness);
/// The ring that says "I can be dragged"; filled without a hole when it cannot.
void draw_handle(Ui& ui, ImVec2 at, ImU32 color, bool draggable, bool lit);
/// Text on a small plate of the surface colour, so that a curve below never cuts the letters.
void draw_plate_text(Ui& ui, Rect plate, std::string_view text, Font font, ImU32 color);
ImVec2 plate_size(const Ui& ui, std::string_view text, Font font);

}  // namespace wallflip::widgets
