#pragma once

#include <imgui.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "widgets/theme.hpp"

namespace wallflip {

struct Rect {
  ImVec2 min, max;
  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
  bool contains(ImVec2 p) const { return p.x >= min.x && p.y >= min.y && p.x < max.x && p.y < max.y; }
};

/// What one frame put on screen, kept only when somebody wants to read it back: tests find and press items by name,
/// a text twin reads the words, and a planted clipped label or duplicate id is found here (1.86 has no hooks of its
/// own).
struct Recorder {
  struct Item {
    ImGuiID id;
    std::string name;
    Rect rect, clip;
  };
  struct Text {
    std::string text;
    Rect rect, clip;
    bool may_clip = false;
    Font font = Font::text;
  };
  std::vector<Item> items;
  std::vector<Text> texts;
  void clear() {
    items.clear();
    texts.clear();
  }
};

/// Keyboard focus across all our items: Tab and Shift+Tab walk `order`, which is what the last frame drew.
struct Focus {
  ImGuiID current = 0;
  std::vector<ImGuiID> order, building;
  bool ring_visible = false;  ///< after Tab, not after a click
  /// The item that Tab has just reached, with the clip rectangle it was drawn in: the scrolled view with that clip
  /// brings it into sight (widgets/scroll.hpp).
  struct Reached {
    Rect rect, clip;
  };
  std::optional<Reached> reached;
};

/// The few things every widget gets. Passed by reference; there is no global.
struct Ui {
  const Theme* theme = nullptr;
  Recorder* recorder = nullptr;  ///< null: nothing is recorded
  Focus* focus = nullptr;
  bool scrolled = false;  ///< inside a scrolling region: its edge may cut any text

  ImU32 color(Color c) const { return (*theme)[c]; }
  ImU32 color(Wall w) const { return (*theme)[w]; }
  ImFont* font(Font f) const { return (*theme)[f]; }
  float px(float size) const { return theme->px(size); }
};

/// Call at the start and the end of a frame: Tab order, Escape drops the focus.
void begin_frame(Ui& ui);
void end_frame(Ui& ui);

/// What the mouse and the keyboard did to one item in this frame.
struct Hit {
  ImGuiID id = 0;
  bool hovered = false, clicked = false, double_clicked = false;
  bool active = false;       ///< mouse button held on it
  bool activated = false;    ///< in this frame
  bool released = false;     ///< let go in this frame: the moment to commit an undo step
  bool focused = false;      ///< keyboard focus
  bool pressed_key = false;  ///< Enter or Space while focused; `clicked` is set too
};

enum class Focusable { no, yes };
/// An invisible item over `rect`. `name` is its id inside the current id stack and its name for tests: unique per
/// frame. Draws the focus ring. Leaves the layout cursor where it was.
Hit hit(Ui& ui, std::string_view name, Rect rect, Focusable focusable = Focusable::yes);

enum class Align { left, center, right };
struct TextStyle {
  Font font = Font::text;
  ImU32 color = 0;  ///< 0: Color::text
  Align align = Align::left;
  float max_width = 0;    ///< > 0: ends with an ellipsis instead of running over; the full text goes to a tooltip
  bool may_clip = false;  ///< true inside scrolling regions
};
/// One line of text at `at` (top left, top centre or top right by `align`); returns its rectangle.
Rect draw_text(Ui& ui, ImVec2 at, std::string_view text, const TextStyle& style = {});
/// Wrapped text inside `width`; returns its rectangle.
Rect draw_paragraph(Ui& ui, ImVec2 at, float width, std::string_view text, const TextStyle& style = {});
ImVec2 text_size(const Ui& ui, Font font, std::string_view text);
/// Height that draw_paragraph would take.
float paragraph_height(const Ui& ui, Font font, float width, std::string_view text);

void fill_rect(Ui& ui, Rect rect, ImU32 color, float rounding = 0);
void stroke_rect(Ui& ui, Rect rect, ImU32 color, float rounding = 0, float thickness = 1);
void draw_line(Ui& ui, ImVec2 a, ImVec2 b, ImU32 color, float thickness = 1);
/// The hatch of a wall (direction and spacing belong to the wall), clipped to `rect`.
void hatch(Ui& ui, Rect rect, Wall wall, float alpha = 1);
/// The square badge with the wall's letter. `side` at scale 1.
void wall_badge(Ui& ui, ImVec2 at, Wall wall, float side = 22, bool dimmed = false);
/// A button with a label, sized to it (width 0) or as wide as given; true when pressed by mouse or key.
bool button(Ui& ui, std::string_view name, std::string_view label, Rect rect, bool primary = false,
            bool enabled = true);

}  // namespace wallflip
