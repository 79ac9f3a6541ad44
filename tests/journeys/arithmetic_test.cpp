// Every number opens into its arithmetic, down to inputs with a source.
#include <doctest/doctest.h>

#include <array>

#include "model/sheet/explain.hpp"
#include "tests/app/shell_screen.hpp"

using namespace wallflip;
using test::Screen;

namespace {

constexpr std::array kinds = {"datasheet",     "paper",      "measured",  "list price",
                              "rule of thumb", "assumption", "definition"};

/// The word of the source badge inside the card, or "".
std::string badge(Screen& s) {
  for (const Recorder::Text& t : s.headless.recorder().texts) {
    for (const char* kind : kinds) {
      if (t.text == kind) return kind;
    }
  }
  return "";
}

/// The first quantity of the open level that is no step back, or "".
std::string first_part(Screen& s) {
  for (const Recorder::Item& item : s.headless.recorder().items) {
    if (item.name.rfind("part:", 0) == 0) return item.name.substr(5);
  }
  return "";
}

void check_level(Screen& s) {
  REQUIRE_FALSE(s.panel().arithmetic_path.empty());
  const std::string name = s.panel().arithmetic_path.back();
  CAPTURE(name);
  const Sheet& sheet = s.lab().sheet();
  const NodeId node = sheet.find(name);
  REQUIRE(node >= 0);
  const Let* let = sheet.let_at(node);
  CHECK(s.says(let ? let->label : sheet.input_at(node)->label));
  CHECK_FALSE(badge(s).empty());
}

}  // namespace

TEST_CASE("journey: TPOT is opened, twice one level down, and Escape closes it") {
  Screen s("03b");
  s.skip_predictions();
  CHECK(s.session().loop_step() == 1);
  REQUIRE(s.driver.press("output:serving.tpot"));
  s.driver.frames(1);
  CHECK(s.session().loop_step() == 2);
  check_level(s);
  for (size_t level = 2; level <= 3; ++level) {
    REQUIRE(s.driver.press("part:" + first_part(s)));
    s.driver.frames(1);
    CHECK(s.panel().arithmetic_path.size() == level);
    check_level(s);
  }
  REQUIRE(s.driver.press("crumb:0:serving.tpot"));
  s.driver.frames(1);
  CHECK(s.panel().arithmetic_path == std::vector<std::string>{"serving.tpot"});
  s.driver.key(Key::escape);
  s.driver.frames(1);
  CHECK(s.panel().arithmetic_path.empty());
  CHECK(s.driver.find("output:serving.tpot") != nullptr);
  s.no_faults();
}

TEST_CASE("journey: a quantity says what it goes into, and the way leads back without a detour") {
  Screen s("03b");
  s.skip_predictions();
  const Sheet& sheet = s.lab().sheet();
  s.panel().arithmetic_path = {"decode.step_time"};
  s.driver.frames(2);
  const std::string user(sheet.name(feeds(sheet, sheet.find("decode.step_time")).at(0)));
  CHECK(s.says("Goes into"));
  s.panel().arithmetic.scroll = 1e6F;
  s.driver.frames(2);
  REQUIRE(s.driver.press("user:" + user));
  s.driver.frames(1);
  CHECK(s.panel().arithmetic_path == std::vector<std::string>{"decode.step_time", user});
  check_level(s);
  REQUIRE(s.driver.press("part:decode.step_time"));
  s.driver.frames(1);
  CHECK(s.panel().arithmetic_path == std::vector<std::string>{"decode.step_time"});
  s.no_faults();
}

TEST_CASE("journey: every output and every rung of the ladder leads down to a sourced input") {
  for (const char* lesson : {"01", "03b", "04"}) {
    CAPTURE(lesson);
    Screen s(lesson);
    s.skip_predictions();
    std::vector<std::string> doors;
    for (const Recorder::Item& item : s.headless.recorder().items) {
      if (item.name.rfind("output:", 0) == 0 || item.name.rfind("value:", 0) == 0) doors.push_back(item.name);
    }
    REQUIRE(doors.size() >= s.lab().outputs.size() + 2);
    for (const std::string& door : doors) {
      CAPTURE(door);
      REQUIRE(s.driver.press(door));
      s.driver.frames(1);
      check_level(s);
      for (int depth = 0; depth < 20 && !first_part(s).empty(); ++depth) {
        const std::string name = first_part(s);
        s.panel().arithmetic.scroll = 1e6F;  // to the end of the card, where the parts stand
        s.driver.frames(2);
        REQUIRE(s.driver.press("part:" + name));
        s.driver.frames(1);
        check_level(s);
      }
      CHECK(s.lab().sheet().input_at(s.lab().sheet().find(s.panel().arithmetic_path.back())) != nullptr);
      s.driver.key(Key::escape);
      s.driver.frames(1);
      CHECK(s.panel().arithmetic_path.empty());
    }
    s.no_faults();
  }
}

TEST_CASE("journey: a value set by hand says so as its source") {
  Screen s("03b");
  s.skip_predictions();
  s.type_value("load.batch", "100");
  s.panel().arithmetic_path = {"load.batch"};
  s.driver.frames(2);
  CHECK(badge(s) == "assumption");
  CHECK(s.says("set by"));
}
