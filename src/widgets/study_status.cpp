#include "widgets/study_status.hpp"

#include <algorithm>

namespace wallflip::widgets {
namespace {

constexpr float height = 26, bar_width = 90, bar_height = 6, gap = 10;

}  // namespace

float study_status_height(const Ui& ui) {
  return ui.px(height);
}

bool study_status(Ui& ui, Rect rect, const StudyStatus& status) {
  float right = rect.max.x;
  const float middle = rect.min.y + ui.px(height - 4) / 2;
  bool pressed = false;
  if (!status.button.empty()) {
    const float width = text_size(ui, Font::text, status.button).x + ui.px(24);
    pressed =
        button(ui, status.name, status.button, {{right - width, rect.min.y}, {right, rect.min.y + ui.px(height - 4)}});
    right -= width + ui.px(gap);
  }
  const float bar = std::min(ui.px(bar_width), (right - rect.min.x) * 0.35F);
  if (status.progress && bar > ui.px(20)) {
    const Rect track{{right - bar, middle - ui.px(bar_height) / 2}, {right, middle + ui.px(bar_height) / 2}};
    fill_rect(ui, track, ui.color(Color::line), ui.px(3));
    const float share = static_cast<float>(std::clamp(*status.progress, 0.02, 1.0));
    fill_rect(ui, {track.min, {track.min.x + bar * share, track.max.y}}, ui.color(Color::accent), ui.px(3));
    right -= bar + ui.px(gap);
  }
  draw_text(ui, {rect.min.x, middle - text_size(ui, Font::small, "0").y / 2}, status.text,
            {Font::small, ui.color(Color::mid), Align::left, std::max(1.0F, right - rect.min.x)});
  return pressed;
}

}  // namespace wallflip::widgets
