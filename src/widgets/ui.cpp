#include "widgets/ui.hpp"

#include <imgui_internal.h>  // ItemAdd, ButtonBehavior: an item over a rectangle of ours, without moving the cursor

#include <algorithm>
#include <cmath>

#include "widgets/imgui_compat.hpp"

namespace wallflip {
namespace {

bool reaches_keyboard(const ImGuiWindow* window) {
  const ImGuiWindow* modal = ImGui::GetTopMostPopupModal();
  if (!modal) return true;
  for (; window; window = window->ParentWindow) {
    if (window == modal) return true;
  }
  return false;  // behind a dialogue
}

void move_focus(Focus& focus, bool backwards) {
  const auto& order = focus.order;
  if (order.empty()) return;
  const auto found = std::find(order.begin(), order.end(), focus.current);
  const size_t count = order.size();
  size_t next = backwards ? count - 1 : 0;
  if (found != order.end()) {
    const size_t at = static_cast<size_t>(found - order.begin());
    next = backwards ? (at + count - 1) % count : (at + 1) % count;
  }
  focus.current = order[next];
  focus.ring_visible = true;
}

void draw_ring(Ui& ui, const Rect& rect) {
  const float gap = ui.px(2);
  const Rect ring{{rect.min.x - gap, rect.min.y - gap}, {rect.max.x + gap, rect.max.y + gap}};
  stroke_rect(ui, ring, ui.color(Color::accent), ui.px(6), ui.px(2));
}

void focus_item(Ui& ui, const Rect& rect, Hit& result) {
  Focus& focus = *ui.focus;
  focus.building.push_back(result.id);
  if (result.activated) {
    focus.current = result.id;
    focus.ring_visible = false;
  }
  result.focused = focus.current == result.id;
  if (!result.focused || !focus.ring_visible) return;
  if (compat::key_pressed(Key::tab)) {
    const ImDrawList* list = ImGui::GetWindowDrawList();
    focus.reached = {rect, {list->GetClipRectMin(), list->GetClipRectMax()}};
  }
  draw_ring(ui, rect);
}

}  // namespace

void begin_frame(Ui& ui) {
  if (ui.recorder) ui.recorder->clear();
  if (!ui.focus) return;
  ui.focus->building.clear();
  ui.focus->reached.reset();
  if (ImGui::GetIO().WantTextInput) return;  // Tab and Escape belong to the text field
  if (compat::key_pressed(Key::tab) && !ImGui::GetIO().KeyCtrl) move_focus(*ui.focus, ImGui::GetIO().KeyShift);
  if (compat::key_pressed(Key::escape, false)) *ui.focus = {0, std::move(ui.focus->order), {}, false, {}};
}

void end_frame(Ui& ui) {
  if (!ui.focus) return;
  Focus& focus = *ui.focus;
  focus.order.swap(focus.building);
  const bool drawn = std::find(focus.order.begin(), focus.order.end(), focus.current) != focus.order.end();
  if (!drawn) focus.current = 0;
}

Hit hit(Ui& ui, std::string_view name, Rect rect, Focusable focusable) {
  Hit result;
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  result.id = ImGui::GetID(name.data(), name.data() + name.size());
  if (ui.recorder) {
    ui.recorder->items.push_back(
        {result.id, std::string(name), rect, {window->DrawList->GetClipRectMin(), window->DrawList->GetClipRectMax()}});
  }
  const ImRect box(rect.min, rect.max);
  if (ImGui::ItemAdd(box, result.id)) {
    bool pressed = ImGui::ButtonBehavior(box, result.id, &result.hovered, &result.active);
    result.clicked = pressed;
    result.double_clicked = result.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  }
  result.activated = ImGui::IsItemActivated();
  result.released = ImGui::IsItemDeactivated();
  if (ui.focus && focusable == Focusable::yes && reaches_keyboard(window)) focus_item(ui, rect, result);
  if (result.focused && !ImGui::GetIO().WantTextInput) {
    result.pressed_key = compat::key_pressed(Key::enter, false) || compat::key_pressed(Key::keypad_enter, false) ||
                         compat::key_pressed(Key::space, false);
    result.clicked = result.clicked || result.pressed_key;
  }
  return result;
}

bool button(Ui& ui, std::string_view name, std::string_view label, Rect rect, bool primary, bool enabled) {
  const Font font = primary ? Font::strong : Font::text;
  const ImVec2 text = text_size(ui, font, label);
  if (rect.width() <= 0) rect.max.x = rect.min.x + text.x + ui.px(24);
  if (rect.height() <= 0) rect.max.y = rect.min.y + ui.px(32);
  Hit state;
  if (enabled) state = hit(ui, name, rect);

  ImU32 fill = ui.color(primary ? Color::accent : state.active ? Color::line : Color::raised);
  if (primary && (state.hovered || state.active)) fill = faded(fill, state.active ? 0.8f : 0.9f);
  ImU32 ink = ui.color(primary ? Color::on_accent : Color::text);
  if (!enabled) {
    fill = ui.color(Color::surface);
    ink = ui.color(Color::low);
  }
  const float rounding = ui.px(6);
  fill_rect(ui, rect, fill, rounding);
  if (!primary || !enabled) {
    stroke_rect(ui, rect, ui.color(state.hovered ? Color::low : Color::line), rounding, ui.px(1));
  }
  const TextStyle style{.font = font, .color = ink, .align = Align::center, .max_width = rect.width() - ui.px(8)};
  draw_text(ui, {(rect.min.x + rect.max.x) / 2, (rect.min.y + rect.max.y - text.y) / 2}, label, style);
  return state.clicked;
}

}  // namespace wallflip
