#include <cassert>
#include <string>

#include "model/sheet/formula.hpp"
#include "model/sheet/sheet.hpp"

// The operators of quantity.hpp: each checks units once, when the node is built.

namespace wallflip {
namespace {

// The sheet of whichever operand has one; a node is never made of two literals.
Sheet& sheet_of(const Operand& a, const Operand& b) {
  Sheet* sheet = a.quantity.sheet ? a.quantity.sheet : b.quantity.sheet;
  assert(sheet != nullptr);
  return *sheet;
}

std::string unit_name(const Unit& unit) {
  return unit == unitless ? "a plain number" : to_string(unit);
}

std::string described(const Sheet& sheet, NodeId id) {
  return expression_text(sheet, id) + " [" + to_string(sheet.node(id).unit) + "]";
}

Quantity conflict(Sheet& sheet, const char* verb, const char* joiner, NodeId a, NodeId b) {
  return {&sheet, sheet.poison(std::string("cannot ") + verb + " " + unit_name(sheet.node(a).unit) + joiner +
                               unit_name(sheet.node(b).unit) + "\n    left:  " + described(sheet, a) +
                               "\n    right: " + described(sheet, b))};
}

// The first poisoned operand, or -1: a mistake travels silently to the first name above it.
NodeId poison_among(const Sheet& sheet, NodeId a, NodeId b = -1, NodeId c = -1) {
  for (const NodeId id : {a, b, c}) {
    if (id >= 0 && sheet.poisoned(id)) return id;
  }
  return -1;
}

Quantity same_unit(Op op, const char* verb, const char* joiner, const Operand& left, const Operand& right,
                   bool is_condition = false) {
  Sheet& sheet = sheet_of(left, right);
  const NodeId a = sheet.resolve(left);
  const NodeId b = sheet.resolve(right);
  if (const NodeId bad = poison_among(sheet, a, b); bad >= 0) return {&sheet, bad};
  if (sheet.node(a).unit != sheet.node(b).unit) return conflict(sheet, verb, joiner, a, b);
  return {&sheet, sheet.emit(op, is_condition ? unitless : sheet.node(a).unit, a, b)};
}

Quantity product(Op op, const Operand& left, const Operand& right) {
  Sheet& sheet = sheet_of(left, right);
  const NodeId a = sheet.resolve(left);
  const NodeId b = sheet.resolve(right);
  if (const NodeId bad = poison_among(sheet, a, b); bad >= 0) return {&sheet, bad};
  const Unit& ua = sheet.node(a).unit;
  const Unit& ub = sheet.node(b).unit;
  return {&sheet, sheet.emit(op, op == Op::mul ? ua * ub : ua / ub, a, b)};
}

Quantity unary(Op op, Quantity a) {
  if (a.sheet->poisoned(a.node)) return a;
  return {a.sheet, a.sheet->emit(op, a.sheet->node(a.node).unit, a.node)};
}

Quantity plain_only(Op op, const char* function, const Operand& left, const Operand& right, bool binary) {
  Sheet& sheet = sheet_of(left, right);
  const NodeId a = sheet.resolve(left);
  const NodeId b = binary ? sheet.resolve(right) : -1;
  if (const NodeId bad = poison_among(sheet, a, b); bad >= 0) return {&sheet, bad};
  for (const NodeId id : {a, b}) {
    if (id < 0 || sheet.node(id).unit == unitless) continue;
    return {&sheet, sheet.poison(std::string(function) + " needs a plain number, got " + described(sheet, id))};
  }
  return {&sheet, sheet.emit(op, unitless, a, b)};
}

Condition compare(Op op, const Operand& a, const Operand& b) {
  const Quantity q = same_unit(op, "compare", " with ", a, b, true);
  return {q.sheet, q.node};
}

Condition logical(Op op, Condition a, Condition b) {
  if (const NodeId bad = poison_among(*a.sheet, a.node, b.node); bad >= 0) return {a.sheet, bad};
  return {a.sheet, a.sheet->emit(op, unitless, a.node, b.node)};
}

Quantity fold(Op op, const char* verb, std::initializer_list<Operand> arguments) {
  assert(arguments.size() >= 2);
  Operand result = *arguments.begin();
  for (const Operand* next = arguments.begin() + 1; next != arguments.end(); ++next) {
    result = same_unit(op, verb, " and ", result, *next);
  }
  return result.quantity;
}

}  // namespace

Quantity Quantity::given(Requirement requirement) const {
  if (requirement.index < 0 || sheet->poisoned(node)) return *this;
  return {sheet, sheet->gate(node, requirement.index)};
}

Quantity operator+(const Operand& a, const Operand& b) {
  return same_unit(Op::add, "add", " and ", a, b);
}
Quantity operator-(const Operand& a, const Operand& b) {
  return same_unit(Op::sub, "subtract", " and ", a, b);
}
Quantity operator*(const Operand& a, const Operand& b) {
  return product(Op::mul, a, b);
}
Quantity operator/(const Operand& a, const Operand& b) {
  return product(Op::div, a, b);
}
Quantity operator-(Quantity a) {
  return unary(Op::neg, a);
}
Quantity min(std::initializer_list<Operand> arguments) {
  return fold(Op::min, "take the smaller of", arguments);
}
Quantity max(std::initializer_list<Operand> arguments) {
  return fold(Op::max, "take the larger of", arguments);
}
Quantity min(const Operand& a, const Operand& b) {
  return min({a, b});
}
Quantity max(const Operand& a, const Operand& b) {
  return max({a, b});
}
Quantity ceil(Quantity a) {
  return unary(Op::ceil, a);
}
Quantity floor(Quantity a) {
  return unary(Op::floor, a);
}
Quantity round(Quantity a) {
  return unary(Op::round, a);
}
Quantity sqrt(Quantity a) {
  if (a.sheet->poisoned(a.node)) return a;
  const std::optional<Unit> unit = square_root(a.sheet->node(a.node).unit);
  if (!unit) return {a.sheet, a.sheet->poison("sqrt needs even powers, got " + described(*a.sheet, a.node))};
  return {a.sheet, a.sheet->emit(Op::sqrt, *unit, a.node)};
}
Quantity log2(Quantity a) {
  return plain_only(Op::log2, "log2", a, a, false);
}
Quantity exp(Quantity a) {
  return plain_only(Op::exp, "exp", a, a, false);
}
Quantity pow(const Operand& a, const Operand& b) {
  return plain_only(Op::pow, "pow", a, b, true);
}
Condition operator<(const Operand& a, const Operand& b) {
  return compare(Op::less, a, b);
}
Condition operator<=(const Operand& a, const Operand& b) {
  return compare(Op::less_equal, a, b);
}
Condition operator>(const Operand& a, const Operand& b) {
  return compare(Op::greater, a, b);
}
Condition operator>=(const Operand& a, const Operand& b) {
  return compare(Op::greater_equal, a, b);
}
Condition operator==(const Operand& a, const Operand& b) {
  return compare(Op::equal, a, b);
}
Condition operator!=(const Operand& a, const Operand& b) {
  return compare(Op::not_equal, a, b);
}
Condition operator&&(Condition a, Condition b) {
  return logical(Op::and_, a, b);
}
Condition operator||(Condition a, Condition b) {
  return logical(Op::or_, a, b);
}
Condition operator!(Condition a) {
  return {a.sheet, a.sheet->poisoned(a.node) ? a.node : a.sheet->emit(Op::not_, unitless, a.node)};
}

Quantity select(Condition condition, const Operand& left, const Operand& right) {
  Sheet& sheet = *condition.sheet;
  const NodeId a = sheet.resolve(left);
  const NodeId b = sheet.resolve(right);
  if (const NodeId bad = poison_among(sheet, condition.node, a, b); bad >= 0) return {&sheet, bad};
  if (sheet.node(a).unit != sheet.node(b).unit) return conflict(sheet, "choose between", " and ", a, b);
  return {&sheet, sheet.emit(Op::select, sheet.node(a).unit, condition.node, a, b)};
}

}  // namespace wallflip
