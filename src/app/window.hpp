#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include "app/headless.hpp"

struct GLFWwindow;

namespace wallflip {

struct WindowOptions {
  std::string title = "wallflip";
  int width = 1440, height = 860;  ///< at scale 1; never larger than the screen
  float scale = 0;                 ///< > 0: in place of the display's content scale
  float zoom = 1;                  ///< the user's own factor on top of it
  ThemeId theme = ThemeId::dark;
  bool visible = true;
};

inline constexpr float min_zoom = 0.5f, max_zoom = 3.0f;

/// One native window with OpenGL 3.3. It sleeps until something happens: after any event it draws four frames more (a
/// popup needs two or three to settle), then none. The frame callback asks for more where something moves by itself.
class Window {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr int frames_after_event = 4;

  Window() = default;
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Empty when the window is there. Else one issue for the user: no display, no OpenGL 3.3.
  Issues open(const WindowOptions& options);

  /// Draws frames as needed until the window is closed.
  void run(const DrawFn& draw);
  /// Sleeps for at most `max_wait` seconds when there is nothing to draw (< 0: for as long as it takes), then draws at
  /// most one frame. False when the user has closed the window.
  bool step(const DrawFn& draw, double max_wait = -1);
  /// Draws a frame now and reads its pixels back.
  Image capture(const DrawFn& draw);

  void request_frames(int count) { pending_ = std::max(pending_, count); }
  /// Draws again at `when`, or earlier.
  void request_wake(Clock::time_point when);
  /// From any thread: something has changed, draw it.
  void post_wake();
  void close();

  void set_theme(ThemeId id);
  void set_magnification(float factor);  ///< on top of the zoom, not remembered: presenter mode
  void set_zoom(float zoom);             ///< also by Ctrl and +, -, 0; between min_zoom and max_zoom
  float zoom() const { return zoom_; }
  float scale() const { return theme_.scale; }
  /// Of the display, or what was asked for in its place; without zoom.
  float content_scale() const;
  long swaps() const { return swaps_; }
  const Theme& theme() const { return theme_; }
  const Issues& font_issues() const { return font_issues_; }
  Ui& ui() { return ui_; }
  void record_into(Recorder* recorder) { ui_.recorder = recorder; }

 private:
  void install_callbacks();
  void rebuild_theme();
  void draw_frame(const DrawFn& draw, Image* copy);
  void zoom_keys();
  float fitted_scale() const;  ///< content scale x zoom, cut to what the window has room for
  void wait(double max_wait);

  GLFWwindow* window_ = nullptr;
  bool glfw_ready_ = false;
  ImGuiContext* context_ = nullptr;
  bool backends_ready_ = false;
  float fixed_scale_ = 0, zoom_ = 1, magnification_ = 1;
  ThemeId theme_id_ = ThemeId::dark;
  bool theme_stale_ = true;
  int pending_ = frames_after_event;
  std::atomic<bool> posted_ = false;
  Clock::time_point wake_ = Clock::time_point::max();
  long swaps_ = 0;
  FontSet fonts_;
  Theme theme_;
  Focus focus_;
  Ui ui_;
  Issues font_issues_;
};

}  // namespace wallflip
