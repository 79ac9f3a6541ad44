#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/base/issue.hpp"
#include "model/sheet/quantity.hpp"

namespace wallflip {

enum class Op : uint8_t {
  constant,
  input,
  let,
  gate,  // leaves and names; a let or a gate emits no code
  add,
  sub,
  mul,
  div,
  neg,
  min,
  max,  // arithmetic
  ceil,
  floor,
  round,
  sqrt,
  log2,
  exp,
  pow,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  and_,
  or_,
  not_,      // conditions: 1 or 0
  select,    // a ? b : c
  function,  // see Function
  poison,    // a unit error that waits for a name
};

struct Node {
  Op op = Op::constant;
  Unit unit{};
  NodeId a = -1, b = -1, c = -1;  ///< operands; a let or gate: a is what it names
  double value = 0;               ///< constant
  int32_t index = -1;             ///< input, let, gate, function call, poison: row in the table of that kind
  uint32_t requirements = 0;      ///< bit set: gates this node inherits
};

/// Which values an input may take. Everything is a double inside; this drives sliders, flips and validation.
enum class Steps { continuous, integer, powers_of_two, named };

/// One turnable or given number. Everything a formula does not compute is one of these, with its source.
struct Input {
  std::string name, label, display, source;  ///< display: "%", "$/h" or "" for the unit's own form
  Unit unit;
  double value = 0;  ///< default
  Steps steps = Steps::continuous;
  std::vector<std::string> choices;  ///< Steps::named: the names of 0, 1, 2 ...
  NodeId node = -1;
};

/// One named quantity: the definition, its unit, its meaning and its source, in one place.
struct Let {
  std::string name, label, display, source;
  Unit unit;
  NodeId expression = -1;
  NodeId node = -1;
};

/// `reason` may hold {name} of quantities: "needs {kv.needed_bytes}, has {kv.available_bytes}".
struct Gate {
  std::string name, reason;
  NodeId condition = -1;
};

/// What cannot be written in the formula language: a quantile, a fixed point. Runs on whole blocks of columns.
struct Function {
  const char* name;
  const char* method;  ///< one sentence that tells how it is computed
  void (*run)(const double* const* in, double* out, int n);
  std::array<int8_t, 4> monotone{};  ///< per argument: +1 rises, -1 falls, 0 unknown (flips then cannot be proven)
};
struct FunctionCall {
  const Function* function;
  std::array<NodeId, 4> arguments{-1, -1, -1, -1};
  int count = 0;
};

class Section;

/// All definitions of one system. Built once, then read only. Neither copied nor moved: handles point into it.
class Sheet {
 public:
  Sheet() = default;
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;

  Section section(std::string prefix);

  /// Unit errors, duplicate names: all of them, each naming the quantity. Empty for a sheet that may be used.
  const Issues& issues() const { return issues_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  const std::deque<Input>& inputs() const { return inputs_; }
  const std::deque<Let>& lets() const { return lets_; }
  const std::vector<Gate>& gates() const { return gates_; }
  const std::vector<FunctionCall>& calls() const { return calls_; }
  const Node& node(NodeId id) const { return nodes_[static_cast<size_t>(id)]; }

  /// The node of a named input or let, or -1.
  NodeId find(std::string_view name) const;
  /// The let or input a node is, through gates; null for an anonymous expression.
  const Let* let_at(NodeId id) const;
  const Input* input_at(NodeId id) const;
  /// Name of a let or input node, "" for an expression.
  std::string_view name(NodeId id) const;
  std::vector<std::string> names() const;
  /// Default value of every input, in the order of inputs().
  std::vector<double> defaults() const;

  // Building blocks for the operators and the formula parser; a physics file uses Section.
  NodeId constant(const Literal& literal);
  NodeId resolve(const Operand& operand);
  NodeId emit(Op op, const Unit& unit, NodeId a, NodeId b = -1, NodeId c = -1);
  NodeId gate(NodeId id, int requirement);
  NodeId poison(std::string message);
  bool poisoned(NodeId id) const { return node(id).op == Op::poison; }
  const std::string& poison_message(NodeId id) const;
  void report(std::string where, std::string what);

 private:
  friend class Section;
  NodeId push(Node node);

  std::vector<Node> nodes_;
  std::deque<Input> inputs_;
  std::deque<Let> lets_;
  std::vector<Gate> gates_;
  std::vector<FunctionCall> calls_;
  std::vector<std::string> poisons_;
  std::unordered_map<std::string, NodeId> by_name_;
  std::unordered_set<std::string> words_;  ///< prefixes and notes of sections; addresses stay
  Issues issues_;
};

/// A place for names in a sheet: every name below gets the prefix "decode." (or none).
class Section {
 public:
  Section(Sheet& sheet, std::string prefix, std::string note = "");
  Section(const Section&) = default;
  Section& operator=(const Section&) = default;
  // Not trivial: a struct of definitions is there for its effect on the sheet, so nobody is told that it is unused.
  ~Section() {}  // NOLINT(modernize-use-equals-default)

  /// A section below this one: "decode" -> "decode.all_reduce".
  Section section(std::string_view name) const;
  /// The same place with "at the knee" behind every label of a quantity: one struct used twice tells its two uses
  /// apart.
  Section noted(std::string note) const { return {*sheet_, *prefix_, std::move(note)}; }

  Quantity input(const char* name, const Literal& value, const char* label, const char* source,
                 const char* display = "") const;
  Quantity input(const char* name, double value, const char* label, const char* source,
                 const char* display = "") const {
    return input(name, Literal{value, unitless}, label, source, display);
  }
  /// An input that counts whole things: sequences, GPUs.
  Quantity count(const char* name, const Literal& value, const char* label, const char* source) const;
  /// A parallel degree: 1, 2, 4, 8 ...
  Quantity degree(const char* name, const Literal& value, const char* label, const char* source) const;
  /// An input that takes one of `names`; its value is the index.
  Quantity choice(const char* name, std::vector<std::string> names, int value, const char* label,
                  const char* source) const;
  /// Names `expression`. `unit` must be its unit: that is the check.
  Quantity let(const char* name, const Operand& expression, const Unit& unit, const char* label, const char* source,
               const char* display = "") const;
  /// A let whose value `function` computes from up to four quantities. Units of the arguments are the caller's
  /// business.
  Quantity let(const char* name, const Function& function, std::initializer_list<Quantity> arguments, const Unit& unit,
               const char* label, const char* source, const char* display = "") const;
  /// Declares a gate for Quantity::given. At most 32 in a sheet.
  Requirement require(const char* name, Condition condition, const char* reason) const;

  Sheet& sheet() const { return *sheet_; }

 private:
  Quantity add(Input row) const;
  std::string full(std::string_view name) const;
  std::string labelled(const char* label) const;
  Sheet* sheet_;
  const std::string *prefix_, *note_;  ///< kept by the sheet: a section, and each struct that holds one, copies as bits
};

/// Every node's value for one design, by walking the nodes: the slow, obvious way, and the oracle for the tape.
/// `inputs` in the order of Sheet::inputs().
std::vector<double> evaluate_nodes(const Sheet& sheet, std::span<const double> inputs);

/// The nodes that a row of Sheet::inputs() reaches, itself among them, in the order of the sheet.
std::vector<NodeId> dependents(const Sheet& sheet, int input);
/// The same walk over `nodes` only; `values` holds those of all others.
void evaluate_again(const Sheet& sheet, std::span<const double> inputs, std::span<const NodeId> nodes,
                    std::vector<double>& values);

}  // namespace wallflip
