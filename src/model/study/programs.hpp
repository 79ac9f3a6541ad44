#pragma once

#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "model/sheet/program.hpp"
#include "model/systems/system.hpp"

namespace wallflip {

/// A program with the buffers to run it.
struct CompiledSweep {
  explicit CompiledSweep(std::unique_ptr<Program> p) : program(std::move(p)), runner(*program), intervals(*program) {}
  std::unique_ptr<Program> program;
  Runner runner;
  IntervalRunner intervals;
};

/// Programs of one system, compiled on first use and kept: one per (outputs, varying inputs). For one thread.
class Programs {
 public:
  explicit Programs(const System& system) : system_(&system) {}
  CompiledSweep& get(std::span<const NodeId> outputs, std::span<const int> varying);
  const System& system() const { return *system_; }

 private:
  const System* system_;
  std::map<std::pair<std::vector<NodeId>, std::vector<int>>, std::unique_ptr<CompiledSweep>> known_;
};

/// Nodes of the contestants, in order.
std::vector<NodeId> nodes_of(const Contest& contest);

/// Index of the leader among `values` (one per contestant). `previous` keeps the lead until a rival is ahead by more
/// than 1e-12 relative, so that curves that only touch do not count as two flips; -1: no previous leader.
int leader_of(Pick pick, std::span<const double> values, int previous = -1);

}  // namespace wallflip
