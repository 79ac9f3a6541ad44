#include "widgets/memory_bar.hpp"

#include <algorithm>
#include <cmath>

#include "widgets/memory_bar_parts.hpp"

namespace wallflip::widgets {
namespace {

float inside_height(const Ui& ui) {
  return text_size(ui, Font::small, "0").y + ui.px(4);
}

/// Label left, value right in one line; the value alone drops out when there is no room for both.
void draw_inside(Ui& ui, Rect rect, const MemorySegment& segment, bool beyond) {
  const ImU32 ink = beyond ? ui.color(Color::text) : ink_on(ui.color(segment.color));
  const float pad = ui.px(8), room = rect.width() - 2 * pad;
  const float value = text_size(ui, Font::small, segment.value).x, line = text_size(ui, Font::small, "0").y;
  const float label = text_size(ui, Font::small, segment.label).x;
  const bool two_lines = label + value + pad > room && rect.height() > 2 * line + ui.px(6);
  const float y = (rect.min.y + rect.max.y - line * (two_lines ? 2.0F : 1.0F)) / 2;
  const bool show_value = two_lines || label + value + pad <= room;
  if (beyond) {  // a ground that hides the hatch
    const float height = line * (two_lines ? 2.0F : 1.0F) + ui.px(2);
    fill_rect(ui, {{rect.min.x + pad / 2, y - ui.px(1)}, {rect.max.x - pad / 2, y + height}}, ui.color(Color::surface),
              ui.px(3));
  }
  draw_text(ui, {rect.min.x + pad, y}, segment.label, {Font::small, ink, Align::left, room});
  if (two_lines)
    draw_text(ui, {rect.min.x + pad, y + line}, segment.value, {Font::small, ink, Align::left, room});
  else if (show_value)
    draw_text(ui, {rect.max.x - pad, y}, segment.value, {Font::small, ink, Align::right});
}

/// Segments too thin to carry their own text are listed below the bar.
float draw_legend(Ui& ui, Rect rect, const std::vector<const MemorySegment*>& thin, MemoryBarResult& result) {
  const float line = inside_height(ui);
  float y = rect.max.y - line * static_cast<float>(thin.size());
  const float top = y;
  for (const MemorySegment* segment : thin) {
    const float side = ui.px(9), middle = y + line / 2;
    const Hit h = hit(ui, "legend:" + segment->name, {{rect.min.x, y}, {rect.max.x, y + line}}, Focusable::no);
    fill_rect(ui, {{rect.min.x, middle - side / 2}, {rect.min.x + side, middle + side / 2}}, ui.color(segment->color),
              ui.px(2));
    const float value = text_size(ui, Font::small, segment->value).x;
    draw_text(ui, {rect.max.x, y + ui.px(2)}, segment->value, {Font::small, ui.color(Color::text), Align::right});
    draw_text(ui, {rect.min.x + side + ui.px(6), y + ui.px(2)}, segment->label,
              {Font::small, ui.color(Color::mid), Align::left, rect.width() - side - value - ui.px(14)});
    if (h.clicked) result.clicked = segment->name;
    y += line;
  }
  return top;
}

/// Height left for the bar when every segment thinner than a line of text goes to the legend.
std::vector<const MemorySegment*> thin_segments(const Ui& ui, const MemoryBar& bar, float height, double top) {
  std::vector<const MemorySegment*> thin;
  for (const MemorySegment& s : bar.segments) {
    if (held(s) > 0 && static_cast<float>(held(s) / top) * height < inside_height(ui)) thin.push_back(&s);
  }
  return thin;
}

void draw_capacity_line(Ui& ui, Rect bar_rect, float y) {
  draw_line(ui, {bar_rect.min.x - ui.px(5), y}, {bar_rect.max.x + ui.px(5), y}, ui.color(Color::text),
            ui.theme->line_width * 1.3F);
}

void draw_centered(Ui& ui, Rect rect, float y, std::string_view text, ImU32 color) {
  draw_text(ui, {(rect.min.x + rect.max.x) / 2, y}, text, {Font::small, color, Align::center, rect.width() - ui.px(6)});
}

}  // namespace

MemoryBarResult memory_bar(Ui& ui, Rect rect, const MemoryBar& bar) {
  if (rect.width() > rect.height()) return memory_bar_wide(ui, rect, bar);
  MemoryBarResult result;
  const double need = needed(bar);
  const double capacity = std::isfinite(bar.capacity) ? std::max(0.0, bar.capacity) : 0;
  const bool over = need > capacity;
  const double top = std::max({capacity, need, 1e-30});
  const float line = text_size(ui, Font::small, "0").y;
  draw_text(ui, rect.min, bar.title, {Font::small, ui.color(Color::mid), Align::left, rect.width()});
  const float start = rect.min.y + line + ui.px(10);
  std::vector<const MemorySegment*> thin = thin_segments(ui, bar, rect.max.y - start, top);
  const float legend = static_cast<float>(thin.size()) * inside_height(ui) + (thin.empty() ? 0 : ui.px(8));
  float over_height = over ? paragraph_height(ui, Font::small, rect.width(), bar.over_text) + ui.px(6) : 0;
  const Rect box{{rect.min.x, start + over_height}, {rect.max.x, rect.max.y - legend}};
  thin = thin_segments(ui, bar, box.height(), top);
  if (!thin.empty()) draw_legend(ui, rect, thin, result);
  if (over) draw_paragraph(ui, {rect.min.x, start}, rect.width(), bar.over_text, {Font::small, ui.color(Color::bad)});

  const auto y_of = [&](double bytes) { return box.max.y - static_cast<float>(bytes / top) * box.height(); };
  fill_rect(ui, box, ui.color(Color::raised), ui.px(3));
  double below = 0;
  for (const MemorySegment& segment : bar.segments) {
    if (held(segment) <= 0) continue;
    const Rect part{{box.min.x, y_of(below + held(segment))}, {box.max.x, y_of(below)}};
    below += held(segment);
    const Hit h = hit(ui, "memory:" + segment.name, part);
    fill_rect(ui, part, ui.color(segment.color));
    draw_line(ui, part.min, {part.max.x, part.min.y}, ui.color(Color::surface), ui.px(1));
    if (h.hovered) stroke_rect(ui, part, ui.color(Color::text), 0, ui.px(1.5F));
    if (h.clicked) result.clicked = segment.name;
  }
  if (over) {
    const Rect beyond{box.min, {box.max.x, y_of(capacity)}};
    fill_rect(ui, beyond, faded(ui.color(Color::surface), 0.6F));
    hatch(ui, beyond, Wall::capacity);
  }
  below = 0;
  for (const MemorySegment& segment : bar.segments) {
    if (held(segment) <= 0) continue;
    const Rect part{{box.min.x, y_of(below + held(segment))}, {box.max.x, y_of(below)}};
    below += held(segment);
    const float line_y = y_of(capacity);  // text goes to the larger side of the line
    Rect above = part, under = part;
    above.max.y = std::min(part.max.y, line_y);
    under.min.y = std::max(part.min.y, line_y);
    const bool beyond = above.height() > under.height();
    const Rect& room_for = beyond ? above : under;
    if (room_for.height() >= inside_height(ui)) draw_inside(ui, room_for, segment, beyond);
  }
  stroke_rect(ui, box, ui.color(Color::line), ui.px(3), ui.px(1.5F));
  draw_capacity_line(ui, box, y_of(capacity));
  const float room = y_of(need) - box.min.y;
  if (!over && room > line + ui.px(6)) {
    draw_centered(ui, box, box.min.y + (room - line) / 2, bar.free_text, ui.color(Color::mid));
  }
  return result;
}

}  // namespace wallflip::widgets
