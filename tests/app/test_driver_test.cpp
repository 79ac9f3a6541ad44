#include "app/test_driver.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace wallflip;

namespace {

bool mentions(const std::vector<std::string>& faults, std::string_view word) {
  for (const std::string& fault : faults) {
    if (fault.find(word) != std::string::npos) return true;
  }
  return false;
}

/// A knob that a mouse drags and keys step.
struct Knob {
  float value = 0;
  int committed = 0;
  void operator()(Ui& ui) {
    const Hit state = hit(ui, "knob load.batch", {{100, 100}, {300, 130}});
    if (state.active) value = ImGui::GetIO().MousePos.x - 100;
    if (state.focused && compat::key_pressed(Key::right)) value += ImGui::GetIO().KeyShift ? 0.1f : 1.0f;
    committed += state.released;
    draw_text(ui, {100, 140}, "batch " + std::to_string(static_cast<int>(value)));
  }
};

}  // namespace

TEST_CASE("a sound frame has no faults") {
  Headless lab;
  Knob knob;
  TestDriver driver(lab, std::ref(knob));
  CHECK(driver.faults() == std::vector<std::string>{});
  CHECK(driver.sees("batch 0"));
  CHECK(driver.screen_text() == "batch 0\n");
}

TEST_CASE("a planted duplicate id is found") {
  Headless lab;
  TestDriver driver(lab, [](Ui& ui) {
    hit(ui, "same", {{10, 10}, {50, 30}});
    hit(ui, "same", {{60, 10}, {90, 30}});
  });
  CHECK(mentions(driver.faults(), "'same'"));
}

TEST_CASE("the same name under another id is no duplicate") {
  Headless lab;
  TestDriver driver(lab, [](Ui& ui) {
    for (int i = 0; i < 2; ++i) {
      ImGui::PushID(i);
      hit(ui, "same", {{10, 10.0f + 40 * static_cast<float>(i)}, {50, 30.0f + 40 * static_cast<float>(i)}});
      ImGui::PopID();
    }
  });
  CHECK(driver.faults().empty());
}

TEST_CASE("a planted clipped label is found, and allowed where it may clip") {
  Headless lab;
  bool allowed = false;
  TestDriver driver(lab, [&](Ui& ui) {
    ImGui::PushClipRect({10, 10}, {60, 60}, true);
    draw_text(ui, {20, 20}, "does not fit", {.may_clip = allowed});
    ImGui::PopClipRect();
  });
  CHECK(mentions(driver.faults(), "'does not fit'"));
  allowed = true;
  TestDriver forgiving(lab, [](Ui& ui) {
    ImGui::PushClipRect({10, 10}, {60, 60}, true);
    draw_text(ui, {20, 20}, "does not fit", {.may_clip = true});
    ImGui::PopClipRect();
  });
  CHECK(forgiving.faults().empty());
}

TEST_CASE("a planted label over the edge of the screen is found") {
  Headless lab({.width = 400, .height = 300});
  TestDriver driver(lab, [](Ui& ui) { draw_text(ui, {380, 20}, "over the edge"); });
  CHECK(mentions(driver.faults(), "'over the edge'"));
}

TEST_CASE("a planted vertex that is no number is found") {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    Headless lab;
    TestDriver driver(lab, [&](Ui& ui) { fill_rect(ui, {{10, 10}, {bad, 40}}, ui.color(Color::text)); });
    CHECK(mentions(driver.faults(), "no number"));
  }
}

TEST_CASE("a planted letter that no font has is found") {
  Headless lab;
  TestDriver driver(lab, [](Ui& ui) { draw_text(ui, {10, 10}, "batch 漢"); });
  CHECK(mentions(driver.faults(), "'漢'"));
}

TEST_CASE("items are pressed, dragged and typed at by name") {
  Headless lab;
  Knob knob;
  TestDriver driver(lab, std::ref(knob));
  CHECK_FALSE(driver.press("no such item"));
  CHECK(driver.press("knob load.batch"));
  CHECK(knob.value == doctest::Approx(100));  // the middle
  CHECK(knob.committed == 1);
  CHECK(driver.drag_by("knob load.batch", {50, 0}));
  CHECK(knob.value == doctest::Approx(150));
  CHECK(knob.committed == 2);  // one drag is one step
  CHECK(driver.drag_to("knob load.batch", {120, 115}));
  CHECK(knob.value == doctest::Approx(20));
  driver.key(Key::right);
  CHECK(knob.value == doctest::Approx(21));
  driver.chord({Key::left_shift}, Key::right);
  CHECK(knob.value == doctest::Approx(21.1f));
  CHECK(driver.faults().empty());
}

TEST_CASE("typed text reaches a text field, and Tab stays with it") {
  Headless lab;
  char text[32] = "";
  TestDriver driver(lab, [&](Ui& ui) {
    hit(ui, "other", {{10, 10}, {50, 30}});
    ImGui::SetCursorScreenPos({100, 100});
    if (ImGui::GetFrameCount() < 3) ImGui::SetKeyboardFocusHere();
    ImGui::InputText("##field", text, sizeof text);
  });
  driver.frames(2);
  driver.type("25ms");
  CHECK(std::string(text) == "25ms");
  driver.key(Key::escape);
  driver.key(Key::tab);
  driver.frames(1);
}

TEST_CASE("a lab inside another context leaves that one current") {
  ImGuiContext* before = ImGui::GetCurrentContext();
  {
    Headless outer({.width = 100, .height = 100, .fonts = false});
    ImGuiContext* outer_context = ImGui::GetCurrentContext();
    { Headless inner({.width = 50, .height = 50, .fonts = false}); }
    CHECK(ImGui::GetCurrentContext() == outer_context);
  }
  CHECK(ImGui::GetCurrentContext() == before);
}
