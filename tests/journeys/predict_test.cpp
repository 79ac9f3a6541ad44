// Lesson 01 as a learner plays it: predict, then find the flip.
#include <doctest/doctest.h>

#include "app/panels/live_text.hpp"
#include "model/sheet/format.hpp"
#include "tests/app/shell_screen.hpp"

using namespace wallflip;
using test::Screen;

namespace {

/// What the lesson computes and does not tell yet; inputs are told.
std::vector<std::string> secrets(Screen& s) {
  std::vector<std::string> texts;
  const Sheet& sheet = s.lab().sheet();
  for (const NodeId node : s.lab().outputs) {
    const std::optional<double> value = s.session().evaluation().value(sheet, node);
    const Let* let = sheet.let_at(node);
    if (!value || !let) continue;
    const FormattedValue parts = format_parts(*value, sheet.node(node).unit, let->display);
    if (parts.number.size() >= 3) texts.push_back(parts.number);  // "1" stands everywhere
  }
  return texts;
}

void check_nothing_told(Screen& s, const char* where) {
  CAPTURE(where);
  const std::vector<std::string> hidden = secrets(s);
  REQUIRE(hidden.size() >= 3);
  for (const std::string& secret : hidden) {
    INFO("told: ", secret, " in\n", s.driver.screen_text());
    CHECK_FALSE(s.driver.sees(secret));
  }
}

void check_locked(Screen& s) {
  CHECK(s.driver.find("knob load.batch:value") == nullptr);
  s.driver.drag_by("knob load.batch", {60, 0});
  CHECK(s.input("load.batch") == 1);
  CHECK(s.session().trail().size() == 1);
}

}  // namespace

TEST_CASE("journey: before the predictions nothing is told and the goal's knob waits") {
  Screen s("01");
  check_locked(s);
  check_nothing_told(s, "panel");
  for (const Key sheet : {Key::f3, Key::f4, Key::f7}) {
    s.driver.key(sheet);
    s.panel().hints_shown = 99;
    s.driver.frames(2);
    check_nothing_told(s, "a sheet");
    s.driver.key(Key::escape);
    CHECK(s.panel().sheet == SheetKind::closed);
  }
  s.driver.key(Key::f8);  // ribbons would answer the second question
  s.driver.press("knob load.context:ribbon");
  s.driver.frames(2);
  CHECK_FALSE(s.driver.sees("296"));
  s.driver.key(Key::f5);
  s.driver.frames(2);
  check_nothing_told(s, "presenter mode");
  s.driver.key(Key::escape);
  CHECK_FALSE(s.shell.presenting);
  s.no_faults();
}

TEST_CASE("journey: before the predictions no part of a picture opens its arithmetic") {
  size_t opened_later = 0;
  for (const char* lesson : {"01", "03b", "04"}) {
    CAPTURE(lesson);
    for (const bool hidden : {true, false}) {
      Screen s(lesson);
      if (!hidden) s.skip_predictions();
      std::vector<std::string> names;
      for (const Recorder::Item& item : s.headless.recorder().items) {
        bool other = false;  // items that do something else
        for (const char* prefix :
             {"predict:", "lesson:", "knob ", "output:", "value:", "open ", "present", "commands"}) {
          other = other || item.name.rfind(prefix, 0) == 0;
        }
        if (!other) names.push_back(item.name);
      }
      for (const std::string& name : names) {
        CAPTURE(name);
        s.wait();
        s.driver.press(name);
        if (hidden) CHECK(s.panel().arithmetic_path.empty());
        opened_later += hidden || s.panel().arithmetic_path.empty() ? 0 : 1;
        s.driver.key(Key::escape);
      }
      s.no_faults();
    }
  }
  CHECK(opened_later >= 6);  // ridge, roofs and points, limits, parts of memory
}

TEST_CASE("journey: predictions by mouse, then the flip by dragging") {
  Screen s("01");
  REQUIRE(s.driver.press("predict:3"));
  CHECK(s.says("Right: as long as before"));
  check_locked(s);
  REQUIRE(s.driver.press("predict:next"));
  s.write_into("predict:number", "many");
  REQUIRE(s.driver.press("predict:submit"));
  CHECK(s.session().open_prediction() == 1);  // no number: asked again, with a reason
  CHECK_FALSE(s.panel().prediction_error.empty());
  CHECK(s.says(s.panel().prediction_error.substr(0, 20)));
  s.write_into("predict:number", "300");
  REQUIRE(s.driver.press("predict:confidence:90%"));
  REQUIRE(s.driver.press("predict:submit"));
  CHECK(s.says("You said 300"));
  CHECK(s.says("296"));
  CHECK(s.session().predictions()[1].confidence == doctest::Approx(0.9));
  REQUIRE(s.driver.press("predict:next"));
  REQUIRE(s.driver.press("predict:compute"));
  CHECK(s.says("it is bandwidth"));
  REQUIRE(s.driver.press("predict:next"));
  CHECK_FALSE(s.session().values_hidden());
  CHECK(s.says("Memory bandwidth binds."));
  CHECK(s.driver.sees("41.8"));

  const Recorder::Item* knob = s.driver.find("knob load.batch");
  REQUIRE(knob != nullptr);
  CHECK_FALSE(s.session().ribbons_shown());
  REQUIRE(s.driver.drag_to("knob load.batch", {knob->rect.max.x - 30, knob->rect.min.y + 5}));
  s.driver.frames(2);
  CHECK(s.input("load.batch") > 296);
  CHECK(s.session().trail().size() == 2);  // one drag, one step
  CHECK(s.session().goal_reached());
  CHECK(s.says("Flip found."));
  CHECK(s.says("Compute binds."));
  CHECK(s.driver.sees("296"));  // the tick below the ribbon
  CHECK(s.session().loop_step() == 4);
  CHECK(s.says("Predicted:"));
  s.no_faults();
}

TEST_CASE("journey: predictions by keyboard alone") {
  Screen s("01");
  s.driver.key(digit_key(1));
  CHECK(s.says("You said about twice as long; it is as long as before"));
  REQUIRE(s.tab_to("predict:next"));
  s.driver.key(Key::enter);
  REQUIRE(s.tab_to("predict:skip"));
  s.driver.key(Key::space);
  CHECK(s.says("Skipped."));
  REQUIRE(s.tab_to("predict:next"));
  s.driver.key(Key::enter);
  s.driver.key(letter_key('b'));
  CHECK(s.says("Right: bandwidth"));
  REQUIRE(s.tab_to("predict:next"));
  s.driver.key(Key::enter);
  CHECK_FALSE(s.session().values_hidden());
  REQUIRE(s.tab_to("knob load.batch"));
  for (int i = 0; i < 45 && !s.session().goal_reached(); ++i) s.driver.key(Key::right);
  CHECK(s.session().goal_reached());
  s.no_faults();
}

TEST_CASE("journey: all predictions skipped by one key") {
  Screen s("03b");
  CHECK(s.session().values_hidden());
  s.driver.key(Key::f9);
  s.driver.frames(2);
  CHECK_FALSE(s.session().values_hidden());
  CHECK(s.driver.find("output:serving.tpot") != nullptr);
  s.no_faults();
}
