#include "app/panels/panel.hpp"

#include <algorithm>

#include <imgui.h>

#include "widgets/imgui_compat.hpp"

namespace wallflip {
namespace {

constexpr double toast_seconds = 3.5;

// Sizes at scale 1. Narrow windows give the side column less, short ones drop the trail.
struct Parts {
  Rect middle, side, trail;
};

Parts lay_out(const Ui& ui, Rect rect) {
  const bool narrow = rect.width() < ui.px(960);
  const bool low = rect.height() < ui.px(470);
  const float side_width = narrow ? std::min(ui.px(300), rect.width() * 0.42F) : ui.px(352);
  const float trail_height = low ? 0 : ui.px(60);
  const float bottom = rect.max.y - trail_height;
  const float split = rect.max.x - side_width;
  const float pad = narrow ? ui.px(14) : ui.px(26);
  Parts l;
  l.middle = {{rect.min.x + pad, rect.min.y + ui.px(18)}, {split - pad, bottom - ui.px(10)}};
  l.side = {{split, rect.min.y}, {rect.max.x, bottom}};
  l.trail = {{rect.min.x, bottom}, rect.max};
  return l;
}

void draw_toast(PanelContext& c, Rect area) {
  if (!c.state.toast) return;
  const double left = c.state.toast_until - ImGui::GetTime();
  if (left <= 0) {
    c.state.toast.reset();
    return;
  }
  c.state.toast->visible = static_cast<float>(std::min(1.0, left / 0.4));
  widgets::toast(c.ui, area, *c.state.toast);
}

}  // namespace

bool escape_pressed(const Ui& ui) {
  return ui.focus != nullptr && !ImGui::GetIO().WantTextInput && compat::key_pressed(Key::escape, false);
}

void show_toast(PanelContext& c, std::string text, widgets::ToastKind kind) {
  c.state.toast = widgets::Toast{std::move(text), kind, 1};
  c.state.toast_until = ImGui::GetTime() + toast_seconds;
}

void draw_panel(PanelContext& c, Rect rect) {
  const Parts l = lay_out(c.ui, rect);
  const float head = draw_header(c, l.middle);
  const float knobs = knob_bar_height(c, l.middle.width());
  const float gap = c.ui.px(14);
  const Rect picture{{l.middle.min.x, l.middle.min.y + head + c.ui.px(4)},
                     {l.middle.max.x, l.middle.max.y - knobs - gap}};
  if (c.state.sheet == SheetKind::closed) {
    draw_pictures(c, picture);
  } else {
    draw_sheet(c, picture);
  }
  draw_knob_bar(c, {{l.middle.min.x, l.middle.max.y - knobs}, l.middle.max});

  fill_rect(c.ui, l.side, c.ui.color(Color::rail));
  draw_line(c.ui, l.side.min, {l.side.min.x, l.side.max.y}, c.ui.color(Color::line));
  const float pad = c.ui.px(20);
  draw_side_column(
      c, {{l.side.min.x + pad, l.side.min.y + c.ui.px(18)}, {l.side.max.x - pad, l.side.max.y - c.ui.px(14)}});
  if (l.trail.height() > 0) draw_trail_bar(c, l.trail);
  draw_toast(c, picture);
}

}  // namespace wallflip
