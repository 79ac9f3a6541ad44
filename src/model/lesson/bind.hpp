#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/lesson/library.hpp"
#include "model/study/flips.hpp"
#include "model/study/knob.hpp"
#include "model/systems/evaluation.hpp"

namespace wallflip {

/// A lesson with its meaning: its own sheet (with the quantities and contests it declares), its starting design and
/// its knobs. What `eval`, `flips`, the panel and the checks all work on. Not copied; the library must outlive it.
struct Lab {
  const Library* library = nullptr;
  Lesson lesson;
  std::shared_ptr<System> system;  ///< shared with studies that run on threads of their own
  std::unique_ptr<Programs> programs;
  Design start;                 ///< scenario.base, then scenario.set
  std::vector<Knob> knobs;      ///< in the order of the file
  std::vector<NodeId> outputs;  ///< likewise

  const Sheet& sheet() const { return system->sheet; }
  const Knob* knob(std::string_view name) const;
};

/// Names, units, ranges and formulas checked: null with issues when anything is wrong.
std::unique_ptr<Lab> bind_lesson(const Library& library, Lesson lesson, Issues& issues);
/// read_lesson and bind_lesson.
std::unique_ptr<Lab> open_lesson(const Library& library, std::string_view id_or_path, Issues& issues);

/// Applies settings to a design: catalog rows first, then single inputs, the last of one name wins. A value outside
/// the range of the lesson's knob for that input is an issue unless `free`.
void apply(const Lab& lab, const Settings& settings, Design& design, Issues& issues, bool free = false);
/// The starting design with settings applied.
Design design_with(const Lab& lab, const Settings& settings, Issues& issues, bool free = false);

/// What a position of a knob is called: "296", "h200-sxm", "25.0 ms".
std::string position_text(const Knob& knob, double position);
/// The knob of a name in `lab`, or one made on the spot for any other input or row slot (whole range); issue if
/// unknown.
std::optional<Knob> knob_for(const Lab& lab, std::string_view name, Issues& issues);

}  // namespace wallflip
