#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/study/flips.hpp"

namespace wallflip {

/// Something that might be changed in a design: a mechanism, as rows of Sheet::inputs() and their new values.
struct Change {
  std::string id;
  std::vector<std::pair<int, double>> sets;
};

/// A wall that gives way as demand grows: its pressure passes 1.
struct Break {
  int contestant = 0;              ///< of the contest
  double demand = 0;               ///< first admissible demand beyond the line: batch 159
  std::optional<double> crossing;  ///< exact real solution; empty where a step jumps, and where it is broken already
  double times = 1;                ///< demand over that of the design; 1: broken already
};

/// How far a design gets with one change.
struct Headroom {
  int change = 0;             ///< index into the changes
  std::optional<Break> next;  ///< what breaks first then; nothing: the design holds over the whole reach
  double pressure = 0;        ///< the largest at the end of the reach: tells apart those that hold
};

struct BreaksFirst {
  std::vector<Break> breaks;       ///< in the order in which they give way, each wall once; who holds is missing
  std::vector<Headroom> headroom;  ///< most first
  bool complete = true;            ///< false: a search went over its budget
};

/// Demand (an input above 0: traffic, batch, context) from 1 to `reach` times the design's own, everything else as it
/// is: which pressures of `contest` pass 1 and in which order, by the search that finds flips; and which of `changes`
/// puts the first break off the longest. The line itself ("met") never breaks.
BreaksFirst breaks_first(Programs& programs, const Contest& contest, int demand, const std::vector<double>& inputs,
                         const std::vector<Change>& changes, double reach = 10);

/// The contest whose line at 1 a design may not pass: "requirement", else "walls".
const Contest& limits_of(const System& system);

}  // namespace wallflip
