#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/panels/pictures.hpp"
#include "widgets/plot.hpp"

// What several pictures share: live values as text, knobs as axes, and dragging a knob. All of it is inside the panels;
// a new picture is one file with a draw and a twin function and one row in pictures.cpp.

namespace wallflip::picture {

/// Signs, the same in every language. Words of the pictures stand in app/strings.cpp, labels of quantities and names
/// of walls in the model.
namespace words {
inline constexpr const char* hidden = "?";
inline constexpr const char* blank = "\u2013";
}  // namespace words

/// Tells the items of one view from those of another.
class IdScope {
 public:
  explicit IdScope(const PictureContext& c);
  ~IdScope();
  IdScope(const IdScope&) = delete;
  IdScope& operator=(const IdScope&) = delete;
};

// ---- quantities

/// A quantity of the lesson's sheet; `node` is -1 when its system has none of that name.
struct Named {
  NodeId node = -1;
  std::string name, label, display;
  Unit unit{};
  bool is_input = false;
  explicit operator bool() const { return node >= 0; }
};
Named named(const PictureContext& c, std::string_view name);
/// The first of several that exists.
Named first_named(const PictureContext& c, std::initializer_list<std::string_view> names);

/// The live value; nothing for a name that does not exist and for what the design blanks.
std::optional<double> value_of(const PictureContext& c, const Named& q);
std::optional<double> value_of(const PictureContext& c, std::string_view name);
/// Three significant digits with the unit.
std::string text_of(const Named& q, double value);
/// The live value as text: "?" before the prediction (inputs are told), a dash for what the design blanks.
std::string live_value(const PictureContext& c, const Named& q);
/// {label, live value}: a row of a text twin.
std::vector<std::string> twin_row(const PictureContext& c, const Named& q);

// ---- contests

/// The contest of a view, else the goal's on the goal's knob, else the walls. Null for an unknown name.
const Contest* contest_of(const PictureContext& c, const Knob* knob);
/// Colour and letter of a contestant; those without a wall take a colour of the pictures and their first letter.
struct Look {
  widgets::Hue hue;
  std::string letter;
};
Look look_of(const Contest& contest, size_t index);
/// Why a picture that tells where a contest flips along `knobs` is not drawn now, or null. It would show the answer
/// while a prediction is open, and where the goal's flip lies until the learner has found it.
const std::string* reason_to_wait(const PictureContext& c, const Contest& contest,
                                  std::initializer_list<std::string_view> knobs);

// ---- axes: values on an axis are in display units ("$/h"), so that ticks are round

double display_scale(std::string_view display);
/// "64", "25 ms", "$2": short, the unit only where it carries the prefix.
std::string short_text(double base_value, const Unit& unit, std::string_view display);
std::string short_position(const Knob& knob, double position);
/// The axis of a knob; positions of a choice are its indices.
widgets::Axis axis_of(const Knob& knob);
double to_axis(const Knob& knob, double position);
double from_axis(const Knob& knob, double axis_value);
/// An axis for values in base units: from zero, or by decades where they span many.
widgets::Axis axis_of(const Named& q, const std::vector<double>& values);

// ---- moving knobs

/// The knob of that name if the lesson has it and it may move now, else null.
const Knob* free_knob(const PictureContext& c, std::string_view name);
/// To the admissible position nearest to a value in base units; of a choice among numbers to the nearest number.
void move_to_value(const PictureContext& c, const Knob& knob, double value);
/// Likewise to a position (an index of a choice).
void move_to_position(const PictureContext& c, const Knob& knob, double position);
/// One step of the trail, "batch 64 → 158", for those of the knobs that have moved since the last one.
void commit_moves(const PictureContext& c, std::initializer_list<const Knob*> knobs);

/// load.batch as a log axis from 1 to the end of the lesson's knob (1,024 without one), to sweep along.
std::optional<Knob> batch_axis(const PictureContext& c);

/// A quiet sentence instead of a picture.
void draw_sentence(const PictureContext& c, std::string_view text);
widgets::TextTable sentence_table(const PictureContext& c, std::string title, std::string_view text);

}  // namespace wallflip::picture

namespace wallflip {

// One pair for each row of picture_table().
PictureResult draw_roofline(const PictureContext& c);
PictureResult draw_batch(const PictureContext& c);
PictureResult draw_memory(const PictureContext& c);
PictureResult draw_cost(const PictureContext& c);
PictureResult draw_map(const PictureContext& c);
PictureResult draw_curve(const PictureContext& c);
PictureResult draw_breaks(const PictureContext& c);
PictureResult draw_layouts(const PictureContext& c);
PictureResult draw_batching(const PictureContext& c);
widgets::TextTable twin_roofline(const PictureContext& c);
widgets::TextTable twin_batch(const PictureContext& c);
widgets::TextTable twin_memory(const PictureContext& c);
widgets::TextTable twin_cost(const PictureContext& c);
widgets::TextTable twin_map(const PictureContext& c);
widgets::TextTable twin_curve(const PictureContext& c);
widgets::TextTable twin_breaks(const PictureContext& c);
widgets::TextTable twin_layouts(const PictureContext& c);
widgets::TextTable twin_batching(const PictureContext& c);

}  // namespace wallflip
