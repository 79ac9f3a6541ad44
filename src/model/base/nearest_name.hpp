#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wallflip {

/// The candidate with the smallest edit distance to `name` (case-insensitive, a swap of neighbours counts 1), or ""
/// when none is close enough to be a likely typing error (more than a third of the longer name differs).
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

/// "did you mean X?" or "" — ready for Issue::hint.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace wallflip
