#pragma once

#include <optional>
#include <string>
#include <vector>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

struct TrailStep {
  std::optional<Wall> wall;  ///< that binds after the step
  std::string text;          ///< "batch 1 to 64, x31, $0.123"
};

/// Every committed change, oldest first; the current step is outlined, later ones are what redo would bring back.
struct Trail {
  std::string title = "Trail";
  std::vector<TrailStep> steps;
  int current = 0;
  std::string next_hint;  ///< after the last step
};

struct TrailState {
  float scroll = 0;
  int shown = -1;  ///< the step last scrolled into view
};

/// The index clicked in this frame, or -1.
int trail(Ui& ui, Rect rect, const Trail& trail, TrailState& state);

}  // namespace wallflip::widgets
