#include "model/validation/families.hpp"

namespace wallflip::validation {

std::vector<Family> family_table() {
  return {
      {"collectives",
       "one operation, one message, one group of GPUs",
       {"collective", "n_gpus", "message_bytes", "size_definition", "intra_link_gbyte_per_s_unidir"},
       make_collectives},
  };
}

}  // namespace wallflip::validation
