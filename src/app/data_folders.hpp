#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "model/base/issue.hpp"

namespace wallflip {

/// Where catalog, glossary and lessons are read from.
struct DataFolders {
  std::filesystem::path assets, lessons;
};

/// The folder that holds assets/ and lessons/, the first that exists of: `chosen` (--data), $WALLFLIP_DATA,
/// ../share/wallflip beside the executable, the source tree this was built from. One that a person chose is never
/// passed over in silence: when it lacks a folder, that is the issue.
std::optional<DataFolders> find_data_folders(const std::string& chosen, Issues& issues);

}  // namespace wallflip
