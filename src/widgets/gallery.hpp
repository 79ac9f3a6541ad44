#pragma once

#include <vector>

#include "widgets/arithmetic_card.hpp"
#include "widgets/choice_knob.hpp"
#include "widgets/course_rail.hpp"
#include "widgets/knob.hpp"
#include "widgets/prediction_card.hpp"
#include "widgets/text_twin.hpp"
#include "widgets/trail.hpp"

namespace wallflip::widgets {

/// What the demonstrations keep between frames.
struct GalleryState {
  KnobState knob, knob_typing, knob_locked;
  ChoiceState segments, list, open_list;
  ArithmeticState arithmetic;
  RailState rail;
  TrailState trail;
  PredictionState prediction;
  TextTwinState twin;
};

/// One demonstration: a widget with plausible contents in a place of `width` x `height` at scale 1.
struct GalleryEntry {
  const char* name;
  float width, height;
  void (*draw)(Ui& ui, Rect rect, GalleryState& state);
};

/// Every widget at least once; a new widget is a row here (gallery_test compares the table with the headers).
std::vector<GalleryEntry> gallery();

}  // namespace wallflip::widgets
