#pragma once

#include <string>

#include "model/validation/csv.hpp"
#include "model/validation/published_runs.hpp"
#include "model/validation/system_run.hpp"

namespace wallflip::validation {

/// What a row of a training table says about a run, from its input columns. Numbers it leaves open follow these rules:
/// the architecture that the catalog or the run's authors (published_runs.hpp) give the model named; else heads of 128,
/// MLP of four hidden sizes, layers from the parameters (a multiple of the stages); one copy of what is not split; and
/// the fastest micro-batch and, where today's Megatron has stages, the fastest number of chunks in each. A run without
/// a layout is sharded (ZeRO 3) without stages, as the fastest that fits.
struct TrainingRow {
  std::string reason;  ///< why it cannot be expressed; "" when it can
  const Accelerator* accelerator = nullptr;
  std::string variant;                     ///< the accelerator as the row names it
  const LanguageModel* experts = nullptr;  ///< the catalog's row of a mixture of experts
  Architecture shape;
  double context = 0;
  double gpus = 0, node = 8, tp = 1, pp = 1, dp = 1, cp = 1, ep = 1;
  double interleave = 1;  ///< 0: left open, by a library that has it
  bool open_layout = false;
  bool open_recompute = false;
  double micro_batch = 0;  ///< 0: left open
  double batch = 0;        ///< sequences
  double zero = 0, recompute = 2, sequence_parallel = 0, ep_overlap = 0;
  double card_bytes_per_s = 0;  ///< link of one GPU out of the node, 0: as the accelerator's usual node has it
  std::string library;          ///< one of the table in training_row.cpp
  bool fp8 = false, rowwise = false, eager = false, async_tp = false, compiled_loss = false, stores_scores = false;

  double params() const;
};
TrainingRow read_training_row(const Row& row, const Catalog& catalog);

/// The system `pretraining` at detailed fidelity, set to one row after the other.
class TrainingModel : public SystemRun {
 public:
  explicit TrainingModel(const Catalog& catalog);
  using SystemRun::set;
  /// Sets every input that the row decides; what the library and the accelerator decide comes from two tables.
  void set(const TrainingRow& row);
  void set_micro_batch(double sequences) { set("train.micro_batch", sequences); }

 private:
  const Catalog* catalog_;
};

}  // namespace wallflip::validation
