#include "model/study/programs.hpp"

#include <cmath>

namespace wallflip {
namespace {

// About 100 KB each and 100 us to compile: enough for all knobs and contests of a lesson in a few choices.
constexpr size_t most_kept = 512;

}  // namespace

CompiledSweep& Programs::get(std::span<const NodeId> outputs, std::span<const int> varying,
                             std::span<const double> inputs) {
  Key key{{outputs.begin(), outputs.end()},
          {varying.begin(), varying.end()},
          fixed_choices(system_->sheet, varying, inputs)};
  auto entry = known_.find(key);
  if (entry == known_.end()) {
    if (known_.size() >= most_kept) known_.clear();
    auto program = std::make_unique<Program>(system_->sheet, outputs, varying, key.choices);
    entry = known_.emplace(std::move(key), std::make_unique<CompiledSweep>(std::move(program))).first;
  }
  return *entry->second;
}

std::vector<NodeId> nodes_of(const Contest& contest) {
  std::vector<NodeId> nodes;
  for (const Contestant& c : contest.of) nodes.push_back(c.quantity.node);
  return nodes;
}

int leader_of(Pick pick, std::span<const double> values, int previous) {
  const double sign = pick == Pick::largest ? 1 : -1;
  size_t best = 0;
  for (size_t i = 1; i < values.size(); ++i) {
    if (sign * values[i] > sign * values[best]) best = i;
  }
  if (previous >= 0) {
    const double held = values[static_cast<size_t>(previous)];
    if (!(sign * (values[best] - held) > 1e-12 * std::abs(held))) return previous;
  }
  return static_cast<int>(best);
}

}  // namespace wallflip
