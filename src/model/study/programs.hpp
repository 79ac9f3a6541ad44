#pragma once

#include <map>
#include <memory>
#include <span>
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

/// Programs of one system, compiled on first use and kept: one per (outputs, varying inputs, choices that do not vary).
/// For one thread.
class Programs {
 public:
  explicit Programs(const System& system) : system_(&system) {}
  /// The program for designs with the named choices of `inputs` (where no varying input turns them). Valid until the
  /// next get().
  CompiledSweep& get(std::span<const NodeId> outputs, std::span<const int> varying, std::span<const double> inputs);
  const System& system() const { return *system_; }

 private:
  struct Key {
    std::vector<NodeId> outputs;
    std::vector<int> varying;
    std::vector<FixedInput> choices;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  const System* system_;
  std::map<Key, std::unique_ptr<CompiledSweep>> known_;
};

/// Nodes of the contestants, in order.
std::vector<NodeId> nodes_of(const Contest& contest);

/// Index of the leader among `values` (one per contestant). `previous` keeps the lead until a rival is ahead by more
/// than 1e-12 relative, so that curves that only touch do not count as two flips; -1: no previous leader.
int leader_of(Pick pick, std::span<const double> values, int previous = -1);

}  // namespace wallflip
