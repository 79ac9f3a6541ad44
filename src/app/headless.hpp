#pragma once

#include <functional>

#include "app/fonts.hpp"
#include "app/image.hpp"
#include "widgets/ui.hpp"

namespace wallflip {

/// Draws one frame: everything between NewFrame and Render.
using DrawFn = std::function<void(Ui&)>;

struct HeadlessOptions {
  int width = 1600, height = 900;
  float scale = 1;
  ThemeId theme = ThemeId::dark;
  bool fonts = true;  ///< false: only Dear ImGui's built-in face, for tests that measure no text
};

/// Frames without a window, a display or a GPU: a Dear ImGui context of its own. `wallflip shot` and the tests draw the
/// same panels with it as the window does. The context that was current before is current again afterwards.
class Headless {
 public:
  explicit Headless(const HeadlessOptions& options = {});
  ~Headless();
  Headless(const Headless&) = delete;
  Headless& operator=(const Headless&) = delete;

  /// Changes theme and scale; fonts are rebuilt. Between frames.
  void set_theme(ThemeId id, float scale);
  void set_size(int width, int height);

  /// Runs one frame of `draw` with the clock `seconds` further.
  void frame(const DrawFn& draw, float seconds = 1.0f / 60);
  /// The last frame as a picture.
  Image picture() const;

  Ui& ui() { return ui_; }
  const Theme& theme() const { return theme_; }
  const Recorder& recorder() const { return recorder_; }
  const Issues& font_issues() const { return font_issues_; }

 private:
  ImGuiContext* previous_;
  ImGuiContext* context_;
  FontSet fonts_;
  Theme theme_;
  Recorder recorder_;
  Focus focus_;
  Ui ui_;
  Issues font_issues_;
};

/// Opens a borderless window over the whole screen, into which `draw` draws, and closes it. Between NewFrame and
/// Render.
void draw_full_screen(Ui& ui, const DrawFn& draw);

}  // namespace wallflip
