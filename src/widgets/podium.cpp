#include "widgets/podium.hpp"

#include <algorithm>

namespace wallflip::widgets {
namespace {

constexpr float row_height = 26, column_gap = 16, bar_width = 5, bar_gap = 9;

struct Column {
  size_t index;
  float width;
};

float total_width(const Ui& ui, const std::vector<Column>& columns) {
  float width = ui.px(bar_width + bar_gap) - ui.px(column_gap);
  for (const Column& column : columns) width += column.width + ui.px(column_gap);
  return width;
}

std::vector<Column> fitting_columns(const Ui& ui, const Podium& what, float width) {
  std::vector<Column> columns;
  for (size_t i = 0; i < what.columns.size(); ++i) {
    float widest = text_size(ui, Font::small, what.columns[i].title).x;
    for (const Podium::Row& row : what.rows) widest = std::max(widest, text_size(ui, Font::strong, row.cells[i]).x);
    columns.push_back({i, widest + 1});
  }
  const auto keep = [&](const Column& c) { return what.columns[c.index].keep; };
  while (columns.size() > 1 && total_width(ui, columns) > width) {
    columns.erase(std::min_element(columns.begin(), columns.end(),
                                   [&](const Column& a, const Column& b) { return keep(a) < keep(b); }));
  }
  const float room = width - ui.px(bar_width + bar_gap);
  if (columns.size() == 1) columns.front().width = std::min(columns.front().width, room);
  // A table wider than its words: the columns share what is left, up to a gap that the eye still crosses.
  const float spare = (width - total_width(ui, columns)) / static_cast<float>(std::max<size_t>(columns.size(), 1));
  for (Column& column : columns) column.width += std::clamp(spare, 0.0F, ui.px(24));
  return columns;
}

void draw_cells(Ui& ui, ImVec2 at, const Podium& what, const std::vector<Column>& columns,
                const std::vector<std::string>& cells, Font font, ImU32 color) {
  float x = at.x + ui.px(bar_width + bar_gap);
  for (const Column& column : columns) {
    const bool left = what.columns[column.index].left;
    draw_text(ui, {left ? x : x + column.width, at.y}, cells[column.index],
              {font, color, left ? Align::left : Align::right, column.width + 1});
    x += column.width + ui.px(column_gap);
  }
}

}  // namespace

void podium(Ui& ui, Rect rect, const Podium& what) {
  const std::vector<Column> columns = fitting_columns(ui, what, rect.width());
  const float head = text_size(ui, Font::small, "0").y + ui.px(8), row = ui.px(row_height);
  const float note = what.note.empty() ? 0 : paragraph_height(ui, Font::text, rect.width(), what.note) + ui.px(10);
  const bool with_note = note > 0 && rect.height() >= head + row + note;
  const float room = rect.height() - head - (with_note ? note : 0);
  const size_t count = std::min(what.rows.size(), static_cast<size_t>(std::max(0.0F, room / row)));
  std::vector<std::string> titles;
  for (const PodiumColumn& column : what.columns) titles.push_back(column.title);
  draw_cells(ui, rect.min, what, columns, titles, Font::small, ui.color(Color::mid));
  float y = rect.min.y + head;
  for (size_t i = 0; i < count; ++i, y += row) {
    draw_line(ui, {rect.min.x, y}, {rect.max.x, y}, ui.color(Color::grid), ui.px(1));
    const Rect bar{{rect.min.x, y + ui.px(4)}, {rect.min.x + ui.px(bar_width), y + row - ui.px(3)}};
    fill_rect(ui, bar, faded(color_of(ui, what.rows[i].hue), what.stale ? 0.35F : 1.0F), ui.px(1));
    const Font font = i == 0 ? Font::strong : Font::text;
    draw_cells(ui, {rect.min.x, y + (row - text_size(ui, font, "0").y) / 2}, what, columns, what.rows[i].cells, font,
               ui.color(what.stale ? Color::mid : Color::text));
  }
  if (!with_note) return;
  draw_paragraph(ui, {rect.min.x, y + ui.px(10)}, rect.width(), what.note,
                 {.font = Font::text, .color = ui.color(what.stale ? Color::mid : Color::text)});
}

}  // namespace wallflip::widgets
