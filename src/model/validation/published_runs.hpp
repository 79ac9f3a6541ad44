#pragma once

#include <string_view>

namespace wallflip::validation {

/// The shape of a transformer as training tables state it. 0: not stated.
struct Architecture {
  double layers = 0, hidden = 0, heads = 0, kv_heads = 0, head_dim = 0;
  double mlp = 0, mlp_matrices = 2;  ///< width of the MLP, and how many matrices it has
  double vocab = 0;
};

/// What the authors of a training run say of it where a table names the model only. 0: not stated.
struct PublishedRun {
  std::string_view model;  ///< as model_named gives it
  Architecture shape{};    ///< of models that the catalog does not have
  // how it was run
  double context = 0;
  double batch_tokens = 0;    ///< of the whole run
  double chip_sequences = 0;  ///< of one accelerator
  double tp = 0;
  double recompute = -1;  ///< of train.recompute, -1: not stated
  double attention = 0;   ///< of train.attention, 1: scores stored
  double ep_overlap = 0;  ///< share of the experts' all-to-alls that hides
};
const PublishedRun* published_run(std::string_view model);

}  // namespace wallflip::validation
