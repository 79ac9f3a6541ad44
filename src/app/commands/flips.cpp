#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands/json_out.hpp"
#include "app/commands/opened.hpp"
#include "app/commands/text_table.hpp"
#include "model/study/flips.hpp"

namespace wallflip {
namespace {

// One contest along one knob.
struct Line {
  const Knob* knob;
  const Contest* contest;
  FlipSearch search;

  const std::string& label(int contestant) const { return contest->of[static_cast<size_t>(contestant)].label; }
};

std::vector<const Knob*> asked_knobs(const Opened& opened, const Arguments& arguments, Issues& issues) {
  std::vector<const Knob*> knobs;
  for (const std::string& name : arguments.knobs) knobs.push_back(find_knob(opened, "--knob", name, issues));
  if (arguments.knobs.empty()) {
    for (const Knob& knob : opened.lab->knobs) knobs.push_back(&knob);
  }
  return knobs;
}

std::vector<const Contest*> asked_contests(const Opened& opened, const Arguments& arguments, Issues& issues) {
  std::vector<const Contest*> contests;
  for (const std::string& id : arguments.contests) contests.push_back(find_contest(opened, id, issues));
  if (arguments.contests.empty()) {
    for (const Contest& contest : opened.system().contests) contests.push_back(&contest);
  }
  return contests;
}

Json as_json(const std::vector<Line>& lines) {
  Json flips = Json::array(), incomplete = Json::array();
  for (const Line& line : lines) {
    const Json place = {{"knob", line.knob->name}, {"contest", line.contest->id}};
    for (const Flip& flip : line.search.flips) {
      Json one = place;
      one["crossing"] = json_number(flip.crossing);
      one["value"] = json_position(*line.knob, flip.value);
      one["from"] = line.label(flip.from);
      one["to"] = line.label(flip.to);
      flips.push_back(one);
    }
    if (!line.search.complete) {
      incomplete.push_back(place);
    } else if (line.search.flips.empty()) {
      Json one = place;
      one["none_in"] = {json_position(*line.knob, line.knob->first()), json_position(*line.knob, line.knob->last())};
      flips.push_back(one);
    }
  }
  return {{"flips", flips}, {"incomplete", incomplete}};
}

std::string as_text(const std::vector<Line>& lines) {
  TextTable table("llrlll");
  for (const Line& line : lines) {
    const Knob& knob = *line.knob;
    for (const Flip& flip : line.search.flips) {
      const std::string crossing = flip.crossing && *flip.crossing != flip.value
                                       ? fmt::format("crosses at {:.6g}", *flip.crossing)
                                       : std::string();
      table.row({knob.name, line.contest->id, position_text(knob, flip.value), line.label(flip.from),
                 "-> " + line.label(flip.to), crossing});
    }
    if (!line.search.complete) {
      table.row({knob.name, line.contest->id, "", "search stopped at its budget: flips may be missing", "", ""});
    } else if (line.search.flips.empty()) {
      table.row({knob.name, line.contest->id, "none", "from " + position_text(knob, knob.first()),
                 "to " + position_text(knob, knob.last()), ""});
    }
  }
  return table.text("");
}

}  // namespace

CommandResult run_flips(const Arguments& arguments) {
  Issues issues;
  const Opened opened = open_design(arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  const std::vector<const Knob*> knobs = asked_knobs(opened, arguments, issues);
  const std::vector<const Contest*> contests = asked_contests(opened, arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  std::vector<Line> lines;
  for (const Knob* knob : knobs) {
    for (const Contest* contest : contests) {
      lines.push_back({knob, contest, find_flips(*opened.lab->programs, *contest, *knob, opened.design.inputs)});
    }
  }
  return {done, arguments.json ? json_text(as_json(lines)) : as_text(lines), {}};
}

}  // namespace wallflip
