#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wallflip::validation {

// What free text in a cell says.

inline bool has(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

/// In small letters, without spaces, dashes and underscores: "All-Reduce" and "all_reduce" are "allreduce".
std::string plain(std::string_view text);

/// The first number between two words: 4 in "top-4 groups" for "top-" and " groups". An empty word fits anything.
std::optional<double> number_at(std::string_view text, std::string_view before, std::string_view after);

/// The name under which the catalog knows a published model: the last part of its path, in small letters with dashes,
/// without what says how it was quantised or tuned. "meta-llama/Llama-3.1-70B-Instruct" and "Llama 3.1 70B" are one.
std::string model_named(std::string_view published);

}  // namespace wallflip::validation
