#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/headless.hpp"
#include "widgets/imgui_compat.hpp"

namespace wallflip {

/// What is wrong with the frame just drawn, one sentence each; empty when it is sound: coordinates that are no numbers,
/// two items with one id, text cut by its clip rectangle (unless it may be), characters that the font lacks.
std::vector<std::string> frame_faults(const Recorder& recorder, const Theme& theme, const ImDrawData& data);

/// Plays a user in a headless lab: finds items by the name they were given in `hit`, moves a mouse and types. Every
/// action runs the frames it needs; each frame is checked, `faults()` collects what was found.
class TestDriver {
 public:
  TestDriver(Headless& headless, DrawFn draw) : headless_(headless), draw_(std::move(draw)) { frames(2); }

  void frames(int count);

  const Recorder::Item* find(std::string_view name) const;
  bool sees(std::string_view text) const;  ///< some recorded text contains it
  std::string screen_text() const;         ///< all recorded texts, one a line

  // False when no such item is on screen.
  bool press(std::string_view name);
  bool double_press(std::string_view name);
  bool hover(std::string_view name);
  bool drag_by(std::string_view name, ImVec2 distance);
  bool drag_to(std::string_view name, ImVec2 target);

  void move(ImVec2 to);
  void mouse(bool down);
  void click(ImVec2 at);
  void wheel(float lines);
  void key(Key key);
  /// All of `modifiers` held while `key` is pressed.
  void chord(std::initializer_list<Key> modifiers, Key key);
  void type(std::string_view utf8);

  const std::vector<std::string>& faults() const { return faults_; }

 private:
  Headless& headless_;
  DrawFn draw_;
  std::vector<std::string> faults_;
};

}  // namespace wallflip
