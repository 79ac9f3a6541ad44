#include "widgets/curve_plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace wallflip::widgets {
namespace {

/// What the parts of one picture share while it is drawn.
struct Canvas {
  const CurvePlot& what;
  Rect whole;  ///< with axes and titles
  Plot plot;
  LabelPlacer placer;
  CurvePlotResult result;
  std::vector<Hit> marker_hits;                         ///< by index of the marker
  std::vector<std::vector<std::vector<ImVec2>>> lines;  ///< on screen, by index of the series
};

bool on_axis(const Axis& axis, double value) {
  const double t = axis_position(axis, value);
  return t >= 0 && t <= 1;
}

void take(Canvas& c, const Hit& h, const std::string& name, Drag drag, bool on_right, ImGuiMouseCursor cursor) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool was_dragged =  // the end of a drag is no click
      drag != Drag::none && !h.pressed_key &&
      io.MouseDragMaxDistanceSqr[0] > io.MouseDragThreshold * io.MouseDragThreshold;
  if (h.clicked && !was_dragged) c.result.clicked = name;
  if (drag == Drag::none) return;
  if (h.hovered || h.active) ImGui::SetMouseCursor(cursor);
  if (h.released) c.result.committed = name;
  const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
  if (!h.active || !moved) return;
  c.result.dragged = name;
  const Rect& area = c.plot.area;
  c.result.at = {c.plot.x_at(std::clamp(io.MousePos.x, area.min.x, area.max.x)),
                 c.plot.y_at(std::clamp(io.MousePos.y, area.min.y, area.max.y), on_right)};
}

Rect square(ImVec2 center, float half) {
  return {{center.x - half, center.y - half}, {center.x + half, center.y + half}};
}

void draw_regions(Ui& ui, const Canvas& c) {
  for (const Region& region : c.what.regions) {
    const float from = std::clamp(c.plot.px_x(region.from), c.plot.area.min.x, c.plot.area.max.x);
    const float to = std::clamp(c.plot.px_x(region.to), c.plot.area.min.x, c.plot.area.max.x);
    if (!(to > from)) continue;
    const Rect rect{{from, c.plot.area.min.y}, {to, c.plot.area.max.y}};
    fill_rect(ui, rect, region.wall ? faded(ui.color(*region.wall), 0.10F) : faded(ui.color(Color::raised), 0.6F));
    if (region.wall) hatch(ui, rect, *region.wall, 0.45F);
  }
}

/// What labels keep clear of: the line in steps long enough to matter to a letter.
void keep_clear(const Ui& ui, LabelPlacer& placer, const std::vector<ImVec2>& line) {
  ImVec2 from = line.front();
  for (const ImVec2 to : line) {
    const bool last = &to == &line.back();
    if (!last && std::abs(to.x - from.x) + std::abs(to.y - from.y) < ui.px(10)) continue;
    placer.curves.push_back({from, to});
    from = to;
  }
}

void draw_series(Ui& ui, Canvas& c) {
  for (const Series& s : c.what.series) {
    const ImU32 color = faded(color_of(ui, s.hue), s.faint ? 0.55F : 1.0F);
    const float thickness = ui.theme->line_width * (s.faint ? 0.6F : s.hue == Hue(Color::curve_second) ? 0.9F : 1.25F);
    c.lines.push_back(clipped_curve(c.plot, s.points, s.on_right));
    for (const std::vector<ImVec2>& line : c.lines.back()) {
      draw_polyline(ui, line, {color, thickness, s.dashed});
      keep_clear(ui, c.placer, line);
    }
  }
}

/// A mark without a value keeps its handle on the x axis: it can be dragged back to where there is one.
ImVec2 marker_px(const Canvas& c, const Marker& m) {
  ImVec2 at = c.plot.px(m.at, m.on_right);
  if (!std::isfinite(at.y) && m.drag == Drag::x) at.y = c.plot.area.max.y;
  return at;
}

bool visible(const Canvas& c, const Marker& m) {
  const ImVec2 at = marker_px(c, m);
  const Rect& area = c.plot.area;
  return std::isfinite(at.x + at.y) && at.x >= area.min.x - 0.5F && at.x <= area.max.x + 0.5F &&
         at.y >= area.min.y - 0.5F && at.y <= area.max.y + 0.5F;
}

/// Asked before the lines, although drawn after them: what asks first for the mouse gets it.
void hit_markers(Ui& ui, Canvas& c) {
  for (const Marker& m : c.what.markers) {
    c.marker_hits.emplace_back();
    if (m.ghost || !visible(c, m)) continue;
    c.marker_hits.back() = hit(ui, c.what.name + ":" + m.name, square(marker_px(c, m), ui.px(13)));
    take(c, c.marker_hits.back(), m.name, m.drag, m.on_right, ImGuiMouseCursor_Hand);
  }
}

void draw_markers(Ui& ui, Canvas& c, bool ghosts) {
  for (size_t i = 0; i < c.what.markers.size(); ++i) {
    const Marker& m = c.what.markers[i];
    if (m.ghost != ghosts || !visible(c, m)) continue;
    const ImVec2 at = marker_px(c, m);
    if (ghosts) {
      ImGui::GetWindowDrawList()->AddCircle(at, ui.px(5), faded(color_of(ui, m.hue), 0.6F), 0, ui.px(1.5F));
      continue;
    }
    const Hit& h = c.marker_hits[i];
    draw_handle(ui, at, color_of(ui, m.hue), m.drag != Drag::none, h.hovered || h.active || h.focused);
    c.placer.taken.push_back(square(at, ui.px(11)));
  }
}

void draw_levels(Ui& ui, Canvas& c) {
  for (const LevelLine& level : c.what.levels) {
    const Axis& axis = level.on_right && c.plot.right ? *c.plot.right : c.plot.y;
    if (!on_axis(axis, level.y)) continue;
    const float y = c.plot.px_y(level.y, level.on_right);
    const ImVec2 a = {c.plot.area.min.x, y}, b = {c.plot.area.max.x, y};
    bool lit = false;
    if (level.draggable) {
      const Hit h = hit(ui, c.what.name + ":" + level.name, {{a.x, y - ui.px(6)}, {b.x, y + ui.px(6)}});
      take(c, h, level.name, Drag::y, level.on_right, ImGuiMouseCursor_ResizeNS);
      lit = h.hovered || h.active || h.focused;
    }
    draw_dashed(ui, a, b, ui.color(lit ? Color::accent : Color::text), ui.theme->line_width * (lit ? 1.0F : 0.7F));
    c.placer.curves.push_back({a, b});
  }
}

void draw_arrow(Ui& ui, ImVec2 tip, bool to_right, ImU32 color) {
  const float w = ui.px(to_right ? -6.0F : 6.0F), h = ui.px(4);
  ImGui::GetWindowDrawList()->AddTriangleFilled(tip, {tip.x + w, tip.y - h}, {tip.x + w, tip.y + h}, color);
}

float badge_height(const Ui& ui) {
  return text_size(ui, Font::small, "0").y + ui.px(8);
}

/// A limit with the place of its line and of its badge.
struct Flag {
  const LimitLine* limit;
  std::string text;
  float x;            ///< of the line
  float left, width;  ///< of the badge
  int beyond;         ///< -1 left of the axis, 1 right of it, 0 on it
};

float flag_width(const Ui& ui, const std::string& text, int beyond) {
  return text_size(ui, Font::small, text).x + ui.px(beyond == 0 ? 16.0F : 28.0F);
}

/// Where the badges are wider than the picture each says only its first word: the letter of the wall.
void shorten_flags(const Ui& ui, const Canvas& c, std::vector<Flag>& flags) {
  float total = 0;
  for (const Flag& flag : flags) total += flag.width + ui.px(6);
  if (total <= c.whole.max.x - c.plot.area.min.x) return;
  for (Flag& flag : flags) {
    flag.text = flag.text.substr(0, flag.text.find(' '));
    flag.width = flag_width(ui, flag.text, flag.beyond);
    flag.left = flag.x - flag.width / 2;
  }
}

/// Badges stand in one row above the area, as near to their lines as their neighbours let them.
std::vector<Flag> flags_of(const Ui& ui, const Canvas& c) {
  std::vector<Flag> flags;
  const Rect& area = c.plot.area;
  for (const LimitLine& limit : c.what.limits) {
    const double t = axis_position(c.plot.x, limit.x);
    if (!std::isfinite(t)) continue;
    const int beyond = t < 0 ? -1 : t > 1 ? 1 : 0;
    const float x = area.min.x + static_cast<float>(std::clamp(t, 0.0, 1.0)) * area.width();
    const float width = flag_width(ui, limit.text, beyond);
    flags.push_back({&limit, limit.text, x, x - width / 2, width, beyond});
  }
  std::stable_sort(flags.begin(), flags.end(), [](const Flag& a, const Flag& b) { return a.x < b.x; });
  shorten_flags(ui, c, flags);
  const float gap = ui.px(6);
  float limit = c.whole.max.x - ui.px(1);
  for (size_t i = flags.size(); i-- > 0;) {
    flags[i].left = std::min(flags[i].left, limit - flags[i].width);
    limit = flags[i].left - gap;
  }
  float free_from = area.min.x;
  for (Flag& flag : flags) {
    flag.left = std::max(flag.left, free_from);
    free_from = flag.left + flag.width + gap;
  }
  return flags;
}

void draw_limit_line(Ui& ui, Canvas& c, const Flag& flag, bool lit) {
  const ImU32 color = color_of(ui, flag.limit->hue);
  const float thick = ui.theme->line_width * (lit ? 1.3F : 0.85F);
  const ImVec2 top = {flag.x, c.plot.area.min.y}, bottom = {flag.x, c.plot.area.max.y};
  const float foot = std::clamp(flag.x, flag.left + ui.px(4), flag.left + flag.width - ui.px(4));
  draw_line(ui, {foot, top.y - ui.px(8)}, top, color, thick);
  draw_line(ui, top, bottom, color, thick);
  c.placer.curves.push_back({top, bottom});
}

void draw_badge(Ui& ui, const Flag& flag, Rect rect) {
  const ImU32 color = color_of(ui, flag.limit->hue), ink = ink_on(color);
  fill_rect(ui, rect, color, ui.px(3));
  const float shift = flag.beyond < 0 ? ui.px(12) : 0;
  draw_text(ui, {rect.min.x + ui.px(8) + shift, rect.min.y + ui.px(4)}, flag.text, {Font::small, ink});
  const float middle = (rect.min.y + rect.max.y) / 2;
  if (flag.beyond != 0)
    draw_arrow(ui, {flag.beyond < 0 ? rect.min.x + ui.px(6) : rect.max.x - ui.px(6), middle}, flag.beyond > 0, ink);
}

void draw_limits(Ui& ui, Canvas& c) {
  for (const Flag& flag : flags_of(ui, c)) {
    const LimitLine& limit = *flag.limit;
    const float bottom = c.plot.area.min.y - ui.px(8);
    const Rect rect{{flag.left, bottom - badge_height(ui)}, {flag.left + flag.width, bottom}};
    const Drag drag = limit.draggable && flag.beyond == 0 ? Drag::x : Drag::none;
    const Hit badge = hit(ui, c.what.name + ":" + limit.name, rect);
    take(c, badge, limit.name, drag, false, ImGuiMouseCursor_ResizeEW);
    bool lit = badge.hovered || badge.active || badge.focused;
    if (drag != Drag::none) {
      const Rect grip{{flag.x - ui.px(6), c.plot.area.min.y}, {flag.x + ui.px(6), c.plot.area.max.y}};
      const Hit line = hit(ui, c.what.name + ":" + limit.name + ":line", grip, Focusable::no);
      take(c, line, limit.name, drag, false, ImGuiMouseCursor_ResizeEW);
      lit = lit || line.hovered || line.active;
    }
    if (flag.beyond == 0) draw_limit_line(ui, c, flag, lit);
    draw_badge(ui, flag, rect);
  }
}

void label(Ui& ui, Canvas& c, std::span<const ImVec2> anchors, std::string_view text, Font font, ImU32 color,
           float gap) {
  if (text.empty() || anchors.empty()) return;
  LabelPlacer attempt = c.placer;
  const Rect plate = place_label(attempt, anchors, plate_size(ui, text, font), ui.px(gap));
  if (covers(c.placer, plate)) return;
  c.placer.taken.push_back(plate);
  draw_plate_text(ui, plate, text, font, color);
}

/// A curve's name with a piece of its line in front: which curve is meant is never a guess.
void label_curve(Ui& ui, Canvas& c, std::span<const ImVec2> anchors, const Series& s) {
  if (s.label.empty() || anchors.empty()) return;
  const float swatch = ui.px(18);
  ImVec2 size = plate_size(ui, s.label, Font::small);
  size.x += swatch;
  LabelPlacer attempt = c.placer;
  const Rect plate = place_label(attempt, anchors, size, ui.px(6));
  if (covers(c.placer, plate)) return;
  c.placer.taken.push_back(plate);
  fill_rect(ui, plate, faded(ui.color(Color::surface), 0.85F), ui.px(3));
  const float y = (plate.min.y + plate.max.y) / 2, x = plate.min.x + ui.px(5);
  const std::array<ImVec2, 2> line = {{{x, y}, {x + ui.px(13), y}}};
  draw_polyline(ui, line, {color_of(ui, s.hue), ui.theme->line_width, false});
  draw_text(ui, {x + swatch, plate.min.y + ui.px(2)}, s.label,
            {Font::small, ui.color(s.faint ? Color::mid : Color::text)});
}

/// A region's text in lines as long as the room lets them be.
std::vector<std::string> region_lines(const Ui& ui, const std::string& text, float room) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    const std::string longer = lines.empty() ? word : lines.back() + " " + word;
    if (lines.empty() || plate_size(ui, longer, Font::small).x > room)
      lines.push_back(word);
    else
      lines.back() = longer;
    at = end + 1;
  }
  return lines;
}

void label_regions(Ui& ui, Canvas& c) {
  for (const Region& region : c.what.regions) {
    const float from = std::max(c.plot.px_x(region.from), c.plot.area.min.x);
    const float to = std::min(c.plot.px_x(region.to), c.plot.area.max.x);
    if (!(to > from) || region.text.empty()) continue;
    const std::vector<std::string> lines = region_lines(ui, region.text, to - from - ui.px(4));
    const float x = (from + to) / 2, line = plate_size(ui, "0", Font::small).y;
    float y = c.plot.area.max.y - ui.px(12) - line * static_cast<float>(lines.size());
    float widest = 0;
    for (const std::string& text : lines) widest = std::max(widest, plate_size(ui, text, Font::small).x);
    if (widest > to - from) {  // a sliver: the text stands beside it
      const std::array<ImVec2, 1> anchor = {{{x, y + line / 2}}};
      label(ui, c, anchor, region.text, Font::small, ui.color(Color::text), 8);
      continue;
    }
    if (y < c.plot.area.min.y) continue;  // lower than its text: the hatch says it
    c.placer.taken.push_back({{x - widest / 2, y}, {x + widest / 2, c.plot.area.max.y - ui.px(12)}});
    for (const std::string& text : lines) {
      const float half = plate_size(ui, text, Font::small).x / 2;
      draw_plate_text(ui, {{x - half, y}, {x + half, y + line}}, text, Font::small, ui.color(Color::text));
      y += line;
    }
  }
}

void label_levels(Ui& ui, Canvas& c) {
  for (const LevelLine& level : c.what.levels) {
    const Axis& axis = level.on_right && c.plot.right ? *c.plot.right : c.plot.y;
    if (!on_axis(axis, level.y)) continue;
    const float y = c.plot.px_y(level.y, level.on_right), half = plate_size(ui, level.text, Font::small).x / 2;
    std::array<ImVec2, 4> anchors;
    for (size_t i = 0; i < anchors.size(); ++i) {
      anchors[i] = {c.plot.area.min.x + half + ui.px(4) + static_cast<float>(i) * 0.2F * c.plot.area.width(), y};
    }
    label(ui, c, anchors, level.text, Font::small, ui.color(Color::text), 4);
  }
}

/// Names of the curves beside the curve: near its end, or wherever there is room on the way back.
void label_series(Ui& ui, Canvas& c) {
  for (size_t k = 0; k < c.lines.size(); ++k) {
    std::vector<ImVec2> anchors;
    for (const std::vector<ImVec2>& line : c.lines[k]) {
      for (size_t i = 0; i < 8; ++i) {
        const float t = 1 - static_cast<float>(i) / 8.0F;
        const float wanted = line.front().x + t * (line.back().x - line.front().x);
        const auto after =
            std::lower_bound(line.begin(), line.end(), wanted, [](ImVec2 p, float x) { return p.x < x; });
        if (after == line.end() || after == line.begin()) continue;
        const ImVec2 a = *(after - 1), b = *after;
        const float share = b.x > a.x ? (wanted - a.x) / (b.x - a.x) : 0;
        anchors.emplace_back(wanted, a.y + share * (b.y - a.y));
      }
    }
    label_curve(ui, c, anchors, c.what.series[k]);
  }
}

void label_markers(Ui& ui, Canvas& c) {
  for (const Marker& m : c.what.markers) {
    const std::array<ImVec2, 1> at = {marker_px(c, m)};
    if (visible(c, m) && !m.ghost) label(ui, c, at, m.text, Font::strong, ui.color(Color::text), 13);
  }
}

/// A thin line under the mouse with the value of every curve there, while nothing is being dragged.
void draw_crosshair(Ui& ui, const Canvas& c) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!c.plot.area.contains(mouse) || !ImGui::IsWindowHovered() || ImGui::IsAnyItemHovered() ||
      ImGui::IsAnyItemActive())
    return;
  draw_line(ui, {mouse.x, c.plot.area.min.y}, {mouse.x, c.plot.area.max.y}, faded(ui.color(Color::mid), 0.5F),
            ui.px(1));
  const double x = c.plot.x_at(mouse.x);
  for (const Series& s : c.what.series) {
    const auto after =
        std::lower_bound(s.points.begin(), s.points.end(), x, [](const Point& p, double v) { return p.x < v; });
    if (after == s.points.begin() || after == s.points.end()) continue;
    const ImVec2 a = c.plot.px(*(after - 1), s.on_right), b = c.plot.px(*after, s.on_right);
    const float y = a.y + (b.x > a.x ? (mouse.x - a.x) / (b.x - a.x) : 0) * (b.y - a.y);
    if (!std::isfinite(y) || !c.plot.area.contains({mouse.x, y})) continue;
    ImGui::GetWindowDrawList()->AddCircleFilled({mouse.x, y}, ui.px(3.5F), color_of(ui, s.hue));
    const Axis& axis = s.on_right && c.plot.right ? *c.plot.right : c.plot.y;
    const double value = c.plot.y_at(y, s.on_right);
    const std::string text = axis.text ? axis.text(value) : si_text(value);
    const ImVec2 size = plate_size(ui, text, Font::small);
    const bool left = mouse.x + size.x + ui.px(8) > c.plot.area.max.x;
    const ImVec2 at = {left ? mouse.x - size.x - ui.px(8) : mouse.x + ui.px(8), y - size.y / 2};
    draw_plate_text(ui, {at, {at.x + size.x, at.y + size.y}}, text, Font::small, ui.color(Color::text));
  }
}

}  // namespace

CurvePlotResult curve_plot(Ui& ui, Rect rect, const CurvePlot& what) {
  const float head = what.limits.empty() ? 0 : badge_height(ui) + ui.px(10);
  Canvas c{what, rect, begin_plot(ui, rect, what.x, what.y, what.right, head), {}, {}, {}, {}};
  c.placer.area = c.plot.area;
  hit_markers(ui, c);
  draw_regions(ui, c);
  draw_limits(ui, c);
  draw_levels(ui, c);
  draw_series(ui, c);
  draw_markers(ui, c, true);
  draw_markers(ui, c, false);
  label_regions(ui, c);
  label_markers(ui, c);
  label_levels(ui, c);
  label_series(ui, c);
  draw_crosshair(ui, c);
  return c.result;
}

}  // namespace wallflip::widgets
