#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "model/sheet/formula.hpp"

// "Show me the arithmetic": one quantity as formula, as numbers and as the quantities it uses, down to sourced inputs.

namespace wallflip {

/// Where the number of an input comes from: a row of the catalog may replace what the physics file says.
struct InputSource {
  std::string id;
  std::string note;
};
using Provenance = std::function<InputSource(const Input&)>;

struct Explanation {
  NodeId node = -1;
  std::string name;  ///< "" for an unnamed argument of a function node
  std::string label;
  double value = 0;  ///< base units
  Unit unit;
  std::string display;
  std::string text;     ///< the value as shown on screen
  std::string formula;  ///< "" for an input, a function node, and where the depth ends
  std::vector<FormulaToken> formula_tokens;
  std::string with_numbers;
  std::vector<FormulaToken> number_tokens;
  std::string method;  ///< a function node: one sentence instead of the formula
  std::string source_id;
  std::string source_note;
  std::string blocked;  ///< why the value means nothing in this design, or ""
  bool is_input = false;
  bool taken = true;                ///< false on a side of min, max, select of the formula above not taken
  bool opened = true;               ///< false where the depth ended: formula and inputs are left out
  std::vector<Explanation> inputs;  ///< the names in the formula, or the arguments of a function node
};

/// `values` of all nodes (evaluate_nodes). `depth` levels are opened: 1 gives the formula and its inputs, each with its
/// value only. Without `provenance`, inputs name the source of their definition.
Explanation explain(const Sheet& sheet, NodeId id, std::span<const double> values, int depth = 1,
                    const Provenance& provenance = {});

/// The lets that use this quantity directly, in order of definition: "what does this feed".
std::vector<NodeId> feeds(const Sheet& sheet, NodeId id);

/// Rows of Sheet::inputs() from which any of `ids` is computed, their gates included; ascending. While none of these
/// changes, no value of `ids` does.
std::vector<int> inputs_behind(const Sheet& sheet, std::span<const NodeId> ids);

/// Row in Sheet::gates() of the first gate of `id` that does not hold, or -1.
int first_failed_gate(const Sheet& sheet, NodeId id, std::span<const double> values);
/// The gate's reason with every {name} replaced: "needs 146.1 GB, has 76 GB".
std::string gate_reason(const Sheet& sheet, int gate, std::span<const double> values);
/// The reason of the first failed gate, or "".
std::string blocked_reason(const Sheet& sheet, NodeId id, std::span<const double> values);

}  // namespace wallflip
