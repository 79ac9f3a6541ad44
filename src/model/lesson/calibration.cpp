#include "model/lesson/calibration.hpp"

#include <algorithm>
#include <cmath>

namespace wallflip {
namespace {

constexpr int fewest_for_a_verdict = 5;
constexpr double same_level = 1e-6;  // 0.7 that went through a file is still 0.7

ConfidenceLevel& level_for(std::vector<ConfidenceLevel>& levels, double said) {
  const auto at = std::find_if(levels.begin(), levels.end(),
                               [&](const ConfidenceLevel& level) { return level.said > said - same_level; });
  if (at != levels.end() && at->said < said + same_level) return *at;
  return *levels.insert(at, {said, 0, 0});
}

}  // namespace

const ConfidenceLevel* Calibration::level(double wanted) const {
  for (const ConfidenceLevel& level : levels) {
    if (std::abs(level.said - wanted) < same_level) return &level;
  }
  return nullptr;
}

Calibration calibrate(const std::vector<Forecast>& forecasts) {
  Calibration result;
  double said = 0, squares = 0, variance = 0;
  for (const Forecast& forecast : forecasts) {
    ConfidenceLevel& level = level_for(result.levels, forecast.confidence);
    ++level.count;
    ++result.count;
    const double outcome = forecast.right ? 1 : 0;
    if (forecast.right) {
      ++level.right;
      ++result.right;
    }
    said += forecast.confidence;
    squares += (forecast.confidence - outcome) * (forecast.confidence - outcome);
    variance += forecast.confidence * (1 - forecast.confidence);
  }
  if (result.count == 0) return result;
  result.said = said / result.count;
  result.brier = squares / result.count;
  if (result.count < fewest_for_a_verdict) return result;
  const double gap = result.said - result.share();
  const double chance = std::sqrt(variance) / result.count;
  result.sureness = gap > chance    ? Sureness::too_sure
                    : gap < -chance ? Sureness::too_unsure
                                    : Sureness::as_it_should_be;
  return result;
}

}  // namespace wallflip
