#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/systems/design.hpp"

namespace wallflip {

/// Everything the sheet says about one design.
struct Evaluation {
  std::vector<double> nodes;  ///< every node, gates ignored
  uint32_t closed = 0;        ///< bit set: gates whose condition does not hold

  /// The value, or nothing where a gate blanks it or it is not finite.
  std::optional<double> value(const Sheet& sheet, NodeId node) const;
  bool open(const Sheet& sheet, NodeId node) const { return (sheet.node(node).requirements & closed) == 0; }
};

Evaluation evaluate(const System& system, const std::vector<double>& inputs);

/// The evaluation of a design that a hand is moving: one input that moved costs what depends on it, not the whole
/// sheet.
class LiveEvaluation {
 public:
  explicit LiveEvaluation(const System& system) : system_(&system) {}
  /// Bit for bit what `evaluate` says.
  const Evaluation& at(const std::vector<double>& inputs);
  /// What the last call of `at` said.
  const Evaluation& last() const { return evaluation_; }

 private:
  const System* system_;
  std::vector<double> inputs_;  ///< of evaluation_; empty before the first
  Evaluation evaluation_;
  int input_ = -1;  ///< the row that moved last
  std::vector<NodeId> dependents_;
};

/// Who leads a contest, and by how much.
struct Standing {
  int leader = 0;
  int second = -1;
  double lead = 1;  ///< how many times the second is behind, from 1 up
};
Standing standing(const Contest& contest, const Evaluation& evaluation);

/// The sentence-level answer: which wall binds, whether the design fits and meets its requirements, and why not.
struct Verdict {
  Standing walls;
  bool fits = true;
  bool meets = true;
  std::vector<std::string> why;  ///< one reason a line: "needs 146.1 GB, has 76 GB"
};
Verdict judge(const System& system, const Evaluation& evaluation);

}  // namespace wallflip
