#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#if defined(__unix__) || defined(__APPLE__)
#include <sys/wait.h>
#include <unistd.h>
#endif

// Runs the real binary as a user does: without a display, with its own stdout, stderr and exit code.

namespace wallflip {

using TestJson = nlohmann::ordered_json;

/// A folder of its own that goes away with the test.
struct TestFolder {
  std::filesystem::path path;

  TestFolder() {
    static int made = 0;
    path = std::filesystem::temp_directory_path() /
           ("wallflip-commands-" + std::to_string(getpid()) + "-" + std::to_string(made++));
    std::filesystem::create_directories(path);
  }
  ~TestFolder() {
    std::error_code error;
    std::filesystem::remove_all(path, error);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
};

inline std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

struct Ran {
  int code = -1;
  std::string out, err;

  TestJson json() const {
    const TestJson document = TestJson::parse(out, nullptr, false);
    REQUIRE_MESSAGE(!document.is_discarded(), "stdout is not one JSON document: ", out.substr(0, 300));
    return document;
  }
  int error_lines() const { return static_cast<int>(std::count(err.begin(), err.end(), '\n')); }
};

inline std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

inline Ran wallflip_run(const std::vector<std::string>& arguments, const std::string& environment = "") {
  const TestFolder folder;
  // Folders of its own, so that no test reads or writes the user's.
  std::string line = "env -u DISPLAY -u WAYLAND_DISPLAY -u WALLFLIP_DATA XDG_CONFIG_HOME=" +
                     shell_quoted((folder.path / "config").string()) +
                     " XDG_DATA_HOME=" + shell_quoted((folder.path / "data").string()) + " " + environment + " " +
                     shell_quoted(WALLFLIP_BINARY_DIR "/wallflip");
  for (const std::string& argument : arguments) line += " " + shell_quoted(argument);
  line += " >" + shell_quoted((folder.path / "out").string()) + " 2>" + shell_quoted((folder.path / "err").string());
  const int status = std::system(line.c_str());
  Ran ran;
  ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ran.out = text_of_file(folder.path / "out");
  ran.err = text_of_file(folder.path / "err");
  return ran;
}

/// The document of a command that must succeed and say nothing on stderr.
inline TestJson wallflip_json(std::vector<std::string> arguments) {
  arguments.emplace_back("--json");
  const Ran ran = wallflip_run(arguments);
  INFO("stderr: ", ran.err);
  REQUIRE(ran.code == 0);
  CHECK(ran.err.empty());
  return ran.json();
}

}  // namespace wallflip
