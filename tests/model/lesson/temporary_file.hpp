#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/file_io.hpp"

namespace wallflip {

inline const std::filesystem::path assets_folder = WALLFLIP_SOURCE_DIR "/assets";
inline const std::filesystem::path lessons_folder = WALLFLIP_SOURCE_DIR "/lessons";

/// A folder of its own for files with the given texts; removed with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() = default;
  ~TemporaryFolder() { std::filesystem::remove_all(folder_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path write(std::string_view name, std::string_view text) const {
    Issues issues;
    REQUIRE(write_file_atomically(folder_ / name, text, issues));
    return folder_ / name;
  }
  const std::filesystem::path& path() const { return folder_; }

 private:
  // Named at random: two builds may run their tests at once.
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("wallflip_lesson_test_" + std::to_string(std::random_device{}()));
};

/// "line 3: /knobs/0: what (hint)" of each issue: file names are long and random.
inline std::vector<std::string> told(const Issues& issues) {
  std::vector<std::string> lines;
  for (const Issue& issue : issues) {
    lines.push_back(std::to_string(issue.line) + ": " + issue.pointer + ": " + issue.what +
                    (issue.hint.empty() ? "" : " (" + issue.hint + ")"));
  }
  return lines;
}

}  // namespace wallflip

/// A failed comparison of lines prints them.
template <>
struct doctest::StringMaker<std::vector<std::string>> {
  static doctest::String convert(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += "\n    " + line;
    return text.c_str();
  }
};
