#pragma once

#include <optional>
#include <vector>

#include "model/lesson/answers.hpp"

namespace wallflip {

/// A number counts as right, when confidence is scored, in the bands up to this factor: those the card shows in green.
inline constexpr double right_within = 1.4;
inline bool counts_as_right(const Band& band) {
  return band.factor <= right_within;
}

/// One prediction that came with a confidence, and what became of it.
struct Forecast {
  double confidence = 0;  ///< 0..1, as it was said
  bool right = false;
};

/// "You said 90%, you were right 6 of 10."
struct ConfidenceLevel {
  double said = 0;
  int count = 0, right = 0;
  double share() const { return count > 0 ? static_cast<double>(right) / count : 0; }
};

enum class Sureness { unknown, too_sure, too_unsure, as_it_should_be };

/// How well somebody's confidence matches what came true. A Brier score is the mean of (confidence - outcome)^2 with
/// outcome 0 or 1: 0 is perfect, 0.25 is what "50%" always gets (Brier 1950).
struct Calibration {
  std::vector<ConfidenceLevel> levels;  ///< those that were said, ascending
  int count = 0, right = 0;
  double said = 0;  ///< mean confidence
  double brier = 0;
  double share() const { return count > 0 ? static_cast<double>(right) / count : 0; }
  const ConfidenceLevel* level(double said) const;  ///< null: never said
  /// Unknown below five forecasts; else by whether mean confidence and share of right ones differ by more than one
  /// standard deviation of what chance alone would do to somebody whose confidence is exact.
  Sureness sureness = Sureness::unknown;
};
Calibration calibrate(const std::vector<Forecast>& forecasts);

}  // namespace wallflip
