#include "model/sheet/sheet.hpp"

#include <algorithm>
#include <cassert>

#include "model/sheet/apply.hpp"
#include "model/sheet/formula.hpp"

namespace wallflip {

// ---- Section

Section::Section(Sheet& sheet, std::string prefix, std::string note)
    : sheet_(&sheet),
      prefix_(&*sheet.words_.insert(std::move(prefix)).first),
      note_(&*sheet.words_.insert(std::move(note)).first) {}

Section Sheet::section(std::string prefix) {
  return {*this, std::move(prefix)};
}

Section Section::section(std::string_view name) const {
  return {*sheet_, full(name), *note_};
}

std::string Section::full(std::string_view name) const {
  return prefix_->empty() ? std::string(name) : *prefix_ + "." + std::string(name);
}

std::string Section::labelled(const char* label) const {
  return note_->empty() ? label : std::string(label) + ", " + *note_;
}

Quantity Section::add(Input row) const {
  Sheet& s = *sheet_;
  row.name = full(row.name);
  row.node = s.push({.op = Op::input, .unit = row.unit, .index = static_cast<int32_t>(s.inputs_.size())});
  if (!s.by_name_.emplace(row.name, row.node).second) s.report(row.name, "two quantities have this name");
  s.inputs_.push_back(std::move(row));
  return {&s, s.inputs_.back().node};
}

Quantity Section::input(const char* name, const Literal& value, const char* label, const char* source,
                        const char* display) const {
  return add({name, label, display, source, value.unit, value.value, Steps::continuous, {}, -1});
}

Quantity Section::count(const char* name, const Literal& value, const char* label, const char* source) const {
  return add({name, label, "", source, value.unit, value.value, Steps::integer, {}, -1});
}

Quantity Section::degree(const char* name, const Literal& value, const char* label, const char* source) const {
  return add({name, label, "", source, value.unit, value.value, Steps::powers_of_two, {}, -1});
}

Quantity Section::choice(const char* name, std::vector<std::string> names, int value, const char* label,
                         const char* source) const {
  return add({name, label, "", source, unitless, static_cast<double>(value), Steps::named, std::move(names), -1});
}

Quantity Section::let(const char* name, const Operand& expression, const Unit& declared, const char* label,
                      const char* source, const char* display) const {
  Sheet& s = *sheet_;
  const Unit unit = declared;  // it may refer to a node, and nodes move
  NodeId value = expression.quantity.sheet ? expression.quantity.node : s.constant(expression.literal);
  if (s.poisoned(value)) {
    s.report(full(name), s.poison_message(value));
    value = s.constant({0, unit});  // the name stays usable, so one mistake is one message
  } else if (s.node(value).unit != unit) {
    const auto shown = [](const Unit& u) { return u == unitless ? std::string("a plain number") : to_string(u); };
    s.report(full(name), "is declared in " + shown(unit) + " but its formula gives " + shown(s.node(value).unit) +
                             ": " + expression_text(s, value));
    value = s.constant({0, unit});
  }
  const auto row = static_cast<int32_t>(s.lets_.size());
  const NodeId id =
      s.push({.op = Op::let, .unit = unit, .a = value, .index = row, .requirements = s.node(value).requirements});
  s.lets_.push_back({full(name), labelled(label), display, source, unit, value, id});
  if (!s.by_name_.emplace(full(name), id).second) s.report(full(name), "two quantities have this name");
  return {&s, id};
}

Quantity Section::let(const char* name, const Function& function, std::initializer_list<Quantity> arguments,
                      const Unit& declared, const char* label, const char* source, const char* display) const {
  Sheet& s = *sheet_;
  const Unit unit = declared;
  assert(arguments.size() <= 4);
  FunctionCall call{&function, {-1, -1, -1, -1}, 0};
  Node node{.op = Op::function, .unit = unit, .index = static_cast<int32_t>(s.calls_.size())};
  for (const Quantity& argument : arguments) {
    call.arguments[static_cast<size_t>(call.count++)] = argument.node;
    node.requirements |= s.node(argument.node).requirements;
  }
  s.calls_.push_back(call);
  return let(name, Quantity{&s, s.push(node)}, unit, label, source, display);
}

Requirement Section::require(const char* name, Condition condition, const char* reason) const {
  Sheet& s = *sheet_;
  assert(s.gates_.size() < 32);
  if (s.poisoned(condition.node)) {
    s.report(full(name), s.poison_message(condition.node));
    condition.node = s.constant({1, unitless});
  }
  s.gates_.push_back({full(name), reason, condition.node});
  return {static_cast<int>(s.gates_.size()) - 1};
}

// ---- Sheet

NodeId Sheet::push(Node node) {
  nodes_.push_back(node);
  return static_cast<NodeId>(nodes_.size()) - 1;
}

NodeId Sheet::constant(const Literal& literal) {
  return push({.op = Op::constant, .unit = literal.unit, .value = literal.value});
}

NodeId Sheet::resolve(const Operand& operand) {
  assert(operand.quantity.sheet == nullptr || operand.quantity.sheet == this);
  return operand.quantity.sheet ? operand.quantity.node : constant(operand.literal);
}

NodeId Sheet::emit(Op op, const Unit& unit, NodeId a, NodeId b, NodeId c) {
  uint32_t requirements = node(a).requirements;
  if (b >= 0) requirements |= node(b).requirements;
  if (c >= 0) requirements |= node(c).requirements;
  return push({.op = op, .unit = unit, .a = a, .b = b, .c = c, .requirements = requirements});
}

NodeId Sheet::gate(NodeId id, int requirement) {
  const uint32_t own = 1U << static_cast<uint32_t>(requirement);
  return push({.op = Op::gate,
               .unit = node(id).unit,
               .a = id,
               .index = requirement,
               .requirements = node(id).requirements | own});
}

NodeId Sheet::poison(std::string message) {
  poisons_.push_back(std::move(message));
  return push({.op = Op::poison, .index = static_cast<int32_t>(poisons_.size()) - 1});
}

const std::string& Sheet::poison_message(NodeId id) const {
  return poisons_[static_cast<size_t>(node(id).index)];
}

void Sheet::report(std::string where, std::string what) {
  issues_.push_back({.file = std::move(where), .what = std::move(what)});
}

NodeId Sheet::find(std::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? -1 : found->second;
}

const Let* Sheet::let_at(NodeId id) const {
  while (node(id).op == Op::gate) id = node(id).a;
  return node(id).op == Op::let ? &lets_[static_cast<size_t>(node(id).index)] : nullptr;
}

const Input* Sheet::input_at(NodeId id) const {
  while (node(id).op == Op::gate) id = node(id).a;
  return node(id).op == Op::input ? &inputs_[static_cast<size_t>(node(id).index)] : nullptr;
}

std::string_view Sheet::name(NodeId id) const {
  if (const Let* let = let_at(id)) return let->name;
  if (const Input* input = input_at(id)) return input->name;
  return "";
}

std::vector<std::string> Sheet::names() const {
  std::vector<std::string> all;
  for (const Input& input : inputs_) all.push_back(input.name);
  for (const Let& let : lets_) all.push_back(let.name);
  return all;
}

std::vector<double> Sheet::defaults() const {
  std::vector<double> values;
  for (const Input& input : inputs_) values.push_back(input.value);
  return values;
}

// ---- the oracle

namespace {

double call_function(const FunctionCall& call, const std::vector<double>& values) {
  double value = 0;
  std::array<double, 4> arguments{};
  std::array<const double*, 4> columns{};
  for (size_t i = 0; i < static_cast<size_t>(call.count); ++i) {
    arguments[i] = values[static_cast<size_t>(call.arguments[i])];
    columns[i] = &arguments[i];
  }
  call.function->run(columns.data(), &value, 1);
  return value;
}

double evaluate_node(const Sheet& sheet, const Node& node, std::span<const double> inputs,
                     const std::vector<double>& values) {
  const auto at = [&](NodeId id) { return id < 0 ? 0.0 : values[static_cast<size_t>(id)]; };
  if (node.op == Op::constant) return node.value;
  if (node.op == Op::input) return inputs[static_cast<size_t>(node.index)];
  if (node.op == Op::function) return call_function(sheet.calls()[static_cast<size_t>(node.index)], values);
  return apply(node.op, at(node.a), at(node.b), at(node.c));
}

}  // namespace

std::vector<double> evaluate_nodes(const Sheet& sheet, std::span<const double> inputs) {
  assert(inputs.size() == sheet.inputs().size());
  std::vector<double> values;
  values.reserve(sheet.nodes().size());
  for (const Node& node : sheet.nodes()) values.push_back(evaluate_node(sheet, node, inputs, values));
  return values;
}

std::vector<NodeId> dependents(const Sheet& sheet, int input) {
  std::vector<bool> moves(sheet.nodes().size());
  const auto moved = [&](NodeId id) { return id >= 0 && moves[static_cast<size_t>(id)]; };
  std::vector<NodeId> all;
  for (size_t i = 0; i < moves.size(); ++i) {
    const Node& node = sheet.nodes()[i];
    bool does = node.op == Op::input ? node.index == input : moved(node.a) || moved(node.b) || moved(node.c);
    if (node.op == Op::function) {
      const FunctionCall& call = sheet.calls()[static_cast<size_t>(node.index)];
      does = std::any_of(call.arguments.begin(), call.arguments.begin() + call.count, moved);
    }
    moves[i] = does;
    if (does) all.push_back(static_cast<NodeId>(i));
  }
  return all;
}

void evaluate_again(const Sheet& sheet, std::span<const double> inputs, std::span<const NodeId> nodes,
                    std::vector<double>& values) {
  for (const NodeId id : nodes) values[static_cast<size_t>(id)] = evaluate_node(sheet, sheet.node(id), inputs, values);
}

}  // namespace wallflip
