#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "model/sheet/apply.hpp"
#include "model/sheet/program.hpp"

// Interval arithmetic on a compiled program. Conditions are intervals within [0, 1]: [1,1] true, [0,0] false, [0,1]
// open.

namespace wallflip {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Range {
  double low, high;
};

// Bounds in a row of columns, or one scalar for all of them (stride 0).
struct RangeRow {
  const double* low = nullptr;
  const double* high = nullptr;
  size_t stride = 0;
  Range at(size_t k) const { return {low[k * stride], high[k * stride]}; }
};

// A NaN (0 * inf, inf - inf) means that nothing is known.
Range checked(double low, double high) {
  return {std::isnan(low) ? -infinity : low, std::isnan(high) ? infinity : high};
}

Range hull(std::initializer_list<double> corners) {
  Range r{infinity, -infinity};
  for (const double x : corners) {
    if (std::isnan(x)) return {-infinity, infinity};
    r.low = std::min(r.low, x);
    r.high = std::max(r.high, x);
  }
  return r;
}

Range truth(bool certain, bool impossible) {
  return {certain ? 1.0 : 0.0, impossible ? 0.0 : 1.0};
}

Range power(Range a, Range b) {
  if (a.low < 0) return {-infinity, infinity};  // a negative base has no real power in general
  const auto corner = [](double x, double y) { return apply(Op::pow, x, y, 0); };
  return hull({corner(a.low, b.low), corner(a.low, b.high), corner(a.high, b.low), corner(a.high, b.high)});
}

Range quotient(Range a, Range b) {
  if (b.low <= 0 && b.high >= 0) return {-infinity, infinity};
  if (a.low >= 0 && b.low > 0) return checked(a.low / b.high, a.high / b.low);
  return hull({a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high});
}

Range apply_range(Op op, Range a, Range b, Range c) {
  const auto monotone = [&] { return checked(apply(op, a.low, 0, 0), apply(op, a.high, 0, 0)); };
  switch (op) {
    case Op::add:
      return checked(a.low + b.low, a.high + b.high);
    case Op::sub:
      return checked(a.low - b.high, a.high - b.low);
    case Op::mul:
      if (a.low >= 0 && b.low >= 0) return checked(a.low * b.low, a.high * b.high);
      return hull({a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high});
    case Op::div:
      return quotient(a, b);
    case Op::neg:
      return {-a.high, -a.low};
    case Op::min:
      return {std::min(a.low, b.low), std::min(a.high, b.high)};
    case Op::max:
      return {std::max(a.low, b.low), std::max(a.high, b.high)};
    case Op::ceil:
    case Op::floor:
    case Op::round:
    case Op::exp:
      return monotone();
    case Op::sqrt:
    case Op::log2:
      return a.low < 0 ? Range{-infinity, infinity} : monotone();
    case Op::pow:
      return power(a, b);
    case Op::less:
      return truth(a.high < b.low, a.low >= b.high);
    case Op::less_equal:
      return truth(a.high <= b.low, a.low > b.high);
    case Op::equal:
      return truth(a.low == a.high && b.low == b.high && a.low == b.low, a.high < b.low || b.high < a.low);
    case Op::not_equal:
      return truth(a.high < b.low || b.high < a.low, a.low == a.high && b.low == b.high && a.low == b.low);
    case Op::and_:
      return {std::min(a.low, b.low), std::min(a.high, b.high)};
    case Op::or_:
      return {std::max(a.low, b.low), std::max(a.high, b.high)};
    case Op::not_:
      return {1 - a.high, 1 - a.low};
    case Op::select:
      if (a.low > 0) return b;
      if (a.high <= 0) return c;
      return {std::min(b.low, c.low), std::max(b.high, c.high)};
    default:
      return {-infinity, infinity};
  }
}

}  // namespace

IntervalRunner::IntervalRunner(const Program& program)
    : program_(&program),
      scalar_runner_(program),
      low_(program.row_count() * block_width),
      high_(program.row_count() * block_width) {}

void IntervalRunner::set_inputs(std::span<const double> inputs) {
  scalar_runner_.set_inputs(inputs);
}

void IntervalRunner::run(std::span<const double* const> low, std::span<const double* const> high, size_t count,
                         std::span<double* const> result_low, std::span<double* const> result_high) {
  assert(count <= block_width);
  const auto slot = [](int32_t row) { return static_cast<size_t>(row) * block_width; };
  for (size_t i = 0; i < low.size(); ++i) {
    std::copy_n(low[i], count, low_.begin() + static_cast<ptrdiff_t>(i * block_width));
    std::copy_n(high[i], count, high_.begin() + static_cast<ptrdiff_t>(i * block_width));
  }
  const std::vector<double>& scalars = scalar_runner_.scalars_;
  const auto operand = [&](bool scalar, int32_t row) -> RangeRow {
    if (scalar) return {scalars.data() + row, scalars.data() + row, 0};
    return {low_.data() + slot(row), high_.data() + slot(row), 1};
  };
  const auto call = [&](const Program::FunctionStep& step, size_t k) -> Range {
    std::array<double, 4> at_low{};
    std::array<double, 4> at_high{};
    std::array<const double*, 4> low_arguments{};
    std::array<const double*, 4> high_arguments{};
    for (size_t i = 0; i < static_cast<size_t>(step.count); ++i) {
      const Range r = operand(step.arguments[i].scalar, step.arguments[i].row).at(k);
      const int sign = step.function->monotone[i];
      if (sign == 0 && r.low != r.high) return {-infinity, infinity};
      at_low[i] = sign >= 0 ? r.low : r.high;
      at_high[i] = sign >= 0 ? r.high : r.low;
      low_arguments[i] = &at_low[i];
      high_arguments[i] = &at_high[i];
    }
    Range result{};
    step.function->run(low_arguments.data(), &result.low, 1);
    step.function->run(high_arguments.data(), &result.high, 1);
    return checked(result.low, result.high);
  };
  for (const Instruction& ins : program_->body_) {
    const bool is_call = ins.op == Op::function;  // then `a` is a row of functions
    const RangeRow a = is_call ? RangeRow{} : operand((ins.mode & 1) != 0, ins.a);
    const RangeRow b = operand((ins.mode & 2) != 0, ins.b), c = operand((ins.mode & 4) != 0, ins.c);
    for (size_t k = 0; k < count; ++k) {
      Range r{};
      if (ins.op == Op::let) {
        r = a.at(k);
      } else if (ins.op == Op::function) {
        r = call(program_->functions_[static_cast<size_t>(ins.a)], k);
      } else {
        r = apply_range(ins.op, a.at(k), b.at(k), c.at(k));
      }
      low_[slot(ins.d) + k] = r.low;
      high_[slot(ins.d) + k] = r.high;
    }
  }
  for (size_t j = 0; j < result_low.size(); ++j) {
    const Place& place = program_->outputs_[j];
    const RangeRow found = operand(place.scalar, place.row);
    for (size_t k = 0; k < count; ++k) {
      const Range r = found.at(k);
      result_low[j][k] = r.low;
      result_high[j][k] = r.high;
    }
  }
}

}  // namespace wallflip
