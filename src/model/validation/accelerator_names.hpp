#pragma once

#include <string_view>

#include "model/catalog/catalog.hpp"

namespace wallflip::validation {

/// The catalog row that a table of measurements means by "A100-SXM4-80GB", "h200_sxm" or "NVIDIA B200 SXM"; null for a
/// name that none stands for. Where a name leaves the memory open, the larger variant is taken.
const Accelerator* accelerator_named(const Catalog& catalog, std::string_view name);

}  // namespace wallflip::validation
