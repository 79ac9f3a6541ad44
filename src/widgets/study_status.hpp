#pragma once

#include <optional>
#include <string>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

/// The line above the picture of a study that runs on a thread of its own: what it is, how far it has come, and a
/// button that stops it or starts it again.
struct StudyStatus {
  std::string name;  ///< of the button
  std::string text;
  std::optional<double> progress;  ///< 0 to 1 while it runs
  std::string button;              ///< empty: none
};

float study_status_height(const Ui& ui);
/// True when the button is pressed.
bool study_status(Ui& ui, Rect rect, const StudyStatus& status);

}  // namespace wallflip::widgets
