#pragma once

#include <string>
#include <vector>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

struct CostStep {
  std::string name;  ///< quantity that a click asks about
  std::string sign;  ///< before the block: "/", "x", "="; empty for the first
  std::string label, value, unit;
  bool is_result = false;
};

/// The chain from a price to the price of a token, one block per factor.
struct CostWaterfall {
  std::vector<CostStep> steps;
};

struct CostResult {
  std::string clicked;
};

float cost_waterfall_height(const Ui& ui, const CostWaterfall& chain, float width);
CostResult cost_waterfall(Ui& ui, Rect rect, const CostWaterfall& chain);

}  // namespace wallflip::widgets
