#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands/json_out.hpp"
#include "app/commands/opened.hpp"
#include "app/commands/text_table.hpp"
#include "model/sheet/formula.hpp"
#include "model/study/tornado.hpp"

namespace wallflip {
namespace {

struct Tornado {
  const Opened& opened;
  NodeId metric;
  std::optional<double> value;
  std::vector<TornadoRow> rows;

  const Knob& knob(const TornadoRow& row) const { return opened.lab->knobs[static_cast<size_t>(row.knob)]; }
};

Json as_json(const Tornado& tornado) {
  Json knobs = Json::array();
  for (const TornadoRow& row : tornado.rows) {
    const Knob& knob = tornado.knob(row);
    knobs.push_back({{"knob", knob.name},
                     {"elasticity", json_number(row.elasticity)},
                     {"next_flip", row.next_flip ? json_position(knob, *row.next_flip) : Json(nullptr)}});
  }
  return {{"of", tornado.opened.sheet().name(tornado.metric)}, {"value", json_number(tornado.value)}, {"knobs", knobs}};
}

std::string as_text(const Tornado& tornado) {
  const Sheet& sheet = tornado.opened.sheet();
  TextTable table("lrl");
  for (const TornadoRow& row : tornado.rows) {
    const Knob& knob = tornado.knob(row);
    table.row({knob.name, row.elasticity ? fmt::format("{:+.3f}", *row.elasticity) : "-",
               row.next_flip ? "next flip at " + position_text(knob, *row.next_flip) : ""});
  }
  return fmt::format("{} = {}; 1% more of a knob changes it by so many %:\n{}", sheet.name(tornado.metric),
                     tornado.value ? shown_value(sheet, tornado.metric, *tornado.value) : "no value", table.text());
}

}  // namespace

CommandResult run_tornado(const Arguments& arguments) {
  Issues issues;
  const Opened opened = open_design(arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  const NodeId metric = find_quantity(opened, "--of", arguments.quantity, issues);
  const Contest* contest =
      find_contest(opened, arguments.contests.empty() ? "walls" : arguments.contests.back(), issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  const Lab& lab = *opened.lab;
  const Tornado result{opened, metric, evaluate(opened.system(), opened.design.inputs).value(opened.sheet(), metric),
                       tornado(*lab.programs, metric, *contest, lab.knobs, opened.design.inputs)};
  return {done, arguments.json ? json_text(as_json(result)) : as_text(result), {}};
}

}  // namespace wallflip
