#include "widgets/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "widgets/imgui_compat.hpp"

namespace wallflip::widgets {
namespace {

constexpr float low_picture = 200;  // pixels at scale 1
constexpr double tiny = 1e-9;       // relative slack, so that a tick on the very end of an axis is not lost to rounding

/// "65,536": where powers of two are meant, 65.5k would be another number.
std::string grouped(double whole) {
  std::string text = fmt::format("{:.0f}", whole);
  for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<size_t>(at), 1, ',');
  return text;
}

std::string tick_text(const Axis& axis, double value) {
  if (axis.text) return axis.text(value);
  const bool whole = axis.scale == Scale::log2 && value >= 1 && value < 1e6 && value == std::floor(value);
  return whole ? grouped(value) : si_text(value);
}

/// The smallest of 1, 2, 5 x 10^k that is not below `step`.
double nice_step(double step) {
  const double decade = std::pow(10.0, std::floor(std::log10(step)));
  for (const double m : {1.0, 2.0, 5.0}) {
    if (m * decade >= step * (1 - tiny)) return m * decade;
  }
  return 10 * decade;
}

void linear_ticks(const Axis& axis, int most, std::vector<double>& out) {
  const double step = nice_step((axis.max - axis.min) / std::max(1, most));
  const double slack = (axis.max - axis.min) * tiny;
  for (double i = std::ceil((axis.min - slack) / step); i * step <= axis.max + slack; ++i) out.push_back(i * step);
}

/// Powers of `base`, every `stride`-th, and for decades with room the values 2 and 5 (or 3) between.
void log_ticks(const Axis& axis, int most, double base, std::vector<double>& out) {
  const double from = std::log(axis.min) / std::log(base), to = std::log(axis.max) / std::log(base);
  const int decades = static_cast<int>(std::floor(to + tiny) - std::ceil(from - tiny)) + 1;
  const int stride = std::max(1, (decades + most - 1) / std::max(1, most));
  std::vector<double> between = {1};
  if (base == 10 && (to - from) * 3 <= most) between = {1, 2, 5};
  for (int k = static_cast<int>(std::floor(from)); k <= to + tiny; ++k) {
    if (stride > 1 && ((k % stride) + stride) % stride != 0) continue;
    for (const double m : between) {
      const double value = m * std::pow(base, k);
      if (value >= axis.min * (1 - tiny) && value <= axis.max * (1 + tiny)) out.push_back(value);
    }
  }
}

float widest_tick(const Ui& ui, const std::vector<Tick>& ticks) {
  float width = 0;
  for (const Tick& tick : ticks) width = std::max(width, text_size(ui, Font::small, tick.text).x);
  return width;
}

/// Title of an axis of values above its upper end, with the swatch of its curve.
void draw_value_title(Ui& ui, const Axis& axis, ImVec2 at, Align align, float room) {
  if (axis.title.empty()) return;
  const float swatch = axis.hue ? ui.px(18) : 0;
  ImVec2 size = text_size(ui, Font::small, axis.title);
  const bool cut = size.x > room - swatch;
  if (cut) size.x = std::max(room - swatch - 1, 1.0F);
  const float left = align == Align::left ? at.x : at.x - size.x - swatch;
  if (axis.hue) {
    const float y = at.y + size.y / 2;
    draw_line(ui, {left, y}, {left + ui.px(12), y}, color_of(ui, *axis.hue), ui.theme->line_width * 1.2F);
  }
  draw_text(ui, {left + swatch, at.y}, axis.title, {Font::small, ui.color(Color::mid), Align::left, cut ? size.x : 0});
}

/// Two titles share the width, a short one leaves its rest to the other; from the left edge of the picture on where
/// the area alone is too narrow.
void draw_value_titles(Ui& ui, const Plot& plot, Rect rect) {
  const auto width = [&](const Axis& axis) {
    return text_size(ui, Font::small, axis.title).x + (axis.hue ? ui.px(18) : 0);
  };
  const float gap = ui.px(16), room = rect.width() - (plot.right ? gap : 0);
  const float right = plot.right ? std::min(width(*plot.right), std::max(room / 2, room - width(plot.y))) : 0;
  const float left = std::min(width(plot.y), room - right);
  const float right_end = std::max(plot.area.max.x, std::min(rect.max.x, plot.area.min.x + left + gap + right));
  const float left_start = std::max(rect.min.x, std::min(plot.area.min.x, right_end - right - gap - left));
  draw_value_title(ui, plot.y, {left_start, rect.min.y}, Align::left, left);
  if (plot.right) draw_value_title(ui, *plot.right, {right_end, rect.min.y}, Align::right, right);
}

int x_steps(const Ui& ui, Rect area) {
  return std::max(2, static_cast<int>(area.width() / ui.px(56)));
}

void draw_x_axis(Ui& ui, const Plot& plot) {
  const float line = text_size(ui, Font::small, "0").y;
  float free_from = -1e9F;
  for (const Tick& tick : axis_ticks(plot.x, x_steps(ui, plot.area))) {
    const float x = plot.px_x(tick.value);
    draw_line(ui, {x, plot.area.max.y}, {x, plot.area.max.y + ui.px(4)}, ui.color(Color::line), ui.px(1));
    const float half = text_size(ui, Font::small, tick.text).x / 2;
    if (x - half < free_from) continue;
    free_from = x + half + ui.px(6);
    draw_text(ui, {x, plot.area.max.y + ui.px(7)}, tick.text, {Font::small, ui.color(Color::mid), Align::center});
  }
  if (plot.x.title.empty()) return;
  draw_text(ui, {(plot.area.min.x + plot.area.max.x) / 2, plot.area.max.y + ui.px(9) + line}, plot.x.title,
            {Font::small, ui.color(Color::mid), Align::center, plot.area.width()});
}

/// From the bottom up; a label that would stand on the one below is left out.
void draw_y_axis(Ui& ui, const Plot& plot, const std::vector<Tick>& ticks, bool on_right) {
  const float line = text_size(ui, Font::small, "0").y;
  float free_below = 1e9F;
  for (const Tick& tick : ticks) {
    const float y = plot.px_y(tick.value, on_right);
    if (!on_right) draw_line(ui, {plot.area.min.x, y}, {plot.area.max.x, y}, ui.color(Color::grid), ui.px(1));
    if (y + line / 2 > free_below) continue;
    free_below = y - line / 2;
    const float x = on_right ? plot.area.max.x + ui.px(8) : plot.area.min.x - ui.px(8);
    draw_text(ui, {x, y - line / 2}, tick.text,
              {Font::small, ui.color(Color::mid), on_right ? Align::left : Align::right});
  }
}

}  // namespace

std::string si_text(double value) {
  if (!std::isfinite(value)) return "\xE2\x80\x94";
  if (value == 0) return "0";
  static constexpr std::array<const char*, 11> prefixes = {"f", "p", "n", "\xC2\xB5", "m", "", "k", "M", "G", "T", "P"};
  const double magnitude = std::abs(value) * (1 + 1e-12);
  const int group = std::clamp(static_cast<int>(std::floor(std::log10(magnitude) / 3)), -5, 5);
  const double scaled = value / std::pow(1000.0, group);
  const std::string digits = std::abs(scaled) >= 1000 ? fmt::format("{:.0f}", scaled) : fmt::format("{:.3g}", scaled);
  return digits + prefixes[static_cast<size_t>(group + 5)];
}

std::function<std::string(double)> si_with(std::string unit) {
  return [unit = std::move(unit)](double value) {
    std::string text = si_text(value);
    const bool prefixed = !text.empty() && (text.back() < '0' || text.back() > '9');
    if (!prefixed) return text + " " + unit;
    size_t digits = text.find_last_of("0123456789") + 1;
    return text.substr(0, digits) + " " + text.substr(digits) + unit;
  };
}

double axis_position(const Axis& axis, double value) {
  if (axis.scale == Scale::linear) return (value - axis.min) / (axis.max - axis.min);
  return value > 0 ? std::log(value / axis.min) / std::log(axis.max / axis.min) : std::nan("");
}

double axis_value(const Axis& axis, double position) {
  if (axis.scale == Scale::linear) return axis.min + position * (axis.max - axis.min);
  return axis.min * std::pow(axis.max / axis.min, position);
}

std::vector<Tick> axis_ticks(const Axis& axis, int most) {
  std::vector<double> values;
  if (!(axis.max > axis.min) || !std::isfinite(axis.max - axis.min)) return {};
  const bool decades = axis.scale == Scale::log10 && axis.min > 0 && axis.max / axis.min > 5;
  const bool doublings = axis.scale == Scale::log2 && axis.min > 0;
  if (decades || doublings)
    log_ticks(axis, most, decades ? 10 : 2, values);
  else
    linear_ticks(axis, most, values);
  std::vector<Tick> ticks;
  for (const double value : values) ticks.push_back({value, tick_text(axis, value)});
  return ticks;
}

Axis axis_from_zero(double largest, std::string title) {
  const double top = std::isfinite(largest) && largest > 0 ? largest : 1;
  const double step = nice_step(top / 5);
  return {0, std::ceil(top / step) * step, Scale::linear, std::move(title), {}, {}};
}

float Plot::px_x(double value) const {
  return area.min.x + static_cast<float>(axis_position(x, value)) * area.width();
}
float Plot::px_y(double value, bool on_right) const {
  return area.max.y - static_cast<float>(axis_position(on_right && right ? *right : y, value)) * area.height();
}
double Plot::x_at(float px) const {
  return axis_value(x, static_cast<double>((px - area.min.x) / area.width()));
}
double Plot::y_at(float px, bool on_right) const {
  return axis_value(on_right && right ? *right : y, static_cast<double>((area.max.y - px) / area.height()));
}

Plot begin_plot(Ui& ui, Rect rect, Axis x, Axis y, std::optional<Axis> right, float head) {
  Plot plot{rect, std::move(x), std::move(y), std::move(right)};
  const float line = text_size(ui, Font::small, "0").y;
  if (rect.height() < ui.px(low_picture)) plot.x.title.clear();  // the curves need the room more
  plot.area.min.y += line + ui.px(head > 0 && rect.height() < ui.px(low_picture) ? 6.0F : 11.0F) + head;
  plot.area.max.y -= line * (plot.x.title.empty() ? 1.0F : 2.0F) + ui.px(12);
  const int most = std::max(2, static_cast<int>(plot.area.height() / ui.px(50)));
  const std::vector<Tick> left_ticks = axis_ticks(plot.y, most);
  const std::vector<Tick> right_ticks = plot.right ? axis_ticks(*plot.right, most) : std::vector<Tick>();
  // the outermost tick stays inside
  const float half_tick = widest_tick(ui, axis_ticks(plot.x, x_steps(ui, rect))) / 2 + ui.px(2);
  plot.area.min.x += std::max(widest_tick(ui, left_ticks) + ui.px(10), half_tick);
  plot.area.max.x -= std::max(plot.right ? widest_tick(ui, right_ticks) + ui.px(10) : 0, half_tick);
  draw_y_axis(ui, plot, left_ticks, false);
  draw_y_axis(ui, plot, right_ticks, true);
  draw_line(ui, {plot.area.min.x, plot.area.max.y}, plot.area.max, ui.color(Color::line), ui.px(1));
  draw_x_axis(ui, plot);
  draw_value_titles(ui, plot, rect);
  return plot;
}

std::vector<std::vector<ImVec2>> clipped_curve(const Plot& plot, std::span<const Point> points, bool on_right) {
  std::vector<std::vector<ImVec2>> lines;
  if (points.empty()) return lines;
  bool open = false;
  ImVec2 start = plot.px(points.front(), on_right);
  for (const Point& point : points.subspan(1)) {
    const ImVec2 end = plot.px(point, on_right);
    ImVec2 a = std::exchange(start, end), b = end;
    const bool seen = std::isfinite(a.x + a.y + b.x + b.y) && clip_segment(plot.area, a, b);
    if (seen && !open) lines.push_back({a});
    if (seen) lines.back().push_back(b);
    open = seen && b.x == end.x && b.y == end.y;
  }
  return lines;
}

void draw_polyline(Ui& ui, std::span<const ImVec2> points, const CurveStyle& style) {
  if (points.size() < 2) return;
  if (!style.dashed) {
    compat::add_polyline(ImGui::GetWindowDrawList(), points.data(), static_cast<int>(points.size()), style.color,
                         style.thickness);
    return;
  }
  const float dash = ui.px(6);
  float along = 0;  // dashes keep their rhythm over the corners of the curve
  for (size_t i = 1; i < points.size(); ++i) {
    const ImVec2 a = points[i - 1], b = points[i];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    for (float t = 0; t < length;) {
      const float phase = std::fmod(along + t, 2 * dash);
      const float end = std::min(length, t + (phase < dash ? dash - phase : 2 * dash - phase) + 0.01F);
      const ImVec2 from = {a.x + (b.x - a.x) * t / length, a.y + (b.y - a.y) * t / length};
      const ImVec2 to = {a.x + (b.x - a.x) * end / length, a.y + (b.y - a.y) * end / length};
      if (phase < dash) draw_line(ui, from, to, style.color, style.thickness);
      t = end;
    }
    along += length;
  }
}

void draw_dashed(Ui& ui, ImVec2 a, ImVec2 b, ImU32 color, float thickness) {
  const std::array<ImVec2, 2> points = {a, b};
  draw_polyline(ui, points, {color, thickness, true});
}

void draw_handle(Ui& ui, ImVec2 at, ImU32 color, bool draggable, bool lit) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = ui.px(draggable ? 8 : 5);
  if (lit) list->AddCircleFilled(at, radius + ui.px(6), faded(color, 0.25F));
  list->AddCircleFilled(at, radius + ui.px(1.5F), ui.color(Color::surface));
  list->AddCircleFilled(at, radius, color);
  if (draggable) list->AddCircleFilled(at, radius - ui.theme->line_width * 1.3F, ui.color(Color::surface));
}

ImVec2 plate_size(const Ui& ui, std::string_view text, Font font) {
  const ImVec2 size = text_size(ui, font, text);
  return {size.x + ui.px(10), size.y + ui.px(4)};
}

void draw_plate_text(Ui& ui, Rect plate, std::string_view text, Font font, ImU32 color) {
  fill_rect(ui, plate, faded(ui.color(Color::surface), 0.85F), ui.px(3));
  draw_text(ui, {plate.min.x + ui.px(5), plate.min.y + ui.px(2)}, text, {font, color});
}

}  // namespace wallflip::widgets
