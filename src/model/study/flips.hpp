#pragma once

#include <optional>
#include <vector>

#include "model/study/knob.hpp"
#include "model/study/programs.hpp"

namespace wallflip {

/// One change of leader along a knob.
struct Flip {
  std::optional<double> crossing;  ///< exact real solution of the contest; empty where only a step jumps
  double value = 0;                ///< first admissible position at which `to` leads (an index for a choice knob)
  int from = 0, to = 0;            ///< contestants
};

struct FlipSearch {
  std::vector<Flip> flips;  ///< ascending
  bool complete = true;     ///< false: over its budget, flips may be missing (a tie over a range does that)
  long evaluations = 0;     ///< columns and cells
};

/// Every flip of `contest` along `knob`, all other inputs as in `inputs`.
///
/// Real knobs: branch and prune. A cell is dropped only when interval arithmetic proves that its leader leads all over
/// it; other cells are cut until they are narrower than 1e-7 of the slider (the only place where a pair of flips can
/// hide), and each change of leader is then solved to the last bits. Integer knobs: every integer when there are few,
/// else the same search on cells that end at integers. Choices: every one.
FlipSearch find_flips(Programs& programs, const Contest& contest, const Knob& knob, const std::vector<double>& inputs);

/// Where one quantity passes a number, by the same search: the number is contestant 0 (and keeps a tie), the quantity
/// contestant 1, the larger leads.
FlipSearch find_crossings(Programs& programs, NodeId quantity, double level, const Knob& knob,
                          const std::vector<double>& inputs);

}  // namespace wallflip
