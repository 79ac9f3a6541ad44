#include "widgets/choice_knob.hpp"

#include <algorithm>
#include <cctype>

#include "widgets/imgui_compat.hpp"
#include "widgets/knob.hpp"
#include "widgets/scroll.hpp"

namespace wallflip::widgets {
namespace {

constexpr float head_height = 30, box_height = 30, ribbon_height = 18, row_height = 28;
constexpr int rows_shown = 10;

int size_of(const ChoiceKnob& knob) {
  return static_cast<int>(knob.choices.size());
}

const Choice& at(const ChoiceKnob& knob, int i) {
  return knob.choices[static_cast<size_t>(i)];
}

bool any_hue(const ChoiceKnob& knob) {
  return std::any_of(knob.choices.begin(), knob.choices.end(), [](const Choice& c) { return c.hue.has_value(); });
}

bool fits_side_by_side(const Ui& ui, const ChoiceKnob& knob, float width) {
  if (knob.choices.size() > 6) return false;
  float widest = 0;
  for (const Choice& choice : knob.choices) widest = std::max(widest, text_size(ui, Font::strong, choice.text).x);
  return (widest + ui.px(14)) * static_cast<float>(knob.choices.size()) <= width;
}

/// Arrows, Home and End on the focused knob.
std::optional<int> stepped_choice(const ChoiceKnob& knob) {
  int next = knob.selected + compat::key_pressed(Key::right) - compat::key_pressed(Key::left);
  if (compat::key_pressed(Key::home)) next = 0;
  if (compat::key_pressed(Key::end)) next = size_of(knob) - 1;
  next = std::clamp(next, 0, size_of(knob) - 1);
  return next == knob.selected ? std::nullopt : std::optional<int>(next);
}

std::optional<int> segments(Ui& ui, Rect box, const ChoiceKnob& knob) {
  std::optional<int> chosen;
  fill_rect(ui, box, ui.color(Color::raised), ui.px(5));
  const float width = box.width() / static_cast<float>(knob.choices.size());
  for (int i = 0; i < size_of(knob); ++i) {
    const Choice& choice = at(knob, i);
    const float left = box.min.x + width * static_cast<float>(i);
    const Rect cell{{left, box.min.y}, {left + width, box.max.y}};
    const bool selected = i == knob.selected;
    const Hit h = hit(ui, knob.name + ":" + choice.text, cell, selected ? Focusable::yes : Focusable::no);
    if (selected)
      fill_rect(ui, cell, ui.color(knob.locked ? Color::line : Color::accent), ui.px(5));
    else if (h.hovered && !knob.locked)
      fill_rect(ui, cell, ui.color(Color::line), ui.px(5));
    const Font font = selected ? Font::strong : Font::text;
    const ImU32 ink =
        selected && !knob.locked ? ui.color(Color::on_accent) : ui.color(selected ? Color::text : Color::mid);
    draw_text(ui, {(cell.min.x + cell.max.x) / 2, (cell.min.y + cell.max.y - text_size(ui, font, choice.text).y) / 2},
              choice.text, {font, ink, Align::center, width - ui.px(4)});
    if (knob.locked) continue;
    if (h.clicked) chosen = i;
    if (h.focused && selected && !chosen) chosen = stepped_choice(knob);
  }
  stroke_rect(ui, box, ui.color(Color::line), ui.px(5), ui.px(1));
  return chosen;
}

void draw_chevron(Ui& ui, ImVec2 center) {
  const float w = ui.px(4);
  draw_line(ui, {center.x - w, center.y - w / 2}, {center.x, center.y + w / 2}, ui.color(Color::mid), ui.px(1.6F));
  draw_line(ui, {center.x, center.y + w / 2}, {center.x + w, center.y - w / 2}, ui.color(Color::mid), ui.px(1.6F));
}

bool matches(const Choice& choice, std::string_view filter) {
  const auto lower = [](unsigned char c) { return std::tolower(c); };
  const auto same = [&](char a, char b) {
    return lower(static_cast<unsigned char>(a)) == lower(static_cast<unsigned char>(b));
  };
  return std::search(choice.text.begin(), choice.text.end(), filter.begin(), filter.end(), same) != choice.text.end();
}

bool draw_option(Ui& ui, Rect row, const ChoiceKnob& knob, int index, bool highlighted) {
  const Choice& choice = at(knob, index);
  const Hit h = hit(ui, knob.name + ":" + choice.text, row, Focusable::no);
  if (h.hovered || highlighted) fill_rect(ui, row, faded(ui.color(Color::accent), 0.18F), ui.px(4));
  const bool selected = index == knob.selected;
  const float y = (row.min.y + row.max.y - text_size(ui, Font::text, "0").y) / 2;
  float left = row.min.x + ui.px(8);
  if (choice.hue && is_wall(*choice.hue)) {
    wall_badge(ui, {left, (row.min.y + row.max.y) / 2 - ui.px(9)}, std::get<Wall>(*choice.hue), 18);
    left += ui.px(26);
  }
  const float note = choice.note.empty() ? 0 : text_size(ui, Font::small, choice.note).x + ui.px(16);
  draw_text(ui, {left, y}, choice.text,
            {selected ? Font::strong : Font::text, ui.color(Color::text), Align::left,
             row.max.x - left - note - ui.px(8), true});
  if (note > 0)
    draw_text(ui, {row.max.x - ui.px(8), y + ui.px(1)}, choice.note,
              {Font::small, ui.color(Color::mid), Align::right, 0, true});
  return h.clicked;
}

/// The inside of the list: filter on top, matching choices below. Returns the choice taken.
std::optional<int> list_contents(Ui& ui, Rect inside, const ChoiceKnob& knob, ChoiceState& state) {
  const float filter_height = text_field_height(ui);
  const TextFieldResult typed =
      text_field(ui, knob.name + ":filter", {inside.min, {inside.max.x, inside.min.y + filter_height}}, state.filter,
                 {knob.filter_hint});
  std::vector<int> found;
  for (int i = 0; i < size_of(knob); ++i) {
    if (matches(at(knob, i), state.filter.text.data())) found.push_back(i);
  }
  if (typed.changed) state.highlighted = 0;
  const int last = static_cast<int>(found.size()) - 1;
  state.highlighted += compat::key_pressed(Key::down) - compat::key_pressed(Key::up);
  state.highlighted = std::max(0, std::min(state.highlighted, last));
  const Rect view{{inside.min.x, inside.min.y + filter_height + ui.px(6)}, inside.max};
  const float row = ui.px(row_height), top = static_cast<float>(state.highlighted) * row;
  if (compat::key_pressed(Key::down) || compat::key_pressed(Key::up))
    scroll_into_view(state.scroll, view.height(), top, top + row);
  const float content = static_cast<float>(found.size()) * row;
  const float offset = begin_scroll(view, content, state.scroll);
  std::optional<int> chosen;
  for (int i = 0; i <= last; ++i) {
    const float y = view.min.y + static_cast<float>(i) * row - offset;
    if (y + row <= view.min.y || y >= view.max.y) continue;
    const int index = found[static_cast<size_t>(i)];
    if (draw_option(ui, {{view.min.x, y}, {view.max.x - ui.px(6), y + row}}, knob, index, i == state.highlighted))
      chosen = index;
  }
  end_scroll(ui, view, content, state.scroll);
  if (found.empty())
    draw_text(ui, {view.min.x + ui.px(8), view.min.y + ui.px(4)}, knob.no_match, {Font::text, ui.color(Color::mid)});
  const bool entered =
      typed.submitted && (compat::key_pressed(Key::enter, false) || compat::key_pressed(Key::keypad_enter, false));
  if (entered && last >= 0) chosen = found[static_cast<size_t>(state.highlighted)];
  return chosen;
}

float list_width(const Ui& ui, const ChoiceKnob& knob, float least) {
  float width = least;
  for (const Choice& c : knob.choices) {
    width = std::max(width, text_size(ui, Font::strong, c.text).x + text_size(ui, Font::small, c.note).x + ui.px(90));
  }
  return width;
}

std::optional<int> list_popup(Ui& ui, Rect box, const ChoiceKnob& knob, ChoiceState& state) {
  const std::string id = "##list " + knob.name;
  if (state.open && !ImGui::IsPopupOpen(id.c_str())) ImGui::OpenPopup(id.c_str());
  const float pad = ui.px(8);
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const int rows = std::min(size_of(knob), rows_shown);
  const ImVec2 size = {std::min(list_width(ui, knob, box.width()), display.x - 2 * pad),
                       text_field_height(ui) + ui.px(6) + static_cast<float>(rows) * ui.px(row_height) + 2 * pad};
  const bool below = box.max.y + size.y + pad < display.y;
  const ImVec2 at = {std::max(pad, std::min(box.min.x, display.x - size.x - pad)),
                     below ? box.max.y + ui.px(4) : std::max(pad, box.min.y - size.y - ui.px(4))};
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize(size);
  state.open = ImGui::BeginPopup(
      id.c_str(), ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoSavedSettings);
  if (!state.open) return std::nullopt;
  const Rect inside{{at.x + pad, at.y + pad}, {at.x + size.x - pad, at.y + size.y - pad}};
  const std::optional<int> chosen = list_contents(ui, inside, knob, state);
  if (chosen || compat::key_pressed(Key::escape, false)) {
    ImGui::CloseCurrentPopup();
    state.open = false;
  }
  ImGui::EndPopup();
  return chosen;
}

std::optional<int> list_box(Ui& ui, Rect box, const ChoiceKnob& knob, ChoiceState& state) {
  const Hit h = hit(ui, knob.name, box);
  const Choice& now = at(knob, knob.selected);
  fill_rect(ui, box, ui.color(Color::raised), ui.px(5));
  stroke_rect(ui, box, ui.color(h.hovered && !knob.locked ? Color::accent : Color::line), ui.px(5), ui.px(1));
  const float y = (box.min.y + box.max.y - text_size(ui, Font::strong, "0").y) / 2;
  draw_text(ui, {box.min.x + ui.px(10), y}, now.text,
            {Font::strong, ui.color(Color::text), Align::left, box.width() - ui.px(40)});
  draw_chevron(ui, {box.max.x - ui.px(16), (box.min.y + box.max.y) / 2});
  if (knob.locked) return std::nullopt;
  if (h.clicked && !state.open) {
    state = {true, 0, 0, {}};
    start_editing(state.filter, "");
  }
  std::optional<int> chosen = list_popup(ui, box, knob, state);
  if (h.focused && !state.open && !chosen) chosen = stepped_choice(knob);
  return chosen;
}

/// One cell per choice: which wall binds if it were taken.
void draw_choice_ribbon(Ui& ui, Rect strip, const ChoiceKnob& knob) {
  const float width = strip.width() / static_cast<float>(knob.choices.size());
  for (int i = 0; i < size_of(knob); ++i) {
    const Choice& choice = at(knob, i);
    if (!choice.hue) continue;
    const float left = strip.min.x + width * static_cast<float>(i);
    const float gap = width > ui.px(6) ? ui.px(1) : 0;
    draw_ribbon_span(ui, {{left + gap, strip.min.y}, {left + width - gap, strip.max.y}},
                     {0, 0, *choice.hue, choice.letter});
    if (i == knob.selected) {
      const float x = left + width / 2;
      ImGui::GetWindowDrawList()->AddTriangleFilled({x - ui.px(4), strip.min.y - ui.px(4)},
                                                    {x + ui.px(4), strip.min.y - ui.px(4)}, {x, strip.min.y + ui.px(2)},
                                                    ui.color(Color::text));
    }
  }
}

}  // namespace

float choice_knob_height(const Ui& ui) {
  return ui.px(head_height + box_height + 6 + ribbon_height);
}

std::optional<int> choice_knob(Ui& ui, Rect rect, const ChoiceKnob& knob, ChoiceState& state) {
  if (knob.choices.empty() || knob.selected < 0 || knob.selected >= size_of(knob)) return std::nullopt;
  const float label_y = rect.min.y + ui.px(head_height - 6) - text_size(ui, Font::text, "0").y;
  draw_text(ui, {rect.min.x, label_y}, knob.label, {Font::text, ui.color(Color::mid), Align::left, rect.width()});
  const Rect box{{rect.min.x, rect.min.y + ui.px(head_height)},
                 {rect.max.x, rect.min.y + ui.px(head_height + box_height)}};
  const bool side_by_side = fits_side_by_side(ui, knob, rect.width());
  const std::optional<int> chosen = side_by_side ? segments(ui, box, knob) : list_box(ui, box, knob, state);
  if (any_hue(knob)) {
    draw_choice_ribbon(ui, {{box.min.x, box.max.y + ui.px(6)}, {box.max.x, box.max.y + ui.px(6 + ribbon_height)}},
                       knob);
  }
  return chosen;
}

}  // namespace wallflip::widgets
