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
  int first = 0;            ///< contestant that leads at the knob's first position
  std::vector<Flip> flips;  ///< ascending
  bool complete = true;     ///< false: it ended over its budget (a tie over a range does that)
  double reached = 0;       ///< the position up to which no flip is missing: the knob's last when complete
  long evaluations = 0;     ///< columns and cells

  int leader_at(double position) const;  ///< up to `reached`
};

/// Every flip of `contest` along `knob`, all other inputs as in `inputs`.
///
/// Real knobs: branch and prune. A cell is dropped only when interval arithmetic proves that its leader leads all over
/// it; other cells are cut until they are narrower than 1e-7 of the slider (the only place where a pair of flips can
/// hide), and each change of leader is then solved to the last bits. Integer knobs: every integer when there are few,
/// else the same search on cells that end at integers. Choices: every one.
FlipSearch find_flips(Programs& programs, const Contest& contest, const Knob& knob, const std::vector<double>& inputs);

/// The ribbon under a slider: runs of one leader, in positions. Integers and choices change half a step before
/// the flip; what the search has not reached stays open.
struct RibbonSpan {
  double from, to;
  int leader;
};
std::vector<RibbonSpan> ribbon(const FlipSearch& search, const Knob& knob);

/// Where one quantity passes a number, by the same search: the number is contestant 0 (and keeps a tie), the quantity
/// contestant 1, the larger leads.
FlipSearch find_crossings(Programs& programs, NodeId quantity, double level, const Knob& knob,
                          const std::vector<double>& inputs);

}  // namespace wallflip
