#include "widgets/scroll.hpp"

#include <algorithm>

namespace wallflip::widgets {
namespace {

bool same(Rect a, ImVec2 min, ImVec2 max) {
  return a.min.x == min.x && a.min.y == min.y && a.max.x == max.x && a.max.y == max.y;
}

void follow_focus(const Ui& ui, Rect view, float& offset, bool down) {
  if (ui.focus == nullptr || !ui.focus->reached) return;
  const ImDrawList* list = ImGui::GetWindowDrawList();
  const auto& [rect, clip] = *ui.focus->reached;
  if (!same(clip, list->GetClipRectMin(), list->GetClipRectMax())) return;  // in another view
  const float ring = ui.px(6);                                              // and a look at what comes next
  const float from = down ? rect.min.y - view.min.y : rect.min.x - view.min.x;
  const float to = down ? rect.max.y - view.min.y : rect.max.x - view.min.x;
  scroll_into_view(offset, down ? view.height() : view.width(), from + offset - ring, to + offset + ring);
}

}  // namespace

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

void end_scroll(Ui& ui, Rect view, float content_length, float& offset, Along along) {
  const bool down = along == Along::vertical;
  const float room = down ? view.height() : view.width();
  if (content_length > room + 0.5F) {
    const float length = std::max(ui.px(24), room * room / content_length);
    const float at = offset / (content_length - room) * (room - length);
    const float thick = ui.px(3);
    const Rect bar = down ? Rect{{view.max.x - thick, view.min.y + at}, {view.max.x, view.min.y + at + length}}
                          : Rect{{view.min.x + at, view.max.y - thick}, {view.min.x + at + length, view.max.y}};
    fill_rect(ui, bar, faded(ui.color(Color::low), 0.7F), thick / 2);
    follow_focus(ui, view, offset, down);
  }
  ImGui::PopClipRect();
}

void scroll_into_view(float& offset, float view_length, float from, float to) {
  if (from < offset) offset = from;
  if (to > offset + view_length) offset = to - view_length;
}

}  // namespace wallflip::widgets
