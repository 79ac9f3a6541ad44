#include <algorithm>

#include <imgui.h>

#include "app/panels/live_text.hpp"
#include "app/panels/panel.hpp"
#include "app/panels/pictures.hpp"
#include "model/sheet/format.hpp"
#include "widgets/rich_text.hpp"
#include "widgets/scroll.hpp"

// What can cover the pictures for a moment: the other knobs, the notes, the mechanisms, the picture as a table.

namespace wallflip {
namespace {

// A column of text and buttons inside a scrolled view; `y` runs down as things are added.
struct Flow {
  PanelContext& c;
  float x, y, width;

  void heading(std::string_view text) {
    y += c.ui.px(10);
    y = draw_text(c.ui, {x, y}, text, {.font = Font::strong, .may_clip = true}).max.y + c.ui.px(6);
  }
  void paragraph(std::string_view id, std::string_view text) {
    const auto runs = widgets::bold_runs(text, Font::text, Font::strong, c.ui.color(Color::mid));
    widgets::draw_runs(c.ui, id, {x, y}, width, runs, {.code = false, .may_clip = true});
    y += widgets::runs_height(c.ui, runs, width) + c.ui.px(8);
  }
  bool press(const std::string& name, const std::string& label) {
    const float w = text_size(c.ui, Font::text, label).x + c.ui.px(28);
    const bool pressed = button(c.ui, name, label, {{x, y}, {x + w, y + c.ui.px(30)}});
    y += c.ui.px(38);
    return pressed;
  }
};

void try_settings(PanelContext& c, const Settings& settings, const std::string& what) {
  const Issues issues = c.session.set(settings, what);
  if (!issues.empty()) show_toast(c, issues.front().what, widgets::ToastKind::bad);
  c.state.sheet = SheetKind::closed;
}

std::string answer_text(const PanelContext& c, const Question& question) {
  Issues issues;
  const std::optional<Answer> truth = answer(c.session.lab(), question, issues);
  if (!truth) return issues.empty() ? "" : issues.front().what;
  if (question.kind == QuestionKind::choice) return question.choices[static_cast<size_t>(truth->index)].text;
  if (question.kind == QuestionKind::wall) {
    return c.session.lab().system->contest(question.contest)->of[static_cast<size_t>(truth->index)].label;
  }
  return truth->number ? format_value(*truth->number, truth->unit, truth->display) : c.strings[Str::answer_none];
}

void notes(Flow& f) {
  PanelContext& c = f.c;
  const Lesson& lesson = c.session.lab().lesson;
  f.heading(c.strings[Str::hints]);
  c.state.hints_shown = std::min(c.state.hints_shown, lesson.hints.size());
  for (size_t i = 0; i < c.state.hints_shown; ++i)
    f.paragraph("hint " + std::to_string(i), live_text(c.session, lesson.hints[i]));
  if (c.state.hints_shown < lesson.hints.size()) {
    const std::string number = std::to_string(c.state.hints_shown + 1);
    if (f.press("show hint", filled(c.strings[Str::show_hint], {number}))) ++c.state.hints_shown;
  }
  if (!lesson.traps.empty()) f.heading(c.strings[Str::traps]);
  for (size_t i = 0; i < lesson.traps.size(); ++i) {
    Issues ignored;  // check_lesson has applied every trap
    const Design shown = design_with(c.session.lab(), lesson.traps[i].set, ignored);
    f.paragraph("trap " + std::to_string(i), live_text(c.session, shown, lesson.traps[i].text));
    const bool free = !lesson.traps[i].set.empty() && !c.session.values_hidden();
    if (free && f.press("try trap " + std::to_string(i), c.strings[Str::try_it])) {
      try_settings(c, lesson.traps[i].set, c.strings[Str::traps]);
    }
  }
  if (c.session.values_hidden()) return;  // what follows answers the predictions
  if (!lesson.follow_ups.empty()) f.heading(c.strings[Str::follow_ups]);
  c.state.answers_shown.resize(lesson.follow_ups.size());
  for (size_t i = 0; i < lesson.follow_ups.size(); ++i) {
    const Question& question = lesson.follow_ups[i];
    f.paragraph("follow up " + std::to_string(i), live_text(c.session, question.ask));
    if (c.state.answers_shown[i]) {
      f.paragraph("answer " + std::to_string(i), "**" + answer_text(c, question) + "**");
    } else if (f.press("show answer " + std::to_string(i), c.strings[Str::show_answer])) {
      c.state.answers_shown[i] = true;
    }
  }
  if (!lesson.takeaway.empty() && c.session.goal_reached()) {
    f.heading(c.strings[Str::takeaway]);
    f.paragraph("takeaway", live_text(c.session, lesson.takeaway));
  }
}

void mechanisms(Flow& f) {
  PanelContext& c = f.c;
  f.heading(c.strings[Str::mechanisms_title]);
  for (const std::string& id : c.session.lab().lesson.mechanisms) {
    const Mechanism* m = find_row(c.session.lab().library->mechanisms, id);
    if (m == nullptr) continue;
    if (f.press("mechanism " + id, m->title)) {
      Issues issues;
      const MechanismEffect effect = c.session.apply_mechanism(*m, issues);
      constexpr Str words[] = {Str::moved_wall, Str::relieved_other, Str::worse, Str::nothing};
      const std::string text =
          issues.empty() ? filled(c.strings[words[static_cast<size_t>(effect)]], {m->title}) : issues.front().what;
      const bool good = issues.empty() && effect == MechanismEffect::moved_the_wall;
      show_toast(c, text, good ? widgets::ToastKind::good : widgets::ToastKind::note);
      c.state.sheet = SheetKind::closed;
    }
    f.paragraph("mechanism text " + id, live_text(c.session, m->text));
  }
}

// The knobs that have no place below the picture, in two columns.
void more_knobs(Flow& f) {
  PanelContext& c = f.c;
  const float gap = c.ui.px(26);
  const float width = (f.width - gap) / 2;
  size_t shown = 0;
  size_t place = 0;
  float row_height = 0;
  for (const Knob& knob : c.session.lab().knobs) {
    if (knob.primary && shown++ < 3) continue;
    const float height = knob_height(c, knob);
    const float x = f.x + (place % 2 == 0 ? 0 : width + gap);
    draw_knob(c, {{x, f.y}, {x + width, f.y + height}}, knob);
    row_height = std::max(row_height, height);
    if (place++ % 2 == 1) {
      f.y += row_height + c.ui.px(14);
      row_height = 0;
    }
  }
  f.y += row_height;
}

void twin(PanelContext& c, Rect rect) {
  const std::vector<LessonView>& views = c.session.lab().lesson.views;
  float x = rect.min.x;
  const float height = c.ui.px(28);
  for (size_t i = 0; i < views.size(); ++i) {
    std::string label = views[i].widget;  // "batch_plot" in the file
    std::replace(label.begin(), label.end(), '_', ' ');
    const float w = text_size(c.ui, Font::text, label).x + c.ui.px(24);
    if (button(c.ui, "twin of " + std::to_string(i), label, {{x, rect.min.y}, {x + w, rect.min.y + height}},
               c.state.twin_view == static_cast<int>(i))) {
      c.state.twin_view = static_cast<int>(i);
    }
    x += w + c.ui.px(8);
  }
  if (c.state.twin_view >= static_cast<int>(views.size())) return;
  const LessonView& view = views[static_cast<size_t>(c.state.twin_view)];
  const PictureRow* row = picture_named(view.widget);
  if (row == nullptr) return;
  const PictureContext context{c.ui, rect, c.session, view, c.state.derived, c.strings, c.state.twin_view};
  const Rect below{{rect.min.x, rect.min.y + height + c.ui.px(10)}, rect.max};
  widgets::TextTable table = row->twin(context);
  table.copy_csv = c.strings[Str::copy_csv];
  table.copy_markdown = c.strings[Str::copy_markdown];
  const std::string copied = widgets::text_twin(c.ui, below, table, c.state.twin).copied;
  if (copied.empty()) return;
  ImGui::SetClipboardText(copied.c_str());
  show_toast(c, c.strings[Str::copied], widgets::ToastKind::note);
}

}  // namespace

void draw_sheet(PanelContext& c, Rect rect) {
  fill_rect(c.ui, rect, c.ui.color(Color::surface), c.ui.px(8));
  stroke_rect(c.ui, rect, c.ui.color(Color::line), c.ui.px(8));
  const float pad = c.ui.px(18);
  const float side = c.ui.px(72);
  const Rect close{{rect.max.x - pad - side, rect.min.y + c.ui.px(10)}, {rect.max.x - pad, rect.min.y + c.ui.px(38)}};
  const bool left = c.state.arithmetic_path.empty() && escape_pressed(c.ui);
  if (button(c.ui, "close sheet", c.strings[Str::close], close) || left) {
    c.state.sheet = SheetKind::closed;
    return;
  }
  const Rect view{{rect.min.x + pad, rect.min.y + c.ui.px(12)}, {rect.max.x - pad, rect.max.y - c.ui.px(12)}};
  if (c.state.sheet == SheetKind::twin) {
    twin(c, {{view.min.x, view.min.y}, {view.max.x - side - c.ui.px(12), view.max.y}});
    return;
  }
  // The height is what the last frame needed: content that grows scrolls one frame later.
  const float margin = c.ui.px(12);  // thumbs and focus rings stand out; the bar runs beside the button
  const Rect scrolled{{view.min.x - margin, view.min.y}, {view.max.x + margin, view.max.y}};
  const float offset = widgets::begin_scroll(scrolled, c.state.sheet_height, c.state.sheet_scroll);
  c.ui.scrolled = true;
  Flow flow{c, view.min.x, view.min.y - offset, view.width() - side - c.ui.px(24)};
  if (c.state.sheet == SheetKind::notes) notes(flow);
  if (c.state.sheet == SheetKind::mechanisms) mechanisms(flow);
  if (c.state.sheet == SheetKind::knobs) more_knobs(flow);
  c.ui.scrolled = false;
  c.state.sheet_height = flow.y + offset - view.min.y;
  widgets::end_scroll(c.ui, scrolled, c.state.sheet_height, c.state.sheet_scroll);
}

}  // namespace wallflip
