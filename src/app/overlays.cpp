#include <algorithm>
#include <cctype>

#include <imgui.h>

#include "app/actions.hpp"
#include "app/overlay.hpp"
#include "app/shell.hpp"
#include "widgets/imgui_compat.hpp"

// What stands over everything for a moment: command palette, shortcut sheet, start card. Escape leaves each of them.

namespace wallflip {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char ch) { return static_cast<char>(std::tolower(ch)); });
  return out;
}

struct PaletteRow {
  std::string name, title, note;
  const Action* action;  ///< null: a lesson
};

}  // namespace

void Shell::draw_palette(Ui& ui, Rect screen) {
  std::vector<PaletteRow> rows;
  const std::string wanted = lower(palette_text_.text.data());
  const auto add = [&](PaletteRow row) {
    if (lower(row.title).find(wanted) != std::string::npos) rows.push_back(std::move(row));
  };
  for (const Action& action : action_table()) {
    if (action.id != "palette")
      add({"action " + std::string(action.id), std::string(action.title), std::string(action.shortcut), &action});
  }
  for (const std::string& id : lesson_ids()) add({"lesson " + id, id + "  " + titles_[id], "", nullptr});
  constexpr size_t most = 9;
  if (rows.size() > most) rows.resize(most);
  palette_row_ = std::clamp(palette_row_, 0, std::max(0, static_cast<int>(rows.size()) - 1));
  if (compat::key_pressed(Key::down)) palette_row_ = std::min(palette_row_ + 1, static_cast<int>(rows.size()) - 1);
  if (compat::key_pressed(Key::up)) palette_row_ = std::max(palette_row_ - 1, 0);
  const bool enter = compat::key_pressed(Key::enter, false) || compat::key_pressed(Key::keypad_enter, false);
  const float line = ui.px(34);
  const float width = std::min(ui.px(520), screen.width() - ui.px(24));
  int chosen = enter && !rows.empty() ? palette_row_ : -1;
  const bool left =
      draw_over_all(ui, screen, {width, ui.px(62) + line * static_cast<float>(most)}, "palette", [&](Rect card) {
        const float pad = ui.px(12);
        const float field = widgets::text_field_height(ui);
        const Rect box{{card.min.x + pad, card.min.y + pad}, {card.max.x - pad, card.min.y + pad + field}};
        widgets::text_field(ui, "palette text", box, palette_text_, {.hint = strings_[Str::filter_commands]});
        float y = box.max.y + ui.px(8);
        for (size_t i = 0; i < rows.size(); ++i, y += line) {
          const Rect at{{card.min.x + pad, y}, {card.max.x - pad, y + line - ui.px(2)}};
          const Hit h = hit(ui, rows[i].name, at, Focusable::no);
          const bool lit = h.hovered || static_cast<int>(i) == palette_row_;
          if (lit) fill_rect(ui, at, ui.color(Color::raised), ui.px(4));
          draw_text(ui, {at.min.x + ui.px(10), y + ui.px(7)}, rows[i].title, {.max_width = width * 0.6F});
          draw_text(ui, {at.max.x - ui.px(10), y + ui.px(7)}, rows[i].note,
                    {.color = ui.color(Color::mid), .align = Align::right});
          if (h.clicked) chosen = static_cast<int>(i);
        }
      });
  if (left) overlay = Overlay::none;
  if (chosen < 0) return;
  overlay = Overlay::none;
  const PaletteRow& row = rows[static_cast<size_t>(chosen)];
  if (row.action != nullptr) {
    row.action->run(*this);
  } else {
    open(row.name.substr(7));
  }
}

void Shell::draw_shortcuts(Ui& ui, Rect screen) {
  const float line = ui.px(27);
  size_t count = 0;
  for (const Action& action : action_table()) count += action.shortcut.empty() ? 0 : 1;
  const ImVec2 size{std::min(ui.px(440), screen.width()), line * static_cast<float>(count) + ui.px(64)};
  const bool left = draw_over_all(ui, screen, size, "shortcuts", [&](Rect card) {
    float y = card.min.y + ui.px(16);
    draw_text(ui, {card.min.x + ui.px(20), y}, strings_[Str::shortcuts], {.font = Font::strong});
    y += ui.px(34);
    for (const Action& action : action_table()) {
      if (action.shortcut.empty()) continue;
      draw_text(ui, {card.min.x + ui.px(20), y}, action.title);
      draw_text(ui, {card.max.x - ui.px(20), y}, action.shortcut,
                {.color = ui.color(Color::mid), .align = Align::right});
      y += line;
    }
  });
  if (left) overlay = Overlay::none;
}

void Shell::draw_start(Ui& ui, Rect screen) {
  struct Row {
    const char* role;
    Str label;
  };
  constexpr Row rows[] = {
      {"learning", Str::start_learning}, {"teaching", Str::start_teaching}, {"practising", Str::start_practising}};
  const float width = std::min(ui.px(420), screen.width());
  const bool left = draw_over_all(ui, screen, {width, ui.px(250)}, "start", [&](Rect card) {
    const float pad = ui.px(26);
    float y =
        draw_text(ui, {card.min.x + pad, card.min.y + pad}, strings_[Str::start_title], {.font = Font::title}).max.y +
        ui.px(6);
    const float inner = width - 2 * pad;
    y = draw_paragraph(ui, {card.min.x + pad, y}, inner, strings_[Str::start_text], {.color = ui.color(Color::mid)})
            .max.y +
        ui.px(12);
    for (const Row& row : rows) {
      const Rect at{{card.min.x + pad, y}, {card.max.x - pad, y + ui.px(34)}};
      if (button(ui, std::string("start ") + row.role, strings_[row.label], at, row.label == Str::start_learning)) {
        role = row.role;
        overlay = Overlay::none;
        if (role == "teaching") theme = ThemeId::projector;
      }
      y += ui.px(42);
    }
  });
  if (left) {
    role = "learning";
    overlay = Overlay::none;
  }
}

}  // namespace wallflip
