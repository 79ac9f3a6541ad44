#include "app/shell.hpp"

#include <algorithm>
#include <system_error>

#include <imgui.h>

#include "app/actions.hpp"
#include "widgets/imgui_compat.hpp"
#include "widgets/loop_steps.hpp"

namespace wallflip {
namespace {

std::filesystem::file_time_type time_of(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::last_write_time(file, ignored);
}

// Takes over the values a learner has set, by name, when a lesson file was edited under them.
void carry_over(const Session& from, Session& to) {
  const auto& old_inputs = from.lab().sheet().inputs();
  // One by one: a value that the new version no longer allows must not take the others with it.
  const auto keep = [&](Setting setting) { to.set({std::move(setting)}, "kept over the edit"); };
  for (const auto& [slot, id] : from.design().rows) {
    if (id != from.lab().start.row(slot)) keep({slot, id, ""});
  }
  for (size_t i = 0; i < old_inputs.size(); ++i) {
    const bool moved =
        from.design().origins[i].source == set_by_hand && from.design().inputs[i] != from.lab().start.inputs[i];
    if (moved) keep({old_inputs[i].name, from.design().inputs[i], ""});
  }
}

// Questions that the edit has left as they were stay answered.
void carry_predictions(const Session& from, Session& to) {
  const std::vector<Question>& before = from.lab().lesson.predict;
  const std::vector<Question>& after = to.lab().lesson.predict;
  for (size_t i = 0; i < before.size(); ++i) {
    const Prediction& p = from.predictions()[i];
    for (size_t k = 0; k < after.size(); ++k) {
      const bool same = after[k].ask == before[i].ask && after[k].kind == before[i].kind &&
                        after[k].choices.size() == before[i].choices.size();
      if (same && p.state == Prediction::State::answered) to.predict(k, p.guess, p.confidence);
      if (same && p.state == Prediction::State::skipped) to.skip(k);
    }
  }
  if (from.ribbons_shown()) to.show_ribbons();
  if (from.goal_reached()) to.restore_goal();
}

}  // namespace

Shell::Shell(const Library& library, Journal journal) : library_(&library), journal_(std::move(journal)) {
  for (const std::string& id : lesson_ids()) {  // titles of lessons not opened yet, for the rail
    Issues ignored;
    const std::optional<Lesson> lesson = read_lesson(lesson_file(library, id, ignored), ignored);
    if (lesson) titles_[id] = lesson->title;
  }
}

std::vector<std::string> Shell::lesson_ids() const {
  std::vector<std::string> ids;
  for (const CoursePart& part : library_->course) ids.insert(ids.end(), part.lessons.begin(), part.lessons.end());
  return ids;
}

void Shell::keep_journal(Session& session) {
  session.listen([this](const Session& s, const SessionEvent& event) { journal_.record(s, event); });
}

Issues Shell::open(const std::string& id_or_path) {
  OpenLesson& entry = lessons_[id_or_path];
  if (!entry.lab) {
    Issues issues;
    entry.lab = open_lesson(*library_, id_or_path, issues);
    if (!entry.lab) {
      lessons_.erase(id_or_path);
      banner_ = issues;
      return issues;
    }
    entry.file = entry.lab->lesson.file;
    entry.written = time_of(entry.file);
    entry.session = std::make_unique<Session>(*entry.lab);
    journal_.resume(*entry.session);
    keep_journal(*entry.session);
    entry.panel = std::make_unique<PanelState>(*entry.session);
  }
  current_ = &entry;
  current_id_ = id_or_path;
  banner_.clear();
  return {};
}

void Shell::reread_changed() {
  for (auto& [id, entry] : lessons_) {
    const auto written = time_of(entry.file);
    if (written == entry.written) continue;
    entry.written = written;
    entry.issues.clear();
    std::unique_ptr<Lab> lab = open_lesson(*library_, entry.file.string(), entry.issues);
    if (!lab) continue;
    auto session = std::make_unique<Session>(*lab);
    carry_predictions(*entry.session, *session);
    keep_journal(*session);
    if (entry.session->at() > 0) session->go_to(0);  // for the journal: the trail begins again
    carry_over(*entry.session, *session);
    entry.panel = std::make_unique<PanelState>(*session);
    entry.session = std::move(session);
    entry.lab = std::move(lab);
    titles_[entry.lab->lesson.id] = entry.lab->lesson.title;
  }
}

std::vector<std::filesystem::path> Shell::watched_files() const {
  std::vector<std::filesystem::path> files;
  for (const auto& [id, entry] : lessons_) files.push_back(entry.file);
  return files;
}

// ---- actions

void Shell::start_afresh() {
  if (current_ == nullptr) return;
  journal_.start_afresh(current_->lab->lesson.id);
  auto session = std::make_unique<Session>(*current_->lab);
  keep_journal(*session);
  current_->panel = std::make_unique<PanelState>(*session);
  current_->session = std::move(session);
}

void Shell::step_lesson(int by) {
  const std::vector<std::string> ids = lesson_ids();
  const auto now = std::find(ids.begin(), ids.end(), current_id_) - ids.begin();
  const auto next = now + by;
  if (next >= 0 && next < static_cast<std::ptrdiff_t>(ids.size())) open(ids[static_cast<size_t>(next)]);
}

void Shell::undo() {
  if (current_ != nullptr) current_->session->undo();
}

void Shell::redo() {
  if (current_ != nullptr) current_->session->redo();
}

void Shell::toggle(Overlay which) {
  overlay = overlay == which ? Overlay::none : which;
  palette_row_ = 0;
  if (overlay == Overlay::palette) widgets::start_editing(palette_text_, "");
}

void Shell::toggle_sheet(SheetKind kind) {
  if (current_ == nullptr) return;
  SheetKind& sheet = current_->panel->sheet;
  sheet = sheet == kind ? SheetKind::closed : kind;
  current_->panel->sheet_scroll = 0;
}

void Shell::run_shortcuts() {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.KeyAlt) return;  // AltGr is Ctrl+Alt
  for (const Action& action : action_table()) {
    if (action.key == Key::count || action.ctrl != io.KeyCtrl || action.shift != io.KeyShift) continue;
    const bool of_text = action.ctrl ? action.id == "undo" || action.id == "redo" : action.key >= Key::digit_0;
    if (io.WantTextInput && of_text) continue;
    if (overlay == Overlay::start && action.id != "quit") continue;
    if (!compat::key_pressed(action.key, false)) continue;
    const Overlay before = overlay;
    action.run(*this);
    if (overlay == before) overlay = Overlay::none;
  }
}

// ---- drawing

void Shell::draw_top_bar(Ui& ui, Rect rect) {
  fill_rect(ui, rect, ui.color(Color::background));
  draw_line(ui, {rect.min.x, rect.max.y}, rect.max, ui.color(Color::line));
  const float middle = rect.min.y + rect.height() / 2;
  const float text_top = middle - text_size(ui, Font::strong, "w").y / 2;
  const Rect wall = draw_text(ui, {rect.min.x + ui.px(20), text_top}, "wall", {.font = Font::strong});
  draw_text(ui, {wall.max.x, text_top}, "flip", {.font = Font::strong, .color = ui.color(Color::accent)});

  float right = rect.max.x - ui.px(20);
  const auto press = [&](const char* name, const std::string& label) {
    const float w = text_size(ui, Font::text, label).x + ui.px(26);
    const Rect at{{right - w, middle - ui.px(15)}, {right, middle + ui.px(15)}};
    right -= w + ui.px(10);
    return button(ui, name, label, at);
  };
  if (press("commands", strings_[Str::commands])) toggle(Overlay::palette);
  if (press("present", strings_[Str::present])) presenting = true;
  if (current_ == nullptr) return;

  const float left = rect.min.x + ui.px(246);
  const widgets::LoopSteps steps{{strings_[Str::requirements], strings_[Str::arithmetic], strings_[Str::topology],
                                  strings_[Str::bottleneck], strings_[Str::iterate]},
                                 current_->session->loop_step(),
                                 current_->session->loop_step()};
  const float width = std::min(widgets::loop_steps_width(ui, steps), right - left);
  if (width > ui.px(120)) {
    widgets::loop_steps(ui, {{left, middle - ui.px(18)}, {left + width, middle + ui.px(18)}}, steps);
  }
  PanelContext c{ui, *current_->session, *current_->panel, strings_, journal_};
  const std::string summary = prediction_summary(c);
  const float room = right - left - width - ui.px(24);
  if (summary.empty() || room < ui.px(120)) return;
  draw_text(ui, {right - ui.px(6), middle - text_size(ui, Font::small, "x").y / 2},
            filled(strings_[Str::predicted], {summary}),
            {.font = Font::small, .color = ui.color(Color::mid), .align = Align::right, .max_width = room});
}

void Shell::draw_rail(Ui& ui, Rect rect) {
  fill_rect(ui, rect, ui.color(Color::rail));
  draw_line(ui, {rect.max.x, rect.min.y}, rect.max, ui.color(Color::line));
  widgets::CourseRail rail;
  rail.current = current_id_;
  rail.filter_hint = strings_[Str::filter_lessons];
  rail.no_match = strings_[Str::no_match];
  for (const CoursePart& part : library_->course) {
    widgets::RailPart row{part.id + "  " + part.title, {}};
    for (const std::string& id : part.lessons) {
      const auto title = titles_.find(id);
      row.lessons.push_back({id, title == titles_.end() ? id : title->second, journal_.progress(id)});
    }
    rail.parts.push_back(row);
  }
  const std::string clicked = widgets::course_rail(ui, rect, rail, rail_);
  if (!clicked.empty()) open(clicked);
}

float Shell::draw_banner(Ui& ui, Rect rect) {
  tell(journal_.take_issues());
  const bool own_files = !notes_.empty();
  const Issues& issues = own_files ? notes_ : !banner_.empty() || current_ == nullptr ? banner_ : current_->issues;
  if (issues.empty()) return 0;
  widgets::Banner banner{
      own_files ? strings_[Str::own_files_title] : filled(strings_[Str::error_title], {issues.front().file}), issues,
      rect.height() > ui.px(700) ? 4 : 1};
  if (const size_t most = static_cast<size_t>(banner.most); issues.size() > most) {
    banner.rest = filled(strings_[Str::and_more], {std::to_string(issues.size() - most)});
  }
  banner.dismiss = strings_[Str::dismiss];
  const float height = widgets::banner_height(ui, banner, rect.width());
  if (widgets::error_banner(ui, {rect.min, {rect.max.x, rect.min.y + height}}, banner).dismissed) {
    if (own_files) {
      notes_.clear();
    } else {
      banner_.clear();
      if (current_ != nullptr) current_->issues.clear();
    }
  }
  return height + ui.px(8);
}

void Shell::draw(Ui& ui, Rect rect) {
  run_shortcuts();
  fill_rect(ui, rect, ui.color(Color::background));
  Ui below = ui;
  if (overlay != Overlay::none) below.focus = nullptr;  // the keyboard belongs to what lies above
  if (presenting && current_ != nullptr) {
    draw_presented(below, rect);
  } else {
    draw_lab(below, rect);
  }
  if (overlay == Overlay::palette) draw_palette(ui, rect);
  if (overlay == Overlay::shortcuts) draw_shortcuts(ui, rect);
  if (overlay == Overlay::start) draw_start(ui, rect);
  if (overlay == Overlay::calibration) draw_calibration(ui, rect);
}

void Shell::draw_lab(Ui& ui, Rect rect) {
  const float top = ui.px(52);
  draw_top_bar(ui, {rect.min, {rect.max.x, rect.min.y + top}});
  Rect body{{rect.min.x, rect.min.y + top}, rect.max};
  if (body.width() > ui.px(1060)) {
    const float rail = ui.px(236);
    draw_rail(ui, {body.min, {body.min.x + rail, body.max.y}});
    body.min.x += rail;
  }
  const float pad = ui.px(12);
  body.min.y += draw_banner(ui, {{body.min.x + pad, body.min.y + pad}, {body.max.x - pad, body.max.y}});
  if (current_ != nullptr) {
    PanelContext c{ui, *current_->session, *current_->panel, strings_, journal_};
    draw_panel(c, body);
  } else {
    draw_text(ui, {body.min.x + ui.px(40), body.min.y + ui.px(60)}, strings_[Str::no_lessons], {.font = Font::title});
  }
}

}  // namespace wallflip
