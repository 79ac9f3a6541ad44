#include "model/sheet/formula.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>

namespace wallflip {
namespace {

enum Precedence { lowest, disjunction, conjunction, comparison, sum, product, unary, atom };

struct Infix {
  Op op;
  Precedence precedence;
  const char* text;
};
constexpr std::array<Infix, 12> infixes = {{{Op::add, sum, " + "},
                                            {Op::sub, sum, " - "},
                                            {Op::mul, product, " * "},
                                            {Op::div, product, " / "},
                                            {Op::less, comparison, " < "},
                                            {Op::less_equal, comparison, " <= "},
                                            {Op::greater, comparison, " > "},
                                            {Op::greater_equal, comparison, " >= "},
                                            {Op::equal, comparison, " == "},
                                            {Op::not_equal, comparison, " != "},
                                            {Op::and_, conjunction, " and "},
                                            {Op::or_, disjunction, " or "}}};

struct Call {
  Op op;
  const char* text;
};
constexpr std::array<Call, 11> calls = {{{Op::min, "min"},
                                         {Op::max, "max"},
                                         {Op::ceil, "ceil"},
                                         {Op::floor, "floor"},
                                         {Op::round, "round"},
                                         {Op::sqrt, "sqrt"},
                                         {Op::log2, "log2"},
                                         {Op::exp, "exp"},
                                         {Op::pow, "pow"},
                                         {Op::select, "select"},
                                         {Op::not_, "not "}}};

template <class Table>
auto row_of(const Table& table, Op op) -> decltype(&table[0]) {
  const auto found = std::find_if(table.begin(), table.end(), [op](const auto& row) { return row.op == op; });
  return found == table.end() ? nullptr : &*found;
}

// Fifteen digits when they give the same bits ("0.1"), else seventeen.
std::string number_text(double value) {
  const std::string brief = fmt::format("{:.15g}", value);
  double back = 0;
  std::from_chars(brief.data(), brief.data() + brief.size(), back);
  const bool same = std::bit_cast<uint64_t>(back) == std::bit_cast<uint64_t>(value);
  return same ? brief : fmt::format("{:.17g}", value);
}

// "2 FLOP/token", and "5/s" where a leading 1 would read as another number.
std::string literal_text(const Node& node) {
  std::string number = number_text(node.value);
  if (node.unit == unitless) return number;
  const std::string unit = to_string(node.unit);
  return unit.starts_with("1/") ? number + unit.substr(1) : number + " " + unit;
}

class Printer {
 public:
  Printer(const Sheet& sheet, std::span<const double> values) : sheet_(sheet), values_(values) {}

  void print(NodeId id, int least, bool is_right = false) {
    id = without_gates(sheet_, id);
    const size_t start = tokens_.size();
    const int own = precedence(id);
    const bool wrapped = own < least || (is_right && own == least);
    body(id);
    // `a - (-b)` is easier to read than `a - -b`.
    const bool starts_with_minus = is_right && tokens_.size() > start && tokens_[start].text.starts_with('-');
    if (!wrapped && !starts_with_minus) return;
    tokens_.insert(tokens_.begin() + static_cast<std::ptrdiff_t>(start), token_of("(", TokenKind::punctuation, id));
    add(")", TokenKind::punctuation, id);
  }

  std::vector<FormulaToken> take() { return std::move(tokens_); }

 private:
  FormulaToken token_of(std::string text, TokenKind kind, NodeId id) const {
    return {std::move(text), kind, id, greyed_};
  }
  void add(std::string text, TokenKind kind, NodeId id) { tokens_.push_back(token_of(std::move(text), kind, id)); }

  int precedence(NodeId id) const {
    const Node& node = sheet_.node(id);
    if (!sheet_.name(id).empty()) return atom;
    if (node.op == Op::constant) return node.unit != unitless ? product : std::signbit(node.value) ? unary : atom;
    if (node.op == Op::neg) return unary;
    const Infix* infix = row_of(infixes, node.op);
    return infix ? infix->precedence : atom;
  }

  void body(NodeId id) {
    const Node& node = sheet_.node(id);
    if (const std::string_view name = sheet_.name(id); !name.empty()) {
      add(std::string(name), TokenKind::name, id);
    } else if (node.op == Op::constant) {
      add(literal_text(node), TokenKind::number, id);
    } else if (node.op == Op::neg) {
      negation(id, node);
    } else if (const Infix* infix = row_of(infixes, node.op)) {
      print(node.a, infix->precedence);
      add(infix->text, TokenKind::op, id);
      print(node.b, infix->precedence, true);
    } else if (const Call* call = row_of(calls, node.op)) {
      function(id, *call);
    } else {
      add(node.op == Op::function ? sheet_.calls()[static_cast<size_t>(node.index)].function->name : "?",
          TokenKind::function, id);
    }
  }

  // `-3` is a literal, so the negation of the literal 3 is `-(3)`.
  void negation(NodeId id, const Node& node) {
    add("-", TokenKind::op, id);
    const bool literal = sheet_.node(without_gates(sheet_, node.a)).op == Op::constant;
    print(node.a, literal ? atom + 1 : atom);
  }

  void function(NodeId id, const Call& call) {
    add(call.text, TokenKind::function, id);
    add("(", TokenKind::punctuation, id);
    const std::vector<NodeId> list = arguments(id);
    const std::vector<bool> taken = taken_arguments(id, list);
    for (size_t i = 0; i < list.size(); ++i) {
      if (i > 0) add(", ", TokenKind::punctuation, id);
      const bool outer = greyed_;
      greyed_ = greyed_ || !taken[i];
      print(list[i], lowest);
      greyed_ = outer;
    }
    add(")", TokenKind::punctuation, id);
  }

  // min(min(a, b), c) has the arguments a, b, c.
  std::vector<NodeId> arguments(NodeId id) const {
    const Op op = sheet_.node(id).op;
    std::vector<NodeId> list;
    if (op != Op::min && op != Op::max) {
      for (const NodeId operand : {sheet_.node(id).a, sheet_.node(id).b, sheet_.node(id).c}) {
        if (operand >= 0) list.push_back(operand);
      }
      return list;
    }
    NodeId left = id;
    for (; sheet_.node(left).op == op; left = without_gates(sheet_, sheet_.node(left).a)) {
      list.push_back(sheet_.node(left).b);
    }
    list.push_back(left);
    std::reverse(list.begin(), list.end());
    return list;
  }

  std::vector<bool> taken_arguments(NodeId id, const std::vector<NodeId>& list) const {
    std::vector<bool> taken(list.size(), true);
    const Op op = sheet_.node(id).op;
    if (values_.empty()) return taken;
    if (op == Op::select) {
      const bool first = value(list[0]) != 0;
      taken[1] = first;
      taken[2] = !first;
    } else if (op == Op::min || op == Op::max) {
      const auto equal = [&](NodeId argument) { return value(argument) == value(id); };
      const auto winner = std::find_if(list.begin(), list.end(), equal);
      for (size_t i = 0; i < list.size() && winner != list.end(); ++i) taken[i] = &list[i] == &*winner;
    }
    return taken;
  }

  double value(NodeId id) const { return values_[static_cast<size_t>(id)]; }

  const Sheet& sheet_;
  std::span<const double> values_;
  std::vector<FormulaToken> tokens_;
  bool greyed_ = false;
};

// Whether `comparison` sets the choice input `left` against the constant `right`: "bf16 == fp8" reads better than
// "bf16 == 1".
bool compares_choice(const Sheet& sheet, NodeId left, NodeId comparison_node, NodeId right) {
  const Input* input = sheet.input_at(left);
  const Node& node = sheet.node(comparison_node);
  return input != nullptr && !input->choices.empty() && sheet.node(right).op == Op::constant &&
         (node.op == Op::equal || node.op == Op::not_equal) && without_gates(sheet, node.a) == left && node.b == right;
}

}  // namespace

NodeId without_gates(const Sheet& sheet, NodeId id) {
  while (sheet.node(id).op == Op::gate) id = sheet.node(id).a;
  return id;
}

NodeId definition(const Sheet& sheet, NodeId id) {
  id = without_gates(sheet, id);
  return sheet.node(id).op == Op::let ? without_gates(sheet, sheet.node(id).a) : id;
}

std::vector<FormulaToken> expression_tokens(const Sheet& sheet, NodeId id, std::span<const double> values) {
  Printer printer(sheet, values);
  printer.print(id, lowest);
  return printer.take();
}

std::string expression_text(const Sheet& sheet, NodeId id) {
  return text_of(expression_tokens(sheet, id));
}

std::vector<FormulaToken> formula_tokens(const Sheet& sheet, NodeId id, std::span<const double> values) {
  const NodeId expression = definition(sheet, id);
  if (sheet.node(expression).op == Op::function) return {};
  return expression_tokens(sheet, expression, values);
}

std::string formula_text(const Sheet& sheet, NodeId id) {
  return text_of(formula_tokens(sheet, id));
}

std::vector<FormulaToken> with_numbers(const Sheet& sheet, std::vector<FormulaToken> tokens,
                                       std::span<const double> values, const FormatOptions& options) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    FormulaToken& t = tokens[i];
    if (t.kind != TokenKind::name) continue;
    t.text = shown_value(sheet, t.node, values[static_cast<size_t>(t.node)], options);
    if (t.text.starts_with('-')) t.text = "(" + t.text + ")";
    if (i + 2 < tokens.size() && compares_choice(sheet, t.node, tokens[i + 1].node, tokens[i + 2].node)) {
      tokens[i + 2].text = shown_value(sheet, t.node, sheet.node(tokens[i + 2].node).value, options);
    }
  }
  return tokens;
}

std::string formula_with_numbers(const Sheet& sheet, NodeId id, std::span<const double> values,
                                 const FormatOptions& options) {
  return text_of(with_numbers(sheet, formula_tokens(sheet, id), values, options));
}

std::string text_of(const std::vector<FormulaToken>& tokens) {
  std::string text;
  for (const FormulaToken& t : tokens) text += t.text;
  return text;
}

std::string shown_value(const Sheet& sheet, NodeId id, double value, const FormatOptions& options) {
  if (const Input* input = sheet.input_at(id)) {
    const bool index = value >= 0 && value < static_cast<double>(input->choices.size()) && value == std::floor(value);
    if (index) return input->choices[static_cast<size_t>(value)];
    return format_value(value, input->unit, input->display, options);
  }
  const Let* let = sheet.let_at(id);
  return format_value(value, sheet.node(id).unit, let ? let->display : "", options);
}

std::vector<NodeId> operands(const Sheet& sheet, NodeId id) {
  const NodeId expression = definition(sheet, id);
  const Node& node = sheet.node(expression);
  std::vector<NodeId> found;
  if (node.op == Op::function) {
    const FunctionCall& call = sheet.calls()[static_cast<size_t>(node.index)];
    for (int i = 0; i < call.count; ++i) {
      found.push_back(without_gates(sheet, call.arguments[static_cast<size_t>(i)]));
    }
    return found;
  }
  if (node.op == Op::input) return {};
  for (const FormulaToken& t : expression_tokens(sheet, expression)) {
    const bool is_new = std::find(found.begin(), found.end(), t.node) == found.end();
    if (t.kind == TokenKind::name && is_new) found.push_back(t.node);
  }
  return found;
}

std::vector<std::string> overlong_formulas(const Sheet& sheet, size_t limit) {
  std::vector<std::string> found;
  for (const Let& let : sheet.lets()) {
    const size_t length = formula_text(sheet, let.node).size();
    if (length > limit) found.push_back(fmt::format("{}: {} characters", let.name, length));
  }
  return found;
}

}  // namespace wallflip
