#pragma once

#include <optional>
#include <string>
#include <vector>

#include "widgets/hue.hpp"
#include "widgets/text_field.hpp"

namespace wallflip::widgets {

enum class Snap { none, integer, powers_of_two, one_two_five };
enum class RibbonState { none, hidden, shown };

/// Where the answer changes along a knob: an exact knob value and its text.
struct FlipTick {
  double value;
  std::string text;
};

/// A number the learner can move. Values in the unit of the knob; texts are ready made.
struct Knob {
  std::string name, label;
  std::string value_text, unit;
  double value = 0, min = 0, max = 1, initial = 0;  ///< a double click goes back to `initial`
  bool log = false;                                 ///< needs 0 < min
  Snap snap = Snap::none;
  std::string min_text, max_text;
  RibbonState ribbon_state = RibbonState::none;
  std::vector<Span> ribbon;  ///< which wall binds where, in knob values, ascending
  std::vector<FlipTick> flips;
  bool locked = false;  ///< awaits a prediction: shown, not movable
  std::string locked_note = "predict first";
  std::string ask_ribbon = "show the ribbon";
};

/// What the widget keeps between frames: the typed entry. The caller sets `error` when the text cannot be read.
struct KnobState {
  TextField field;
  std::string error;
};

struct KnobResult {
  std::optional<double> value;       ///< new value, snapped and inside the range
  std::optional<std::string> typed;  ///< text the caller parses
  bool committed = false;            ///< a drag, a key or a reset ended: the moment for an undo step
  bool asked_ribbon = false;
  bool asked_unlock = false;
};

float knob_height(const Ui& ui, const Knob& knob);
KnobResult ribbon_slider(Ui& ui, Rect rect, const Knob& knob, KnobState& state);

/// The nearest admissible value to `value` inside [min, max].
double snapped(const Knob& knob, double value);
/// The value `steps` arrow presses away; `fine` asks for the smallest useful step.
double stepped(const Knob& knob, int steps, bool fine);

/// The strip below a track; shared with choice knobs.
void draw_ribbon_span(Ui& ui, Rect rect, const Span& span);

}  // namespace wallflip::widgets
