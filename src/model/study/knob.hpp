#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/sheet/column.hpp"
#include "model/systems/system.hpp"

namespace wallflip {

/// One position of a choice: a catalog row sets many inputs at once, a parallel degree one.
struct KnobChoice {
  std::string label;                         ///< "h200-sxm", "fp8", "4"
  double number = 0;                         ///< the value, where the choice is a number
  std::vector<std::pair<int, double>> sets;  ///< (row of Sheet::inputs, value)
};

enum class KnobKind { real, integer, choice };

/// Something a learner turns: one input over a range, or a list of choices. Positions are values of the input for real
/// and integer knobs and indices into `choices` otherwise.
struct Knob {
  std::string name;  ///< an input or a row slot: "load.batch", "gpu"
  std::string label;
  std::string display;
  Unit unit{};
  KnobKind kind = KnobKind::real;
  bool numeric_choice = false;  ///< choices are numbers (2, 4, 8), not names
  double min = 0, max = 1;      ///< real and integer; base units
  bool log = false;
  int input = -1;  ///< row of Sheet::inputs; -1 for a row slot
  std::vector<KnobChoice> choices;
  bool primary = false;

  double first() const { return kind == KnobKind::choice ? 0 : min; }
  double last() const { return kind == KnobKind::choice ? static_cast<double>(choices.size()) - 1 : max; }
  /// Rows of Sheet::inputs that the knob moves, ascending.
  std::vector<int> inputs() const;
  /// 0..1 along the slider to a position (rounded for integers and choices) and back.
  double at_fraction(double fraction) const;
  double fraction_of(double position) const;
  /// `count` positions from end to end, evenly along the slider; every choice once.
  std::vector<double> positions(size_t count) const;
};

/// Columns for a batch along a knob: columns[i][k] is the value of knob.inputs()[i] at positions[k].
/// `base` holds all inputs (a choice leaves alone what it does not set).
std::vector<Column> columns_of(const Knob& knob, const std::vector<double>& positions, const std::vector<double>& base);

/// Moves one design to a position of the knob.
void set_position(const Knob& knob, double position, std::vector<double>& inputs);
/// The position a design stands at; -1 for a choice that matches none.
double position_in(const Knob& knob, const std::vector<double>& inputs);

}  // namespace wallflip
