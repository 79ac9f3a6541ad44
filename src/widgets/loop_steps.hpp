#pragma once

#include <string>
#include <vector>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

/// The five steps of the loop, or any short row of stages, the current one lit.
struct LoopSteps {
  std::vector<std::string> titles = {"Requirements", "Arithmetic", "Topology", "Bottleneck", "Iterate"};
  int current = 0;
  int reached = 0;  ///< steps up to this one have been seen; later ones are quieter
};

float loop_steps_width(const Ui& ui, const LoopSteps& steps);
/// The index clicked in this frame, or -1. Where the width is short only the current title is written out.
int loop_steps(Ui& ui, Rect rect, const LoopSteps& steps);

/// The requirement line: one chip per requirement, with **bold** runs.
struct Chips {
  std::vector<std::string> texts;
  bool one_row = false;  ///< those that need a second row are left out
};
float chips_height(const Ui& ui, const Chips& chips, float width);
void chips_line(Ui& ui, ImVec2 at, float width, const Chips& chips);

}  // namespace wallflip::widgets
