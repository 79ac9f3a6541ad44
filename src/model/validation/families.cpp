#include "model/validation/families.hpp"

namespace wallflip::validation {

std::vector<Family> family_table() {
  return {
      {"collectives",
       "one operation, one message, one group of GPUs",
       {"collective", "n_gpus", "message_bytes", "size_definition", "intra_link_gbyte_per_s_unidir"},
       make_collectives},
      {"reliability",
       "failures and checkpoints of long runs",
       {"system", "n_accel", "quantity", "value", "unit", "checkpoint_write_s"},
       make_reliability},
      {"kernels",
       "one operator of one shape on one accelerator",
       {"op", "dtype", "accelerator", "batch_or_groups", "time_ms", "tflops", "gbyte_per_s", "kernel"},
       make_kernels},
  };
}

}  // namespace wallflip::validation
