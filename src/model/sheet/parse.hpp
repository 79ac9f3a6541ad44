#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "model/sheet/sheet.hpp"

// Formula text -> nodes, through the operators of quantity.hpp: the same unit checks, the same errors.
//
//   condition  := and-chain { "or" and-chain }            and-chain := negation { "and" negation }
//   negation   := "not" negation | comparison             comparison := sum [ ("<" "<=" ">" ">=" "==" "!=") sum ]
//   sum        := product { ("+" "-") product }           product := unary { ("*" "/") unary }
//   unary      := "-" unary | number [unit] | name | call | "(" condition ")"
//
// All operators are left associative. A unit stands directly behind its number, without spaces inside: `2 FLOP/token`,
// `25ms`, `5/s`. A choice may be compared with the name of its choice: `llm.gemm_dtype == fp8`.

namespace wallflip {

struct FormulaError {
  int column = 1;  ///< from 1
  std::string message;
  std::string hint;  ///< nearest valid name; may be empty
};

struct ParsedFormula {
  Quantity quantity;    ///< node -1 when the text is a condition or wrong
  Condition condition;  ///< node -1 when the text is a quantity or wrong
  std::optional<FormulaError> error;

  /// The node of whichever it is, -1 on an error.
  NodeId node() const { return quantity.node >= 0 ? quantity.node : condition.node; }
};

struct ParseOptions {
  /// Calls the language does not know, such as ratio(decode.step_time). Nothing for an unknown one.
  std::function<std::optional<Quantity>(std::string_view call, Quantity argument)> call;
  size_t longest = 4000;  ///< characters
  int deepest = 200;      ///< nested parentheses, calls and signs
};

/// Adds the nodes of `text` to `sheet`. After an error the sheet may hold some nodes that nothing uses.
ParsedFormula parse_formula(Sheet& sheet, std::string_view text, const ParseOptions& options = {});

}  // namespace wallflip
