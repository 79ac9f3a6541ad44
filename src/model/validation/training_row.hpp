#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/systems/design.hpp"
#include "model/validation/csv.hpp"

namespace wallflip::validation {

/// What a row of a training table says about a run, from its input columns. Numbers it leaves open follow these rules:
/// heads of 128, MLP of four hidden sizes, layers from the parameters (a multiple of the stages), one copy of what is
/// not split, and the micro-batch that is fastest.
struct TrainingRow {
  std::string reason;  ///< why it cannot be expressed; "" when it can
  const Accelerator* accelerator = nullptr;
  std::string variant;  ///< the accelerator as the row names it
  double layers = 0, hidden = 0, heads = 0, kv_heads = 0, mlp = 0, mlp_matrices = 2, vocab = 0, context = 0;
  double gpus = 0, node = 8, tp = 1, pp = 1, dp = 1, cp = 1, ep = 1, interleave = 1;
  double micro_batch = 0;  ///< 0: left open
  double batch = 0;        ///< sequences
  double zero = 0, recompute = 2, sequence_parallel = 0;
  double card_bytes_per_s = 0;  ///< link of one GPU out of the node, 0: as the accelerator's usual node has it
  std::string library;          ///< "megatron", "megatron-sp", "deepspeed", "foundry", "titan"
  bool fp8 = false, rowwise = false, eager = false, async_tp = false;

  double params() const;
};
TrainingRow read_training_row(const Row& row, const Catalog& catalog);

/// The system `pretraining` at detailed fidelity, set to one row after the other.
class TrainingModel {
 public:
  explicit TrainingModel(const Catalog& catalog);
  /// Sets every input that the row decides; what the library and the accelerator decide comes from two tables.
  void set(const TrainingRow& row);
  void set(std::string_view name, double value);
  /// Every input at its default.
  void reset();
  void set_micro_batch(double sequences) { set("train.micro_batch", sequences); }
  /// A quantity, gates ignored: a published run did fit.
  double at(std::string_view name) const;
  double at_input(std::string_view name) const;

 private:
  const Catalog* catalog_;
  std::unique_ptr<System> system_;
  std::vector<double> inputs_;
};

}  // namespace wallflip::validation
