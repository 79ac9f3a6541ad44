#include "app/panels/derived.hpp"

namespace wallflip {

void Derived::forget_old() {
  if (revision_ == session_->revision()) return;
  revision_ = session_->revision();
  ribbons_.clear();
  flips_.clear();
  sweeps_.clear();
  maps_.clear();
}

const std::vector<RibbonSpan>& Derived::ribbon(const Contest& contest, const Knob& knob) {
  forget_old();
  const auto [entry, is_new] = ribbons_.try_emplace({contest.id, knob.name});
  if (is_new) {
    entry->second = wallflip::ribbon(*session_->lab().programs, contest, knob, session_->design().inputs);
  }
  return entry->second;
}

const FlipSearch& Derived::flips(const Contest& contest, const Knob& knob) {
  forget_old();
  const auto [entry, is_new] = flips_.try_emplace({contest.id, knob.name});
  if (is_new) entry->second = find_flips(*session_->lab().programs, contest, knob, session_->design().inputs);
  return entry->second;
}

const Sweep& Derived::along(const std::vector<NodeId>& quantities, const Knob& knob, size_t count) {
  forget_old();
  const auto [entry, is_new] = sweeps_.try_emplace({quantities, knob.name});
  if (is_new) {
    entry->second =
        sweep(*session_->lab().programs, quantities, knob, knob.positions(count), session_->design().inputs);
  }
  return entry->second;
}

const WallMap& Derived::map(const Contest& contest, const Knob& x, const Knob& y, size_t size) {
  forget_old();
  const auto [entry, is_new] = maps_.try_emplace(contest.id + " " + x.name + " " + y.name);
  if (is_new) {
    entry->second = wall_map(*session_->lab().programs, contest, x, y, size, session_->design().inputs);
  }
  return entry->second;
}

}  // namespace wallflip
