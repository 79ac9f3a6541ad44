#pragma once

#include <filesystem>
#include <string>

#include "model/lesson/library.hpp"
#include "widgets/theme.hpp"

namespace wallflip {

struct ShotOptions {
  std::string lesson;  ///< id or path
  std::filesystem::path out;
  int width = 1600, height = 900;
  float scale = 1;
  ThemeId theme = ThemeId::dark;
  Settings set;
  bool reveal = false;   ///< predictions skipped and ribbons shown
  bool present = false;  ///< presenter mode
};

/// Draws the real panel without a window, a display or a GL driver, and writes a PNG.
Issues render_shot(const ShotOptions& options, const Library& library);

}  // namespace wallflip
