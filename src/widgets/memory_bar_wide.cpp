// The memory bar lying on its side, for places that are wider than high.
#include <algorithm>
#include <cmath>

#include "widgets/memory_bar.hpp"
#include "widgets/memory_bar_parts.hpp"

namespace wallflip::widgets {
namespace {

constexpr float pad = 8, thickest = 104;

/// One segment on the bar; `text` is the side of the capacity line with more room.
struct Piece {
  const MemorySegment* segment;
  float left, right;
  float text_left, text_right;
  bool beyond;  ///< the text stands on the far side of what there is
  bool inside;  ///< the text fits on the bar
};

float text_width(const Ui& ui, const MemorySegment& s) {
  return std::max(text_size(ui, Font::small, s.label).x, text_size(ui, Font::small, s.value).x);
}

std::vector<Piece> pieces_of(const Ui& ui, Rect rect, const MemoryBar& bar, double capacity, double top) {
  std::vector<Piece> pieces;
  const auto x_of = [&](double bytes) { return rect.min.x + static_cast<float>(bytes / top) * rect.width(); };
  double below = 0;
  for (const MemorySegment& s : bar.segments) {
    if (held(s) <= 0) continue;
    Piece p{&s, x_of(below), x_of(below + held(s)), 0, 0, false, false};
    below += held(s);
    const float line = std::clamp(x_of(capacity), p.left, p.right);
    p.beyond = p.right - line > line - p.left;
    p.text_left = p.beyond ? line : p.left;
    p.text_right = p.beyond ? p.right : line;
    p.inside = text_width(ui, s) + 2 * ui.px(pad) <= p.text_right - p.text_left;
    pieces.push_back(p);
  }
  return pieces;
}

float entry_width(const Ui& ui, const MemorySegment& s) {
  return text_size(ui, Font::small, s.label + "  " + s.value).x + ui.px(15);
}

/// Entries flow to the next line where the width ends; without `result` only the height is found.
float legend(Ui& ui, Rect rect, const std::vector<Piece>& pieces, MemoryBarResult* result) {
  const float line = text_size(ui, Font::small, "0").y + ui.px(6), gap = ui.px(18);
  float x = rect.min.x, y = rect.min.y;
  bool any = false;
  for (const Piece& p : pieces) {
    if (p.inside) continue;
    const float width = entry_width(ui, *p.segment);
    if (any && x > rect.min.x && x + width > rect.max.x) x = rect.min.x, y += line;
    any = true;
    if (result != nullptr) {
      const Hit h = hit(ui, "legend:" + p.segment->name, {{x, y}, {x + width, y + line}}, Focusable::no);
      const float middle = y + line / 2 - ui.px(1);
      fill_rect(ui, {{x, middle - ui.px(4.5F)}, {x + ui.px(9), middle + ui.px(4.5F)}}, ui.color(p.segment->color),
                ui.px(2));
      const Rect label =
          draw_text(ui, {x + ui.px(15), y + ui.px(2)}, p.segment->label + "  ", {Font::small, ui.color(Color::mid)});
      draw_text(ui, {label.max.x, y + ui.px(2)}, p.segment->value, {Font::small, ui.color(Color::text)});
      if (h.clicked) result->clicked = p.segment->name;
    }
    x += width + gap;
  }
  return any ? y + line - rect.min.y : 0;
}

void draw_piece(Ui& ui, Rect part, const MemorySegment& segment, MemoryBarResult& result) {
  const Hit h = hit(ui, "memory:" + segment.name, part);
  fill_rect(ui, part, ui.color(segment.color));
  draw_line(ui, {part.max.x, part.min.y}, part.max, ui.color(Color::surface), ui.px(1));
  if (h.hovered) stroke_rect(ui, part, ui.color(Color::text), 0, ui.px(1.5F));
  if (h.clicked) result.clicked = segment.name;
}

void draw_piece_text(Ui& ui, Rect bar, const Piece& p) {
  if (!p.inside) return;
  const ImU32 ink = p.beyond ? ui.color(Color::text) : ink_on(ui.color(p.segment->color));
  const float line = text_size(ui, Font::small, "0").y, x = (p.text_left + p.text_right) / 2;
  const float y = (bar.min.y + bar.max.y) / 2 - line, half = text_width(ui, *p.segment) / 2 + ui.px(pad / 2);
  if (p.beyond)  // a ground that hides the hatch
    fill_rect(ui, {{x - half, y - ui.px(1)}, {x + half, y + 2 * line + ui.px(1)}}, ui.color(Color::surface), ui.px(3));
  draw_text(ui, {x, y}, p.segment->label, {Font::small, ink, Align::center});
  draw_text(ui, {x, y + line}, p.segment->value, {Font::small, ink, Align::center});
}

void draw_bar(Ui& ui, Rect box, const MemoryBar& bar, const std::vector<Piece>& pieces, double capacity, double top,
              MemoryBarResult& result) {
  const float line_x = box.min.x + static_cast<float>(capacity / top) * box.width();
  const float end = pieces.empty() ? box.min.x : pieces.back().right;
  fill_rect(ui, box, ui.color(Color::raised), ui.px(3));
  for (const Piece& p : pieces) draw_piece(ui, {{p.left, box.min.y}, {p.right, box.max.y}}, *p.segment, result);
  if (end > line_x) {
    const Rect beyond{{line_x, box.min.y}, box.max};
    fill_rect(ui, beyond, faded(ui.color(Color::surface), 0.6F));
    hatch(ui, beyond, Wall::capacity);
  }
  for (const Piece& p : pieces) draw_piece_text(ui, box, p);
  stroke_rect(ui, box, ui.color(Color::line), ui.px(3), ui.px(1.5F));
  draw_line(ui, {line_x, box.min.y - ui.px(5)}, {line_x, box.max.y + ui.px(5)}, ui.color(Color::text),
            ui.theme->line_width * 1.3F);
  const float room = line_x - end, width = text_size(ui, Font::small, bar.free_text).x;
  if (room < width + 2 * ui.px(pad)) return;
  draw_text(ui, {(end + line_x) / 2, (box.min.y + box.max.y - text_size(ui, Font::small, "0").y) / 2}, bar.free_text,
            {Font::small, ui.color(Color::mid), Align::center});
}

}  // namespace

MemoryBarResult memory_bar_wide(Ui& ui, Rect rect, const MemoryBar& bar) {
  MemoryBarResult result;
  const double need = needed(bar), capacity = std::isfinite(bar.capacity) ? std::max(0.0, bar.capacity) : 0;
  const double top = std::max({capacity, need, 1e-30});
  const bool over = need > capacity;
  const float line = text_size(ui, Font::small, "0").y;
  const Rect inner{{rect.min.x + ui.px(2), rect.min.y}, {rect.max.x - ui.px(2), rect.max.y}};  // the line stays inside
  const std::vector<Piece> pieces = pieces_of(ui, inner, bar, capacity, top);
  const float over_height = over ? paragraph_height(ui, Font::small, inner.width(), bar.over_text) + ui.px(4) : 0;
  const float head = line + ui.px(10) + over_height;
  const float foot = legend(ui, inner, pieces, nullptr) + ui.px(12);
  const float thick = std::clamp(rect.height() - head - foot, line, ui.px(thickest));
  const float start = rect.min.y + std::max(0.0F, (rect.height() - head - thick - foot) / 2);
  draw_text(ui, {inner.min.x, start}, bar.title, {Font::small, ui.color(Color::mid), Align::left, inner.width()});
  if (over)
    draw_paragraph(ui, {inner.min.x, start + line + ui.px(4)}, inner.width(), bar.over_text,
                   {Font::small, ui.color(Color::bad)});
  const Rect box{{inner.min.x, start + head}, {inner.max.x, start + head + thick}};
  draw_bar(ui, box, bar, pieces, capacity, top, result);
  legend(ui, {{inner.min.x, box.max.y + ui.px(10)}, inner.max}, pieces, &result);
  return result;
}

}  // namespace wallflip::widgets
