#pragma once

#include <cstdint>
#include <initializer_list>

#include "model/sheet/unit.hpp"

namespace wallflip {

class Sheet;
using NodeId = int32_t;

/// A gate declared with Section::require; the default one is always open.
struct Requirement {
  int index = -1;
};

/// A handle to one node of a sheet: a named quantity or an expression on the way to one. Copy freely.
struct Quantity {
  Sheet* sheet = nullptr;
  NodeId node = -1;

  /// The same quantity, meaningful only while `requirement` (a name returned by Section::require) holds: a design that
  /// does not fit has no step time. Everything computed from it inherits the gate; the arithmetic itself is unchanged.
  Quantity given(Requirement requirement) const;
};

/// The result of a comparison. Not a number: `a < b` cannot be added to anything, and `if (a < b)` does not compile.
struct Condition {
  Sheet* sheet = nullptr;
  NodeId node = -1;
};

/// What an operator accepts: a quantity, a plain number or a number with a unit.
struct Operand {
  Quantity quantity;
  Literal literal;
  Operand(Quantity q) : quantity(q) {}         // NOLINT(google-explicit-constructor): conversion is the purpose
  Operand(double v) : literal{v, unitless} {}  // NOLINT(google-explicit-constructor)
  Operand(const Literal& l) : literal(l) {}    // NOLINT(google-explicit-constructor)
};

// Every operator checks units. A wrong one yields a poisoned node; the quantity that uses it reports the error by name.
Quantity operator+(const Operand& a, const Operand& b);
Quantity operator-(const Operand& a, const Operand& b);
Quantity operator*(const Operand& a, const Operand& b);
Quantity operator/(const Operand& a, const Operand& b);
Quantity operator-(Quantity a);
Quantity min(std::initializer_list<Operand> arguments);
Quantity max(std::initializer_list<Operand> arguments);
Quantity min(const Operand& a, const Operand& b);
Quantity max(const Operand& a, const Operand& b);
Quantity ceil(Quantity a);  ///< in the quantity's own base unit
Quantity floor(Quantity a);
Quantity round(Quantity a);
Quantity sqrt(Quantity a);                         ///< needs even exponents
Quantity log2(Quantity a);                         ///< plain numbers only
Quantity exp(Quantity a);                          ///< plain numbers only
Quantity pow(const Operand& a, const Operand& b);  ///< plain numbers only
Condition operator<(const Operand& a, const Operand& b);
Condition operator<=(const Operand& a, const Operand& b);
Condition operator>(const Operand& a, const Operand& b);
Condition operator>=(const Operand& a, const Operand& b);
Condition operator==(const Operand& a, const Operand& b);
Condition operator!=(const Operand& a, const Operand& b);
Condition operator&&(Condition a, Condition b);
Condition operator||(Condition a, Condition b);
Condition operator!(Condition a);
/// `a` where the condition holds, else `b`. Both sides are always computed.
Quantity select(Condition condition, const Operand& a, const Operand& b);

}  // namespace wallflip
