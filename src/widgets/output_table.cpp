#include "widgets/output_table.hpp"

#include <algorithm>

namespace wallflip::widgets {
namespace {

constexpr float row_height = 34, reason_height = 18;

float height_of(const Ui& ui, const OutputRow& row) {
  return ui.px(row_height + (row.value.empty() && !row.reason.empty() ? reason_height : 0));
}

bool draw_row(Ui& ui, Rect rect, const OutputRow& row) {
  const bool known = !row.value.empty();
  const Hit h = hit(ui, "output:" + row.name, rect);
  if (h.hovered) fill_rect(ui, rect, faded(ui.color(Color::accent), 0.10F), ui.px(4));
  const float y = rect.min.y + (ui.px(row_height) - text_size(ui, Font::text, "0").y) / 2;
  float right = rect.max.x;
  if (known && !row.unit.empty()) {
    right = draw_text(ui, {right, y}, row.unit, {Font::text, ui.color(Color::mid), Align::right}).min.x - ui.px(5);
  }
  const Rect value = draw_text(ui, {right, y}, known ? row.value : "\xE2\x80\x94",
                               {Font::strong, ui.color(known ? Color::text : Color::mid), Align::right});
  draw_text(ui, {rect.min.x, y}, row.label,
            {Font::text, ui.color(Color::mid), Align::left, value.min.x - rect.min.x - ui.px(8)});
  if (!known && !row.reason.empty()) {
    draw_text(ui, {rect.min.x, rect.min.y + ui.px(row_height - 5)}, row.reason,
              {Font::small, ui.color(Color::bad), Align::left, rect.width()});
  }
  draw_line(ui, {rect.min.x, rect.max.y}, rect.max, ui.color(Color::grid), ui.px(1));
  return h.clicked;
}

}  // namespace

float output_table_height(const Ui& ui, const OutputTable& table) {
  float height = 0;
  for (const OutputRow& row : table.rows) height += height_of(ui, row);
  return height;
}

OutputResult output_table(Ui& ui, Rect rect, const OutputTable& table) {
  OutputResult result;
  float y = rect.min.y;
  for (const OutputRow& row : table.rows) {
    const float height = height_of(ui, row);
    if (draw_row(ui, {{rect.min.x, y}, {rect.max.x, y + height}}, row)) result.clicked = row.name;
    y += height;
  }
  return result;
}

}  // namespace wallflip::widgets
