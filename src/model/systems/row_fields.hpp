#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/catalog/catalog.hpp"

namespace wallflip {

/// How one input below a slot's prefix is read from a catalog row. Empty: the row lacks the number, so it cannot be
/// picked.
template <class Row>
struct RowField {
  std::string_view input;  ///< "mem_bw", below "gpu."
  std::optional<Sourced> (*read)(const Row& row);
};

std::span<const RowField<Accelerator>> accelerator_fields();
std::span<const RowField<LanguageModel>> language_model_fields();
std::span<const RowField<Grid>> grid_fields();

}  // namespace wallflip
