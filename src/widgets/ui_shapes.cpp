#include <algorithm>
#include <cmath>

#include "widgets/imgui_compat.hpp"
#include "widgets/ui.hpp"

namespace wallflip {
namespace {

/// Which strokes fill a wall's area; one row per wall, no two alike.
struct HatchRow {
  Wall wall;
  bool rising, falling, level, upright;
  float spacing;  ///< pixels at scale 1, measured along an edge
};

constexpr std::array<HatchRow, wall_table.size()> hatch_table = {{
    {Wall::capacity, true, false, false, false, 10},
    {Wall::bandwidth, false, true, false, false, 10},
    {Wall::network, false, false, true, false, 6},
    {Wall::compute, false, false, false, true, 6},
    {Wall::dollars, true, true, false, false, 12},
    {Wall::latency, true, false, false, false, 5},
    {Wall::storage, false, false, true, true, 8},
    {Wall::host, false, true, false, false, 5},
    {Wall::evidence, true, false, true, false, 12},
}};

float first_multiple(float from, float spacing) {
  return std::ceil(from / spacing) * spacing;
}

/// Unlike ImDrawList::AddLine, which moves a line by half a pixel to the right and down and so out of its area.
void stroke(Ui& ui, ImVec2 a, ImVec2 b, ImU32 color) {
  const ImVec2 ends[] = {a, b};
  compat::add_polyline(ImGui::GetWindowDrawList(), ends, 2, color, ui.px(1));
}

/// Strokes with x + y constant (rising) or x - y constant (falling), each cut to `r`. Multiples of the spacing are
/// counted from the screen's corner, so that neighbouring cells continue each other's strokes.
void diagonals(Ui& ui, const Rect& r, bool rising, float spacing, ImU32 color) {
  const float from = rising ? r.min.x + r.min.y : r.min.x - r.max.y;
  const float to = rising ? r.max.x + r.max.y : r.max.x - r.min.y;
  for (float c = first_multiple(from, spacing); c < to; c += spacing) {
    const float x0 = std::max(r.min.x, rising ? c - r.max.y : c + r.min.y);
    const float x1 = std::min(r.max.x, rising ? c - r.min.y : c + r.max.y);
    const float y0 = rising ? c - x0 : x0 - c;
    const float y1 = rising ? c - x1 : x1 - c;
    stroke(ui, {x0, y0}, {x1, y1}, color);
  }
}

}  // namespace

void fill_rect(Ui&, Rect rect, ImU32 color, float rounding) {
  ImGui::GetWindowDrawList()->AddRectFilled(rect.min, rect.max, color, rounding);
}

void stroke_rect(Ui&, Rect rect, ImU32 color, float rounding, float thickness) {
  compat::add_rect(ImGui::GetWindowDrawList(), rect.min, rect.max, color, rounding, thickness);
}

void draw_line(Ui&, ImVec2 a, ImVec2 b, ImU32 color, float thickness) {
  ImGui::GetWindowDrawList()->AddLine(a, b, color, thickness);
}

void hatch(Ui& ui, Rect rect, Wall wall, float alpha) {
  const ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 clip_min = list->GetClipRectMin(), clip_max = list->GetClipRectMax();
  rect.min = {std::max(rect.min.x, clip_min.x), std::max(rect.min.y, clip_min.y)};
  rect.max = {std::min(rect.max.x, clip_max.x), std::min(rect.max.y, clip_max.y)};
  if (!(rect.width() > 0 && rect.height() > 0)) return;

  const HatchRow& row = hatch_table[static_cast<size_t>(wall)];
  const float spacing = ui.px(row.spacing);
  const ImU32 color = faded(ui.color(wall), alpha);
  if (row.rising) diagonals(ui, rect, true, spacing, color);
  if (row.falling) diagonals(ui, rect, false, spacing, color);
  for (float y = first_multiple(rect.min.y, spacing); row.level && y < rect.max.y; y += spacing) {
    const float middle = std::floor(y) + 0.5f;  // of a pixel: a sharp line
    stroke(ui, {rect.min.x, middle}, {rect.max.x, middle}, color);
  }
  for (float x = first_multiple(rect.min.x, spacing); row.upright && x < rect.max.x; x += spacing) {
    const float middle = std::floor(x) + 0.5f;
    stroke(ui, {middle, rect.min.y}, {middle, rect.max.y}, color);
  }
}

void wall_badge(Ui& ui, ImVec2 at, Wall wall, float side, bool dimmed) {
  const float size = ui.px(side);
  const ImU32 fill = ui.color(wall);
  const Rect rect{at, {at.x + size, at.y + size}};
  fill_rect(ui, rect, dimmed ? ui.color(Color::line) : fill, ui.px(4));
  const Font font = side >= 20 ? Font::strong : Font::small;
  const float height = text_size(ui, font, info(wall).letter).y;
  const TextStyle style{.font = font, .color = dimmed ? ui.color(Color::mid) : ink_on(fill), .align = Align::center};
  draw_text(ui, {at.x + size / 2, at.y + (size - height) / 2}, info(wall).letter, style);
}

}  // namespace wallflip
