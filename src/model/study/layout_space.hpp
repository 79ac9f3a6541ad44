#pragma once

#include <compare>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "model/systems/system.hpp"

namespace wallflip {

/// One way to lay a training job over its GPUs. The last three are indices of the input's choices.
struct Layout {
  int tp = 1, pp = 1, dp = 1, cp = 1, ep = 1;
  int micro_batch = 1, interleave = 1;
  int zero = 0, recompute = 0, sequence_parallel = 0;
  friend auto operator<=>(const Layout&, const Layout&) = default;  // the order of last resort between equals
};

/// One number of a layout and the input of a training system that it stands for.
struct LayoutAxis {
  std::string_view name;   ///< "tp"
  std::string_view input;  ///< "split.tp"; a system may compute it from the others (dp), then it is not set
  int Layout::*value;
  bool inner;  ///< turned inside a batch; the outer five are the same for a whole batch
};
/// All ten, in the order of Layout.
std::span<const LayoutAxis> layout_axes();

/// What a layout has to divide, and how far the search goes. tp, pp, cp, ep and the micro-batch are powers of two.
struct LayoutSpace {
  int gpus = 1;
  double sequences = 1;  ///< of the global batch; when it is no whole number, counts of micro-batches are means
  int context = 1;       ///< tokens of a sequence
  int layers = 1, heads = 1, experts = 1;
  int zero_stages = 4, recompute_modes = 3, sequence_parallel_modes = 2;
  int most_tp = 64, most_pp = 128, most_cp = 64, most_interleave = 32;
  std::vector<std::pair<int Layout::*, int>> pinned;  ///< numbers that are given: layouts with others are left out
};
/// Of a design of a training system: train.gpus, train.global_batch_tokens, train.context, the shape below llm.
LayoutSpace layout_space(const System& system, std::span<const double> inputs);

/// Every split (tp, pp, dp, cp, ep) that divides, the inner numbers at their first value; ascending.
///
/// tp divides the heads, pp <= layers (stages may be uneven), cp divides the sequence, tp * pp * cp divides the GPUs,
/// dp divides the batch, ep divides the experts and the dp * cp ranks that share them.
std::vector<Layout> outer_layouts(const LayoutSpace& space);
/// `outer` with every (micro-batch, interleave, ZeRO, recompute, sequence parallel) that it allows.
///
/// dp * micro-batch divides the batch; interleave is 1 to the layers of a stage, 1 without a pipeline; sequence
/// parallel only inside a TP group.
std::vector<Layout> inner_layouts(const LayoutSpace& space, const Layout& outer);
/// Do two splits allow the same inner numbers? Their batches are then the same columns.
bool same_inner(const LayoutSpace& space, const Layout& a, const Layout& b);
/// Points of the whole grid inside the bounds, whether they divide or not (dp follows from the others).
double grid_points(const LayoutSpace& space);

}  // namespace wallflip
