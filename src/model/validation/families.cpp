#include "model/validation/families.hpp"

namespace wallflip::validation {
namespace {

// A table that comes with the others and measures nothing.
class NothingMeasured final : public Predictor {
  std::vector<Prediction> predict(const Row&) override { return {}; }
};

std::unique_ptr<Predictor> make_nothing_measured(const Catalog&) {
  return std::make_unique<NothingMeasured>();
}

}  // namespace

std::vector<Family> family_table() {
  return {
      {"collectives",
       "one operation, one message, one group of GPUs",
       {"collective", "n_gpus", "message_bytes", "size_definition", "intra_link_gbyte_per_s_unidir"},
       make_collectives},
      {"serving",
       "an engine under callers: time to first token, time per token",
       {"engine", "mode", "isl_tokens", "osl_tokens", "concurrency", "moe_ep", "ttft_ms", "tpot_ms"},
       make_serving},
      {"inference",
       "one batch from start to end, first tokens, speculation",
       {"engine", "phase", "kv_precision", "batch_or_concurrency", "latency_s", "speedup_x"},
       make_inference},
      {"reliability",
       "failures and checkpoints of long runs",
       {"system", "n_accel", "quantity", "value", "unit", "checkpoint_write_s"},
       make_reliability},
      {"energy",
       "energy, carbon and money of runs and nodes",
       {"subject", "accel_hours", "energy_kwh", "tco2e", "price_usd"},
       make_energy},
      {"kernels",
       "one operator of one shape on one accelerator",
       {"op", "dtype", "accelerator", "batch_or_groups", "time_ms", "tflops", "gbyte_per_s", "kernel"},
       make_kernels},
      {"training",
       "one step of a training run: layout, batch, policy",
       {"tp", "pp", "dp", "micro_batch_seqs", "global_batch_seqs", "act_recompute"},
       make_training},
      {"memory",
       "memory of one GPU in training: states, activations, peak",
       {"quantity", "zero_stage", "act_recompute", "value", "unit"},
       make_memory},
      {"architectures",
       "shapes of models by name: nothing to predict",
       {"model_key", "layers", "hidden", "heads", "kv_heads"},
       make_nothing_measured},
  };
}

}  // namespace wallflip::validation
