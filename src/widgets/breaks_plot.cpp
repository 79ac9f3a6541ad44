#include "widgets/breaks_plot.hpp"

#include <algorithm>

namespace wallflip::widgets {
namespace {

constexpr float badge = 18, bar_height = 10, gap = 12;

struct Layout {
  bool stacked;  ///< a narrow place: the bar stands below its words
  bool where;
  float title, row, axis;  ///< heights
  float label_at, label_width, from, to, value_width;
  Axis x;
  float px(double times) const {
    return from + static_cast<float>(std::clamp(axis_position(x, times), 0.0, 1.0)) * (to - from);
  }
};

std::string value_of(const BreakRow& row, bool where) {
  return row.value + (where && !row.where.empty() ? "  " + row.where : "");
}

template <class Visit>
void each_row(const BreaksPlot& plot, Visit visit) {
  for (const BreakRow& row : plot.walls) visit(row);
  for (const BreakRow& row : plot.changes) visit(row);
}

Layout lay_out(const Ui& ui, Rect rect, const BreaksPlot& plot) {
  Layout l{};
  const float line = text_size(ui, Font::small, "0").y;
  l.stacked = rect.width() < ui.px(430);
  l.where = rect.width() >= ui.px(560);
  l.title = line + ui.px(8);
  l.row = l.stacked ? ui.px(badge + bar_height + 10) : ui.px(badge + 9);
  l.axis = line + ui.px(8);
  l.x = {1, plot.reach, Scale::log10, "", [](double v) { return "x" + si_text(v); }, {}};
  float label = 0, value = 0;
  each_row(plot, [&](const BreakRow& row) {
    label = std::max(label, text_size(ui, Font::text, row.label).x);
    value = std::max(value, text_size(ui, Font::text, value_of(row, l.where)).x);
  });
  const float half_tick = text_size(ui, Font::small, "x10").x / 2;
  l.label_at = rect.min.x + ui.px(badge + 8);
  l.value_width = std::min(value, rect.width() * 0.45F);
  if (l.stacked) {
    l.label_width = rect.max.x - l.label_at - l.value_width - ui.px(8);
    l.from = rect.min.x + half_tick;
    l.to = rect.max.x - half_tick;
  } else {
    l.label_width = std::min(label + 1, rect.width() * (l.where ? 0.36F : 0.40F));
    l.from = l.label_at + l.label_width + ui.px(gap);
    l.to = rect.max.x - l.value_width - std::max(ui.px(gap), half_tick);
  }
  l.to = std::max(l.to, l.from + ui.px(20));
  return l;
}

float height_of(const Layout& l, const BreaksPlot& plot) {
  const float changes = plot.changes.empty() ? 0 : l.title + l.row * static_cast<float>(plot.changes.size());
  return l.title + l.row * static_cast<float>(plot.walls.size()) + changes + l.axis;
}

BreaksPlot cut_to_fit(const Layout& l, BreaksPlot plot, float height) {
  constexpr size_t walls_kept = 3;  // one change tells more than the fourth wall
  while (height_of(l, plot) > height && plot.walls.size() + plot.changes.size() > 1) {
    const bool drop_change =
        plot.changes.size() > 1 || (!plot.changes.empty() && plot.walls.size() <= walls_kept) || plot.walls.size() == 1;
    (drop_change ? plot.changes : plot.walls).pop_back();
  }
  return plot;
}

void draw_badge(Ui& ui, ImVec2 at, const BreakRow& row) {
  if (const Wall* wall = std::get_if<Wall>(&row.hue)) return wall_badge(ui, at, *wall, badge);
  if (row.letter.empty()) return;
  const float side = ui.px(badge);
  const ImU32 fill = color_of(ui, row.hue);
  fill_rect(ui, {at, {at.x + side, at.y + side}}, fill, ui.px(4));
  draw_text(ui, {at.x + side / 2, at.y + (side - text_size(ui, Font::small, "0").y) / 2}, row.letter,
            {Font::small, ink_on(fill), Align::center});
}

/// A wall is painted from where it gives way on, a change up to where something gives way in spite of it.
void draw_bar(Ui& ui, const Layout& l, const BreakRow& row, bool is_change, float middle) {
  const float half = ui.px(bar_height) / 2;
  const Rect track{{l.from, middle - half}, {l.to, middle + half}};
  fill_rect(ui, track, ui.color(Color::raised), ui.px(3));
  const float at = row.times ? l.px(*row.times) : l.to;
  if (is_change) {
    fill_rect(ui, {track.min, {std::max(at, l.from + ui.px(2)), track.max.y}}, faded(ui.color(Color::good), 0.75F),
              ui.px(3));
  } else if (row.times) {
    const Rect broken{{at, track.min.y}, track.max};
    fill_rect(ui, broken, faded(color_of(ui, row.hue), 0.45F), ui.px(3));
    if (const Wall* wall = std::get_if<Wall>(&row.hue)) hatch(ui, broken, *wall);
  }
  if (!row.times) return;
  const float reach = half + ui.px(3), thick = std::max(ui.px(4), ui.theme->line_width * 1.5F);
  const float x = std::clamp(at - thick / 2, l.from, l.to - thick);
  fill_rect(ui, {{x, middle - reach}, {x + thick, middle + reach}}, color_of(ui, row.hue), ui.px(1));
}

bool draw_row(Ui& ui, Rect rect, const Layout& l, const BreakRow& row, bool is_change) {
  const Hit h = row.name.empty() ? Hit{} : hit(ui, "breaks:" + row.name, rect);
  if (h.hovered) fill_rect(ui, rect, faded(ui.color(Color::accent), 0.10F), ui.px(4));
  const float below = l.stacked ? ui.px(3 + bar_height) : 0;  // the bar under its words
  const float words = (rect.min.y + rect.max.y - below) / 2;
  draw_badge(ui, {rect.min.x, words - ui.px(badge) / 2}, row);
  const float text = words - text_size(ui, Font::text, "0").y / 2;
  draw_text(ui, {l.label_at, text}, row.label,
            {Font::text, ui.color(Color::text), Align::left, std::max(1.0F, l.label_width)});
  draw_text(ui, {rect.max.x, text}, value_of(row, l.where),
            {Font::text, ui.color(row.times ? Color::text : Color::mid), Align::right, l.value_width + 1});
  draw_bar(ui, l, row, is_change, l.stacked ? words + ui.px(badge / 2 + 3 + bar_height / 2) : words);
  return h.clicked;
}

void draw_axis(Ui& ui, const Layout& l, float top, float bottom) {
  draw_line(ui, {l.from, bottom}, {l.to, bottom}, ui.color(Color::line), ui.px(1));
  float free_from = -1e9F;
  for (const Tick& tick : axis_ticks(l.x, 8)) {
    const float x = l.px(tick.value), half = text_size(ui, Font::small, tick.text).x / 2;
    draw_line(ui, {x, top}, {x, bottom}, ui.color(Color::grid), ui.px(1));
    if (x - half < free_from) continue;
    free_from = x + half + ui.px(6);
    draw_text(ui, {x, bottom + ui.px(4)}, tick.text, {Font::small, ui.color(Color::mid), Align::center});
  }
}

}  // namespace

BreaksResult breaks_plot(Ui& ui, Rect rect, const BreaksPlot& all) {
  BreaksResult result;
  Layout l = lay_out(ui, rect, all);
  const BreaksPlot plot = cut_to_fit(l, all, rect.height());
  const auto rows = static_cast<float>(std::max<size_t>(plot.walls.size() + plot.changes.size(), 1));
  l.row += std::clamp((rect.height() - height_of(l, plot)) / rows, 0.0F, l.row * 0.6F);  // room that is there
  const TextStyle title{Font::small, ui.color(Color::mid), Align::left, rect.width()};
  draw_text(ui, rect.min, plot.title, title);
  const float top = rect.min.y + l.title, bottom = rect.min.y + height_of(l, plot) - l.axis;
  draw_axis(ui, l, top, bottom);
  float y = top;
  const auto row = [&](const BreakRow& r, bool is_change) {
    if (draw_row(ui, {{rect.min.x, y}, {rect.max.x, y + l.row}}, l, r, is_change)) result.clicked = r.name;
    y += l.row;
  };
  for (const BreakRow& wall : plot.walls) row(wall, false);
  if (plot.changes.empty()) return result;
  const ImVec2 second = {rect.min.x, y + ui.px(4)};
  const float width = std::min(text_size(ui, Font::small, plot.changes_title).x + ui.px(8), rect.width());
  fill_rect(ui, {second, {second.x + width, second.y + l.title - ui.px(6)}},
            ui.color(Color::surface));  // over the grid
  draw_text(ui, second, plot.changes_title, title);
  y += l.title;
  for (const BreakRow& change : plot.changes) row(change, true);
  return result;
}

}  // namespace wallflip::widgets
