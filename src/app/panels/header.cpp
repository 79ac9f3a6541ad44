#include "app/panels/live_text.hpp"
#include "app/panels/panel.hpp"
#include "widgets/loop_steps.hpp"

namespace wallflip {

float draw_header(PanelContext& c, Rect rect) {
  const Lesson& lesson = c.session.lab().lesson;
  float y = rect.min.y;
  const Rect id = draw_text(c.ui, {rect.min.x, y}, lesson.id, {.font = Font::title});
  const float x = id.max.x + c.ui.px(14);
  draw_text(c.ui, {x, y}, lesson.title, {.font = Font::title, .max_width = rect.max.x - x});
  y = id.max.y + c.ui.px(2);
  const TextStyle quiet{.font = Font::text, .color = c.ui.color(Color::mid), .max_width = rect.width()};
  y = draw_text(c.ui, {rect.min.x, y}, live_text(c.session, lesson.question), quiet).max.y + c.ui.px(8);
  widgets::Chips chips;
  chips.one_row = rect.height() < c.ui.px(430);  // the picture needs what room there is
  for (const std::string& text : lesson.requirements) chips.texts.push_back(live_text(c.session, text));
  if (!chips.texts.empty()) {
    widgets::chips_line(c.ui, {rect.min.x, y}, rect.width(), chips);
    y += widgets::chips_height(c.ui, chips, rect.width()) + c.ui.px(8);
  }
  return y - rect.min.y;
}

}  // namespace wallflip
