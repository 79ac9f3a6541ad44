#include "widgets/trail.hpp"

#include <algorithm>

#include "widgets/scroll.hpp"

namespace wallflip::widgets {
namespace {

constexpr float box_height = 34, badge = 20, pad = 10, arrow = 36;

float step_width(const Ui& ui, const TrailStep& step) {
  return text_size(ui, Font::text, step.text).x + ui.px(2 * pad) + (step.wall ? ui.px(badge + 8) : 0);
}

void draw_arrow(Ui& ui, float x, float y) {
  const ImU32 ink = ui.color(Color::mid);
  const float from = x + ui.px(arrow * 0.33F), to = x + ui.px(arrow * 0.66F), head = ui.px(4);
  draw_line(ui, {from, y}, {to, y}, ink, ui.px(1.5F));
  draw_line(ui, {to - head, y - head}, {to, y}, ink, ui.px(1.5F));
  draw_line(ui, {to - head, y + head}, {to, y}, ink, ui.px(1.5F));
}

bool draw_step(Ui& ui, Rect box, const TrailStep& step, int index, int current) {
  const Hit h = hit(ui, "trail:" + std::to_string(index), box);
  fill_rect(ui, box, ui.color(h.hovered ? Color::raised : Color::surface), ui.px(5));
  const bool lit = index == current;
  stroke_rect(ui, box, ui.color(lit ? Color::accent : Color::line), ui.px(5), ui.px(lit ? 1.5F : 1));
  float x = box.min.x + ui.px(pad);
  const float middle = (box.min.y + box.max.y) / 2;
  if (step.wall) {
    wall_badge(ui, {x, middle - ui.px(badge) / 2}, *step.wall, badge, index > current);
    x += ui.px(badge + 8);
  }
  draw_text(ui, {x, middle - text_size(ui, Font::text, "0").y / 2}, step.text,
            {Font::text, ui.color(lit ? Color::text : Color::mid), Align::left, 0, true});
  return h.clicked;
}

}  // namespace

int trail(Ui& ui, Rect rect, const Trail& trail, TrailState& state) {
  int clicked = -1;
  const float middle = (rect.min.y + rect.max.y) / 2, text_y = middle - text_size(ui, Font::text, "0").y / 2;
  const Rect title = draw_text(ui, {rect.min.x, text_y}, trail.title, {Font::text, ui.color(Color::mid)});
  const float inset = ui.px(2);  // room for outlines inside the clip
  const Rect view{{title.max.x + ui.px(14), rect.min.y}, rect.max};
  float content = 2 * inset + text_size(ui, Font::text, trail.next_hint).x;
  float from = 0;
  for (size_t i = 0; i < trail.steps.size(); ++i) {
    const float width = step_width(ui, trail.steps[i]);
    if (static_cast<int>(i) == trail.current) from = content - text_size(ui, Font::text, trail.next_hint).x;
    content += width + ui.px(arrow);
  }
  if (state.shown != trail.current && trail.current >= 0 && trail.current < static_cast<int>(trail.steps.size())) {
    const float width = step_width(ui, trail.steps[static_cast<size_t>(trail.current)]);
    scroll_into_view(state.scroll, view.width(), from - ui.px(arrow), from + width + ui.px(arrow));
    state.shown = trail.current;
  }
  const float offset = begin_scroll(view, content, state.scroll, Along::horizontal);
  ui.scrolled = true;
  float x = view.min.x + inset - offset;
  for (size_t i = 0; i < trail.steps.size(); ++i) {
    const float width = step_width(ui, trail.steps[i]), half = ui.px(box_height) / 2;
    const Rect box{{x, middle - half}, {x + width, middle + half}};
    const bool in_view = box.max.x > view.min.x && box.min.x < view.max.x;
    if (in_view && draw_step(ui, box, trail.steps[i], static_cast<int>(i), trail.current))
      clicked = static_cast<int>(i);
    x = box.max.x;
    if (i + 1 < trail.steps.size() || !trail.next_hint.empty()) draw_arrow(ui, x, middle);
    x += ui.px(arrow);
  }
  draw_text(ui, {x, text_y}, trail.next_hint, {Font::text, ui.color(Color::mid), Align::left, 0, true});
  ui.scrolled = false;
  end_scroll(ui, view, content, state.scroll, Along::horizontal);
  return clicked;
}

}  // namespace wallflip::widgets
