#pragma once

#include <string>
#include <vector>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

/// One confidence: how often it was right, against how sure it was.
struct CalibrationRow {
  std::string said;    ///< "90%"
  double sure = 0;     ///< 0..1: where the mark stands
  double share = 0;    ///< 0..1: how far the bar reaches
  std::string result;  ///< "6 of 10"
};

struct CalibrationPlot {
  std::vector<CalibrationRow> rows;
  std::string said_title, result_title;  ///< above the columns
};

float calibration_plot_height(const Ui& ui, const CalibrationPlot& plot);
void calibration_plot(Ui& ui, Rect rect, const CalibrationPlot& plot);

}  // namespace wallflip::widgets
