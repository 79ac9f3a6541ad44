#include "model/study/breaks_first.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "model/study/sweep.hpp"

namespace wallflip {
namespace {

Knob growth_of(const Sheet& sheet, int demand, double from, double reach) {
  const Input& input = sheet.inputs()[static_cast<size_t>(demand)];
  Knob knob;
  knob.name = input.name;
  knob.input = demand;
  knob.kind = input.steps == Steps::continuous ? KnobKind::real : KnobKind::integer;
  knob.min = from;
  knob.max = knob.kind == KnobKind::integer ? std::floor(from * reach) : from * reach;
  knob.log = true;
  return knob;
}

bool is_line(const Contestant& contestant) {
  return contestant.label == "met";
}

struct Growth {
  Programs& programs;
  const Contest& contest;
  const Knob& knob;
  bool complete = true;

  // The first time that a contestant passes 1.
  std::optional<Break> break_of(size_t contestant, const std::vector<double>& inputs) {
    const NodeId node = contest.of[contestant].quantity.node;
    const auto index = static_cast<int>(contestant);
    if (sweep(programs, {node}, knob, {knob.min}, inputs).values[0][0] > 1) {
      return Break{index, knob.min, std::nullopt, 1};
    }
    const FlipSearch search = find_crossings(programs, node, 1, knob, inputs);
    complete = complete && search.complete;
    for (const Flip& flip : search.flips) {
      if (flip.to == 1) return Break{index, flip.value, flip.crossing, flip.value / knob.min};
    }
    return std::nullopt;
  }

  std::vector<Break> all(const std::vector<double>& inputs) {
    std::vector<Break> breaks;
    for (size_t i = 0; i < contest.of.size(); ++i) {
      const std::optional<Break> one = is_line(contest.of[i]) ? std::nullopt : break_of(i, inputs);
      if (one) breaks.push_back(*one);
    }
    // Two whole numbers may be the same batch: the exact solutions tell which came first.
    const auto at = [](const Break& b) { return b.crossing.value_or(b.demand); };
    std::stable_sort(breaks.begin(), breaks.end(), [&](const Break& a, const Break& b) { return at(a) < at(b); });
    return breaks;
  }

  double pressure_at_the_end(const std::vector<double>& inputs) {
    const Sweep end = sweep(programs, nodes_of(contest), knob, {knob.max}, inputs);
    double largest = 0;
    for (size_t i = 0; i < contest.of.size(); ++i) {
      if (!is_line(contest.of[i])) largest = std::max(largest, end.values[i][0]);
    }
    return largest;
  }
};

}  // namespace

BreaksFirst breaks_first(Programs& programs, const Contest& contest, int demand, const std::vector<double>& inputs,
                         const std::vector<Change>& changes, double reach) {
  const double present = inputs[static_cast<size_t>(demand)];
  assert(present > 0 && reach > 1);
  const Knob knob = growth_of(programs.system().sheet, demand, present, reach);
  Growth growth{programs, contest, knob};
  BreaksFirst result{growth.all(inputs), {}, true};
  for (size_t i = 0; i < changes.size(); ++i) {
    std::vector<double> changed = inputs;
    for (const auto& [row, value] : changes[i].sets) changed[static_cast<size_t>(row)] = value;
    const std::vector<Break> breaks = growth.all(changed);
    result.headroom.push_back({static_cast<int>(i), breaks.empty() ? std::nullopt : std::optional(breaks.front()),
                               growth.pressure_at_the_end(changed)});
  }
  const auto before = [](const Headroom& a, const Headroom& b) {
    if (!a.next || !b.next) return a.next.has_value() == b.next.has_value() ? a.pressure < b.pressure : !a.next;
    const auto at = [](const Break& broken) { return broken.crossing.value_or(broken.demand); };
    return at(*a.next) != at(*b.next) ? at(*a.next) > at(*b.next) : a.pressure < b.pressure;
  };
  std::stable_sort(result.headroom.begin(), result.headroom.end(), before);
  result.complete = growth.complete;
  return result;
}

const Contest& limits_of(const System& system) {
  const Contest* requirement = system.contest("requirement");
  return requirement != nullptr ? *requirement : system.contests.front();
}

}  // namespace wallflip
