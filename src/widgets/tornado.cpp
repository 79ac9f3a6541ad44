#include "widgets/tornado.hpp"

#include <algorithm>
#include <cmath>

namespace wallflip::widgets {
namespace {

constexpr float title_height = 28, row_height = 30, bar_height = 14;

struct Columns {
  float label_to, zero, half_width, flip_from;
  double largest;
};

Columns columns_of(const Ui& ui, Rect rect, const Tornado& tornado) {
  float label = 0, value = 0, flip = text_size(ui, Font::small, tornado.flip_title).x;
  double largest = 1e-12;
  for (const TornadoRow& row : tornado.rows) {
    label = std::max(label, text_size(ui, Font::text, row.label).x);
    value = std::max(value, text_size(ui, Font::small, row.text).x);
    flip = std::max(flip, text_size(ui, Font::small, row.next_flip).x);
    if (std::isfinite(row.elasticity)) largest = std::max(largest, std::abs(row.elasticity));
  }
  const float label_to = rect.min.x + std::min(label, rect.width() * 0.3F);
  const float flip_from = rect.max.x - std::min(flip, rect.width() * 0.25F);
  const float from = label_to + ui.px(14) + value + ui.px(6), to = flip_from - ui.px(16) - value - ui.px(6);
  return {label_to, (from + to) / 2, std::max(ui.px(10), (to - from) / 2), flip_from, largest};
}

}  // namespace

float tornado_height(const Ui& ui, const Tornado& tornado) {
  return ui.px(title_height) + ui.px(row_height) * static_cast<float>(tornado.rows.size());
}

TornadoResult tornado_bars(Ui& ui, Rect rect, const Tornado& tornado) {
  TornadoResult result;
  const Columns c = columns_of(ui, rect, tornado);
  draw_text(ui, rect.min, tornado.title,
            {Font::small, ui.color(Color::mid), Align::left, c.flip_from - rect.min.x - ui.px(10)});
  draw_text(ui, {rect.max.x, rect.min.y}, tornado.flip_title, {Font::small, ui.color(Color::mid), Align::right});
  float y = rect.min.y + ui.px(title_height);
  for (const TornadoRow& row : tornado.rows) {
    const float middle = y + ui.px(row_height) / 2, half = ui.px(bar_height) / 2;
    const Rect whole{{rect.min.x, y}, {rect.max.x, y + ui.px(row_height)}};
    const Hit h = hit(ui, "tornado:" + row.knob, whole);
    if (h.hovered) fill_rect(ui, whole, faded(ui.color(Color::accent), 0.10F), ui.px(4));
    if (h.clicked) result.clicked = row.knob;
    draw_text(ui, {rect.min.x, middle - text_size(ui, Font::text, "0").y / 2}, row.label,
              {Font::text, ui.color(Color::text), Align::left, c.label_to - rect.min.x + ui.px(1)});
    const double share = std::isfinite(row.elasticity) ? row.elasticity / c.largest : 0;
    const float end = c.zero + static_cast<float>(share) * c.half_width;
    const Rect bar{{std::min(c.zero, end), middle - half}, {std::max(c.zero, end), middle + half}};
    fill_rect(ui, bar, ui.color(share < 0 ? Color::curve_second : Color::accent), ui.px(2));
    const float small = text_size(ui, Font::small, "0").y / 2;
    draw_text(ui, {share < 0 ? bar.min.x - ui.px(6) : bar.max.x + ui.px(6), middle - small}, row.text,
              {Font::small, ui.color(Color::text), share < 0 ? Align::right : Align::left});
    draw_text(ui, {rect.max.x, middle - small}, row.next_flip,
              {Font::small, ui.color(Color::mid), Align::right, rect.max.x - c.flip_from + ui.px(1)});
    y += ui.px(row_height);
  }
  draw_line(ui, {c.zero, rect.min.y + ui.px(title_height)}, {c.zero, y}, ui.color(Color::mid), ui.px(1));
  return result;
}

}  // namespace wallflip::widgets
