#include "widgets/ui.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tests/widgets/ui_context.hpp"

using namespace wallflip;
using test::UiContext;

namespace {
const Rect left{{20, 20}, {120, 60}}, right{{140, 20}, {240, 60}};

struct TwoItems {
  Hit a, b;
  void operator()(Ui& ui) {
    a = hit(ui, "a", left);
    b = hit(ui, "b", right);
  }
};
}  // namespace

TEST_CASE("hit reports the mouse and leaves the cursor where it was") {
  UiContext context;
  TwoItems items;
  auto draw = [&](Ui& ui) {
    const ImVec2 before = ImGui::GetCursorScreenPos();
    items(ui);
    CHECK(ImGui::GetCursorScreenPos().x == before.x);
    CHECK(ImGui::GetCursorScreenPos().y == before.y);
  };
  context.frame(draw);
  context.frame(draw);
  CHECK_FALSE(items.a.hovered);

  context.mouse({70, 40}, true, draw);
  CHECK(items.a.hovered);
  CHECK(items.a.active);
  CHECK(items.a.activated);
  CHECK_FALSE(items.a.clicked);
  CHECK_FALSE(items.b.hovered);
  context.mouse({70, 40}, false, draw);
  CHECK(items.a.clicked);
  CHECK(items.a.released);
  context.frame(draw);
  CHECK_FALSE(items.a.clicked);
  CHECK_FALSE(items.a.released);
  CHECK(items.a.focused);
  CHECK_FALSE(context.focus.ring_visible);  // a click shows no ring
}

TEST_CASE("a drag stays with its item outside of it, and releases once") {
  UiContext context;
  TwoItems items;
  context.frame(items);
  auto draw = [&](Ui& ui) { items(ui); };
  context.mouse({70, 40}, true, draw);
  compat::inject_mouse_position({600, 500});
  context.frame(draw);
  CHECK(items.a.active);
  compat::inject_mouse_button(0, false);
  context.frame(draw);
  CHECK(items.a.released);
  CHECK_FALSE(items.a.clicked);
}

TEST_CASE("Tab walks, Shift+Tab walks back, Enter presses, Escape leaves") {
  UiContext context;
  TwoItems items;
  bool pressed_b = false;
  auto draw = [&](Ui& ui) {
    items(ui);
    pressed_b = pressed_b || items.b.pressed_key;
  };
  context.frame(draw);
  context.frame(draw);
  context.key(Key::tab, draw);
  CHECK(items.a.focused);
  CHECK(context.focus.ring_visible);
  context.key(Key::tab, draw);
  CHECK(items.b.focused);
  CHECK_FALSE(items.a.focused);
  context.key(Key::tab, draw);
  CHECK(items.a.focused);  // around
  context.key(Key::tab, draw, true);
  CHECK(items.b.focused);
  context.key(Key::enter, draw);
  CHECK(pressed_b);
  context.key(Key::escape, draw);
  CHECK_FALSE(items.b.focused);
  CHECK(context.focus.current == 0);
}

TEST_CASE("focus does not survive its item") {
  UiContext context;
  bool both = true;
  auto draw = [&](Ui& ui) {
    hit(ui, "a", left);
    if (both) hit(ui, "b", right);
  };
  context.frame(draw);
  context.key(Key::tab, draw, true);
  CHECK(context.focus.current != 0);
  both = false;
  context.frame(draw);
  CHECK(context.focus.current == 0);
}

TEST_CASE("items behind a dialogue are out of Tab's reach") {
  UiContext context;
  bool inside_focused = false;
  auto draw = [&](Ui& ui) {
    hit(ui, "behind", left);
    if (ImGui::GetFrameCount() == 1) ImGui::OpenPopup("dialogue");
    ImGui::SetNextWindowSize({400, 300});
    if (ImGui::BeginPopupModal("dialogue")) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      inside_focused = hit(ui, "inside", {at, {at.x + 50, at.y + 20}}).focused;
      ImGui::EndPopup();
    }
  };
  for (int i = 0; i < 3; ++i) context.frame(draw);
  CHECK(context.focus.order.size() == 1);
  context.key(Key::tab, draw);
  CHECK(inside_focused);
}

TEST_CASE("the recorder holds every item and text of one frame") {
  UiContext context;
  auto draw = [](Ui& ui) {
    hit(ui, "knob", left);
    draw_text(ui, {10, 100}, "words", {.may_clip = true});
  };
  context.frame(draw);
  context.frame(draw);
  REQUIRE(context.recorder.items.size() == 1);
  CHECK(context.recorder.items[0].name == "knob");
  CHECK(context.recorder.items[0].rect.min.x == left.min.x);
  REQUIRE(context.recorder.texts.size() == 1);
  CHECK(context.recorder.texts[0].text == "words");
  CHECK(context.recorder.texts[0].may_clip);
  CHECK(context.recorder.texts[0].clip.max.x == 1280);
}

TEST_CASE("text is aligned, and shortened when it must be") {
  UiContext context;
  context.frame([](Ui& ui) {
    const float width = text_size(ui, Font::text, "hello world").x;
    CHECK(draw_text(ui, {300, 10}, "hello world").min.x == 300);
    CHECK(draw_text(ui, {300, 30}, "hello world", {.align = Align::right}).max.x == doctest::Approx(300));
    const Rect middle = draw_text(ui, {300, 50}, "hello world", {.align = Align::center});
    CHECK(std::abs((middle.min.x + middle.max.x) / 2 - 300) <= 1);  // whole pixels
    const Rect cut = draw_text(ui, {300, 70}, "hello world", {.max_width = width * 0.6f});
    CHECK(cut.width() <= width * 0.6f);
    CHECK(cut.width() > width * 0.3f);
    CHECK(draw_text(ui, {300, 90}, "hello world", {.max_width = width}).width() == doctest::Approx(width));
    CHECK(draw_text(ui, {300, 110}, "").width() == 0);
    CHECK(draw_text(ui, {300, 130}, "xyz", {.max_width = 1}).width() < 30);  // nothing but the ellipsis
  });
  CHECK(context.recorder.texts[3].text == "hello world");  // recorded in full: a text twin reads it
}

TEST_CASE("a paragraph stays inside its width and is as high as announced") {
  UiContext context;
  const std::string text =
      "More batch is nearly free until 158: every sequence shares one read of the weights.\nSecond paragraph.";
  context.frame([&](Ui& ui) {
    for (const float width : {120.0f, 200.0f, 1000.0f}) {
      const float height = paragraph_height(ui, Font::text, width, text);
      const Rect rect = draw_paragraph(ui, {10, 10}, width, text);
      CHECK(rect.width() <= width + 1);
      CHECK(rect.height() <= height);
      CHECK(rect.height() > height - text_size(ui, Font::text, "x").y);
    }
    CHECK(paragraph_height(ui, Font::text, 120, text) > 2 * paragraph_height(ui, Font::text, 1000, text));
    CHECK(paragraph_height(ui, Font::text, 0.01f, "narrow") > 0);  // narrower than a letter: ends all the same
  });
}

TEST_CASE("hatches stay inside their rectangle and differ by wall") {
  UiContext context;
  const Rect area{{100, 100}, {180, 150}};
  int strokes[wall_table.size()] = {};
  context.frame([&](Ui& ui) {
    for (const WallInfo& wall : wall_table) {
      const int before = ImGui::GetWindowDrawList()->VtxBuffer.Size;
      hatch(ui, area, wall.wall);
      strokes[static_cast<size_t>(wall.wall)] = ImGui::GetWindowDrawList()->VtxBuffer.Size - before;
      CHECK(strokes[static_cast<size_t>(wall.wall)] > 0);
    }
    for (const ImDrawVert& v : ImGui::GetWindowDrawList()->VtxBuffer) {
      if (v.pos.x < 1) continue;  // the window's own background
      if (v.pos.x > 1279) continue;
      CHECK(v.pos.x >= area.min.x - 3);
      CHECK(v.pos.x <= area.max.x + 3);
      CHECK(v.pos.y >= area.min.y - 3);
      CHECK(v.pos.y <= area.max.y + 3);
    }
    const int before = ImGui::GetWindowDrawList()->VtxBuffer.Size;
    hatch(ui, {{-1e9f, -1e9f}, {1e9f, 1e9f}}, Wall::latency);  // only what is on screen is drawn
    CHECK(ImGui::GetWindowDrawList()->VtxBuffer.Size - before < 20000);
    hatch(ui, {{0, 0}, {NAN, 10}}, Wall::latency);
    hatch(ui, {{50, 50}, {40, 40}}, Wall::latency);
  });
}

TEST_CASE("a button presses by mouse and key, and not when it is disabled") {
  UiContext context;
  int pressed = 0, disabled_pressed = 0;
  auto draw = [&](Ui& ui) {
    pressed += button(ui, "go", "Go", {{20, 20}, {20, 20}}, true);
    disabled_pressed += button(ui, "no", "No", {{20, 80}, {120, 110}}, false, false);
  };
  context.frame(draw);
  context.frame(draw);
  REQUIRE(context.recorder.items.size() == 1);
  CHECK(context.recorder.items[0].rect.width() > 24);  // sized to its label
  context.mouse({30, 30}, true, draw);
  context.mouse({30, 30}, false, draw);
  CHECK(pressed == 1);
  context.mouse({30, 90}, true, draw);
  context.mouse({30, 90}, false, draw);
  CHECK(disabled_pressed == 0);
  context.key(Key::tab, draw);
  context.key(Key::space, draw);
  CHECK(pressed == 2);
}

TEST_CASE("every key has its own code") {
  std::vector<int> codes;
  for (int k = 0; k < static_cast<int>(Key::count); ++k) codes.push_back(compat::native_key(static_cast<Key>(k)));
  std::sort(codes.begin(), codes.end());
  CHECK(std::adjacent_find(codes.begin(), codes.end()) == codes.end());
}
