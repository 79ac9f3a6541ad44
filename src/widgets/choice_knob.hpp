#pragma once

#include <optional>
#include <string>
#include <vector>

#include "widgets/hue.hpp"
#include "widgets/text_field.hpp"

namespace wallflip::widgets {

struct Choice {
  std::string text;
  std::string note;        ///< in the list, right aligned: "80 GB, 3.35 TB/s"
  std::optional<Hue> hue;  ///< which wall binds with this choice; none: unknown or hidden
  std::string letter;      ///< empty: the wall's own
};

/// One of a few values: side by side when they fit, else a list with a filter.
struct ChoiceKnob {
  std::string name, label;
  std::vector<Choice> choices;
  int selected = 0;
  bool locked = false;
  std::string filter_hint = "type to filter", no_match = "nothing matches";
};

struct ChoiceState {
  bool open = false;
  int highlighted = 0;
  float scroll = 0;
  TextField filter;
};

float choice_knob_height(const Ui& ui);
/// The index chosen in this frame, or none.
std::optional<int> choice_knob(Ui& ui, Rect rect, const ChoiceKnob& knob, ChoiceState& state);

}  // namespace wallflip::widgets
