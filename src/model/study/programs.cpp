#include "model/study/programs.hpp"

#include <cmath>

namespace wallflip {

CompiledSweep& Programs::get(std::span<const NodeId> outputs, std::span<const int> varying) {
  auto key = std::make_pair(std::vector<NodeId>(outputs.begin(), outputs.end()),
                            std::vector<int>(varying.begin(), varying.end()));
  std::unique_ptr<CompiledSweep>& entry = known_[std::move(key)];
  if (!entry) entry = std::make_unique<CompiledSweep>(std::make_unique<Program>(system_->sheet, outputs, varying));
  return *entry;
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
