#include "widgets/calibration_plot.hpp"

#include <algorithm>

namespace wallflip::widgets {
namespace {

constexpr float row_height = 38, bar_height = 14, gap = 16;

float title_height(const Ui& ui) {
  return text_size(ui, Font::small, "0").y + ui.px(8);
}

/// Widths of the texts at both sides of the bars.
struct Columns {
  float said, result;
};
Columns columns_of(const Ui& ui, const CalibrationPlot& plot) {
  Columns c{text_size(ui, Font::small, plot.said_title).x, text_size(ui, Font::small, plot.result_title).x};
  for (const CalibrationRow& row : plot.rows) {
    c.said = std::max(c.said, text_size(ui, Font::strong, row.said).x);
    c.result = std::max(c.result, text_size(ui, Font::strong, row.result).x);
  }
  return {c.said + ui.px(gap), c.result + ui.px(gap)};
}

void draw_row(Ui& ui, Rect rect, const Columns& columns, const CalibrationRow& row) {
  const float middle = (rect.min.y + rect.max.y) / 2;
  const float text = middle - text_size(ui, Font::strong, "0").y / 2;
  draw_text(ui, {rect.min.x, text}, row.said, {.font = Font::strong});
  draw_text(ui, {rect.max.x, text}, row.result, {.font = Font::strong, .align = Align::right});
  const float half = ui.px(bar_height / 2);
  const Rect bar{{rect.min.x + columns.said, middle - half}, {rect.max.x - columns.result, middle + half}};
  fill_rect(ui, bar, ui.color(Color::line), ui.px(3));
  const auto at = [&](double share) {
    return bar.min.x + static_cast<float>(std::clamp(share, 0.0, 1.0)) * bar.width();
  };
  if (row.share > 0) fill_rect(ui, {bar.min, {at(row.share), bar.max.y}}, ui.color(Color::accent), ui.px(3));
  const float mark = at(row.sure);
  draw_line(ui, {mark, bar.min.y - ui.px(6)}, {mark, bar.max.y + ui.px(6)}, ui.color(Color::text), ui.px(2));
}

}  // namespace

float calibration_plot_height(const Ui& ui, const CalibrationPlot& plot) {
  return title_height(ui) + ui.px(row_height) * static_cast<float>(plot.rows.size());
}

void calibration_plot(Ui& ui, Rect rect, const CalibrationPlot& plot) {
  const Columns columns = columns_of(ui, plot);
  const TextStyle title{.font = Font::small, .color = ui.color(Color::mid)};
  draw_text(ui, rect.min, plot.said_title, title);
  draw_text(ui, {rect.max.x, rect.min.y}, plot.result_title,
            {.font = Font::small, .color = ui.color(Color::mid), .align = Align::right});
  float y = rect.min.y + title_height(ui);
  for (const CalibrationRow& row : plot.rows) {
    draw_row(ui, {{rect.min.x, y}, {rect.max.x, y + ui.px(row_height)}}, columns, row);
    y += ui.px(row_height);
  }
}

}  // namespace wallflip::widgets
