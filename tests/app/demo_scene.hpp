#pragma once

#include <array>
#include <string>

#include "widgets/imgui_compat.hpp"
#include "widgets/ui.hpp"

namespace wallflip::test {

/// A bit of everything a panel draws: all fonts, badges and hatches of all walls, rounded shapes, thin and thick
/// anti-aliased lines, a curve, a clipped area, Dear ImGui's own text field.
inline void demo_scene(Ui& ui) {
  const auto px = [&](float v) { return ui.px(v); };
  fill_rect(ui, {{px(20), px(20)}, {px(620), px(440)}}, ui.color(Color::surface), px(8));
  stroke_rect(ui, {{px(20), px(20)}, {px(620), px(440)}}, ui.color(Color::line), px(8), px(1));
  draw_text(ui, {px(40), px(34)}, "03b  Estimating throughput", {.font = Font::title});
  draw_text(ui, {px(40), px(72)}, "Where is the knee, and which wall put it there?", {.color = ui.color(Color::mid)});
  draw_text(ui, {px(600), px(100)}, "2,048 tokens", {.font = Font::knob_value, .align = Align::right});
  draw_text(ui, {px(40), px(104)}, "λ ≤ 25 ms · ρ ≈ 0.7 → √n × 3 ✓", {.font = Font::strong});
  draw_text(ui, {px(40), px(130)}, "(decode.weight_bytes + decode.kv_bytes) / gpu.mem_bw", {.font = Font::mono});
  draw_text(ui, {px(40), px(154)}, "0123456789 1111111111", {.font = Font::small, .color = ui.color(Color::low)});
  draw_text(ui, {px(40), px(176)}, "a label that is far too long for its place", {.max_width = px(160)});
  draw_paragraph(ui, {px(300), px(160)}, px(300),
                 "Memory bandwidth binds. Dollars are next, 1.2x away, then capacity. More batch is nearly free.");

  std::array<ImVec2, 60> curve;
  for (size_t i = 0; i < curve.size(); ++i) {
    const float t = static_cast<float>(i) / (curve.size() - 1);
    curve[i] = {px(40 + 560 * t), px(420 - 160 * t * t)};
  }
  ImDrawList* list = ImGui::GetWindowDrawList();
  compat::add_polyline(list, curve.data(), static_cast<int>(curve.size()), ui.color(Color::curve),
                       ui.theme->line_width);
  draw_line(ui, {px(40), px(300)}, {px(600), px(300)}, ui.color(Color::grid), px(1));
  draw_line(ui, {px(40), px(420)}, {px(600), px(250)}, ui.color(Color::curve_second), px(1.5f));
  list->AddCircleFilled(curve[40], px(9), ui.color(Color::surface));
  list->AddCircle(curve[40], px(9), ui.color(Color::accent), 0, px(3));

  for (const WallInfo& wall : wall_table) {
    const float y = px(20 + 46 * static_cast<float>(wall.wall));
    wall_badge(ui, {px(650), y}, wall.wall, 22, wall.wall == Wall::host);
    draw_text(ui, {px(684), y}, wall.title);
    const Rect bar{{px(840), y}, {px(1020), y + px(32)}};
    fill_rect(ui, bar, faded(ui.color(wall.wall), 0.25f), px(3));
    hatch(ui, bar, wall.wall);
  }
  button(ui, "primary", "Apply GQA", {{px(650), px(450)}, {px(650), px(450)}}, true);
  button(ui, "plain", "Present F5", {{px(780), px(450)}, {px(780), px(450)}});
  button(ui, "off", "Not now", {{px(900), px(450)}, {px(900), px(450)}}, false, false);
  list->PushClipRect({px(40), px(320)}, {px(140), px(350)}, true);
  draw_text(ui, {px(30), px(322)}, "clipped on both sides by its region", {.may_clip = true});
  list->PopClipRect();
}

}  // namespace wallflip::test
