#include "widgets/wall_map.hpp"

#include <algorithm>
#include <cmath>

namespace wallflip::widgets {
namespace {

bool sound(const WallMap& map) {
  return map.shapes.size >= 2 && std::all_of(map.shapes.blocks.begin(), map.shapes.blocks.end(),
                                             [&](const MapBlock& b) { return b.wall < map.areas.size(); });
}

/// Cell edge i as a pixel: cell i is centred on position i / (size - 1); the outer half cells are cut off.
float edge_x(const Plot& plot, int size, int i) {
  const float t = (static_cast<float>(i) - 0.5F) / static_cast<float>(size - 1);
  return plot.area.min.x + std::clamp(t, 0.0F, 1.0F) * plot.area.width();
}
float edge_y(const Plot& plot, int size, int i) {
  const float t = (static_cast<float>(i) - 0.5F) / static_cast<float>(size - 1);
  return plot.area.max.y - std::clamp(t, 0.0F, 1.0F) * plot.area.height();
}

void draw_blocks(Ui& ui, const Plot& plot, const WallMap& map) {
  const ImDrawList* list = ImGui::GetWindowDrawList();
  const ImDrawListFlags flags = list->Flags;  // no soft edges: neighbours would show a seam
  ImGui::GetWindowDrawList()->Flags &= ~ImDrawListFlags_AntiAliasedFill;
  const int size = map.shapes.size;
  for (const MapBlock& b : map.shapes.blocks) {
    const Rect rect{{edge_x(plot, size, b.from), edge_y(plot, size, b.top)},
                    {edge_x(plot, size, b.to), edge_y(plot, size, b.bottom)}};
    fill_hue(ui, rect, map.areas[b.wall].hue);
  }
  ImGui::GetWindowDrawList()->Flags = flags;
}

/// The border between regions in the colour of the ground: seen without any colour.
void draw_borders(Ui& ui, const Plot& plot, const WallMap& map) {
  const ImU32 color = ui.color(Color::surface);
  const float thick = ui.px(1.5F);
  const int size = map.shapes.size;
  for (const MapBorder& b : map.shapes.borders) {
    draw_line(ui, {edge_x(plot, size, b.x0), edge_y(plot, size, b.y0)},
              {edge_x(plot, size, b.x1), edge_y(plot, size, b.y1)}, color, thick);
  }
}

std::string label_of(const MapArea& area) {
  return area.label.empty() && is_wall(area.hue) ? std::string(info(std::get<Wall>(area.hue)).name) : area.label;
}

void draw_badge(Ui& ui, ImVec2 at, const MapArea& area, float side) {
  if (is_wall(area.hue)) return wall_badge(ui, at, std::get<Wall>(area.hue), side);
  const float size = ui.px(side), height = text_size(ui, Font::strong, area.letter).y;
  const ImU32 fill = color_of(ui, area.hue);
  fill_rect(ui, {at, {at.x + size, at.y + size}}, fill, ui.px(4));
  draw_text(ui, {at.x + size / 2, at.y + (size - height) / 2}, area.letter,
            {Font::strong, ink_on(fill), Align::center});
}

/// Letters stand on top of the cross-hair's lines and step aside for its handle.
void draw_letters(Ui& ui, const Plot& plot, const WallMap& map, ImVec2 cross) {
  const auto size = static_cast<float>(map.shapes.size);
  const float cell = std::min(plot.area.width(), plot.area.height()) / size;
  for (const MapRegion& region : map.shapes.regions) {
    const float side = 24;
    if (region.radius * cell < ui.px(side) * 0.6F) continue;
    float x = plot.area.min.x + region.x / size * plot.area.width();
    const float y = plot.area.max.y - region.y / size * plot.area.height();
    const float half = ui.px(side) / 2, room = half + ui.px(16);
    if (std::abs(x - cross.x) < room && std::abs(y - cross.y) < room)
      x = cross.x + (cross.x + room > plot.area.max.x - half ? -room : room);
    stroke_rect(ui, {{x - half - ui.px(1), y - half - ui.px(1)}, {x + half + ui.px(1), y + half + ui.px(1)}},
                ui.color(Color::surface), ui.px(5), ui.px(2));
    draw_badge(ui, {x - half, y - half}, map.areas[region.wall], side);
  }
}

void draw_legend(Ui& ui, Rect rect, const WallMap& map) {
  float right = rect.max.x;
  const float free_from = rect.min.x + text_size(ui, Font::small, map.y.title).x + ui.px(12);
  for (size_t i = map.areas.size(); i-- > 0;) {
    const auto is_this = [&](const MapBlock& b) { return b.wall == i; };
    if (std::none_of(map.shapes.blocks.begin(), map.shapes.blocks.end(), is_this)) continue;
    const std::string text = label_of(map.areas[i]);
    const float width = text_size(ui, Font::small, text).x;
    if (right - width - ui.px(32) < free_from) return;  // letters on the map still say it
    draw_text(ui, {right, rect.min.y}, text, {Font::small, ui.color(Color::mid), Align::right});
    right -= width + ui.px(18);
    const float y = rect.min.y + text_size(ui, Font::small, "0").y / 2;
    fill_hue(ui, {{right, y - ui.px(5)}, {right + ui.px(12), y + ui.px(5)}}, map.areas[i].hue, ui.px(2));
    right -= ui.px(14);
  }
}

void draw_cross(Ui& ui, const Plot& plot, ImVec2 at, bool lit) {
  const float wide = ui.theme->line_width * 1.5F, thin = ui.theme->line_width * 0.6F;
  for (const auto& [color, width] : {std::pair{ui.color(Color::surface), wide}, {ui.color(Color::text), thin}}) {
    draw_line(ui, {plot.area.min.x, at.y}, {plot.area.max.x, at.y}, color, width);
    draw_line(ui, {at.x, plot.area.min.y}, {at.x, plot.area.max.y}, color, width);
  }
  draw_handle(ui, at, ui.color(Color::text), true, lit);
}

}  // namespace

WallMapResult wall_map(Ui& ui, Rect rect, const WallMap& map) {
  WallMapResult result;
  if (!sound(map)) return result;
  const Plot plot = begin_plot(ui, rect, map.x, map.y);
  draw_blocks(ui, plot, map);
  draw_borders(ui, plot, map);
  draw_legend(ui, {{plot.area.min.x, rect.min.y}, {plot.area.max.x, rect.max.y}}, map);
  stroke_rect(ui, plot.area, ui.color(Color::line), 0, ui.px(1));

  const Hit h = hit(ui, "wall_map", plot.area);
  ImVec2 at = plot.px(map.here);
  if (!std::isfinite(at.x + at.y)) return result;
  at = {std::clamp(at.x, plot.area.min.x, plot.area.max.x), std::clamp(at.y, plot.area.min.y, plot.area.max.y)};
  draw_cross(ui, plot, at, h.hovered || h.active);
  draw_letters(ui, plot, map, at);
  const ImGuiIO& io = ImGui::GetIO();
  if (h.active && (h.activated || io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
    const ImVec2 mouse = {std::clamp(io.MousePos.x, plot.area.min.x, plot.area.max.x),
                          std::clamp(io.MousePos.y, plot.area.min.y, plot.area.max.y)};
    result.moved = Point{plot.x_at(mouse.x), plot.y_at(mouse.y)};
  }
  result.committed = h.released;
  return result;
}

}  // namespace wallflip::widgets
