#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/sheet/format.hpp"
#include "model/sheet/sheet.hpp"

// Nodes as text. The text parses back (parse.hpp) to the same tree: minimal parentheses, left associative, min and max
// flattened, literals with all their bits. Printing stops at names; gates print as what they wrap.

namespace wallflip {

enum class TokenKind : uint8_t { name, number, op, function, punctuation };

struct FormulaToken {
  std::string text;  ///< with its spaces: the concatenation of all texts is the formula
  TokenKind kind = TokenKind::punctuation;
  NodeId node = -1;     ///< the named quantity, the constant, or the operation the token belongs to
  bool greyed = false;  ///< on the side of a min, max or select that was not taken
};

/// What `id` is behind its gates.
NodeId without_gates(const Sheet& sheet, NodeId id);
/// The expression that defines a let (one level); anything else is its own definition.
NodeId definition(const Sheet& sheet, NodeId id);

/// `id` as it stands in a formula: a let or input prints as its name. With `values` (of all nodes, from evaluate_nodes)
/// the sides not taken are greyed.
std::vector<FormulaToken> expression_tokens(const Sheet& sheet, NodeId id, std::span<const double> values = {});
std::string expression_text(const Sheet& sheet, NodeId id);

/// The formula of a let, one level: the tokens of its definition. Empty for a function node, which has none.
std::vector<FormulaToken> formula_tokens(const Sheet& sheet, NodeId id, std::span<const double> values = {});
std::string formula_text(const Sheet& sheet, NodeId id);

/// The same tokens with every name replaced by its live number: "(140 GB + 671 GB) / (8 GPUs * 3.35 TB/s * 70.0%)".
std::vector<FormulaToken> with_numbers(const Sheet& sheet, std::vector<FormulaToken> tokens,
                                       std::span<const double> values, const FormatOptions& options = {});
std::string formula_with_numbers(const Sheet& sheet, NodeId id, std::span<const double> values,
                                 const FormatOptions& options = {});
std::string text_of(const std::vector<FormulaToken>& tokens);

/// The value of a node as shown on screen: unit and display of its name; a choice shows the name of its choice.
std::string shown_value(const Sheet& sheet, NodeId id, double value, const FormatOptions& options = {});

/// Named quantities the definition of `id` uses directly, each once, in reading order; the arguments of a function node
/// (which may be unnamed expressions).
std::vector<NodeId> operands(const Sheet& sheet, NodeId id);

/// Naming rule: lets whose formula is longer than `limit` characters, as "name: 227 characters". Give parts a name.
std::vector<std::string> overlong_formulas(const Sheet& sheet, size_t limit = 120);

}  // namespace wallflip
