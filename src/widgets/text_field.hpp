#pragma once

#include <array>
#include <string>
#include <string_view>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

/// One line of typed text. It is an ordinary focusable item until it is clicked or Enter is pressed on it.
struct TextField {
  std::array<char, 160> text{};
  bool editing = false;
  bool take_focus = false;  ///< set with `editing` to start typing without a click
};

void set_text(TextField& field, std::string_view text);
void start_editing(TextField& field, std::string_view text);

struct TextFieldStyle {
  std::string_view hint;
  Font font = Font::text;
  bool bad = false;  ///< red frame: what was typed could not be read
};

struct TextFieldResult {
  bool changed = false;
  bool submitted = false;  ///< Enter, or left after a change
  bool cancelled = false;  ///< Escape
};

TextFieldResult text_field(Ui& ui, std::string_view name, Rect rect, TextField& field,
                           const TextFieldStyle& style = {});
float text_field_height(const Ui& ui, Font font = Font::text);

}  // namespace wallflip::widgets
