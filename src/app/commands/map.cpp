#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands/json_out.hpp"
#include "app/commands/opened.hpp"
#include "app/commands/text_table.hpp"
#include "model/study/sweep.hpp"

namespace wallflip {
namespace {

Json as_json(const WallMap& map, const Contest& contest, const Knob& x, const Knob& y) {
  Json walls = Json::array(), grid = Json::array();
  for (const Contestant& c : contest.of) walls.push_back(c.label);
  for (size_t iy = 0; iy < map.y.size(); ++iy) {
    Json row = Json::array();
    for (size_t ix = 0; ix < map.x.size(); ++ix) row.push_back(map.leader[iy * map.x.size() + ix]);
    grid.push_back(std::move(row));
  }
  return {{"x", {{"knob", x.name}, {"values", json_positions(x, map.x)}}},
          {"y", {{"knob", y.name}, {"values", json_positions(y, map.y)}}},
          {"walls", walls},
          {"grid", grid}};
}

// One letter a design, largest y on top; walls by their own letter, others by the alphabet.
std::string as_text(const WallMap& map, const Contest& contest, const Knob& x, const Knob& y) {
  const auto letter = [&](size_t leader) {
    const Contestant& c = contest.of[leader];
    return c.wall ? std::string(info(*c.wall).letter) : std::string(1, static_cast<char>('a' + leader));
  };
  TextTable table("rl");
  for (size_t iy = map.y.size(); iy-- > 0;) {
    std::string line;
    for (size_t ix = 0; ix < map.x.size(); ++ix) line += letter(map.leader[iy * map.x.size() + ix]);
    table.row({position_text(y, map.y[iy]), line});
  }
  std::string text = table.text("") + fmt::format("{} upward; {} from {} to {}\n", y.name, x.name,
                                                  position_text(x, map.x.front()), position_text(x, map.x.back()));
  for (size_t i = 0; i < contest.of.size(); ++i) text += fmt::format("  {} {}\n", letter(i), contest.of[i].label);
  return text;
}

}  // namespace

CommandResult run_map(const Arguments& arguments) {
  Issues issues;
  const Opened opened = open_design(arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  const Knob* x = find_knob(opened, "--x", arguments.x, issues);
  const Knob* y = find_knob(opened, "--y", arguments.y, issues);
  const Contest* contest =
      find_contest(opened, arguments.contests.empty() ? "walls" : arguments.contests.back(), issues);
  const bool found = x != nullptr && y != nullptr && contest != nullptr;
  if (found && x == y) issues.push_back({.file = "--y " + y->name, .what = "expected another knob than --x"});
  if (!found || !issues.empty()) return CommandResult::bad(std::move(issues));
  const auto size = static_cast<size_t>(arguments.map_size);
  const WallMap map = wall_map(*opened.lab->programs, *contest, *x, *y, size, opened.design.inputs);
  return {done, arguments.json ? json_text(as_json(map, *contest, *x, *y)) : as_text(map, *contest, *x, *y), {}};
}

}  // namespace wallflip
