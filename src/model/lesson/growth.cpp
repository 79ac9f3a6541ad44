#include "model/lesson/growth.hpp"

#include <algorithm>

#include "model/sheet/explain.hpp"

namespace wallflip {

std::vector<Change> mechanism_changes(const Lab& lab, const Design& design, const Contest& contest, int demand) {
  std::vector<int> rows = inputs_behind(lab.sheet(), nodes_of(contest));
  std::erase(rows, demand);
  std::vector<Change> changes;
  for (const Mechanism& mechanism : lab.library->mechanisms) {
    const std::vector<std::string>& offered = lab.lesson.mechanisms;
    if (std::find(offered.begin(), offered.end(), mechanism.id) == offered.end()) continue;
    Issues unknown;  // an input or a row that this system has not
    Design next = design;
    apply(lab, mechanism.set, next, unknown, true);
    if (!unknown.empty()) continue;
    Change change{mechanism.id, {}};
    for (const int row : rows) {
      const double value = next.inputs[static_cast<size_t>(row)];
      if (value != design.inputs[static_cast<size_t>(row)]) change.sets.emplace_back(row, value);
    }
    if (!change.sets.empty()) changes.push_back(std::move(change));
  }
  return changes;
}

Growth grow(const Lab& lab, const Design& design, const Contest& contest, int demand) {
  Growth growth{mechanism_changes(lab, design, contest, demand), {}};
  growth.broken = breaks_first(*lab.programs, contest, demand, design.inputs, growth.changes);
  return growth;
}

}  // namespace wallflip
