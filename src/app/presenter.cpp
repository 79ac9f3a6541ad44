#include <algorithm>

#include "app/panels/live_text.hpp"
#include "app/panels/pictures.hpp"
#include "app/shell.hpp"

// Presenter mode: what remains is the question, the large picture, the wall's banner, one knob and three numbers.

namespace wallflip {
namespace {

void banner(Ui& ui, Rect rect, const Session& s) {
  const Contest& walls = s.lab().system->contests.front();
  const Contestant& leader = walls.of[static_cast<size_t>(s.verdict().walls.leader)];
  const Wall wall = leader.wall.value_or(Wall::capacity);
  const ImU32 color = ui.color(wall);
  fill_rect(ui, rect, color, ui.px(8));
  const std::string text = std::string(info(wall).letter) + "   " + std::string(info(wall).title);
  const float top = rect.min.y + (rect.height() - text_size(ui, Font::title, text).y) / 2;
  draw_text(ui, {(rect.min.x + rect.max.x) / 2, top}, text,
            {.font = Font::title, .color = ink_on(color), .align = Align::center});
}

void numbers(Ui& ui, Rect rect, const Session& s) {
  const Sheet& sheet = s.lab().sheet();
  const size_t count = std::min<size_t>(3, s.lab().outputs.size());
  const float width = rect.width() / static_cast<float>(std::max<size_t>(count, 1));
  for (size_t i = 0; i < count; ++i) {
    const NodeId node = s.lab().outputs[i];
    const Let* let = sheet.let_at(node);
    const float x = rect.min.x + width * static_cast<float>(i);
    const std::string value = shown(s, node);
    const Rect at = draw_text(ui, {x, rect.min.y}, value.empty() ? "\u2013" : value, {.font = Font::title});
    draw_text(ui, {x, at.max.y}, let ? let->label : sheet.input_at(node)->label,
              {.font = Font::small, .color = ui.color(Color::mid), .max_width = width - ui.px(12)});
  }
}

const LessonView* large_view(const Lesson& lesson, int& index) {
  for (size_t i = 0; i < lesson.views.size(); ++i) {
    if (!lesson.views[i].large) continue;
    index = static_cast<int>(i);
    return &lesson.views[i];
  }
  return nullptr;
}

}  // namespace

void Shell::draw_presented(Ui& ui, Rect rect) {
  OpenLesson& lesson = *current_;
  PanelContext c{ui, *lesson.session, *lesson.panel, strings_, journal_};
  const float pad = ui.px(28);
  const Rect in{{rect.min.x + pad, rect.min.y + ui.px(20)}, {rect.max.x - pad, rect.max.y - ui.px(16)}};
  const std::string question = live_text(*lesson.session, lesson.lab->lesson.question);
  float y = draw_paragraph(ui, in.min, in.width(), question, {.font = Font::title}).max.y + ui.px(10);
  const float banner_height = ui.px(46);
  banner(ui, {{in.min.x, y}, {in.max.x, y + banner_height}}, *lesson.session);
  y += banner_height + ui.px(12);
  const Knob* knob = nullptr;
  for (const Knob& k : lesson.lab->knobs) {
    if (knob == nullptr && k.primary) knob = &k;
  }
  const float knob_space = knob ? knob_height(c, *knob) + ui.px(8) : 0;
  const float number_space = ui.px(58);
  int index = 0;
  if (const LessonView* view = large_view(lesson.lab->lesson, index)) {
    const Rect picture{{in.min.x, y}, {in.max.x, in.max.y - knob_space - number_space}};
    if (const PictureRow* row = picture_named(view->widget))
      row->draw({ui, picture, *lesson.session, *view, lesson.panel->derived, strings_, index});
  }
  numbers(ui, {{in.min.x, in.max.y - knob_space - number_space + ui.px(6)}, {in.max.x, in.max.y - knob_space}},
          *lesson.session);
  if (knob) draw_knob(c, {{in.min.x, in.max.y - knob_space + ui.px(8)}, in.max}, *knob);
  if (escape_pressed(ui)) presenting = false;
}

}  // namespace wallflip
