#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands/json_out.hpp"
#include "app/commands/opened.hpp"
#include "app/commands/text_table.hpp"
#include "model/sheet/formula.hpp"

namespace wallflip {
namespace {

struct Answered {
  const Opened& opened;
  Evaluation evaluation;
  Verdict verdict;

  const Contest& walls() const { return opened.system().contests.front(); }
  const Contestant& contestant(int index) const { return walls().of[static_cast<size_t>(index)]; }
};

Json inputs_json(const Opened& opened) {
  Json inputs = Json::object();
  for (const auto& [slot, id] : opened.design.rows) inputs[slot] = id.empty() ? Json(nullptr) : Json(id);
  for (const Input& input : opened.sheet().inputs()) {
    const auto row = static_cast<size_t>(input_row(opened.sheet(), input.name));
    inputs[input.name] = json_input(input, opened.design.inputs[row]);
  }
  return inputs;
}

Json as_json(const Answered& answered) {
  const Opened& opened = answered.opened;
  const Sheet& sheet = opened.sheet();
  Json values = Json::object(), units = Json::object(), pressure = Json::object();
  for (const auto& [slot, id] : opened.design.rows) units[slot] = "";
  for (const Input& input : sheet.inputs()) units[input.name] = to_string(input.unit);
  for (const Let& let : sheet.lets()) {
    values[let.name] = json_number(answered.evaluation.value(sheet, let.node));
    units[let.name] = to_string(let.unit);
  }
  for (const Contestant& c : answered.walls().of) {
    pressure[c.label] = json_number(answered.evaluation.value(sheet, c.quantity.node));
  }
  return {{"lesson", opened.lab->lesson.id},
          {"inputs", inputs_json(opened)},
          {"values", values},
          {"units", units},
          {"pressure", pressure},
          {"binding", answered.contestant(answered.verdict.walls.leader).label},
          {"fits", answered.verdict.fits},
          {"meets", answered.verdict.meets},
          {"why", answered.verdict.why}};
}

std::string shown(const Answered& answered, NodeId node) {
  const Sheet& sheet = answered.opened.sheet();
  const std::optional<double> value = answered.evaluation.value(sheet, node);
  return value ? shown_value(sheet, node, *value) : "-";
}

std::string verdict_text(const Answered& answered) {
  const Verdict& v = answered.verdict;
  std::string text = answered.contestant(v.walls.leader).label + " binds";
  if (v.walls.second >= 0) {
    text += fmt::format(", {} next, {:.3g}x away", answered.contestant(v.walls.second).label, v.walls.lead);
  }
  text += !v.fits ? "; does not fit" : v.meets ? "" : "; misses its requirement";
  for (const std::string& why : v.why) text += "\n  " + why;
  return text + "\n";
}

std::string as_text(const Answered& answered) {
  const Lab& lab = *answered.opened.lab;
  TextTable knobs("lrl"), pressures("lr"), outputs("lrl");
  for (const Knob& knob : lab.knobs) {
    const double position = position_in(knob, answered.opened.design.inputs);
    const std::string_view row = answered.opened.design.row(knob.name);
    knobs.row({knob.name, position >= 0 ? position_text(knob, position) : std::string(row), knob.label});
  }
  for (const Contestant& c : answered.walls().of) pressures.row({c.label, shown(answered, c.quantity.node)});
  for (const NodeId node : lab.outputs) {
    const Let* let = lab.sheet().let_at(node);
    const Input* input = lab.sheet().input_at(node);
    outputs.row({std::string(lab.sheet().name(node)), shown(answered, node),
                 let     ? let->label
                 : input ? input->label
                         : ""});
  }
  return fmt::format("{}  {}\n{}\nknobs\n{}\npressure\n{}\noutputs\n{}", lab.lesson.id, lab.lesson.title,
                     verdict_text(answered), knobs.text(), pressures.text(), outputs.text());
}

}  // namespace

CommandResult run_eval(const Arguments& arguments) {
  Issues issues;
  const Opened opened = open_design(arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  Answered answered{opened, evaluate(opened.system(), opened.design.inputs), {}};
  answered.verdict = judge(opened.system(), answered.evaluation);
  const int code = arguments.require && !answered.verdict.meets ? not_met : done;
  return {code, arguments.json ? json_text(as_json(answered)) : as_text(answered), {}};
}

}  // namespace wallflip
