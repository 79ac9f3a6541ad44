#include "app/panels/derived.hpp"

#include <algorithm>

#include "model/sheet/explain.hpp"

namespace wallflip {
namespace {

std::tuple<std::string, double, double> range_of(const Knob& knob) {
  return {knob.name, knob.first(), knob.last()};
}

// The inputs behind `nodes` that the result's own knobs do not set.
std::vector<int> reads_of(const Sheet& sheet, const std::vector<NodeId>& nodes, const std::vector<int>& moved) {
  std::vector<int> reads = inputs_behind(sheet, nodes);
  std::erase_if(reads, [&](int row) { return std::find(moved.begin(), moved.end(), row) != moved.end(); });
  return reads;
}

}  // namespace

template <class T, class Compute>
const T& Derived::keep(Kept<T>& kept, bool is_new, const std::vector<NodeId>& nodes, const std::vector<int>& moved,
                       Compute compute) {
  const std::vector<double>& inputs = session_->design().inputs;
  if (is_new) kept.reads = reads_of(session_->lab().sheet(), nodes, moved);
  bool same = !is_new;
  kept.seen.resize(kept.reads.size());
  for (size_t i = 0; i < kept.reads.size(); ++i) {
    const double now = inputs[static_cast<size_t>(kept.reads[i])];
    same = same && kept.seen[i] == now;
    kept.seen[i] = now;
  }
  if (!same) kept.value = compute(*session_->lab().programs, inputs);
  return kept.value;
}

const std::vector<RibbonSpan>& Derived::ribbon(const Contest& contest, const Knob& knob) {
  const auto [entry, is_new] = ribbons_.try_emplace({contest.id, range_of(knob)});
  return keep(entry->second, is_new, nodes_of(contest), knob.inputs(), [&](Programs& programs, const auto& inputs) {
    return wallflip::ribbon(programs, contest, knob, inputs);
  });
}

const FlipSearch& Derived::flips(const Contest& contest, const Knob& knob) {
  const auto [entry, is_new] = flips_.try_emplace({contest.id, range_of(knob)});
  return keep(entry->second, is_new, nodes_of(contest), knob.inputs(),
              [&](Programs& programs, const auto& inputs) { return find_flips(programs, contest, knob, inputs); });
}

const Sweep& Derived::along(const std::vector<NodeId>& quantities, const Knob& knob, size_t count) {
  const auto [entry, is_new] = sweeps_.try_emplace({quantities, range_of(knob), count});
  return keep(entry->second, is_new, quantities, knob.inputs(), [&](Programs& programs, const auto& inputs) {
    return sweep(programs, quantities, knob, knob.positions(count), inputs);
  });
}

const WallMap& Derived::map(const Contest& contest, const Knob& x, const Knob& y, size_t size) {
  const auto [entry, is_new] = maps_.try_emplace({contest.id, range_of(x), range_of(y), size});
  std::vector<int> moved = x.inputs();
  const std::vector<int> also = y.inputs();
  moved.insert(moved.end(), also.begin(), also.end());
  return keep(entry->second, is_new, nodes_of(contest), moved,
              [&](Programs& programs, const auto& inputs) { return wall_map(programs, contest, x, y, size, inputs); });
}

const Evaluation* Derived::other_fidelity() {
  const Lab& lab = session_->lab();
  const int row = input_row(lab.sheet(), "model.fidelity");
  if (row < 0) return nullptr;
  if (!other_ || other_revision_ != session_->revision()) {
    std::vector<double> inputs = session_->design().inputs;
    double& fidelity = inputs[static_cast<size_t>(row)];
    fidelity = fidelity == 0 ? 1 : 0;
    other_ = evaluate(*lab.system, inputs);
    other_revision_ = session_->revision();
  }
  return &*other_;
}

}  // namespace wallflip
