#pragma once

#include <string>
#include <vector>

#include "model/lesson/bind.hpp"
#include "model/study/breaks_first.hpp"

namespace wallflip {

/// What breaks first as a demand of a lesson grows, and which of the lesson's mechanisms puts that off.
struct Growth {
  std::vector<Change> changes;  ///< those that move a pressure here; ids of mechanisms
  BreaksFirst broken;           ///< its headroom counts in `changes`
};

/// The lesson's mechanisms as changes of `design`: each beside the others, not on top of them. One that is applied
/// already, that this system cannot take, or that no pressure of `contest` reads is left out, and so is what one would
/// do to the demand itself.
std::vector<Change> mechanism_changes(const Lab& lab, const Design& design, const Contest& contest, int demand);

/// `demand` is a row of Sheet::inputs with a value above 0 in `design`.
Growth grow(const Lab& lab, const Design& design, const Contest& contest, int demand);

}  // namespace wallflip
