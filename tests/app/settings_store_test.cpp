#include "app/settings_store.hpp"

#include <doctest/doctest.h>

#include <map>

#include "model/base/file_io.hpp"

using namespace wallflip;
namespace fs = std::filesystem;

namespace {

/// An empty folder of the test's own, gone afterwards.
struct Scratch {
  fs::path root;
  explicit Scratch(const char* name) : root(fs::path(WALLFLIP_BINARY_DIR) / "settings_test" / name) {
    fs::remove_all(root);
    fs::create_directories(root);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }
  UserFolders folders() const { return with({{"HOME", root.string()}}); }
  static UserFolders with(const std::map<std::string, std::string>& variables) {
    return user_folders([&](const char* name) {
      const auto found = variables.find(name);
      return found == variables.end() ? std::string() : found->second;
    });
  }
  void write(std::string_view text) const {
    Issues issues;
    REQUIRE(write_file_atomically(root / ".config/wallflip/settings.json", text, issues));
  }
};

}  // namespace

TEST_CASE("user folders follow XDG, then HOME, and are made") {
  const Scratch scratch("xdg");
  const UserFolders home = scratch.folders();
  CHECK(home.config == scratch.root / ".config/wallflip");
  CHECK(home.data == scratch.root / ".local/share/wallflip");
  CHECK(fs::is_directory(home.config));
  CHECK(fs::is_empty(home.config));
  CHECK(home.note.empty());

  const std::string chosen = (scratch.root / "c").string();
  const UserFolders xdg =
      Scratch::with({{"XDG_CONFIG_HOME", chosen}, {"XDG_DATA_HOME", "relative"}, {"HOME", scratch.root.string()}});
  CHECK(xdg.config == scratch.root / "c/wallflip");
  CHECK(xdg.data == home.data);  // a relative path is ignored
}

TEST_CASE("without a writable home everything works and nothing is saved") {
  const Scratch scratch("unwritable");
  Issues issues;
  REQUIRE(write_file_atomically(scratch.root / "file", "not a folder", issues));
  for (const std::string& home : {std::string(), (scratch.root / "file").string(), std::string("/proc/nowhere")}) {
    CAPTURE(home);
    const UserFolders folders = Scratch::with({{"HOME", home}});
    CHECK(folders.config.empty());
    CHECK(folders.data.empty());
    CHECK(folders.note.find("Nothing is saved") == 0);
    CHECK(load_settings(folders, issues).zoom == 1);
    CHECK_FALSE(save_settings(folders, {}, issues));
  }
  CHECK(issues.empty());  // the note is enough
}

TEST_CASE("settings come back as they were saved") {
  const Scratch scratch("round_trip");
  const UserFolders folders = scratch.folders();
  Issues issues;
  CHECK(load_settings(folders, issues).role.empty());
  const UserSettings saved{.theme = ThemeId::projector,
                           .zoom = 1.3f,
                           .role = "teaching",
                           .last_lesson = "03b \"x\" é",
                           .window_width = 1280,
                           .window_height = 720};
  CHECK(save_settings(folders, saved, issues));
  const UserSettings loaded = load_settings(folders, issues);
  CHECK(loaded.theme == saved.theme);
  CHECK(loaded.zoom == saved.zoom);
  CHECK(loaded.role == saved.role);
  CHECK(loaded.last_lesson == saved.last_lesson);
  CHECK(loaded.window_width == saved.window_width);
  CHECK(loaded.window_height == saved.window_height);
  CHECK(issues.empty());
}

TEST_CASE("a file that cannot be read is set aside, with a message, and never overwritten") {
  const Scratch scratch("corrupt");
  const UserFolders folders = scratch.folders();
  int n = 0;
  for (const char* text : {"{\"schema\": 1, \"theme\": \"li", "", "[1, 2]", "{\"theme\": \"light\"}",
                           "{\"schema\": 99, \"theme\": \"light\"}", "\xFF\xFE\x00"}) {
    ++n;
    CAPTURE(n);
    scratch.write(text);
    Issues issues;
    CHECK(load_settings(folders, issues).theme == ThemeId::dark);
    REQUIRE_FALSE(issues.empty());
    const std::string aside = "settings.set-aside-" + std::to_string(n) + ".json";
    CHECK(issues.back().hint.find(aside) != std::string::npos);
    CHECK(fs::exists(folders.config / aside));
    CHECK_FALSE(fs::exists(folders.config / "settings.json"));
  }
}

TEST_CASE("one wrong field costs only itself") {
  const Scratch scratch("one_wrong");
  scratch.write(R"({"schema": 1, "theme": "light", "zoom": 99, "role": "dancing", "window_width": "wide"})");
  Issues issues;
  const UserSettings settings = load_settings(scratch.folders(), issues);
  CHECK(settings.theme == ThemeId::light);
  CHECK(settings.zoom == 1);
  CHECK(settings.role.empty());
  CHECK(settings.window_width == 1440);
  CHECK(issues.size() == 3);
  CHECK(fs::exists(scratch.folders().config / "settings.json"));
}
