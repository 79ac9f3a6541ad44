#pragma once

#include <string>
#include <vector>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

struct TornadoRow {
  std::string knob, label;
  double elasticity = 0;  ///< % change of the metric per % change of the knob; NaN: not defined
  std::string text;       ///< "+0.82"
  std::string next_flip;  ///< "C at 223"; may be empty
};

/// How much each knob moves one metric. The caller sorts the rows, the strongest first.
struct Tornado {
  std::string title;  ///< "1% more of a knob moves throughput by"
  std::vector<TornadoRow> rows;
  std::string flip_title = "next flip";
};

struct TornadoResult {
  std::string clicked;  ///< knob name
};

float tornado_height(const Ui& ui, const Tornado& tornado);
TornadoResult tornado_bars(Ui& ui, Rect rect, const Tornado& tornado);

}  // namespace wallflip::widgets
