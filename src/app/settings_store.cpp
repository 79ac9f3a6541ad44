#include "app/settings_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "model/base/file_io.hpp"
#include "model/base/json_view.hpp"

namespace wallflip {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "settings.json";
constexpr double smallest_zoom = 0.5, largest_zoom = 3;
constexpr double smallest_window = 320, largest_window = 16384;

/// `base`/wallflip when it is there, or can be made, and takes a file.
fs::path writable_folder(const fs::path& base) {
  if (base.empty() || !base.is_absolute()) return {};  // the XDG specification: relative paths are ignored
  std::error_code error;
  fs::path folder = base / "wallflip";
  fs::create_directories(folder, error);
  if (error) return {};
  Issues ignored;  // told in one sentence by the caller
  const fs::path probe = folder / ".probe";
  if (!write_file_atomically(probe, "", ignored)) return {};
  fs::remove(probe, error);
  return folder;
}

fs::path base_folder(const Environment& environment, const char* xdg, const char* below_home) {
#if defined(_WIN32)
  (void)xdg;
  (void)below_home;
  return environment("APPDATA");
#else
  fs::path chosen = environment(xdg);
  if (chosen.is_absolute()) return chosen;
  const std::string home = environment("HOME");
  return home.empty() ? fs::path() : fs::path(home) / below_home;
#endif
}

std::vector<std::string> theme_choices() {
  std::vector<std::string> names;
  for (const ThemeId id : {ThemeId::dark, ThemeId::light, ThemeId::projector}) names.emplace_back(theme_name(id));
  return names;
}

void read_fields(JsonFields& fields, UserSettings& settings) {
  if (const auto theme = fields.optional_one_of("theme", theme_choices()))
    settings.theme = static_cast<ThemeId>(*theme);
  const auto zoom = fields.optional_number("zoom", {smallest_zoom, largest_zoom});
  settings.zoom = static_cast<float>(zoom.value_or(settings.zoom));
  const std::vector<std::string> roles = {"", "learning", "teaching", "practising"};
  settings.role = roles[fields.optional_one_of("role", roles).value_or(0)];
  settings.last_lesson = fields.optional_string("last_lesson").value_or("");
  const JsonRange window{smallest_window, largest_window};
  settings.window_width = fields.optional_integer("window_width", window).value_or(settings.window_width);
  settings.window_height = fields.optional_integer("window_height", window).value_or(settings.window_height);
}

/// False when the file as a whole is not ours to read.
bool read_settings(const fs::path& file, UserSettings& settings, Issues& issues) {
  const std::optional<JsonDocument> document = read_json(file, issues);
  if (!document) return false;
  const JsonNode& root = document->nodes[0];
  if (root.kind != JsonKind::object) {
    issues.push_back({file.string(), "", root.line, "settings are an object in braces", ""});
    return false;
  }
  JsonFields fields = document->root(issues).fields();
  const std::optional<int> schema = fields.optional_integer("schema");
  read_fields(fields, settings);
  if (schema == settings_schema) return true;
  settings = {};
  issues.push_back({file.string(), "/schema", document->line_of("/schema"),
                    fmt::format("these settings have schema {}, this lab reads schema {}",
                                schema ? std::to_string(*schema) : "none", settings_schema),
                    ""});
  return false;
}

}  // namespace

std::string process_environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

UserFolders user_folders(const Environment& environment) {
  UserFolders folders;
  folders.config = writable_folder(base_folder(environment, "XDG_CONFIG_HOME", ".config"));
  folders.data = writable_folder(base_folder(environment, "XDG_DATA_HOME", ".local/share"));
  if (folders.config.empty() && folders.data.empty()) {
    folders.note = "Nothing is saved: the home folder cannot be written.";
  } else if (folders.config.empty()) {
    folders.note = "Settings are not saved: the config folder cannot be written.";
  } else if (folders.data.empty()) {
    folders.note = "Progress is not saved: the data folder cannot be written.";
  }
  return folders;
}

fs::path set_aside(const fs::path& file) {
  constexpr int most = 1000;
  std::error_code error;
  for (int n = 1; n <= most; ++n) {
    const fs::path target =
        file.parent_path() / fmt::format("{}.set-aside-{}{}", file.stem().string(), n, file.extension().string());
    if (fs::exists(target, error) || error) continue;
    fs::rename(file, target, error);
    return error ? fs::path() : target;
  }
  return {};
}

UserSettings load_settings(const UserFolders& folders, Issues& issues) {
  UserSettings settings;
  std::error_code error;
  const fs::path file = folders.config / file_name;
  if (folders.config.empty() || !fs::exists(file, error)) return settings;
  const size_t before = issues.size();
  if (read_settings(file, settings, issues)) return settings;
  settings = {};
  const fs::path moved = set_aside(file);
  const std::string hint =
      moved.empty() ? "the lab starts with its defaults"
                    : "the file was set aside as " + moved.filename().string() + "; the lab starts with its defaults";
  if (issues.size() == before) issues.push_back({file.string(), "", 0, "the settings cannot be read", ""});
  issues.back().hint = hint;
  return settings;
}

bool save_settings(const UserFolders& folders, const UserSettings& settings, Issues& issues) {
  if (folders.config.empty()) return false;
  const nlohmann::ordered_json json = {
      {"schema", settings_schema},
      {"theme", std::string(theme_name(settings.theme))},
      {"zoom", std::clamp(static_cast<double>(settings.zoom), smallest_zoom, largest_zoom)},
      {"role", settings.role},
      {"last_lesson", settings.last_lesson},
      {"window_width", settings.window_width},
      {"window_height", settings.window_height},
  };
  const std::string text = json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  return write_file_atomically(folders.config / file_name, text, issues);
}

}  // namespace wallflip
