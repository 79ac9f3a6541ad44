#include "model/sheet/explain.hpp"

#include <algorithm>

namespace wallflip {
namespace {

// A shared quantity is explained wherever it is used; a deep tree of a large sheet ends here instead of in memory.
constexpr int most_explanations = 20000;

class Explainer {
 public:
  Explainer(const Sheet& sheet, std::span<const double> values, const Provenance& provenance)
      : sheet_(sheet), values_(values), provenance_(provenance) {}

  Explanation explain(NodeId id, int depth) {
    ++made_;
    // Gates count from the handle that was asked for; everything else is behind them.
    Explanation e = described(without_gates(sheet_, id));
    e.blocked = blocked_reason(sheet_, id, values_);
    if (e.is_input) return e;
    e.opened = depth > 0 && made_ < most_explanations;
    if (e.opened) open(e, depth);
    return e;
  }

 private:
  Explanation described(NodeId id) const {
    Explanation e;
    e.node = id;
    e.value = values_[static_cast<size_t>(id)];
    e.unit = sheet_.node(id).unit;
    e.text = shown_value(sheet_, id, e.value);
    if (const Input* input = sheet_.input_at(id)) {
      const InputSource source = provenance_ ? provenance_(*input) : InputSource{input->source, ""};
      e.is_input = true;
      e.name = input->name;
      e.label = input->label;
      e.display = input->display;
      e.source_id = source.id;
      e.source_note = source.note;
    } else if (const Let* let = sheet_.let_at(id)) {
      e.name = let->name;
      e.label = let->label;
      e.display = let->display;
      e.source_id = let->source;
    } else {
      e.label = expression_text(sheet_, id);
    }
    return e;
  }

  void open(Explanation& e, int depth) {
    e.formula_tokens = formula_tokens(sheet_, e.node, values_);
    e.formula = text_of(e.formula_tokens);
    e.number_tokens = with_numbers(sheet_, e.formula_tokens, values_);
    e.with_numbers = text_of(e.number_tokens);
    const Node& expression = sheet_.node(definition(sheet_, e.node));
    if (expression.op == Op::function) {
      e.method = sheet_.calls()[static_cast<size_t>(expression.index)].function->method;
    }
    for (const NodeId operand : operands(sheet_, e.node)) {
      Explanation input = explain(operand, depth - 1);
      input.taken = e.formula_tokens.empty() || is_taken(e.formula_tokens, operand);
      if (input.source_id.empty() && input.name.empty()) input.source_id = e.source_id;
      e.inputs.push_back(std::move(input));
    }
  }

  // A name is on the taken path when any of its places in the formula is.
  static bool is_taken(const std::vector<FormulaToken>& tokens, NodeId id) {
    return std::any_of(tokens.begin(), tokens.end(),
                       [id](const FormulaToken& t) { return t.kind == TokenKind::name && t.node == id && !t.greyed; });
  }

  const Sheet& sheet_;
  std::span<const double> values_;
  const Provenance& provenance_;
  int made_ = 0;
};

}  // namespace

Explanation explain(const Sheet& sheet, NodeId id, std::span<const double> values, int depth,
                    const Provenance& provenance) {
  return Explainer(sheet, values, provenance).explain(id, depth);
}

std::vector<NodeId> feeds(const Sheet& sheet, NodeId id) {
  id = without_gates(sheet, id);
  std::vector<NodeId> users;
  std::vector<bool> uses(sheet.nodes().size(), false);  // by id itself or through nodes without a name
  const auto reads = [&](NodeId operand) {
    return operand >= 0 && (operand == id || uses[static_cast<size_t>(operand)]);
  };
  for (size_t i = 0; i < uses.size(); ++i) {  // operands come before their users
    const Node& node = sheet.nodes()[i];
    bool found = reads(node.a) || reads(node.b) || reads(node.c);
    if (node.op == Op::function) {
      const auto& arguments = sheet.calls()[static_cast<size_t>(node.index)].arguments;
      found = std::any_of(arguments.begin(), arguments.end(), reads);
    }
    if (node.op != Op::let) uses[i] = found;
    if (node.op == Op::let && found) users.push_back(static_cast<NodeId>(i));
  }
  return users;
}

std::vector<int> inputs_behind(const Sheet& sheet, std::span<const NodeId> ids) {
  std::vector<bool> behind(sheet.nodes().size(), false);
  const auto mark = [&](NodeId id) {
    if (id >= 0) behind[static_cast<size_t>(id)] = true;
  };
  for (const NodeId id : ids) {
    mark(id);
    for (size_t g = 0; g < sheet.gates().size(); ++g) {
      if ((sheet.node(id).requirements >> g & 1U) != 0) mark(sheet.gates()[g].condition);
    }
  }
  std::vector<int> inputs;
  // A node is built after everything it is made of, so one walk from the last to the first finds all.
  for (size_t i = behind.size(); i-- > 0;) {
    const Node& node = sheet.nodes()[i];
    if (!behind[i]) continue;
    if (node.op == Op::input) inputs.push_back(node.index);
    for (const NodeId operand : {node.a, node.b, node.c}) mark(operand);
    if (node.op == Op::function) {
      for (const NodeId argument : sheet.calls()[static_cast<size_t>(node.index)].arguments) mark(argument);
    }
  }
  std::sort(inputs.begin(), inputs.end());
  return inputs;
}

int first_failed_gate(const Sheet& sheet, NodeId id, std::span<const double> values) {
  const uint32_t requirements = sheet.node(id).requirements;
  for (size_t i = 0; i < sheet.gates().size(); ++i) {
    const auto condition = static_cast<size_t>(sheet.gates()[i].condition);
    if ((requirements >> i & 1U) != 0 && values[condition] == 0) return static_cast<int>(i);
  }
  return -1;
}

std::string gate_reason(const Sheet& sheet, int gate, std::span<const double> values) {
  std::string_view rest = sheet.gates()[static_cast<size_t>(gate)].reason;
  std::string text;
  while (!rest.empty()) {
    const size_t open = rest.find('{');
    const size_t close = open == std::string_view::npos ? open : rest.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    const NodeId id = sheet.find(name);
    text += rest.substr(0, open);
    text += id < 0 ? std::string(rest.substr(open, close - open + 1))
                   : shown_value(sheet, id, values[static_cast<size_t>(id)], {.digits = 4, .keep_zeros = false});
    rest.remove_prefix(close + 1);
  }
  return text + std::string(rest);
}

std::string blocked_reason(const Sheet& sheet, NodeId id, std::span<const double> values) {
  const int gate = first_failed_gate(sheet, id, values);
  return gate < 0 ? "" : gate_reason(sheet, gate, values);
}

}  // namespace wallflip
