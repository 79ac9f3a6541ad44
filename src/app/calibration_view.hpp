#pragma once

#include <string>

#include "app/strings.hpp"
#include "model/lesson/calibration.hpp"
#include "widgets/calibration_plot.hpp"
#include "widgets/text_twin.hpp"

namespace wallflip {

/// How sure against how right, in words, as a picture and as its text twin.
std::string calibration_verdict(const Calibration& calibration, const Strings& strings);  ///< with **bold**
std::string calibration_score(const Calibration& calibration, const Strings& strings);
widgets::CalibrationPlot calibration_picture(const Calibration& calibration, const Strings& strings);
widgets::TextTable calibration_table(const Calibration& calibration, const Strings& strings);

}  // namespace wallflip
