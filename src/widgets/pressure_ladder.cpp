#include "widgets/pressure_ladder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "widgets/plot.hpp"

namespace wallflip::widgets {
namespace {

constexpr float title_height = 30, row_height = 34, axis_height = 20, badge = 24, bar_height = 12;

/// Columns of all rows.
struct Columns {
  float label, track_from, track_to, value;
  Axis axis;
};

std::string plain_text(double ratio) {
  return fmt::format("{:g}", ratio);
}

Axis shared_axis(const Ladder& ladder) {
  double low = 0.1, high = 2;
  for (const LadderRow& row : ladder.rows) {
    if (!row.pressure || !(*row.pressure > 0) || !std::isfinite(*row.pressure)) continue;
    low = std::min(low, *row.pressure / 1.5);
    high = std::max(high, *row.pressure * 1.3);
  }
  return {std::max(low, high * 1e-5), high, Scale::log10, {}, plain_text, {}};
}

Columns columns_of(const Ui& ui, Rect rect, const Ladder& ladder) {
  float label = 0, value = text_size(ui, Font::strong, "0.00").x;
  for (const LadderRow& row : ladder.rows) {
    label = std::max(label, text_size(ui, Font::strong, row.label).x);
    if (row.pressure)
      value = std::max(value, text_size(ui, Font::strong, row.value).x);
    else
      value = std::max(value, text_size(ui, Font::small, row.value).x);
  }
  const float label_at = rect.min.x + ui.px(badge + 10);
  const float from = label_at + std::min(label, rect.width() * 0.34F) + ui.px(14);
  const float to = rect.max.x - std::min(value, rect.width() * 0.25F) - ui.px(12);
  return {label_at, from, std::max(to, from + ui.px(20)), rect.max.x, shared_axis(ladder)};
}

float bar_end(const Columns& c, double pressure) {
  const double t = pressure > c.axis.min ? axis_position(c.axis, std::min(pressure, c.axis.max)) : 0;  // NaN: 0
  return c.track_from + static_cast<float>(std::clamp(t, 0.02, 1.0)) * (c.track_to - c.track_from);
}

void draw_bar(Ui& ui, const Ladder& ladder, const LadderRow& row, size_t index, const Columns& c, float middle) {
  const float half = ui.px(bar_height) / 2;
  const Rect track{{c.track_from, middle - half}, {c.track_to, middle + half}};
  fill_rect(ui, track, ui.color(Color::raised), ui.px(3));
  if (!row.pressure) return;
  if (ladder.order_only) {  // equal steps down: rank, no size
    const float share = 1 - static_cast<float>(index) / static_cast<float>(ladder.rows.size() + 1);
    const Rect rank{track.min, {c.track_from + track.width() * share, track.max.y}};
    hatch(ui, rank, row.wall, 0.8F);
    stroke_rect(ui, rank, faded(ui.color(row.wall), 0.6F), ui.px(3), ui.px(1));
    return;
  }
  const Rect bar{track.min, {bar_end(c, *row.pressure), track.max.y}};
  fill_rect(ui, bar, ui.color(row.wall), ui.px(3));
  const Rect above{{bar_end(c, 1), bar.min.y}, bar.max};  // what is asked beyond what there is
  if (above.width() <= 0) return;
  fill_rect(ui, above, faded(ui.color(Color::surface), 0.6F));
  hatch(ui, above, row.wall);
  stroke_rect(ui, bar, ui.color(row.wall), ui.px(3), ui.px(1));
}

bool draw_value(Ui& ui, const Ladder& ladder, const LadderRow& row, bool first, const Columns& c, float middle) {
  const bool hidden = row.hidden_value || ladder.order_only;
  const Font font = !row.pressure ? Font::small : first ? Font::strong : Font::text;
  const std::string_view text = hidden && row.pressure ? "?" : std::string_view(row.value);
  const float height = text_size(ui, font, "0").y;
  const ImU32 color =
      row.pressure && !hidden ? (first ? ui.color(Color::text) : ui.color(Color::mid)) : ui.color(Color::mid);
  const Rect rect =
      draw_text(ui, {c.value, middle - height / 2}, text, {font, color, Align::right, c.value - c.track_to - ui.px(8)});
  if (hidden || !row.pressure || row.name.empty()) return false;
  const Hit h = hit(ui, "value:" + row.name, rect);
  if (h.hovered) draw_line(ui, {rect.min.x, rect.max.y}, rect.max, ui.color(Color::accent), ui.px(1));
  return h.clicked;
}

void draw_axis(Ui& ui, const Ladder& ladder, const Columns& c, float top, float bottom) {
  if (ladder.order_only) return;
  const float one = bar_end(c, 1);
  draw_line(ui, {one, top}, {one, bottom}, ui.color(Color::text), ui.theme->line_width);
  float free_from = c.track_from - ui.px(10);
  const float one_half = text_size(ui, Font::small, "1").x / 2 + ui.px(8);
  for (const Tick& tick : axis_ticks(c.axis, 4)) {
    const float x = bar_end(c, tick.value), half = text_size(ui, Font::small, tick.text).x / 2;
    const bool is_one = std::abs(tick.value - 1) < 1e-9;
    if (x - half < free_from || x + half > c.value) continue;
    if (!is_one && std::abs(x - one) < half + one_half) continue;
    free_from = x + half + ui.px(6);
    draw_text(ui, {x, bottom + ui.px(3)}, tick.text,
              {Font::small, ui.color(is_one ? Color::text : Color::mid), Align::center});
  }
}

}  // namespace

float ladder_height(const Ui& ui, const Ladder& ladder) {
  return ui.px(title_height + axis_height) + static_cast<float>(ladder.rows.size()) * ui.px(row_height);
}

LadderResult pressure_ladder(Ui& ui, Rect rect, const Ladder& ladder) {
  LadderResult result;
  const float gap = ladder.gap.empty() ? 0 : text_size(ui, Font::small, ladder.gap).x + ui.px(10);
  const float title = text_size(ui, Font::strong, ladder.title).x;
  const bool small_title = title + gap > rect.width();
  draw_text(ui, rect.min, ladder.title,
            {small_title ? Font::small : Font::strong, ui.color(Color::mid), Align::left, rect.width() - gap});
  if (gap > 0) {
    const float drop = small_title ? 0 : text_size(ui, Font::strong, "0").y - text_size(ui, Font::small, "0").y;
    draw_text(ui, {rect.max.x, rect.min.y + drop}, ladder.gap, {Font::small, ui.color(Color::text), Align::right});
  }
  const Columns c = columns_of(ui, rect, ladder);
  const float top = rect.min.y + ui.px(title_height);
  for (size_t i = 0; i < ladder.rows.size(); ++i) {
    const LadderRow& row = ladder.rows[i];
    const float middle = top + (static_cast<float>(i) + 0.5F) * ui.px(row_height);
    const bool first = i == 0 && row.pressure.has_value();
    wall_badge(ui, {rect.min.x, middle - ui.px(badge) / 2}, row.wall, badge, !row.pressure);
    const Font font = first ? Font::strong : Font::text;
    const ImU32 color = ui.color(!row.pressure ? Color::mid : first ? Color::text : Color::mid);
    draw_text(ui, {c.label, middle - text_size(ui, font, "0").y / 2}, row.label,
              {font, color, Align::left, c.track_from - c.label - ui.px(6)});
    draw_bar(ui, ladder, row, i, c, middle);
    if (draw_value(ui, ladder, row, first, c, middle)) result.clicked = row.name;
  }
  const float bottom = top + static_cast<float>(ladder.rows.size()) * ui.px(row_height);
  draw_axis(ui, ladder, c, top, bottom);
  return result;
}

}  // namespace wallflip::widgets
