#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/issue.hpp"

namespace wallflip {

/// The bytes of a regular file of at most `max_bytes`, or nullopt and one issue. Folders, pipes and devices are
/// refused: a lesson that is really /dev/zero must not hang the lab.
std::optional<std::string> read_file(const std::filesystem::path& path, size_t max_bytes, Issues& issues);

/// Writes a temporary file beside `path` and renames it over `path`, so that a reader sees the old or the new content
/// and never half of it. Makes the folder when it is missing. False and one issue when anything fails.
bool write_file_atomically(const std::filesystem::path& path, std::string_view content, Issues& issues);

}  // namespace wallflip
