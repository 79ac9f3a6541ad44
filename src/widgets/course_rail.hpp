#pragma once

#include <string>
#include <vector>

#include "widgets/text_field.hpp"

namespace wallflip::widgets {

/// In this order: a ring, a dot, a tick.
enum class Progress { untouched, started, predicted, done };

struct RailLesson {
  std::string id, title;
  Progress progress = Progress::untouched;
};

struct RailPart {
  std::string title;  ///< "I  The method and its numbers"
  std::vector<RailLesson> lessons;
};

struct CourseRail {
  std::vector<RailPart> parts;
  std::string current;  ///< lesson id
  std::string filter_hint = "filter lessons", no_match = "nothing matches";
};

struct RailState {
  TextField filter;
  float scroll = 0;
  std::string shown;  ///< the lesson last scrolled into view
};

/// The lesson id clicked in this frame, or "".
std::string course_rail(Ui& ui, Rect rect, const CourseRail& rail, RailState& state);

}  // namespace wallflip::widgets
