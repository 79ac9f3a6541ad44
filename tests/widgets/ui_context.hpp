#pragma once

#include <doctest/doctest.h>

#include "widgets/imgui_compat.hpp"
#include "widgets/ui.hpp"

namespace wallflip::test {

/// A Dear ImGui context without window, fonts or colours of its own: enough to run widgets and read the recorder.
/// (The app layer has the full TestDriver; the widgets below it must be testable without.)
class UiContext {
 public:
  explicit UiContext(float scale = 1, ThemeId id = ThemeId::dark, ImVec2 size = {1280, 720})
      : theme_(make_theme(id, scale)) {
    ImGui::CreateContext();
    compat::use_null_backend();
    ImGui::GetIO().DisplaySize = size;
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    apply_style(theme_);
#if !WALLFLIP_IMGUI_LIVE_FONTS
    ImGui::GetIO().Fonts->Build();
#endif
    compat::inject_mouse_position({-1, -1});
    ui.theme = &theme_;
    ui.recorder = &recorder;
    ui.focus = &focus;
  }
  ~UiContext() {
    compat::release_textures();
    ImGui::DestroyContext();
  }
  UiContext(const UiContext&) = delete;
  UiContext& operator=(const UiContext&) = delete;

  template <class Draw>
  void frame(Draw draw) {
    ImGui::NewFrame();
    begin_frame(ui);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::Begin("test", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    ImGui::PopStyleVar();
    draw(ui);
    ImGui::End();
    end_frame(ui);
    ImGui::Render();
    compat::accept_textures();
  }

  /// Presses and releases a key, each in a frame of its own.
  template <class Draw>
  void key(Key key, Draw draw, bool shift = false) {
    if (shift) compat::inject_key(Key::left_shift, true);
    compat::inject_key(key, true);
    frame(draw);
    compat::inject_key(key, false);
    if (shift) compat::inject_key(Key::left_shift, false);
    frame(draw);
  }

  template <class Draw>
  void mouse(ImVec2 at, bool down, Draw draw) {
    compat::inject_mouse_position(at);
    frame(draw);
    compat::inject_mouse_button(0, down);
    frame(draw);
  }

  Recorder recorder;
  Focus focus;
  Ui ui;

 private:
  Theme theme_;
};

}  // namespace wallflip::test
