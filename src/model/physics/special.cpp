#include "model/physics/special.hpp"

#include <cmath>

namespace wallflip {

double log_gamma(double x) {
  constexpr double half_log_2pi = 0.91893853320467274178;
  double shift = 1;  // gamma(x + 1) = x gamma(x): Stirling's series is exact to the last bits from 10 up
  for (; x < 10; x += 1) shift *= x;
  const double r = 1 / (x * x);
  const double series =
      (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188 - r * 691.0 / 360360))))) / x;
  return (x - 0.5) * std::log(x) - x + half_log_2pi + series - std::log(shift);
}

}  // namespace wallflip
