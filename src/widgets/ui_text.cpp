#include <algorithm>
#include <cfloat>
#include <cmath>

#include "widgets/imgui_compat.hpp"
#include "widgets/ui.hpp"

namespace wallflip {
namespace {

constexpr std::string_view ellipsis = "\xE2\x80\xA6";  // one glyph

struct Face {
  ImFont* font;
  float size;
};

Face face_of(const Ui& ui, Font font) {
  ImFont* loaded = ui.font(font) ? ui.font(font) : ImGui::GetFont();
  return {loaded, compat::font_size(loaded)};
}

ImVec2 measure(const Face& face, std::string_view text) {
  return face.font->CalcTextSizeA(face.size, FLT_MAX, 0, text.data(), text.data() + text.size());
}

ImVec2 aligned(ImVec2 at, float width, Align align) {
  const float shift = align == Align::left ? 0 : align == Align::center ? width / 2 : width;
  // Glyphs are rasterised on whole pixels: a fractional position would blur or shift every letter differently.
  return {std::floor(at.x - shift + 0.5f), std::floor(at.y + 0.5f)};
}

Rect put(Ui& ui, const Face& face, ImVec2 at, std::string_view text, const TextStyle& style) {
  const ImVec2 size = measure(face, text);
  const ImVec2 min = aligned(at, size.x, style.align);
  ImGui::GetWindowDrawList()->AddText(face.font, face.size, min, style.color ? style.color : ui.color(Color::text),
                                      text.data(), text.data() + text.size());
  return {min, {min.x + size.x, min.y + size.y}};
}

void record(Ui& ui, std::string_view text, const Rect& rect, const TextStyle& style) {
  if (!ui.recorder || text.empty()) return;
  const ImDrawList* list = ImGui::GetWindowDrawList();
  ui.recorder->texts.push_back({std::string(text),
                                rect,
                                {list->GetClipRectMin(), list->GetClipRectMax()},
                                style.may_clip || ui.scrolled,
                                style.font});
}

std::string shortened(const Face& face, std::string_view text, float max_width) {
  const float room = max_width - measure(face, ellipsis).x;
  const char* rest = text.data();
  if (room > 0) face.font->CalcTextSizeA(face.size, room, 0, text.data(), text.data() + text.size(), &rest);
  std::string result(text.data(), rest);
  while (!result.empty() && result.back() == ' ') result.pop_back();
  result += ellipsis;
  return result;
}

void tooltip_when_hovered(const Rect& rect, std::string_view text) {
  if (ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(rect.min, rect.max)) {
    ImGui::SetTooltip("%.*s", static_cast<int>(text.size()), text.data());
  }
}

/// Calls `line(y offset, text)` for each wrapped line; returns the height.
template <class Line>
float for_each_line(const Face& face, float width, std::string_view text, Line line) {
  const char* at = text.data();
  const char* end = at + text.size();
  float y = 0;
  while (at < end) {
    const char* stop = compat::wrap_position(face.font, face.size, at, end, std::max(width, 1.0f));
    if (stop == at && *at != '\n') ++stop;  // narrower than one letter: still move on
    while (stop < end && (static_cast<unsigned char>(*stop) & 0xC0) == 0x80) ++stop;  // never inside a UTF-8 letter
    const char* newline = std::find(at, stop, '\n');
    line(y, std::string_view(at, static_cast<size_t>(newline - at)));
    at = newline < stop ? newline : stop;
    while (at < end && (*at == ' ' || *at == '\t')) ++at;
    if (at < end && *at == '\n') ++at;
    y += std::round(face.size * 1.16f);
  }
  return y;
}

}  // namespace

Rect draw_text(Ui& ui, ImVec2 at, std::string_view text, const TextStyle& style) {
  const Face face = face_of(ui, style.font);
  Rect rect;
  if (style.max_width > 0 && measure(face, text).x > style.max_width) {
    rect = put(ui, face, at, shortened(face, text, style.max_width), style);
    tooltip_when_hovered(rect, text);
  } else {
    rect = put(ui, face, at, text, style);
  }
  record(ui, text, rect, style);
  return rect;
}

Rect draw_paragraph(Ui& ui, ImVec2 at, float width, std::string_view text, const TextStyle& style) {
  const Face face = face_of(ui, style.font);
  Rect all{at, at};
  for_each_line(face, width, text, [&](float y, std::string_view line) {
    const Rect rect = put(ui, face, {at.x, at.y + y}, line, style);
    all.min.x = std::min(all.min.x, rect.min.x);
    all.max = {std::max(all.max.x, rect.max.x), rect.max.y};
  });
  record(ui, text, all, style);
  return all;
}

ImVec2 text_size(const Ui& ui, Font font, std::string_view text) {
  return measure(face_of(ui, font), text);
}

float paragraph_height(const Ui& ui, Font font, float width, std::string_view text) {
  return for_each_line(face_of(ui, font), width, text, [](float, std::string_view) {});
}

}  // namespace wallflip
