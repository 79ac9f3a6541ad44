#pragma once

#include <algorithm>

#include <imgui.h>

#include "widgets/imgui_compat.hpp"
#include "widgets/ui.hpp"

namespace wallflip {

/// A window of its own, so that its items lie over those below: the rest is dimmed and takes no clicks. True when the
/// user wants to leave: Escape, or a click beside the card.
template <class Draw>
bool draw_over_all(Ui& ui, Rect screen, ImVec2 size, const char* name, Draw draw) {
  ImGui::SetNextWindowPos(screen.min);
  ImGui::SetNextWindowSize({screen.width(), screen.height()});
  ImGui::SetNextWindowFocus();
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, faded(ui.color(Color::background), 0.72F));
  constexpr auto flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
  ImGui::Begin(name, nullptr, flags);
  const float x = screen.min.x + (screen.width() - size.x) / 2;
  const float y = screen.min.y + std::min(ui.px(120), std::max(0.0F, (screen.height() - size.y) / 2));
  const Rect card{{x, y}, {x + size.x, y + size.y}};
  fill_rect(ui, card, ui.color(Color::surface), ui.px(10));
  stroke_rect(ui, card, ui.color(Color::line), ui.px(10));
  draw(card);
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
  const bool beside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !card.contains(ImGui::GetIO().MousePos);
  return beside || compat::key_pressed(Key::escape, false);
}

}  // namespace wallflip
