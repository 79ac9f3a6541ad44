#include "app/test_driver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace wallflip {
namespace {

constexpr size_t max_faults = 50;  // a fault in every frame need not be told more often

ImVec2 center(const Rect& rect) {
  return {(rect.min.x + rect.max.x) / 2, (rect.min.y + rect.max.y) / 2};
}

std::string describe(const Rect& r) {
  return fmt::format("({:.0f}, {:.0f})..({:.0f}, {:.0f})", r.min.x, r.min.y, r.max.x, r.max.y);
}

void check_vertices(const ImDrawData& data, std::vector<std::string>& faults) {
  for (int i = 0; i < data.CmdListsCount; ++i) {
    const ImDrawList& list = *data.CmdLists[i];
    for (const ImDrawVert& v : list.VtxBuffer) {
      if (std::isfinite(v.pos.x) && std::isfinite(v.pos.y) && std::isfinite(v.uv.x) && std::isfinite(v.uv.y)) continue;
      faults.push_back(fmt::format("a vertex of '{}' is no number", list._OwnerName ? list._OwnerName : "?"));
      break;
    }
  }
}

void check_ids(const Recorder& recorder, std::vector<std::string>& faults) {
  std::map<ImGuiID, const Recorder::Item*> seen;
  for (const Recorder::Item& item : recorder.items) {
    const auto [first, is_new] = seen.emplace(item.id, &item);
    if (is_new) continue;
    faults.push_back(fmt::format("two items have the id of '{}': {} and {}", item.name, describe(first->second->rect),
                                 describe(item.rect)));
  }
}

void check_texts(const Recorder& recorder, const Theme& theme, std::vector<std::string>& faults) {
  constexpr float slack = 1;  // glyph boxes are rounded outwards
  for (const Recorder::Text& t : recorder.texts) {
    const bool inside = t.rect.min.x >= t.clip.min.x - slack && t.rect.min.y >= t.clip.min.y - slack &&
                        t.rect.max.x <= t.clip.max.x + slack && t.rect.max.y <= t.clip.max.y + slack;
    if (!inside && !t.may_clip) {
      faults.push_back(fmt::format("'{}' at {} is cut by {}", t.text, describe(t.rect), describe(t.clip)));
    }
    ImFont* font = theme[t.font] ? theme[t.font] : ImGui::GetIO().Fonts->Fonts[0];
    for (const std::string& letter : missing_glyphs(font, t.text)) {
      faults.push_back(fmt::format("the font has no '{}' for '{}'", letter, t.text));
    }
  }
}

}  // namespace

std::vector<std::string> frame_faults(const Recorder& recorder, const Theme& theme, const ImDrawData& data) {
  std::vector<std::string> faults;
  check_vertices(data, faults);
  check_ids(recorder, faults);
  check_texts(recorder, theme, faults);
  return faults;
}

void TestDriver::frames(int count) {
  for (int i = 0; i < count; ++i) {
    headless_.frame(draw_);
    for (std::string& fault : frame_faults(headless_.recorder(), headless_.theme(), *ImGui::GetDrawData())) {
      const bool known = std::find(faults_.begin(), faults_.end(), fault) != faults_.end();
      if (!known && faults_.size() < max_faults) faults_.push_back(std::move(fault));
    }
  }
}

const Recorder::Item* TestDriver::find(std::string_view name) const {
  for (const Recorder::Item& item : headless_.recorder().items) {
    if (item.name == name) return &item;
  }
  return nullptr;
}

bool TestDriver::sees(std::string_view text) const {
  const auto& texts = headless_.recorder().texts;
  return std::any_of(texts.begin(), texts.end(),
                     [&](const Recorder::Text& t) { return t.text.find(text) != std::string::npos; });
}

std::string TestDriver::screen_text() const {
  std::string all;
  for (const Recorder::Text& t : headless_.recorder().texts) all += t.text + "\n";
  return all;
}

bool TestDriver::hover(std::string_view name) {
  const Recorder::Item* item = find(name);
  if (!item) return false;
  move(center(item->rect));
  return true;
}

bool TestDriver::press(std::string_view name) {
  if (!hover(name)) return false;
  mouse(true);
  mouse(false);
  frames(1);
  return true;
}

bool TestDriver::double_press(std::string_view name) {
  return press(name) && press(name);
}

bool TestDriver::drag_by(std::string_view name, ImVec2 distance) {
  const Recorder::Item* item = find(name);
  if (!item) return false;
  const ImVec2 from = center(item->rect);
  return drag_to(name, {from.x + distance.x, from.y + distance.y});
}

bool TestDriver::drag_to(std::string_view name, ImVec2 target) {
  const Recorder::Item* item = find(name);
  if (!item) return false;
  const ImVec2 from = center(item->rect);
  move(from);
  mouse(true);
  constexpr int steps = 4;  // a hand does not jump, and a widget must follow in between
  for (int i = 1; i <= steps; ++i) {
    const float part = static_cast<float>(i) / steps;
    move({from.x + (target.x - from.x) * part, from.y + (target.y - from.y) * part});
  }
  mouse(false);
  frames(1);
  return true;
}

void TestDriver::move(ImVec2 to) {
  compat::inject_mouse_position(to);
  frames(1);
}

void TestDriver::mouse(bool down) {
  compat::inject_mouse_button(0, down);
  frames(1);
}

void TestDriver::click(ImVec2 at) {
  move(at);
  mouse(true);
  mouse(false);
}

void TestDriver::wheel(float lines) {
  compat::inject_mouse_wheel(lines);
  frames(2);
}

void TestDriver::key(Key key) {
  chord({}, key);
}

void TestDriver::chord(std::initializer_list<Key> modifiers, Key key) {
  for (const Key modifier : modifiers) compat::inject_key(modifier, true);
  frames(1);
  compat::inject_key(key, true);
  frames(1);
  compat::inject_key(key, false);
  for (const Key modifier : modifiers) compat::inject_key(modifier, false);
  frames(1);
}

void TestDriver::type(std::string_view utf8) {
  ImGui::GetIO().AddInputCharactersUTF8(std::string(utf8).c_str());
  frames(2);
}

}  // namespace wallflip
