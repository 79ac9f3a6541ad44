#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "model/lesson/session.hpp"
#include "model/study/flips.hpp"
#include "model/study/sweep.hpp"

namespace wallflip {

/// What a panel shows beyond the one live design: sweeps, ribbons, flips, maps. Each is computed when asked for and
/// kept until an input changes from which it is computed: a still frame costs nothing, and dragging one knob leaves
/// alone what that knob does not reach (its own ribbon and flips among it).
class Derived {
 public:
  explicit Derived(const Session& session) : session_(&session) {}

  const std::vector<RibbonSpan>& ribbon(const Contest& contest, const Knob& knob);
  const FlipSearch& flips(const Contest& contest, const Knob& knob);
  /// Quantities at `count` positions along a knob.
  const Sweep& along(const std::vector<NodeId>& quantities, const Knob& knob, size_t count);
  const WallMap& map(const Contest& contest, const Knob& x, const Knob& y, size_t size);
  /// The same design at the fidelity that is not chosen; null for a system that has only one.
  const Evaluation* other_fidelity();

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

  const Session* session_;
  std::map<std::pair<std::string, Range>, Kept<std::vector<RibbonSpan>>> ribbons_;
  std::map<std::pair<std::string, Range>, Kept<FlipSearch>> flips_;
  std::map<std::tuple<std::vector<NodeId>, Range, size_t>, Kept<Sweep>> sweeps_;
  std::map<std::tuple<std::string, Range, Range, size_t>, Kept<WallMap>> maps_;
  uint64_t other_revision_ = 0;
  std::optional<Evaluation> other_;
};

}  // namespace wallflip
