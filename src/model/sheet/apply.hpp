#pragma once

#include <cmath>

#include "model/sheet/elementary.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

/// One operation on plain doubles: what the node walk, constant folding and the uniform part of a tape use. The kernels
/// repeat the same expressions on columns; the tests hold the two bit-equal. Conditions are 1 or 0.
/// min and max keep the second argument when the comparison is false, as the vector instructions do.
inline double apply(Op op, double a, double b, double c) {
  switch (op) {
    case Op::add:
      return a + b;
    case Op::sub:
      return a - b;
    case Op::mul:
      return a * b;
    case Op::div:
      return a / b;
    case Op::neg:
      return -a;
    case Op::min:
      return a < b ? a : b;
    case Op::max:
      return a > b ? a : b;
    case Op::ceil:
      return std::ceil(a);
    case Op::floor:
      return std::floor(a);
    case Op::round:
      return std::floor(a + 0.5);  // halves go up, in every build the same way
    case Op::sqrt:
      return std::sqrt(a);
    case Op::log2:
      return elementary::log2_of(a);
    case Op::exp:
      return elementary::exp_of(a);
    case Op::pow:
      return elementary::pow_of(a, b);
    case Op::less:
      return a < b ? 1 : 0;
    case Op::less_equal:
      return a <= b ? 1 : 0;
    case Op::greater:
      return a > b ? 1 : 0;
    case Op::greater_equal:
      return a >= b ? 1 : 0;
    case Op::equal:
      return a == b ? 1 : 0;
    case Op::not_equal:
      return a != b ? 1 : 0;
    case Op::and_:
      return a != 0 && b != 0 ? 1 : 0;
    case Op::or_:
      return a != 0 || b != 0 ? 1 : 0;
    case Op::not_:
      return a != 0 ? 0 : 1;
    case Op::select:
      return a != 0 ? b : c;
    default:
      return a;  // let and gate pass through; leaves are handled by the caller
  }
}

}  // namespace wallflip
