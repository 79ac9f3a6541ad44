#pragma once

#include <limits>
#include <vector>

#include "model/study/layout_space.hpp"
#include "model/study/study_control.hpp"

namespace wallflip {

/// What a search of layouts is asked. `inputs` is a whole design: its accelerator, model, GPUs, batch; what a layout
/// sets is overwritten.
struct LayoutQuery {
  std::vector<double> inputs;
  std::vector<NodeId> by;  ///< smallest first; equals by the next one, then by memory, then in the order of Layout
  double memory_line = std::numeric_limits<double>::infinity();  ///< bytes a GPU, beside what the design itself allows
  size_t top = 10;
  bool one_per_split = false;                         ///< only the best layout of every (tp, pp, dp, cp, ep)
  std::vector<std::pair<int Layout::*, int>> pinned;  ///< numbers of the layout that are given
  size_t shard = 0, shards = 1;                       ///< only every shards-th split, from this one on
};

struct RankedLayout {
  Layout layout;
  std::vector<double> by;
  double memory_bytes = 0;  ///< a GPU
};

struct LayoutSearch {
  size_t visited = 0;   ///< memory and every quantity of `by` computed, whether they fit or not
  size_t feasible = 0;  ///< of those, what fits
  double grid = 0;      ///< points inside the bounds; those not visited do not divide (or were not reached)
  double least_memory_bytes = std::numeric_limits<double>::infinity();  ///< a GPU, of any layout visited
  double seconds = 0;
  bool complete = true;            ///< false: cancelled
  std::vector<RankedLayout> best;  ///< best first, at most `top`
};

/// `control` counts splits. Every layout that divides, `train.memory_bytes` checked against the design's own gates and
/// the memory line. Runs on the calling thread and keeps no state. The result does not depend on the order of the
/// search; `system` must have the inputs of layout_axes() and layout_space().
LayoutSearch search_layouts(const System& system, const LayoutQuery& query, StudyControl* control = nullptr);
/// The result of one search from those of its shards.
LayoutSearch merge(const std::vector<LayoutSearch>& shards, const LayoutQuery& query);

/// `inputs` as a search needs them: micro-batches follow from the batch, and the MFU is one of all FLOP that the GPUs
/// do (else recomputing would cost nothing).
std::vector<double> layout_inputs(const System& system, std::vector<double> inputs);
/// The design of `inputs` with a layout.
std::vector<double> with_layout(const System& system, std::vector<double> inputs, const Layout& layout);

}  // namespace wallflip
