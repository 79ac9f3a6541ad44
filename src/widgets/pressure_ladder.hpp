#pragma once

#include <optional>
#include <string>
#include <vector>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

struct LadderRow {
  std::string name;  ///< quantity that a click on the value asks about
  Wall wall = Wall::capacity;
  std::string label;
  std::optional<double> pressure;  ///< none: this wall does not exist here
  std::string value;               ///< "0.57", or why there is none ("one GPU")
  bool hidden_value = false;       ///< shown as "?"
};

/// All walls on one log axis with the line at 1. The caller sorts the rows, the binding wall first.
struct Ladder {
  std::string title = "Pressure: demand / supply";
  std::string gap;  ///< "next 1.9x away", right of the title; may be empty
  std::vector<LadderRow> rows;
  bool order_only = false;  ///< before the prediction: the order is told, lengths and values are not
};

struct LadderResult {
  std::string clicked;  ///< quantity name, or empty
};

float ladder_height(const Ui& ui, const Ladder& ladder);
LadderResult pressure_ladder(Ui& ui, Rect rect, const Ladder& ladder);

}  // namespace wallflip::widgets
