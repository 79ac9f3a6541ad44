// The arithmetic of a knob without any drawing: snapping and steps.
#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/knob.hpp"

namespace wallflip::widgets {
namespace {

constexpr std::array<double, 3> mantissas = {1, 2, 5};

/// The k-th value of 1, 2, 5, 10, 20, ...; k may be negative.
double one_two_five(int k) {
  const int decade = k >= 0 ? k / 3 : (k - 2) / 3;
  return mantissas[static_cast<size_t>(k - 3 * decade)] * std::pow(10.0, decade);
}

int nearest_one_two_five(double value) {
  const int start = 3 * static_cast<int>(std::floor(std::log10(value)));
  int best = start;
  for (int k = start; k <= start + 3; ++k) {
    if (std::abs(std::log(one_two_five(k) / value)) < std::abs(std::log(one_two_five(best) / value))) best = k;
  }
  return best;
}

double clamped(const Knob& knob, double value) {
  return std::clamp(value, knob.min, knob.max);
}

}  // namespace

double snapped(const Knob& knob, double value) {
  if (!std::isfinite(value)) return clamped(knob, knob.initial);
  if (value <= knob.min || value >= knob.max) return clamped(knob, value);
  if (knob.snap == Snap::integer) return clamped(knob, std::round(value));
  if (knob.snap == Snap::powers_of_two && value > 0) return clamped(knob, std::exp2(std::round(std::log2(value))));
  if (knob.snap == Snap::one_two_five && value > 0) return clamped(knob, one_two_five(nearest_one_two_five(value)));
  return value;
}

double stepped(const Knob& knob, int steps, bool fine) {
  const double value = knob.value;
  if (knob.snap == Snap::powers_of_two && value > 0) {
    return clamped(knob, std::exp2(std::round(std::log2(value)) + steps));
  }
  if (knob.snap == Snap::one_two_five && value > 0 && !fine) {
    return clamped(knob, one_two_five(nearest_one_two_five(value) + steps));
  }
  const double share = fine ? 0.001 : 0.02;
  double next =
      knob.log ? value * std::pow(knob.max / knob.min, share * steps) : value + (knob.max - knob.min) * share * steps;
  if (knob.snap == Snap::integer) {  // at least one whole step
    next = std::round(fine ? value + steps : next);
    if (next == value) next = value + steps;
  }
  return clamped(knob, next);
}

}  // namespace wallflip::widgets
