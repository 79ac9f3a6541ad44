#include "widgets/knob.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/imgui_compat.hpp"
#include "widgets/plot.hpp"

namespace wallflip::widgets {
namespace {

constexpr float head_height = 30, track_height = 24, track_thickness = 5, ribbon_height = 18, foot_height = 20;
constexpr float thumb_radius = 9;

/// The places of one knob's parts.
struct Parts {
  Rect head, track, ribbon;
  float foot;  ///< top of the line of labels below
  Axis axis;
};

Parts lay_out(const Ui& ui, Rect rect, const Knob& knob) {
  Parts p;
  p.head = {rect.min, {rect.max.x, rect.min.y + ui.px(head_height)}};
  p.track = {{rect.min.x, p.head.max.y}, {rect.max.x, p.head.max.y + ui.px(track_height)}};
  const float ribbon = knob.ribbon_state == RibbonState::none ? 0 : ui.px(ribbon_height);
  p.ribbon = {{rect.min.x, p.track.max.y + ui.px(2)}, {rect.max.x, p.track.max.y + ui.px(2) + ribbon}};
  p.foot = p.ribbon.max.y + ui.px(4);
  p.axis = {knob.min, knob.max, knob.log ? Scale::log10 : Scale::linear, {}, {}, {}};
  return p;
}

float x_of(const Parts& p, double value) {
  const double t = axis_position(p.axis, value);
  return p.track.min.x + static_cast<float>(std::isfinite(t) ? std::clamp(t, 0.0, 1.0) : 0.0) * p.track.width();
}

void draw_lock(Ui& ui, ImVec2 center, ImU32 color) {
  const float w = ui.px(5), h = ui.px(4);
  std::array<ImVec2, 9> bow;
  for (size_t i = 0; i < bow.size(); ++i) {
    const float angle = 3.1416F * (1 + static_cast<float>(i) / 8);
    bow[i] = {center.x + 0.7F * w * std::cos(angle), center.y - h * 0.5F + 0.7F * w * std::sin(angle)};
  }
  draw_polyline(ui, bow, {color, ui.px(1.6F), false});
  fill_rect(ui, {{center.x - w, center.y - h * 0.5F}, {center.x + w, center.y + h * 1.5F}}, color, ui.px(1.5F));
}

/// The value at the right end of the head: text to click, or the editor while something is typed.
void draw_value(Ui& ui, const Parts& p, const Knob& knob, KnobState& state, KnobResult& result) {
  const float bottom = p.head.max.y - ui.px(6);
  const float label_width = text_size(ui, Font::text, knob.label).x;
  if (state.field.editing) {
    const float left = std::max(p.head.min.x + p.head.width() * 0.4F,
                                std::min(p.head.min.x + label_width + ui.px(12), p.head.max.x - ui.px(90)));
    const Rect box{{left, p.head.min.y}, {p.head.max.x, p.head.max.y - ui.px(3)}};
    const TextFieldResult typed =
        text_field(ui, knob.name + ":value", box, state.field, {{}, Font::text, !state.error.empty()});
    if (typed.changed || typed.cancelled) state.error.clear();
    if (typed.submitted) result.typed = state.field.text.data();
    return;
  }
  float right = p.head.max.x;
  const float unit_y = bottom - text_size(ui, Font::text, "0").y;
  if (!knob.unit.empty()) {
    right =
        draw_text(ui, {right, unit_y}, knob.unit, {Font::text, ui.color(Color::mid), Align::right}).min.x - ui.px(5);
  }
  const float value_y = bottom - text_size(ui, Font::knob_value, "0").y + ui.px(2);
  const Rect value =
      draw_text(ui, {right, value_y}, knob.value_text, {Font::knob_value, ui.color(Color::text), Align::right});
  draw_text(ui, {p.head.min.x, unit_y}, knob.label,
            {Font::text, ui.color(Color::mid), Align::left, value.min.x - p.head.min.x - ui.px(8)});
  if (knob.locked) return;
  const Hit h = hit(ui, knob.name + ":value", {{value.min.x, value.min.y}, {p.head.max.x, value.max.y}}, Focusable::no);
  if (h.hovered) {
    draw_line(ui, {value.min.x, value.max.y}, value.max, ui.color(Color::accent), ui.px(1));
    ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  }
  if (h.clicked) start_editing(state.field, knob.value_text);
}

void draw_track(Ui& ui, const Parts& p, const Knob& knob, const Hit& h) {
  const float y = (p.track.min.y + p.track.max.y) / 2, half = ui.px(track_thickness) / 2, x = x_of(p, knob.value);
  const ImU32 moved = ui.color(knob.locked ? Color::low : Color::accent);
  fill_rect(ui, {{p.track.min.x, y - half}, {p.track.max.x, y + half}}, ui.color(Color::line), half);
  fill_rect(ui, {{p.track.min.x, y - half}, {std::max(x, p.track.min.x + half), y + half}}, moved, half);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (h.hovered || h.active || h.focused) list->AddCircleFilled({x, y}, ui.px(thumb_radius + 5), faded(moved, 0.25F));
  list->AddCircleFilled({x, y}, ui.px(thumb_radius + 2), ui.color(Color::background));
  list->AddCircleFilled({x, y}, ui.px(thumb_radius), moved);
  list->AddCircleFilled({x, y}, ui.px(thumb_radius) - ui.theme->line_width,
                        ui.color(knob.locked ? Color::raised : Color::text));
  if (knob.locked) draw_lock(ui, {x, y}, ui.color(Color::text));
}

void keys(const Knob& knob, KnobState& state, KnobResult& result) {
  const bool fine = ImGui::GetIO().KeyShift;
  const int steps = compat::key_pressed(Key::right) + compat::key_pressed(Key::up) - compat::key_pressed(Key::left) -
                    compat::key_pressed(Key::down) + 5 * compat::key_pressed(Key::page_up) -
                    5 * compat::key_pressed(Key::page_down);
  if (steps != 0) result.value = stepped(knob, steps, fine);
  if (compat::key_pressed(Key::home)) result.value = knob.min;
  if (compat::key_pressed(Key::end)) result.value = knob.max;
  result.committed = result.value.has_value();
  if (compat::key_pressed(Key::enter, false)) start_editing(state.field, knob.value_text);
}

void move_thumb(Ui& ui, const Parts& p, const Knob& knob, KnobState& state, KnobResult& result) {
  const float reach = ui.px(thumb_radius);  // the thumb can be taken where it stands over the ends
  const Hit h = hit(ui, knob.name, {{p.track.min.x - reach, p.track.min.y}, {p.track.max.x + reach, p.track.max.y}});
  draw_track(ui, p, knob, h);
  if (h.hovered || h.active)
    ImGui::SetMouseCursor(knob.locked ? ImGuiMouseCursor_NotAllowed : ImGuiMouseCursor_ResizeEW);
  if (knob.locked) {
    result.asked_unlock = h.clicked;
    return;
  }
  if (h.double_clicked) {
    result.value = snapped(knob, knob.initial);
    result.committed = true;
  } else if (h.active && (h.activated || ImGui::GetIO().MouseDelta.x != 0)) {
    const double t = std::clamp((ImGui::GetIO().MousePos.x - p.track.min.x) / p.track.width(), 0.0F, 1.0F);
    result.value = snapped(knob, axis_value(p.axis, t));
  } else if (h.released) {
    result.committed = true;
  } else if (h.focused && !state.field.editing && !ImGui::GetIO().WantTextInput) {
    keys(knob, state, result);
  }
}

void draw_hidden_ribbon(Ui& ui, const Parts& p, const Knob& knob, KnobResult& result) {
  const Hit h = hit(ui, knob.name + ":ribbon", p.ribbon);
  fill_rect(ui, p.ribbon, ui.color(h.hovered ? Color::line : Color::raised), ui.px(3));
  stroke_rect(ui, p.ribbon, ui.color(Color::line), ui.px(3), ui.px(1));
  const std::string text = knob.locked ? knob.locked_note : std::string("?  ").append(knob.ask_ribbon);
  const float y = (p.ribbon.min.y + p.ribbon.max.y - text_size(ui, Font::small, text).y) / 2;
  draw_text(ui, {(p.ribbon.min.x + p.ribbon.max.x) / 2, y}, text,
            {Font::small, ui.color(Color::mid), Align::center, p.ribbon.width()});
  result.asked_ribbon = h.clicked && !knob.locked;
  result.asked_unlock = result.asked_unlock || (h.clicked && knob.locked);
}

void draw_ribbon(Ui& ui, const Parts& p, const Knob& knob) {
  for (const Span& span : knob.ribbon) {
    draw_ribbon_span(ui, {{x_of(p, span.from), p.ribbon.min.y}, {x_of(p, span.to), p.ribbon.max.y}}, span);
  }
  for (const FlipTick& flip : knob.flips) {
    const float x = x_of(p, flip.value);
    draw_line(ui, {x, p.ribbon.min.y - ui.px(3)}, {x, p.ribbon.max.y + ui.px(3)}, ui.color(Color::text),
              ui.theme->line_width);
  }
  const float x = x_of(p, knob.value), top = p.ribbon.min.y;  // where the knob stands on the ribbon
  ImGui::GetWindowDrawList()->AddTriangleFilled({x - ui.px(4), top - ui.px(4)}, {x + ui.px(4), top - ui.px(4)},
                                                {x, top + ui.px(2)}, ui.color(Color::text));
}

/// Exact flip values first, then the ends where they leave room.
void draw_foot(Ui& ui, const Parts& p, const Knob& knob, const KnobState& state) {
  if (!state.error.empty()) {
    draw_text(ui, {p.track.min.x, p.foot}, state.error,
              {Font::small, ui.color(Color::bad), Align::left, p.track.width()});
    return;
  }
  const float gap = ui.px(8);
  float left = p.track.min.x, right = p.track.max.x, free_from = -1e9F;
  if (knob.ribbon_state == RibbonState::shown) {
    for (const FlipTick& flip : knob.flips) {
      const float width = text_size(ui, Font::small, flip.text).x;
      const float at =
          std::clamp(x_of(p, flip.value) - width / 2, p.track.min.x, std::max(p.track.min.x, p.track.max.x - width));
      if (at < free_from) continue;
      draw_text(ui, {at, p.foot}, flip.text, {Font::small, ui.color(Color::text)});
      if (free_from < 0) right = at;
      free_from = at + width + gap;
      left = free_from;
    }
  }
  const float min_width = text_size(ui, Font::small, knob.min_text).x,
              max_width = text_size(ui, Font::small, knob.max_text).x;
  const bool any = free_from > 0;
  if (!any || p.track.min.x + min_width + gap < right) {
    draw_text(ui, {p.track.min.x, p.foot}, knob.min_text, {Font::small, ui.color(Color::mid)});
  }
  if (!any || left < p.track.max.x - max_width) {
    draw_text(ui, {p.track.max.x, p.foot}, knob.max_text, {Font::small, ui.color(Color::mid), Align::right});
  }
}

}  // namespace

void draw_ribbon_span(Ui& ui, Rect rect, const Span& span) {
  const ImU32 color = color_of(ui, span.hue);
  fill_hue(ui, rect, span.hue);
  const std::string letter = letter_of(span);
  const ImVec2 size = text_size(ui, Font::small, letter);
  if (letter.empty() || size.x + ui.px(6) > rect.width()) return;
  const Rect plate{{rect.min.x + ui.px(2), rect.min.y}, {rect.min.x + ui.px(8) + size.x, rect.max.y}};
  fill_rect(ui, plate, color);  // a quiet ground under the letter
  draw_text(ui, {rect.min.x + ui.px(5), (rect.min.y + rect.max.y - size.y) / 2}, letter, {Font::small, ink_on(color)});
}

float knob_height(const Ui& ui, const Knob& knob) {
  const float ribbon = knob.ribbon_state == RibbonState::none ? 0 : ribbon_height;
  return ui.px(head_height + track_height + 2 + ribbon + 4 + foot_height);
}

KnobResult ribbon_slider(Ui& ui, Rect rect, const Knob& knob, KnobState& state) {
  KnobResult result;
  const Parts p = lay_out(ui, rect, knob);
  if (state.field.editing) {
    draw_text(ui, {p.head.min.x, p.head.max.y - ui.px(6) - text_size(ui, Font::text, "0").y}, knob.label,
              {Font::text, ui.color(Color::mid), Align::left, p.head.width() * 0.4F - ui.px(8)});
  }
  draw_value(ui, p, knob, state, result);
  move_thumb(ui, p, knob, state, result);
  if (knob.ribbon_state == RibbonState::hidden) draw_hidden_ribbon(ui, p, knob, result);
  if (knob.ribbon_state == RibbonState::shown) draw_ribbon(ui, p, knob);
  draw_foot(ui, p, knob, state);
  return result;
}

}  // namespace wallflip::widgets
