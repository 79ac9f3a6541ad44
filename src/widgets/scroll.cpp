#include "widgets/scroll.hpp"

#include <algorithm>

namespace wallflip::widgets {

float begin_scroll(Rect view, float content_length, float& offset, Along along) {
  const float room = along == Along::vertical ? view.height() : view.width();
  const ImGuiIO& io = ImGui::GetIO();
  const bool hovered =
      ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) && view.contains(io.MousePos);
  if (hovered && content_length > room) {
    const float wheel = along == Along::vertical || io.MouseWheelH == 0 ? io.MouseWheel : io.MouseWheelH;
    offset -= wheel * ImGui::GetFontSize() * 3;
  }
  offset = std::clamp(offset, 0.0F, std::max(0.0F, content_length - room));
  ImGui::PushClipRect(view.min, view.max, true);
  return offset;
}

void end_scroll(Ui& ui, Rect view, float content_length, float offset, Along along) {
  const bool down = along == Along::vertical;
  const float room = down ? view.height() : view.width();
  if (content_length > room + 0.5F) {
    const float length = std::max(ui.px(24), room * room / content_length);
    const float at = offset / (content_length - room) * (room - length);
    const float thick = ui.px(3);
    const Rect bar = down ? Rect{{view.max.x - thick, view.min.y + at}, {view.max.x, view.min.y + at + length}}
                          : Rect{{view.min.x + at, view.max.y - thick}, {view.min.x + at + length, view.max.y}};
    fill_rect(ui, bar, faded(ui.color(Color::low), 0.7F), thick / 2);
  }
  ImGui::PopClipRect();
}

void scroll_into_view(float& offset, float view_length, float from, float to) {
  if (from < offset) offset = from;
  if (to > offset + view_length) offset = to - view_length;
}

}  // namespace wallflip::widgets
