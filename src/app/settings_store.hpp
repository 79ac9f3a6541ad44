#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "model/base/issue.hpp"
#include "widgets/theme.hpp"

namespace wallflip {

/// Where this user's files belong: $XDG_CONFIG_HOME/wallflip and $XDG_DATA_HOME/wallflip, else below $HOME
/// (%APPDATA% on Windows). A folder that cannot be made or written is empty: the lab then works without saving.
struct UserFolders {
  std::filesystem::path config, data;
  std::string note;  ///< one sentence for the user when something cannot be saved
};

using Environment = std::function<std::string(const char* name)>;  ///< "" when not set
std::string process_environment(const char* name);
/// Makes the folders when they are missing.
UserFolders user_folders(const Environment& environment = process_environment);

/// What the lab remembers between two starts. Progress is not here: the journal has it.
struct UserSettings {
  ThemeId theme = ThemeId::dark;
  float zoom = 1;
  std::string role;         ///< "learning", "teaching", "practising", or empty: the start card has not been answered
  std::string last_lesson;  ///< id, or empty
  int window_width = 1440, window_height = 860;  ///< at scale 1
};

inline constexpr int settings_schema = 1;

/// Defaults where nothing is stored. A field that is wrong keeps its default and is an issue. A file that cannot be
/// read at all, or that a newer lab wrote, is renamed to settings.set-aside-N.json, and the issue says so.
UserSettings load_settings(const UserFolders& folders, Issues& issues);

/// Atomic. False when it was not written; silent when there is no folder, for `folders.note` has said it.
bool save_settings(const UserFolders& folders, const UserSettings& settings, Issues& issues);

/// Renames `file` to the first free NAME.set-aside-N.EXT beside it; empty when that fails.
std::filesystem::path set_aside(const std::filesystem::path& file);

}  // namespace wallflip
