#include "model/systems/evaluation.hpp"

#include <cmath>

#include "model/sheet/explain.hpp"

namespace wallflip {

std::optional<double> Evaluation::value(const Sheet& sheet, NodeId node) const {
  const double v = nodes[static_cast<size_t>(node)];
  if (!open(sheet, node) || !std::isfinite(v)) return std::nullopt;
  return v;
}

namespace {

uint32_t closed_gates(const System& system, const std::vector<double>& nodes) {
  uint32_t closed = 0;
  const std::vector<Gate>& gates = system.sheet.gates();
  for (size_t g = 0; g < gates.size(); ++g) {
    if (nodes[static_cast<size_t>(gates[g].condition)] == 0) closed |= 1U << g;
  }
  return closed;
}

}  // namespace

Evaluation evaluate(const System& system, const std::vector<double>& inputs) {
  Evaluation result{evaluate_nodes(system.sheet, inputs), 0};
  result.closed = closed_gates(system, result.nodes);
  return result;
}

const Evaluation& LiveEvaluation::at(const std::vector<double>& inputs) {
  std::vector<int> moved;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (inputs[i] != inputs_[i]) moved.push_back(static_cast<int>(i));
  }
  if (inputs_.empty() || moved.size() > 1) {
    evaluation_ = evaluate(*system_, inputs);
  } else if (moved.size() == 1) {
    if (input_ != moved.front()) dependents_ = dependents(system_->sheet, moved.front());
    input_ = moved.front();
    evaluate_again(system_->sheet, inputs, dependents_, evaluation_.nodes);
    evaluation_.closed = closed_gates(*system_, evaluation_.nodes);
  }
  inputs_ = inputs;
  return evaluation_;
}

Standing standing(const Contest& contest, const Evaluation& evaluation) {
  const double sign = contest.pick == Pick::largest ? 1 : -1;
  const auto at = [&](int i) {
    return evaluation.nodes[static_cast<size_t>(contest.of[static_cast<size_t>(i)].quantity.node)];
  };
  Standing s;
  for (int i = 1; i < static_cast<int>(contest.of.size()); ++i) {
    if (sign * at(i) > sign * at(s.leader)) s.leader = i;
  }
  for (int i = 0; i < static_cast<int>(contest.of.size()); ++i) {
    if (i != s.leader && (s.second < 0 || sign * at(i) > sign * at(s.second))) s.second = i;
  }
  if (s.second >= 0) s.lead = std::pow(at(s.leader) / at(s.second), sign);
  return s;
}

Verdict judge(const System& system, const Evaluation& evaluation) {
  const Sheet& sheet = system.sheet;
  Verdict verdict{standing(system.contests.front(), evaluation), true, true, {}};
  if (system.fits >= 0) verdict.fits = evaluation.nodes[static_cast<size_t>(system.fits)] != 0;
  verdict.meets = verdict.fits;
  for (size_t g = 0; g < sheet.gates().size(); ++g) {
    if (sheet.gates()[g].condition != system.fits || verdict.fits) continue;
    verdict.why.push_back(gate_reason(sheet, static_cast<int>(g), evaluation.nodes));
  }
  if (const Contest* requirement = system.contest("requirement")) {
    const Standing s = standing(*requirement, evaluation);
    const Contestant& worst = requirement->of[static_cast<size_t>(s.leader)];
    if (worst.label != "met") {
      verdict.meets = false;
      if (verdict.fits) {
        verdict.why.push_back(
            worst.label + " misses its target: " +
            shown_value(sheet, worst.quantity.node, evaluation.nodes[static_cast<size_t>(worst.quantity.node)]) +
            " times what is allowed");
      }
    }
  }
  return verdict;
}

}  // namespace wallflip
