#pragma once

#include <optional>
#include <string>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

/// The sentence that says what binds: "**Memory bandwidth binds.** Dollars are next, 1.2x away."
struct Verdict {
  std::optional<Wall> wall;  ///< colour of the bar on the left; none: the line colour
  std::string text;          ///< with **bold** runs
};

float verdict_height(const Ui& ui, const Verdict& verdict, float width);
void verdict_card(Ui& ui, Rect rect, const Verdict& verdict);

}  // namespace wallflip::widgets
