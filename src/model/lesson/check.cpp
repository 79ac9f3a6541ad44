#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/base/nearest_name.hpp"
#include "model/lesson/answers.hpp"

// What `wallflip check` proves of a lesson. Expected numbers stand in claims only; everything else is recomputed.

namespace wallflip {
namespace {

class Checker {
 public:
  explicit Checker(const Lab& lab) : lab_(lab) {}

  Issues run() {
    for (const Claim& claim : lab_.lesson.claims) check(claim);
    if (lab_.lesson.goal) check(*lab_.lesson.goal);
    for (const Question& question : lab_.lesson.predict) check(question);
    for (const Question& question : lab_.lesson.follow_ups) check(question);
    check_settings();
    check_names();
    check_texts();
    return std::move(issues_);
  }

 private:
  void report(const std::string& pointer, std::string what, std::string hint = "") {
    issues_.push_back({.file = lab_.lesson.file, .pointer = pointer, .what = std::move(what), .hint = std::move(hint)});
  }

  bool known_contest(const std::string& id, const std::string& pointer) {
    if (lab_.system->contest(id) != nullptr) return true;
    std::vector<std::string> ids;
    for (const Contest& c : lab_.system->contests) ids.push_back(c.id);
    report(pointer, "no contest is called " + id, did_you_mean(id, ids));
    return false;
  }

  bool known_knob(const std::string& name, const std::string& pointer) {
    const size_t before = issues_.size();
    const bool known = knob_for(lab_, name, issues_).has_value();
    if (issues_.size() > before) {
      issues_.back().file = lab_.lesson.file;
      issues_.back().pointer = pointer;
    }
    return known;
  }

  bool known_label(const Contest& contest, const std::string& label, const std::string& pointer) {
    std::vector<std::string> labels;
    for (const Contestant& c : contest.of) labels.push_back(c.label);
    if (label.empty() || std::find(labels.begin(), labels.end(), label) != labels.end()) return true;
    report(pointer, "nobody in contest " + contest.id + " is called " + label, did_you_mean(label, labels));
    return false;
  }

  bool known_flip(const AnswerKey& key, const std::string& pointer) {
    if (!known_contest(key.contest, pointer) || !known_knob(key.knob, pointer)) return false;
    const Contest& contest = *lab_.system->contest(key.contest);
    return known_label(contest, key.from, pointer) && known_label(contest, key.to, pointer);
  }

  static bool within(double value, double near, double tolerance) {
    return value == near || std::abs(value - near) <= tolerance * std::abs(near);
  }

  void check(const Claim& claim) {
    const size_t before = issues_.size();
    const Design design = design_with(lab_, claim.set, issues_);
    if (issues_.size() > before) return;
    if (claim.is_flip) {
      check_flip(claim, design);
    } else {
      check_value(claim, design);
    }
  }

  void check_flip(const Claim& claim, const Design& design) {
    if (!known_flip(claim.of, claim.pointer)) return;
    const std::optional<Flip> flip = find_flip(lab_, claim.of, design.inputs);
    const Knob& knob = *lab_.knob(claim.of.knob);
    const auto shown = [&](double position) {
      return knob.kind == KnobKind::choice ? knob.choices[static_cast<size_t>(position)].label
                                           : fmt::format("{:.7g}", position);
    };
    if (claim.none) {
      if (flip) report(claim.pointer, "claims no flip, but there is one at " + shown(flip->value));
      return;
    }
    if (!flip) {
      report(claim.pointer, "claims a flip of " + claim.of.contest + " along " + claim.of.knob + ", but there is none");
      return;
    }
    const bool listed = knob.kind == KnobKind::choice;
    const double first = listed ? knob.choices[static_cast<size_t>(flip->value)].number : flip->value;
    const double crossing = flip->crossing.value_or(first);
    if (claim.near && !within(crossing, *claim.near, claim.within)) {
      report(claim.pointer, fmt::format("claims {:.7g}, the model gives {:.7g}", *claim.near, crossing));
    }
    if (claim.first && first != *claim.first) {
      report(claim.pointer, fmt::format("claims {:.7g} as the first, the model gives {:.7g}", *claim.first, first));
    }
  }

  void check_value(const Claim& claim, const Design& design) {
    const NodeId node = lab_.sheet().find(claim.of.value);
    if (node < 0) {
      report(claim.pointer, "no quantity is called " + claim.of.value,
             did_you_mean(claim.of.value, lab_.sheet().names()));
      return;
    }
    const std::optional<double> value = evaluate(*lab_.system, design.inputs).value(lab_.sheet(), node);
    if (claim.none) {
      if (value) report(claim.pointer, fmt::format("claims no value, the model gives {:.7g}", *value));
    } else if (!value) {
      report(claim.pointer, claim.of.value + " has no value in this design");
    } else if (claim.near && !within(*value, *claim.near, claim.within)) {
      report(claim.pointer, fmt::format("claims {:.7g}, the model gives {:.7g}", *claim.near, *value));
    }
  }

  void check(const Goal& goal) {
    const AnswerKey key{"", goal.contest, goal.knob, goal.from, goal.to};
    const size_t before = issues_.size();
    const Design design = design_with(lab_, goal.set, issues_);
    if (issues_.size() > before || !known_flip(key, goal.pointer)) return;
    const Contest& contest = *lab_.system->contest(goal.contest);
    const Standing start = standing(contest, evaluate(*lab_.system, design.inputs));
    if (contest.of[static_cast<size_t>(start.leader)].label == goal.to) {
      report(goal.pointer, "the goal is reached before the learner moves anything");
    }
    if (!find_flip(lab_, key, design.inputs)) {
      report(goal.pointer, "no flip from " + goal.from + " to " + goal.to + " inside the range of " + goal.knob);
    }
  }

  void check(const Question& question) { answer(lab_, question, issues_); }

  void check_settings() {
    for (const Trap& trap : lab_.lesson.traps) design_with(lab_, trap.set, issues_);
    for (const Beat& beat : lab_.lesson.beats) design_with(lab_, beat.set, issues_);
  }

  template <class Row>
  void check_ids(const std::vector<std::string>& ids, const std::vector<Row>& rows, const std::string& key,
                 const std::string& what) {
    for (size_t i = 0; i < ids.size(); ++i) {
      if (find_row(rows, ids[i]) != nullptr) continue;
      report("/" + key + "/" + std::to_string(i), "no " + what + " is called " + ids[i],
             did_you_mean(ids[i], ids_of(rows)));
    }
  }

  void check_names() {
    check_ids(lab_.lesson.glossary, lab_.library->glossary, "glossary", "term");
    check_ids(lab_.lesson.sources, lab_.library->catalog.sources, "sources", "source");
    check_ids(lab_.lesson.mechanisms, lab_.library->mechanisms, "mechanisms", "mechanism");
  }

  // {quantity} and [[term]] in running text.
  void check_text(const std::string& pointer, std::string_view text) {
    for (size_t at = text.find_first_of("{["); at != text.npos; at = text.find_first_of("{[", at + 1)) {
      const bool term = text.substr(at, 2) == "[[";
      if (text[at] == '[' && !term) continue;
      const size_t start = at + (term ? 2 : 1);
      const size_t end = text.find(term ? "]]" : "}", start);
      if (end == text.npos) return report(pointer, term ? "[[ without ]]" : "{ without }");
      check_word(pointer, std::string(text.substr(start, end - start)), term);
      at = end;
    }
  }

  void check_word(const std::string& pointer, const std::string& word, bool term) {
    if (term) {
      const std::vector<std::string> ids = ids_of(lab_.library->glossary);
      if (find_row(lab_.library->glossary, word) == nullptr) {
        report(pointer, "no term is called " + word, did_you_mean(word, ids));
      }
      return;
    }
    const std::vector<RowSlot>& rows = lab_.system->rows;
    const bool slot = std::any_of(rows.begin(), rows.end(), [&](const RowSlot& row) { return row.name == word; });
    if (!slot && lab_.sheet().find(word) < 0) {
      report(pointer, "no quantity is called " + word, did_you_mean(word, lab_.sheet().names()));
    }
  }

  void check_texts() {
    const Lesson& lesson = lab_.lesson;
    check_text("/question", lesson.question);
    check_text("/takeaway", lesson.takeaway);
    const auto all = [&](const std::string& key, const auto& rows, auto text_of) {
      for (size_t i = 0; i < rows.size(); ++i) check_text("/" + key + "/" + std::to_string(i), text_of(rows[i]));
    };
    const auto itself = [](const std::string& text) { return std::string_view(text); };
    all("requirements", lesson.requirements, itself);
    all("hints", lesson.hints, itself);
    all("traps", lesson.traps, [](const Trap& trap) { return std::string_view(trap.text); });
    all("beats", lesson.beats, [](const Beat& beat) { return std::string_view(beat.say); });
    all("predict", lesson.predict, [](const Question& q) { return std::string_view(q.ask); });
    all("follow_ups", lesson.follow_ups, [](const Question& q) { return std::string_view(q.ask); });
  }

  const Lab& lab_;
  Issues issues_;
};

}  // namespace

Issues check_lesson(const Lab& lab) {
  return Checker(lab).run();
}

}  // namespace wallflip
