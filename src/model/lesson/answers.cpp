#include "model/lesson/answers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/base/nearest_name.hpp"
#include "model/sheet/parse.hpp"

namespace wallflip {
namespace {

// Conditions of one choice question, on a sheet of their own so that the lab's sheet stays what the lesson says.
// ratio(x) means "x now over x at the start": the start's value enters as an input beside the sheet.
struct Conditions {
  std::shared_ptr<System> system;
  std::vector<NodeId> when;                      // -1: otherwise
  std::vector<std::pair<int, NodeId>> at_start;  // (input row, the quantity whose starting value it holds)
};

Quantity ratio_to_start(Conditions& conditions, Quantity now) {
  Sheet& sheet = conditions.system->sheet;
  const std::string name = "at_start." + std::to_string(conditions.at_start.size());
  const Literal placeholder{1, sheet.node(now.node).unit};
  const Quantity start = sheet.section("").input(name.c_str(), placeholder, "value at the start", "definition");
  conditions.at_start.emplace_back(sheet.node(start.node).index, now.node);
  return now / start;
}

Conditions parse_conditions(const Lab& lab, const Question& question, Issues& issues) {
  Conditions result;
  Lesson twin;  // the same definitions on a fresh system
  twin.file = lab.lesson.file;
  twin.system = lab.lesson.system;
  twin.define = lab.lesson.define;
  std::unique_ptr<Lab> fresh = bind_lesson(*lab.library, twin, issues);
  if (!fresh) return result;
  result.system = std::move(fresh->system);
  ParseOptions options;
  options.call = [&](std::string_view call, Quantity argument) -> std::optional<Quantity> {
    if (call != "ratio") return std::nullopt;
    return ratio_to_start(result, argument);
  };
  for (const Choice& choice : question.choices) {
    if (choice.when == "otherwise") {
      result.when.push_back(-1);
      continue;
    }
    const ParsedFormula parsed = parse_formula(result.system->sheet, choice.when, options);
    Issue issue{.file = lab.lesson.file, .pointer = choice.pointer};
    if (parsed.error) {
      issue.what = "when, column " + std::to_string(parsed.error->column) + ": " + parsed.error->message;
      issue.hint = parsed.error->hint;
      issues.push_back(issue);
    } else if (parsed.condition.node < 0) {
      issue.what = "when must be a condition such as \"decode.compute_time > decode.mem_time\"";
      issues.push_back(issue);
    } else {
      result.when.push_back(parsed.condition.node);
    }
  }
  return result;
}

std::vector<double> evaluate_with_start(const Conditions& conditions, const std::vector<double>& start,
                                        const std::vector<double>& now) {
  const auto widened = [&](std::vector<double> inputs) {
    inputs.resize(conditions.system->sheet.inputs().size(), 1);
    return inputs;
  };
  const std::vector<double> before = evaluate_nodes(conditions.system->sheet, widened(start));
  std::vector<double> inputs = widened(now);
  for (const auto& [row, node] : conditions.at_start) {
    inputs[static_cast<size_t>(row)] = before[static_cast<size_t>(node)];
  }
  return evaluate_nodes(conditions.system->sheet, inputs);
}

std::optional<int> true_choice(const Lab& lab, const Question& question, const Design& design, Issues& issues) {
  const size_t before = issues.size();
  const Conditions conditions = parse_conditions(lab, question, issues);
  if (issues.size() > before) return std::nullopt;
  const std::vector<double> values = evaluate_with_start(conditions, lab.start.inputs, design.inputs);
  int found = -1;
  int otherwise = -1;
  int count = 0;
  for (size_t i = 0; i < conditions.when.size(); ++i) {
    if (conditions.when[i] < 0) {
      otherwise = static_cast<int>(i);
    } else if (values[static_cast<size_t>(conditions.when[i])] != 0) {
      found = static_cast<int>(i);
      ++count;
    }
  }
  if (count == 0 && otherwise >= 0) return otherwise;
  if (count == 1) return found;
  issues.push_back({.file = lab.lesson.file,
                    .pointer = question.pointer,
                    .what = count == 0 ? "no choice is true and none says \"otherwise\""
                                       : std::to_string(count) + " choices are true at once, exactly one must be"});
  return std::nullopt;
}

Issue at(const Lab& lab, const std::string& pointer, std::string what, std::string hint = "") {
  return {.file = lab.lesson.file, .pointer = pointer, .what = std::move(what), .hint = std::move(hint)};
}

const Contest* contest_named(const Lab& lab, const std::string& id, const std::string& pointer, Issues& issues) {
  const Contest* contest = lab.system->contest(id);
  if (contest == nullptr) {
    std::vector<std::string> ids;
    for (const Contest& c : lab.system->contests) ids.push_back(c.id);
    issues.push_back(at(lab, pointer, "no contest is called " + id, did_you_mean(id, ids)));
  }
  return contest;
}

std::optional<Answer> number_answer(const Lab& lab, const Question& question, const Design& design, Issues& issues) {
  if (!question.of.value.empty()) {
    const NodeId node = lab.sheet().find(question.of.value);
    if (node < 0) {
      issues.push_back(at(lab, question.pointer, "no quantity is called " + question.of.value,
                          did_you_mean(question.of.value, lab.sheet().names())));
      return std::nullopt;
    }
    const Evaluation evaluation = evaluate(*lab.system, design.inputs);
    const Let* let = lab.sheet().let_at(node);
    return Answer{evaluation.value(lab.sheet(), node), lab.sheet().node(node).unit, let ? let->display : "", -1};
  }
  if (contest_named(lab, question.of.contest, question.pointer, issues) == nullptr) return std::nullopt;
  const std::optional<Knob> knob = knob_for(lab, question.of.knob, issues);
  if (!knob) return std::nullopt;
  const std::optional<Flip> flip = find_flip(lab, question.of, design.inputs);
  Answer result{std::nullopt, knob->unit, knob->display, -1};
  if (flip) {
    const bool listed = knob->kind == KnobKind::choice;
    result.number = listed ? knob->choices[static_cast<size_t>(flip->value)].number : flip->value;
  }
  return result;
}

}  // namespace

std::optional<Flip> find_flip(const Lab& lab, const AnswerKey& key, const std::vector<double>& inputs) {
  const Contest* contest = lab.system->contest(key.contest);
  const Knob* knob = lab.knob(key.knob);
  if (contest == nullptr || knob == nullptr) return std::nullopt;
  for (const Flip& flip : find_flips(*lab.programs, *contest, *knob, inputs).flips) {
    const std::string& from = contest->of[static_cast<size_t>(flip.from)].label;
    const std::string& to = contest->of[static_cast<size_t>(flip.to)].label;
    if ((key.from.empty() || key.from == from) && (key.to.empty() || key.to == to)) return flip;
  }
  return std::nullopt;
}

std::optional<Answer> answer(const Lab& lab, const Question& question, Issues& issues) {
  const size_t before = issues.size();
  const Design design = design_with(lab, question.set, issues);
  if (issues.size() > before) return std::nullopt;
  if (question.kind == QuestionKind::number) return number_answer(lab, question, design, issues);
  Answer result;
  if (question.kind == QuestionKind::choice) {
    const std::optional<int> choice = true_choice(lab, question, design, issues);
    if (!choice) return std::nullopt;
    result.index = *choice;
    return result;
  }
  const Contest* contest = contest_named(lab, question.contest, question.pointer, issues);
  if (contest == nullptr) return std::nullopt;
  result.index = standing(*contest, evaluate(*lab.system, design.inputs)).leader;
  return result;
}

Band band_of(double guess, double truth) {
  static constexpr Band bands[] = {{1.12, "within 1.12x", 5},
                                   {1.4, "within 1.4x", 4},
                                   {2, "within 2x", 3},
                                   {3.2, "within 3.2x", 2},
                                   {10, "within 10x", 1}};
  constexpr Band beyond{std::numeric_limits<double>::infinity(), "more than 10x off", 0};
  if (!(guess > 0) || !(truth > 0)) return guess == truth ? bands[0] : beyond;
  const double error = std::abs(std::log10(guess / truth));
  for (const Band& band : bands) {
    if (error <= std::log10(band.factor)) return band;
  }
  return beyond;
}

}  // namespace wallflip
