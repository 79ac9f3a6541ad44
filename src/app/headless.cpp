#include "app/headless.hpp"

#include "app/software_renderer.hpp"
#include "widgets/imgui_compat.hpp"

namespace wallflip {

Headless::Headless(const HeadlessOptions& options)
    : previous_(ImGui::GetCurrentContext()),
      context_(ImGui::CreateContext()),
      fonts_(options.fonts ? find_font_files() : FontFiles{}) {
  ImGui::SetCurrentContext(context_);
  compat::use_null_backend();
  ImGui::GetIO().ConfigInputTextCursorBlink = false;
  ui_ = {.theme = &theme_, .recorder = &recorder_, .focus = &focus_};
  set_size(options.width, options.height);
  set_theme(options.theme, options.scale);
  compat::inject_mouse_position({-1, -1});
}

Headless::~Headless() {
  ImGui::SetCurrentContext(context_);
  compat::release_textures();
  ImGui::DestroyContext(context_);
  ImGui::SetCurrentContext(previous_);
}

void Headless::set_size(int width, int height) {
  ImGui::GetIO().DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
}

void Headless::set_theme(ThemeId id, float scale) {
  theme_ = make_theme(id, scale);
  apply_style(theme_);
  font_issues_ = fonts_.load(theme_);
}

void Headless::frame(const DrawFn& draw, float seconds) {
  ImGui::SetCurrentContext(context_);
  ImGui::GetIO().DeltaTime = seconds;
  ImGui::NewFrame();
  draw_full_screen(ui_, draw);
  ImGui::Render();
  compat::accept_textures();
}

Image Headless::picture() const {
  const ImDrawData* data = ImGui::GetDrawData();
  return data ? rasterise(*data, theme_[Color::background]) : Image();
}

void draw_full_screen(Ui& ui, const DrawFn& draw) {
  begin_frame(ui);
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("screen", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoNav |
                   ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  draw(ui);
  ImGui::End();
  end_frame(ui);
}

}  // namespace wallflip
