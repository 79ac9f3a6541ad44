#pragma once

// The makers that family_table() lists; each is defined in the file of its family.

#include "model/validation/family.hpp"

namespace wallflip::validation {}  // namespace wallflip::validation
