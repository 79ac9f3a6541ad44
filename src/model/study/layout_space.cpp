#include "model/study/layout_space.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "model/systems/design.hpp"

namespace wallflip {
namespace {

constexpr std::array<LayoutAxis, 10> axes = {{
    {"tp", "split.tp", &Layout::tp, false},
    {"pp", "split.pp", &Layout::pp, false},
    {"dp", "split.dp", &Layout::dp, false},
    {"cp", "split.cp", &Layout::cp, false},
    {"ep", "split.ep", &Layout::ep, false},
    {"micro_batch", "train.micro_batch", &Layout::micro_batch, true},
    {"interleave", "train.interleave", &Layout::interleave, true},
    {"zero", "train.zero", &Layout::zero, true},
    {"recompute", "train.recompute", &Layout::recompute, true},
    {"sequence_parallel", "train.sequence_parallel", &Layout::sequence_parallel, true},
}};

constexpr int largest = 1 << 28;  // of anything counted here; far beyond any job, and its products stay exact

// 1, 2, 4 ... up to `most`.
std::vector<int> powers_of_two(double most) {
  std::vector<int> all;
  for (int p = 1; p <= most && p <= largest; p *= 2) all.push_back(p);
  return all;
}

bool whole(double x) {
  return x == std::floor(x);
}

// Can the batch be cut into `parts` equal parts? One that is no whole number of sequences is cut into means.
bool cuts(const LayoutSpace& space, double parts) {
  if (parts < 1 || parts > space.sequences) return false;
  return !whole(space.sequences) || whole(space.sequences / parts);
}

int most_micro_batch(const LayoutSpace& space, const Layout& outer) {
  int most = 1;
  while (most < largest && cuts(space, 2.0 * most * outer.dp)) most *= 2;
  return most;
}

int most_interleave(const LayoutSpace& space, const Layout& outer) {
  if (outer.pp == 1) return 1;
  return std::min((space.layers + outer.pp - 1) / outer.pp, space.most_interleave);
}

int sequence_parallel_modes(const LayoutSpace& space, const Layout& outer) {
  return outer.tp > 1 ? space.sequence_parallel_modes : 1;
}

bool allowed(const LayoutSpace& space, const Layout& layout, bool inner) {
  return std::all_of(axes.begin(), axes.end(), [&](const LayoutAxis& axis) {
    return axis.inner != inner || std::all_of(space.pinned.begin(), space.pinned.end(), [&](const auto& pin) {
             return pin.first != axis.value || layout.*pin.first == pin.second;
           });
  });
}

void add_experts(const LayoutSpace& space, Layout layout, std::vector<Layout>& all) {
  for (const int ep : powers_of_two(space.experts)) {
    if (space.experts % ep != 0 || (layout.dp * layout.cp) % ep != 0) continue;
    layout.ep = ep;
    if (allowed(space, layout, false)) all.push_back(layout);
  }
}

}  // namespace

std::span<const LayoutAxis> layout_axes() {
  return axes;
}

LayoutSpace layout_space(const System& system, std::span<const double> inputs) {
  const auto row = [&](std::string_view name) { return static_cast<size_t>(input_row(system.sheet, name)); };
  const auto count = [&](std::string_view name) {
    return static_cast<int>(std::min<double>(inputs[row(name)], largest));
  };
  const auto choices = [&](std::string_view name) {
    return static_cast<int>(system.sheet.inputs()[row(name)].choices.size());
  };
  LayoutSpace space;
  space.gpus = count("train.gpus");
  space.context = count("train.context");
  space.sequences = inputs[row("train.global_batch_tokens")] / inputs[row("train.context")];
  space.layers = count("llm.layers");
  space.heads = count("llm.heads");
  space.experts = count("llm.experts");
  space.zero_stages = choices("train.zero");
  space.recompute_modes = choices("train.recompute");
  space.sequence_parallel_modes = choices("train.sequence_parallel");
  return space;
}

std::vector<Layout> outer_layouts(const LayoutSpace& space) {
  std::vector<Layout> all;
  for (const int tp : powers_of_two(std::min(space.most_tp, space.heads))) {
    if (space.heads % tp != 0) continue;
    for (const int pp : powers_of_two(std::min(space.most_pp, space.layers))) {
      for (const int cp : powers_of_two(std::min(space.most_cp, space.context))) {
        const int copy = tp * pp * cp;
        const int dp = space.gpus / copy;
        if (space.context % cp != 0 || space.gpus % copy != 0 || !cuts(space, dp)) continue;
        Layout layout;
        std::tie(layout.tp, layout.pp, layout.cp, layout.dp) = std::make_tuple(tp, pp, cp, dp);
        add_experts(space, layout, all);
      }
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<Layout> inner_layouts(const LayoutSpace& space, const Layout& outer) {
  std::vector<Layout> all;
  Layout layout = outer;
  for (const int micro_batch : powers_of_two(most_micro_batch(space, outer))) {
    layout.micro_batch = micro_batch;
    for (layout.interleave = 1; layout.interleave <= most_interleave(space, outer); ++layout.interleave) {
      for (layout.zero = 0; layout.zero < space.zero_stages; ++layout.zero) {
        for (layout.recompute = 0; layout.recompute < space.recompute_modes; ++layout.recompute) {
          for (layout.sequence_parallel = 0; layout.sequence_parallel < sequence_parallel_modes(space, outer);
               ++layout.sequence_parallel) {
            if (allowed(space, layout, true)) all.push_back(layout);
          }
        }
      }
    }
  }
  return all;
}

bool same_inner(const LayoutSpace& space, const Layout& a, const Layout& b) {
  return most_micro_batch(space, a) == most_micro_batch(space, b) &&
         most_interleave(space, a) == most_interleave(space, b) &&
         sequence_parallel_modes(space, a) == sequence_parallel_modes(space, b);
}

double grid_points(const LayoutSpace& space) {
  const auto positions = [](double most) { return static_cast<double>(powers_of_two(most).size()); };
  return positions(space.most_tp) * positions(space.most_pp) * positions(space.most_cp) * positions(space.experts) *
         positions(space.sequences) * space.most_interleave * space.zero_stages * space.recompute_modes *
         space.sequence_parallel_modes;
}

}  // namespace wallflip
