#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "model/sheet/apply.hpp"
#include "model/sheet/program.hpp"

namespace wallflip {
namespace {

using ValueId = int32_t;

// One distinct value of the program: what is left of the nodes after names, gates and repetitions are gone.
struct Value {
  Op op = Op::constant;
  std::array<ValueId, 4> operand{-1, -1, -1, -1};
  double number = 0;   // constant
  int32_t index = -1;  // input or function call
  bool varying = false;
  bool live = false;
  int last_use = -1;           // position in the value list
  std::vector<int> outputs{};  // the results it is
  Place place{};
};

// 1/x, where that is exact: a power of two.
std::optional<double> exact_inverse(double x) {
  int exponent = 0;
  const bool power_of_two = std::abs(std::frexp(x, &exponent)) == 0.5;
  if (!power_of_two || std::abs(exponent) > 1000) return std::nullopt;
  return 1 / x;
}

bool is_condition(Op op) {
  return op >= Op::less && op <= Op::not_;
}

bool commutes(Op op) {
  return op == Op::add || op == Op::mul;  // min and max do not: they differ on NaN and on -0
}

}  // namespace

struct Compiler {
  const Sheet& sheet;
  Program& program;
  std::vector<Value> values;
  std::vector<ValueId> value_of_node;
  std::map<std::tuple<Op, std::array<ValueId, 4>, uint64_t, int32_t>, ValueId> known;

  ValueId intern(const Value& v) {
    const auto key = std::make_tuple(v.op, v.operand, std::bit_cast<uint64_t>(v.number), v.index);
    const auto [entry, is_new] = known.emplace(key, static_cast<ValueId>(values.size()));
    if (is_new) values.push_back(v);
    return entry->second;
  }

  const Value& at(ValueId id) const { return values[static_cast<size_t>(id)]; }

  bool all_constant(const Value& v) const {
    return std::all_of(v.operand.begin(), v.operand.end(),
                       [&](ValueId id) { return id < 0 || at(id).op == Op::constant; });
  }

  bool is_number(ValueId id, double number) const {
    return at(id).op == Op::constant && std::bit_cast<uint64_t>(at(id).number) == std::bit_cast<uint64_t>(number);
  }

  // An operation whose result is one of its operands, whatever the others are. Conditions are 0 or 1.
  std::optional<ValueId> decided(Op op, ValueId a, ValueId b, ValueId c) const {
    const auto known_as = [&](ValueId id, bool truth) {
      return at(id).op == Op::constant && (at(id).number != 0) == truth;
    };
    if (op == Op::select) {
      if (b == c || known_as(a, true)) return b;
      if (known_as(a, false)) return c;
      if (is_condition(at(a).op) && is_number(b, 1) && is_number(c, 0)) return a;  // a flag is its condition
    }
    if (op == Op::equal && is_condition(at(a).op) && is_number(b, 1)) return a;
    if (op == Op::equal && is_condition(at(b).op) && is_number(a, 1)) return b;
    if ((op == Op::min || op == Op::max) && a == b) return a;
    if (op == Op::and_ || op == Op::or_) {
      const bool neutral = op == Op::and_;
      if (known_as(a, neutral) || known_as(b, !neutral)) return b;
      if (known_as(b, neutral) || known_as(a, !neutral)) return a;
    }
    return std::nullopt;
  }

  // What units leave behind (* 1, / 1) goes, and a division by a power of two is a product: neither changes a bit.
  ValueId operation(Op op, ValueId a, ValueId b, ValueId c) {
    if (op == Op::greater || op == Op::greater_equal) {
      std::swap(a, b);
      op = op == Op::greater ? Op::less : Op::less_equal;
    }
    if (commutes(op) && a > b) std::swap(a, b);
    if (const auto operand = decided(op, a, b, c)) return *operand;
    if (op == Op::div && at(b).op == Op::constant) {
      if (const auto inverse = exact_inverse(at(b).number)) {
        return operation(Op::mul, a, intern({.op = Op::constant, .number = *inverse}), -1);
      }
    }
    if (op == Op::mul && is_number(a, 1)) return b;
    if (op == Op::mul && is_number(b, 1)) return a;
    Value v{.op = op, .operand = {a, b, c, -1}};
    if (all_constant(v)) {
      const auto number = [&](ValueId id) { return id < 0 ? 0 : at(id).number; };
      return intern({.op = Op::constant, .number = apply(op, number(a), number(b), number(c))});
    }
    for (const ValueId id : v.operand) v.varying = v.varying || (id >= 0 && at(id).varying);
    return intern(v);
  }

  ValueId call(const Node& node) {
    const FunctionCall& function = sheet.calls()[static_cast<size_t>(node.index)];
    Value v{.op = Op::function, .index = 0};  // the function's first call: two calls of the same values are one value
    while (sheet.calls()[static_cast<size_t>(v.index)].function != function.function) ++v.index;
    for (size_t i = 0; i < static_cast<size_t>(function.count); ++i) {
      v.operand[i] = number_node(function.arguments[i]);
      v.varying = v.varying || at(v.operand[i]).varying;
    }
    return intern(v);
  }

  // Operands come before their users in a sheet, so the recursion is as deep as a formula, not as the sheet:
  // nodes below are numbered first by `number_all`.
  ValueId number_node(NodeId id) { return value_of_node[static_cast<size_t>(id)]; }

  void number_all(std::span<const NodeId> outputs) {
    std::vector<bool> needed(sheet.nodes().size());
    mark(outputs, needed);
    value_of_node.assign(sheet.nodes().size(), -1);
    for (size_t i = 0; i < needed.size(); ++i) {
      if (needed[i]) value_of_node[i] = number(sheet.nodes()[i]);
    }
  }

  void mark(std::span<const NodeId> outputs, std::vector<bool>& needed) const {
    std::vector<NodeId> stack(outputs.begin(), outputs.end());
    const auto push = [&](NodeId id) {
      if (id >= 0) stack.push_back(id);
    };
    while (!stack.empty()) {
      const NodeId id = stack.back();
      stack.pop_back();
      if (needed[static_cast<size_t>(id)]) continue;
      needed[static_cast<size_t>(id)] = true;
      const Node& node = sheet.node(id);
      push(node.a);
      push(node.b);
      push(node.c);
      if (node.op == Op::function) {
        for (const NodeId argument : sheet.calls()[static_cast<size_t>(node.index)].arguments) push(argument);
      }
    }
  }

  ValueId number(const Node& node) {
    switch (node.op) {
      case Op::constant:
        return intern({.op = Op::constant, .number = node.value});
      case Op::input: {
        for (const FixedInput& f : program.fixed_) {
          if (f.input == node.index) return intern({.op = Op::constant, .number = f.value});
        }
        const bool varies =
            std::find(program.varying_.begin(), program.varying_.end(), node.index) != program.varying_.end();
        return intern({.op = Op::input, .index = node.index, .varying = varies});
      }
      case Op::let:
      case Op::gate:
        return number_node(node.a);
      case Op::function:
        return call(node);
      default:
        return operation(node.op, number_node(node.a), node.b < 0 ? -1 : number_node(node.b),
                         node.c < 0 ? -1 : number_node(node.c));
    }
  }

  // A select with a constant condition leaves its other side behind: drop what no output reaches.
  void find_live(std::span<const NodeId> outputs) {
    for (size_t j = 0; j < outputs.size(); ++j) {
      Value& v = values[static_cast<size_t>(number_node(outputs[j]))];
      v.live = true;
      v.outputs.push_back(static_cast<int>(j));
    }
    for (size_t i = values.size(); i-- > 0;) {
      if (!values[i].live) continue;
      for (const ValueId id : values[i].operand) {
        if (id < 0) continue;
        Value& operand = values[static_cast<size_t>(id)];
        operand.live = true;
        operand.last_use = std::max(operand.last_use, static_cast<int>(i));
      }
    }
  }

  void place_scalars() {
    for (Value& v : values) {
      if (!v.live || v.varying) continue;
      v.place = {true, static_cast<int32_t>(program.constants_.size())};
      program.constants_.push_back(v.op == Op::constant ? v.number : 0);
      if (v.op == Op::input) program.input_scalars_.push_back({v.index, v.place.row});
    }
  }

  // Varying inputs have the first slots, for the whole program: the caller fills them before it runs.
  void place_columns() {
    std::vector<int32_t> free;
    for (Value& v : values) {
      if (v.op != Op::input || !v.varying) continue;
      const auto found = std::find(program.varying_.begin(), program.varying_.end(), v.index);
      v.place = {false, static_cast<int32_t>(found - program.varying_.begin())};
    }
    program.slots_ = static_cast<int>(program.varying_.size());
    for (size_t i = 0; i < values.size(); ++i) {
      Value& v = values[i];
      if (!v.live || !v.varying || v.op == Op::input) continue;
      if (v.op != Op::function) release(v, static_cast<int>(i), free);  // a function may read after it writes
      v.place = {false, v.outputs.empty() ? take(free) : output_row(v.outputs[0])};
      if (v.op == Op::function) release(v, static_cast<int>(i), free);
    }
    for (Value& v : values) {
      if (!v.place.scalar && v.place.row < 0) v.place.row = program.slots_ + output_row(v.place.row);
    }
  }

  // Rows of outputs follow the slots, whose number is not known while they are taken: -1, -2 ... until then.
  static int32_t output_row(int32_t j) { return -1 - j; }

  int32_t take(std::vector<int32_t>& free) const {
    if (free.empty()) return program.slots_++;
    const int32_t slot = free.back();
    free.pop_back();
    return slot;
  }

  void release(const Value& v, int position, std::vector<int32_t>& free) const {
    for (size_t i = 0; i < v.operand.size(); ++i) {
      const ValueId id = v.operand[i];
      if (id < 0 || std::find(v.operand.begin(), v.operand.begin() + static_cast<ptrdiff_t>(i), id) !=
                        v.operand.begin() + static_cast<ptrdiff_t>(i)) {
        continue;
      }
      const bool dies = at(id).varying && at(id).last_use == position;
      const bool is_slot = at(id).op != Op::input && at(id).place.row >= 0;  // inputs belong to the caller
      if (dies && is_slot) free.push_back(at(id).place.row);
    }
  }

  void emit() {
    for (const Value& v : values) {
      if (v.live && v.op == Op::input) copy(v);
      if (!v.live || v.op == Op::constant || v.op == Op::input) continue;
      Instruction ins{.op = v.op, .d = v.place.row};
      if (v.op == Op::function) {
        ins.a = static_cast<int32_t>(program.functions_.size());
        add_function(v);
      } else {
        const std::array<int32_t*, 3> rows = {&ins.a, &ins.b, &ins.c};
        for (size_t i = 0; i < rows.size(); ++i) {
          if (v.operand[i] < 0) continue;
          const Place& place = at(v.operand[i]).place;
          *rows[i] = place.row;
          if (place.scalar) ins.mode = static_cast<uint8_t>(ins.mode | (1U << i));
        }
      }
      (v.varying ? program.body_ : program.uniform_).push_back(ins);
      copy(v);
    }
  }

  // To the outputs that v was not computed in: all of them for an input, all but the first otherwise.
  void copy(const Value& v) {
    if (!v.varying) return;
    for (const int j : v.outputs) {
      const int32_t row = program.slots_ + j;
      if (row != v.place.row) program.body_.push_back({.op = Op::let, .d = row, .a = v.place.row});
    }
  }

  void add_function(const Value& v) {
    const FunctionCall& call = sheet.calls()[static_cast<size_t>(v.index)];
    Program::FunctionStep step{call.function, {}, call.count};
    for (size_t i = 0; i < static_cast<size_t>(call.count); ++i) step.arguments[i] = at(v.operand[i]).place;
    program.functions_.push_back(step);
  }
};

std::vector<FixedInput> fixed_choices(const Sheet& sheet, std::span<const int> varying,
                                      std::span<const double> inputs) {
  std::vector<FixedInput> fixed;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const auto row = static_cast<int>(i);
    const bool varies = std::find(varying.begin(), varying.end(), row) != varying.end();
    if (sheet.inputs()[i].steps == Steps::named && !varies) fixed.push_back({row, inputs[i]});
  }
  return fixed;
}

Program::Program(const Sheet& sheet, std::span<const NodeId> outputs, std::span<const int> varying,
                 std::span<const FixedInput> fixed)
    : varying_(varying.begin(), varying.end()), fixed_(fixed.begin(), fixed.end()) {
  assert(sheet.issues().empty());
  Compiler compiler{sheet, *this, {}, {}, {}};
  compiler.number_all(outputs);
  compiler.find_live(outputs);
  compiler.place_scalars();
  compiler.place_columns();
  compiler.emit();
  for (size_t j = 0; j < outputs.size(); ++j) {
    const ValueId id = compiler.number_node(outputs[j]);
    const Value& v = compiler.at(id);
    outputs_.push_back(v.varying ? Place{false, slots_ + static_cast<int32_t>(j)} : v.place);
    output_values_.push_back(id);
  }
}

}  // namespace wallflip
