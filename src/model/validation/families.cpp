#include "model/validation/families.hpp"

namespace wallflip::validation {

std::vector<Family> family_table() {
  return {};
}

}  // namespace wallflip::validation
