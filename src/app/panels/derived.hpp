#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "model/lesson/growth.hpp"
#include "model/lesson/session.hpp"
#include "model/study/background.hpp"
#include "model/study/batching_study.hpp"
#include "model/study/flips.hpp"
#include "model/study/layout_standing.hpp"
#include "model/study/sweep.hpp"
#include "widgets/wall_map.hpp"

namespace wallflip {

/// The best layouts of a training run, seen against each other.
struct LayoutPodium {
  LayoutSearch search;
  std::vector<LayoutStanding> rows;  ///< of search.best
};
/// A question is the values of the inputs that the answer depends on.
using LayoutRun = Background<std::vector<double>, LayoutPodium>;
using BatchingRun = Background<std::vector<double>, BatchingStudy>;

/// Index of the sample at cell `i` of `cells`: a choice has fewer samples than a map has cells.
size_t sample_at(size_t i, size_t cells, size_t samples);

/// A wall map and what is drawn of it.
struct DrawnMap {
  WallMap map;
  widgets::MapShapes shapes;
};

/// What a panel shows beyond the one live design: sweeps, ribbons, flips, maps. Each is computed when asked for and
/// kept until an input changes from which it is computed: a still frame costs nothing, and dragging one knob leaves
/// alone what that knob does not reach (its own flips among it).
class Derived {
 public:
  explicit Derived(const Session& session) : session_(&session) {}

  const FlipSearch& flips(const Contest& contest, const Knob& knob);
  /// Quantities at `count` positions along a knob.
  const Sweep& along(const std::vector<NodeId>& quantities, const Knob& knob, size_t count);
  const DrawnMap& map(const Contest& contest, const Knob& x, const Knob& y, size_t size);
  /// What breaks first as an input grows (a row of Sheet::inputs, above 0), and what the lesson's mechanisms buy.
  const Growth& growth(const Contest& contest, int demand);
  /// The layout search of the live design, which starts when the design changes; null for a system without layouts.
  LayoutRun* layouts();
  /// The batching simulation of the live design, likewise; null for a system without an engine and for a design that
  /// does not fit.
  BatchingRun* batching();
  /// Does a study run on another thread, or did one end since the last call? Frames are asked for until neither.
  bool busy() {
    const bool layouts = layouts_.busy(), batching = batching_.busy();
    return layouts || batching;
  }
  /// Until none does; the next frame shows what came of it.
  void wait() const { layouts_.wait(), batching_.wait(); }
  /// The lesson's outputs at the fidelity that is not chosen, for a system that has two.
  const std::vector<std::optional<double>>& at_other_fidelity();
  /// What the sheet says about a design of the trail. Valid until the next call.
  const Evaluation& earlier(const std::vector<double>& inputs);

 private:
  /// A result beside the inputs it was computed from: rows of Sheet::inputs() and their values then.
  template <class T>
  struct Kept {
    std::vector<int> reads;
    std::vector<double> seen;
    T value{};
  };
  using Range = std::tuple<std::string, double, double>;  ///< name, first, last of a knob

  template <class T, class Compute>
  const T& keep(Kept<T>& kept, bool is_new, const std::vector<NodeId>& nodes, const std::vector<int>& moved,
                Compute compute);

  std::vector<double> read(const std::vector<int>& rows) const;

  const Session* session_;
  std::map<std::pair<std::string, Range>, Kept<FlipSearch>> flips_;
  std::map<std::tuple<std::vector<NodeId>, Range, size_t>, Kept<Sweep>> sweeps_;
  std::map<std::tuple<std::string, Range, Range, size_t>, Kept<DrawnMap>> maps_;
  std::map<std::pair<std::string, int>, Kept<Growth>> growths_;
  std::vector<int> layout_reads_;  ///< rows of Sheet::inputs
  LayoutRun layouts_;
  BatchingRun batching_;
  Kept<std::vector<std::optional<double>>> other_;
  std::map<std::vector<double>, Evaluation> earlier_;
};

}  // namespace wallflip
