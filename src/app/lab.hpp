#pragma once

#include <optional>
#include <string>

#include "app/settings_store.hpp"
#include "model/lesson/library.hpp"

namespace wallflip {

/// What the command line says about the window.
struct LabOptions {
  std::string lesson;            ///< id or path; empty: where the user left off
  float scale = 0;               ///< > 0: in place of the display's content scale
  std::optional<ThemeId> theme;  ///< else as the user left it
};

/// Opens the window and runs until it is closed. Returns an exit code: 0, or 2 with one message on stderr when there
/// is no display, no OpenGL 3.3, or the data cannot be read.
int run_lab(const LabOptions& options, const Library& library);

}  // namespace wallflip
