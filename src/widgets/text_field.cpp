#include "widgets/text_field.hpp"

#include <algorithm>
#include <cstring>

#include "widgets/imgui_compat.hpp"

namespace wallflip::widgets {
namespace {

constexpr float pad_x = 8, pad_y = 5;

void draw_frame(Ui& ui, Rect rect, const TextFieldStyle& style, bool lit) {
  fill_rect(ui, rect, ui.color(Color::surface), ui.px(4));
  const Color edge = style.bad ? Color::bad : lit ? Color::accent : Color::line;
  stroke_rect(ui, rect, ui.color(edge), ui.px(4), ui.px(1));
}

void draw_at_rest(Ui& ui, Rect rect, const TextField& field, const TextFieldStyle& style) {
  const std::string_view typed = field.text.data();
  const float y = (rect.min.y + rect.max.y - text_size(ui, style.font, "0").y) / 2;
  draw_text(ui, {rect.min.x + ui.px(pad_x), y}, typed.empty() ? style.hint : typed,
            {style.font, ui.color(typed.empty() ? Color::mid : Color::text), Align::left,
             rect.width() - 2 * ui.px(pad_x), true});
}

/// The toolkit's own one-line editor, placed over `rect` without moving the layout cursor.
TextFieldResult edit(Ui& ui, std::string_view name, Rect rect, TextField& field, const TextFieldStyle& style) {
  const std::string before = field.text.data();
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  compat::push_font(ui.font(style.font));
  const float pad = (rect.height() - ImGui::GetFontSize()) / 2;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(pad_x), std::max(0.0F, pad)});
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  ImGui::PushStyleColor(ImGuiCol_FrameBg, 0);
  ImGui::PushStyleColor(ImGuiCol_Text, ui.color(Color::text));
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, faded(ui.color(Color::accent), 0.35F));
  ImGui::SetCursorScreenPos(rect.min);
  ImGui::SetNextItemWidth(rect.width());
  const bool focus_now = field.take_focus;
  if (focus_now) ImGui::SetKeyboardFocusHere();
  field.take_focus = false;
  const std::string id = "##edit " + std::string(name);
  const bool entered = ImGui::InputText(id.c_str(), field.text.data(), field.text.size(),
                                        ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  const bool left = ImGui::IsItemDeactivated();
  if (ui.recorder) {
    ui.recorder->items.push_back({ImGui::GetID(id.c_str()), std::string(name), rect, rect});
  }
  ImGui::PopStyleColor(3);
  ImGui::PopStyleVar(2);
  ImGui::PopFont();
  ImGui::SetCursorScreenPos(cursor);

  TextFieldResult result;
  const bool escaped = compat::key_pressed(Key::escape, false);
  result.changed = before != field.text.data();
  result.cancelled = left && escaped;
  result.submitted = entered || (left && !escaped);
  if (entered || (left && !focus_now)) field.editing = false;
  return result;
}

}  // namespace

void set_text(TextField& field, std::string_view text) {
  const size_t length = std::min(text.size(), field.text.size() - 1);
  std::memcpy(field.text.data(), text.data(), length);
  field.text[length] = '\0';
}

void start_editing(TextField& field, std::string_view text) {
  set_text(field, text);
  field.editing = field.take_focus = true;
}

TextFieldResult text_field(Ui& ui, std::string_view name, Rect rect, TextField& field, const TextFieldStyle& style) {
  if (field.editing) {
    draw_frame(ui, rect, style, true);
    return edit(ui, name, rect, field, style);
  }
  const Hit h = hit(ui, name, rect);
  draw_frame(ui, rect, style, h.hovered);
  draw_at_rest(ui, rect, field, style);
  if (h.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (h.clicked) field.editing = field.take_focus = true;
  return {};
}

float text_field_height(const Ui& ui, Font font) {
  return text_size(ui, font, "0").y + ui.px(2 * pad_y);
}

}  // namespace wallflip::widgets
