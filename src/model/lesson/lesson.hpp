#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/systems/system.hpp"

// A lesson exactly as its file says it: no meaning is checked here beyond types and required keys (reader.hpp reads it,
// bind.hpp gives it meaning). See lessons/lesson.schema.json for the format with a comment on every key.

namespace wallflip {

/// One `"name": value` of a "set": a catalog id or a value with its unit as text, or a number in base units.
struct Setting {
  std::string name;
  std::variant<double, std::string> value;
  std::string pointer;  ///< where it stands in the file
};
using Settings = std::vector<Setting>;

struct LessonKnob {
  std::string input;  ///< an input or a row slot
  std::optional<std::variant<double, std::string>> min, max;
  bool log = false;
  bool primary = false;
  std::vector<std::variant<double, std::string>> values;  ///< of a choice; empty: all there are
  std::string pointer;
};

struct LessonContest {
  std::string id;
  Pick pick = Pick::largest;
  std::vector<std::string> of;
  std::vector<std::string> as;  ///< labels; empty: the last word of each name
  std::string pointer;
};

struct LessonDefinition {
  std::string name, formula, label, display;
  std::string pointer;
};

/// One picture. `widget` is a row of the panel's view table; what else it needs is in the other keys.
struct LessonView {
  std::string widget;
  std::vector<std::string> points;
  std::vector<std::string> knobs;  ///< of a map: x and y
  std::string contest, of;
  bool large = false;
  std::string pointer;
};

/// What a question is about: the value of a quantity, or the knob value of a flip.
struct AnswerKey {
  std::string value;                    ///< a quantity; else:
  std::string contest, knob, from, to;  ///< a flip; from and to may be empty (then it is the first flip)
};

struct Choice {
  std::string text;
  std::string when;  ///< a condition, or "otherwise"
  std::string pointer;
};

enum class QuestionKind { wall, number, choice };
struct Question {
  QuestionKind kind = QuestionKind::number;
  std::string ask;
  Settings set;
  AnswerKey of;
  std::string contest = "walls";  ///< wall
  std::vector<Choice> choices;    ///< choice
  std::string pointer;
};

/// Find the knob value at which `to` takes over from `from`.
struct Goal {
  std::string contest, knob, from, to;
  Settings set;
  int par = 1;
  std::string pointer;
};

struct Trap {
  std::string text;
  Settings set;
  std::string pointer;
};

struct Beat {
  Settings set;
  std::string say;
  std::string pointer;
};

/// An expected number: a test, never shown as truth.
struct Claim {
  Settings set;
  bool is_flip = false;
  AnswerKey of;
  bool none = false;            ///< "no flip in range"
  std::optional<double> near;   ///< of the crossing or the value; base units
  std::optional<double> first;  ///< the first admissible position
  double within = 0.005;        ///< relative
  std::string pointer;
};

struct Lesson {
  std::string file;
  std::string id, part, title, question, system, takeaway;
  int minutes = 0;
  std::vector<std::string> needs;
  std::vector<std::string> requirements;  ///< Markdown with {quantity}
  Settings base, set;                     ///< the scenario: catalog rows, then inputs
  std::vector<LessonKnob> knobs;
  std::vector<LessonContest> contests;
  std::vector<LessonDefinition> define;
  std::vector<std::string> outputs, mechanisms, hints, glossary, sources;
  std::vector<LessonView> views;
  std::vector<Question> predict, follow_ups;
  std::optional<Goal> goal;
  std::vector<Trap> traps;
  std::vector<Beat> beats;
  std::vector<Claim> claims;
};

}  // namespace wallflip
