#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/study/layout_search.hpp"

namespace wallflip {

/// One layout of a podium, seen against the best one.
struct LayoutStanding {
  std::optional<double> step_time, mfu;
  std::string binding;  ///< the wall that leads the contest "walls"
  double lead = 1;      ///< how many times the next wall is behind
  std::string why;      ///< what it loses against the best, one sentence from numbers; "" for the best itself
};

/// For each of `best` (best first), in its order.
std::vector<LayoutStanding> stand_layouts(const System& system, const LayoutQuery& query,
                                          const std::vector<RankedLayout>& best);

}  // namespace wallflip
