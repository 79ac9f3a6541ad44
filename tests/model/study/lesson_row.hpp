#pragma once

// Rows of the course's tables as tests: a scenario on a system, and what the engine must answer.

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "model/study/flips.hpp"
#include "tests/model/systems/subject.hpp"

namespace wallflip::test {

using Settings = std::vector<std::pair<const char*, const char*>>;

/// A system at the course's scenario: gpu=h100-sxm, llm=dense-8b where it has such slots, then `set` in order.
struct Scenario {
  Subject subject;
  Programs programs;

  Scenario(std::string_view system, const Settings& set) : subject(system), programs(*subject.system) {
    for (const auto& [name, value] : set) subject.set(name, std::string_view(value));
  }
};

/// One row of the flip table. `crossing` is the real solution to 0.05%; `first` the first admissible value of an
/// integer or choice knob; 0 leaves either unchecked.
struct FlipRow {
  const char* contest;
  const char* knob;
  double min, max;
  double crossing;
  double first;
  const char* from;
  const char* to;
};

inline Knob knob_over(const System& system, const FlipRow& row) {
  Knob knob;
  knob.name = row.knob;
  knob.input = input_row(system.sheet, row.knob);
  REQUIRE_MESSAGE(knob.input >= 0, row.knob);
  const Input& input = system.sheet.inputs()[static_cast<size_t>(knob.input)];
  knob.unit = input.unit;
  knob.min = row.min;
  knob.max = row.max;
  knob.log = row.min > 0 && row.max / row.min > 20;
  if (input.steps == Steps::integer) knob.kind = KnobKind::integer;
  if (input.steps == Steps::powers_of_two) {
    knob.kind = KnobKind::choice;
    knob.numeric_choice = true;
    for (double v = row.min; v <= row.max; v *= 2) knob.choices.push_back({std::to_string(v), v, {{knob.input, v}}});
  }
  if (input.steps == Steps::named) {
    knob.kind = KnobKind::choice;
    for (size_t i = 0; i < input.choices.size(); ++i) {
      knob.choices.push_back({input.choices[i], static_cast<double>(i), {{knob.input, static_cast<double>(i)}}});
    }
  }
  return knob;
}

/// The flip of the row is found; others on the same knob are allowed.
inline void expect_flip(Scenario& scenario, const FlipRow& row) {
  CAPTURE(row.contest);
  CAPTURE(row.knob);
  const System& system = *scenario.subject.system;
  const Contest* contest = system.contest(row.contest);
  REQUIRE(contest != nullptr);
  const Knob knob = knob_over(system, row);
  const FlipSearch search = find_flips(scenario.programs, *contest, knob, scenario.subject.design.inputs);
  CHECK(search.complete);
  std::string found;
  for (const Flip& flip : search.flips) {
    const std::string& from = contest->of[static_cast<size_t>(flip.from)].label;
    const std::string& to = contest->of[static_cast<size_t>(flip.to)].label;
    const double value =
        knob.kind == KnobKind::choice ? knob.choices[static_cast<size_t>(flip.value)].number : flip.value;
    found +=
        from + " -> " + to + " at " + std::to_string(flip.crossing.value_or(-1)) + " (" + std::to_string(value) + "); ";
    if (from != row.from || to != row.to) continue;
    const bool crosses = row.crossing == 0 || (flip.crossing && relative(*flip.crossing, row.crossing) < 5e-4);
    const bool begins = row.first == 0 || value == row.first;
    if (crosses && begins) return;
  }
  FAIL_CHECK("no flip " << row.from << " -> " << row.to << " at " << row.crossing << " (" << row.first
                        << "); found: " << found);
}

/// The contest keeps one leader all along the knob.
inline void expect_no_flip(Scenario& scenario, const FlipRow& row) {
  CAPTURE(row.contest);
  CAPTURE(row.knob);
  const Contest* contest = scenario.subject.system->contest(row.contest);
  REQUIRE(contest != nullptr);
  const Knob knob = knob_over(*scenario.subject.system, row);
  const FlipSearch search = find_flips(scenario.programs, *contest, knob, scenario.subject.design.inputs);
  CHECK(search.complete);
  CHECK(search.flips.empty());
}

/// `printed` as the course prints it, to within `half_a_digit` of its last one.
inline void expect_value(const Scenario& scenario, const char* name, double printed, double half_a_digit) {
  const double value = scenario.subject.at(name);
  CAPTURE(name);
  CAPTURE(value);
  CAPTURE(printed);
  CHECK(std::abs(value - printed) <= half_a_digit * 1.0001);
}

}  // namespace wallflip::test
