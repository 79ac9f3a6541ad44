#include "model/study/layout_standing.hpp"

#include <fmt/format.h>

#include <cmath>

#include "model/sheet/formula.hpp"
#include "model/systems/evaluation.hpp"

namespace wallflip {
namespace {

// The named addends of a quantity, down through sums of sums.
void add_parts(const Sheet& sheet, NodeId id, NodeId name, std::vector<NodeId>& parts) {
  id = without_gates(sheet, id);
  if (sheet.let_at(id) != nullptr) name = id;
  const NodeId expression = without_gates(sheet, definition(sheet, id));
  const Node& node = sheet.node(expression);
  if (node.op == Op::let) return add_parts(sheet, expression, name, parts);
  if (node.op != Op::add) return parts.push_back(name);
  add_parts(sheet, node.a, name, parts);
  add_parts(sheet, node.b, name, parts);
}

// Of what is ranked, or of the step time where that is no sum (dollars are a product with it).
std::vector<NodeId> parts_of(const Sheet& sheet, NodeId ranked) {
  std::vector<NodeId> parts;
  add_parts(sheet, ranked, ranked, parts);
  if (parts.size() > 1) return parts;
  parts.clear();
  const NodeId step_time = sheet.find("train.step_time");
  add_parts(sheet, step_time, step_time, parts);
  return parts;
}

// "pipeline bubble 2.1x of the best's, +310 ms"
std::string largest_loss(const Sheet& sheet, NodeId ranked, const Evaluation& best, const Evaluation& other) {
  NodeId worst = -1;
  double most = 0;
  for (const NodeId part : parts_of(sheet, ranked)) {
    const double loss = other.nodes[static_cast<size_t>(part)] - best.nodes[static_cast<size_t>(part)];
    if (loss > most) worst = part, most = loss;
  }
  if (worst < 0) return "no part of it is larger";
  const double there = best.nodes[static_cast<size_t>(worst)];
  const std::string more = shown_value(sheet, worst, most);
  const std::string& label = sheet.let_at(worst)->label;
  if (there <= 0) return fmt::format("{} {}, where the best has none", label, more);
  return fmt::format("{} {:.3g}x of the best's, +{}", label, (there + most) / there, more);
}

std::string why(const Sheet& sheet, const LayoutQuery& query, const RankedLayout& best, const Evaluation& best_values,
                const RankedLayout& other, const Evaluation& other_values) {
  for (size_t j = 0; j < query.by.size(); ++j) {
    if (other.by[j] == best.by[j]) continue;
    return fmt::format("{:+.2g}%: {}", (other.by[j] / best.by[j] - 1) * 100,
                       largest_loss(sheet, query.by[j], best_values, other_values));
  }
  if (other.memory_bytes != best.memory_bytes) {
    const NodeId memory = sheet.find("train.memory_bytes");
    return fmt::format("as good, {} of memory against {}", shown_value(sheet, memory, other.memory_bytes),
                       shown_value(sheet, memory, best.memory_bytes));
  }
  return "equal in every number, later in the order";
}

}  // namespace

std::vector<LayoutStanding> stand_layouts(const System& system, const LayoutQuery& query,
                                          const std::vector<RankedLayout>& best) {
  const Sheet& sheet = system.sheet;
  const Contest& walls = system.contests.front();
  std::vector<LayoutStanding> all;
  std::vector<Evaluation> values;
  for (const RankedLayout& ranked : best) {
    values.push_back(evaluate(system, with_layout(system, query.inputs, ranked.layout)));
    const Evaluation& e = values.back();
    const Standing lead = standing(walls, e);
    LayoutStanding row;
    row.step_time = e.value(sheet, sheet.find("train.step_time"));
    if (const NodeId mfu = sheet.find("train.mfu"); mfu >= 0) row.mfu = e.value(sheet, mfu);
    row.binding = walls.of[static_cast<size_t>(lead.leader)].label;
    row.lead = lead.lead;
    if (!all.empty()) row.why = why(sheet, query, best.front(), values.front(), ranked, e);
    all.push_back(std::move(row));
  }
  return all;
}

}  // namespace wallflip
