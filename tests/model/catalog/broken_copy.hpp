#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/file_io.hpp"
#include "model/catalog/catalog.hpp"

namespace wallflip {

inline const std::filesystem::path catalog_folder = WALLFLIP_SOURCE_DIR "/assets/catalog";

/// A copy of the catalog in which one text was replaced by another; removed with the object.
class BrokenCopy {
 public:
  BrokenCopy(std::string_view file, std::string_view find, std::string_view replace) {
    std::filesystem::copy(catalog_folder, folder_);
    Issues none;
    std::string text = read_file(folder_ / file, 8'000'000, none).value_or("");
    const size_t at = text.find(find);
    REQUIRE(at != std::string::npos);
    text.replace(at, find.size(), replace);
    REQUIRE(write_file_atomically(folder_ / file, text, none));
  }
  ~BrokenCopy() { std::filesystem::remove_all(folder_); }
  BrokenCopy(const BrokenCopy&) = delete;
  BrokenCopy& operator=(const BrokenCopy&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  Issues issues() const { return load_catalog(folder_).issues; }

 private:
  // Named at random: two builds may run their tests at once.
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("wallflip_broken_catalog_" + std::to_string(std::random_device{}()));
};

}  // namespace wallflip
