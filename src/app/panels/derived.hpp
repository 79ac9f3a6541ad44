#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/lesson/session.hpp"
#include "model/study/flips.hpp"
#include "model/study/sweep.hpp"

namespace wallflip {

/// What a panel shows beyond the one live design: sweeps, ribbons, flips, maps. Computed when asked for and kept until
/// the design changes, so that a still frame costs nothing.
class Derived {
 public:
  explicit Derived(const Session& session) : session_(&session) {}

  const std::vector<RibbonSpan>& ribbon(const Contest& contest, const Knob& knob);
  const FlipSearch& flips(const Contest& contest, const Knob& knob);
  /// Quantities at `count` positions along a knob.
  const Sweep& along(const std::vector<NodeId>& quantities, const Knob& knob, size_t count);
  const WallMap& map(const Contest& contest, const Knob& x, const Knob& y, size_t size);

 private:
  using Key = std::pair<std::string, std::string>;
  void forget_old();

  const Session* session_;
  uint64_t revision_ = 0;
  std::map<Key, std::vector<RibbonSpan>> ribbons_;
  std::map<Key, FlipSearch> flips_;
  std::map<std::pair<std::vector<NodeId>, std::string>, Sweep> sweeps_;
  std::map<std::string, WallMap> maps_;
};

}  // namespace wallflip
