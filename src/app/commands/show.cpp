#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/commands/json_out.hpp"
#include "app/commands/opened.hpp"
#include "app/commands/text_table.hpp"
#include "app/panels/live_text.hpp"

namespace wallflip {
namespace {

constexpr std::string_view kind_names[] = {"real", "integer", "choice"};

std::string_view kind_of(const Knob& knob) {
  return kind_names[static_cast<size_t>(knob.kind)];
}

// Ends of what a knob can be, where that is a number: a lesson may list choices in any order.
Json end_json(const Knob& knob, bool largest) {
  if (knob.kind != KnobKind::choice) return json_number(largest ? knob.max : knob.min);
  if (!knob.numeric_choice || knob.choices.empty()) return nullptr;
  const auto [low, high] =
      std::minmax_element(knob.choices.begin(), knob.choices.end(),
                          [](const KnobChoice& a, const KnobChoice& b) { return a.number < b.number; });
  return json_number(largest ? high->number : low->number);
}

Json knob_json(const Knob& knob, const Design& start) {
  const bool listed = knob.kind == KnobKind::choice;
  const double here = position_in(knob, start.inputs);
  // A design may stand beside its knob's list, on a catalog row that the lesson does not offer.
  const bool elsewhere = here < 0 && !start.row(knob.name).empty();
  return {{"name", knob.name},
          {"label", knob.label},
          {"unit", to_string(knob.unit)},
          {"kind", kind_of(knob)},
          {"min", end_json(knob, false)},
          {"max", end_json(knob, true)},
          {"default", elsewhere ? Json(start.row(knob.name)) : json_position(knob, here)},
          {"scale", knob.log ? "log" : "lin"},
          {"values", listed ? json_positions(knob, knob.positions(0)) : Json(nullptr)}};
}

Json settings_json(const Settings& settings) {
  Json all = Json::object();
  for (const Setting& s : settings) {
    if (const double* number = std::get_if<double>(&s.value)) {
      all[s.name] = *number;
    } else {
      all[s.name] = std::get<std::string>(s.value);
    }
  }
  return all;
}

// As in the lesson file.
Json claim_json(const Claim& claim) {
  Json one = Json::object();
  if (!claim.set.empty()) one["set"] = settings_json(claim.set);
  Json expected = Json::object();
  if (claim.near) expected["near"] = *claim.near;
  if (claim.first) expected["first"] = *claim.first;
  if (claim.none) expected["none"] = true;
  if (claim.is_flip) {
    Json flip = {{"contest", claim.of.contest}, {"knob", claim.of.knob}};
    if (!claim.of.from.empty()) flip["from"] = claim.of.from;
    if (!claim.of.to.empty()) flip["to"] = claim.of.to;
    flip.update(expected);
    one["flip"] = flip;
  } else {
    one["value"] = claim.of.value;
    one.update(expected);
  }
  one["within"] = claim.within;
  return one;
}

Json contest_json(const Contest& contest, const Sheet& sheet) {
  Json names = Json::array(), labels = Json::array();
  for (const Contestant& c : contest.of) {
    names.push_back(sheet.name(c.quantity.node));
    labels.push_back(c.label);
  }
  return {{"id", contest.id},
          {"pick", contest.pick == Pick::largest ? "largest" : "smallest"},
          {"of", names},
          {"labels", labels}};
}

Json as_json(const Opened& opened) {
  const Lesson& lesson = opened.lab->lesson;
  Json knobs = Json::array(), quantities = Json::array(), contests = Json::array(), claims = Json::array();
  for (const Knob& knob : opened.lab->knobs) knobs.push_back(knob_json(knob, opened.lab->start));
  for (const Let& let : opened.sheet().lets()) {
    quantities.push_back({{"name", let.name}, {"label", let.label}, {"unit", to_string(let.unit)}});
  }
  for (const Contest& contest : opened.system().contests) contests.push_back(contest_json(contest, opened.sheet()));
  for (const Claim& claim : lesson.claims) claims.push_back(claim_json(claim));
  return {{"id", lesson.id},         {"title", lesson.title},       {"part", lesson.part},
          {"system", lesson.system}, {"question", lesson.question}, {"requirements", lesson.requirements},
          {"knobs", knobs},          {"quantities", quantities},    {"contests", contests},
          {"claims", claims}};
}

std::string values_text(const Knob& knob) {
  if (knob.kind != KnobKind::choice) {
    return fmt::format("{} to {}{}", position_text(knob, knob.min), position_text(knob, knob.max),
                       knob.log ? ", log" : "");
  }
  std::string all;
  for (const KnobChoice& choice : knob.choices) all += (all.empty() ? "" : ", ") + choice.label;
  return all;
}

std::string as_text(const Opened& opened) {
  const Lesson& lesson = opened.lab->lesson;
  std::string text = fmt::format("{}  {}\n{}\n", lesson.id, lesson.title, lesson.question);
  const Session session(*opened.lab);  // as the panel begins
  for (const std::string& requirement : lesson.requirements) {
    text += "  - " + live_text(session, requirement) + "\n";
  }
  TextTable knobs("llrl"), contests("lll"), quantities("lll");
  for (const Knob& knob : opened.lab->knobs) {
    const double here = position_in(knob, opened.lab->start.inputs);
    const std::string shown = here < 0 ? std::string(opened.lab->start.row(knob.name)) : position_text(knob, here);
    knobs.row({knob.name, knob.label, shown, values_text(knob)});
  }
  for (const Contest& contest : opened.system().contests) {
    std::string of;
    for (const Contestant& c : contest.of) of += (of.empty() ? "" : ", ") + c.label;
    contests.row({contest.id, contest.pick == Pick::largest ? "largest" : "smallest", of});
  }
  for (const Let& let : opened.sheet().lets()) quantities.row({let.name, to_string(let.unit), let.label});
  return text + "\nknobs\n" + knobs.text() + "\ncontests\n" + contests.text() + "\nquantities\n" + quantities.text();
}

}  // namespace

CommandResult run_show(const Arguments& arguments) {
  Issues issues;
  const Opened opened = open_design(arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  return {done, arguments.json ? json_text(as_json(opened)) : as_text(opened), {}};
}

}  // namespace wallflip
