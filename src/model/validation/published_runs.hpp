#pragma once

#include <string_view>

namespace wallflip::validation {

/// What the authors of a training run say of it where a table names the model only. 0: not stated.
struct PublishedRun {
  std::string_view model;  ///< as model_named gives it
  // architecture, for models that the catalog does not have
  double layers = 0, hidden = 0, heads = 0, head_dim = 0, mlp = 0, mlp_matrices = 0, vocab = 0;
  // how it was run
  double context = 0;
  double batch_tokens = 0;    ///< of the whole run
  double chip_sequences = 0;  ///< of one accelerator
  double tp = 0;
  double recompute = -1;  ///< of train.recompute, -1: not stated
  double attention = 0;   ///< of train.attention, 1: scores stored
};
const PublishedRun* published_run(std::string_view model);

}  // namespace wallflip::validation
