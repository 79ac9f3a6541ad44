#include "app/panels/panel.hpp"

namespace wallflip {

void draw_trail_bar(PanelContext& c, Rect rect) {
  Session& s = c.session;
  fill_rect(c.ui, rect, c.ui.color(Color::rail));
  draw_line(c.ui, rect.min, {rect.max.x, rect.min.y}, c.ui.color(Color::line));
  const Contest& walls = s.lab().system->contests.front();
  widgets::Trail trail;
  trail.title = c.strings[Str::trail];
  trail.current = static_cast<int>(s.at());
  trail.next_hint = c.strings[Str::trail_hint];
  for (const Step& step : s.trail())
    trail.steps.push_back({walls.of[static_cast<size_t>(step.wall)].wall, step.action});
  const float button_width = c.ui.px(64);
  const float buttons = 2 * button_width + c.ui.px(8) + c.ui.px(20);
  const float pad = c.ui.px(10);
  const Rect strip{{rect.min.x + c.ui.px(20), rect.min.y + pad},
                   {rect.max.x - buttons - c.ui.px(12), rect.max.y - pad}};
  const int clicked = widgets::trail(c.ui, strip, trail, c.state.trail);
  if (clicked >= 0) s.go_to(static_cast<size_t>(clicked));
  const float x = rect.max.x - buttons;
  const float top = rect.min.y + (rect.height() - c.ui.px(30)) / 2;
  const auto place = [&](float left) { return Rect{{left, top}, {left + button_width, top + c.ui.px(30)}}; };
  if (button(c.ui, "undo", c.strings[Str::undo], place(x), false, s.can_undo())) s.undo();
  if (button(c.ui, "redo", c.strings[Str::redo], place(x + button_width + c.ui.px(8)), false, s.can_redo())) s.redo();
}

}  // namespace wallflip
