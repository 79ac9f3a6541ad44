// Turning knobs: typed values, steps of the trail, mechanisms, a design that does not fit.
#include <doctest/doctest.h>

#include <sstream>

#include "model/sheet/format.hpp"
#include "tests/app/commands_run.hpp"
#include "tests/app/shell_screen.hpp"

using namespace wallflip;
using test::Screen;

namespace {

// Is there a line with a number and a token rate?
bool tells_a_rate(const std::string& screen) {
  std::istringstream lines(screen);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("tok/s") != line.npos && line.find_first_of("0123456789") != line.npos) return true;
  }
  return false;
}

/// A quantity as `wallflip eval` computes it, shown as the panel shows numbers.
std::string evaluated(Screen& s, const std::string& quantity, const std::vector<std::string>& set) {
  std::vector<std::string> arguments = {"eval", s.lab().lesson.id};
  for (const std::string& setting : set) arguments.insert(arguments.end(), {"--set", setting});
  const TestJson values = wallflip_json(arguments)["values"];
  REQUIRE(values.contains(quantity));
  const Sheet& sheet = s.lab().sheet();
  const NodeId node = sheet.find(quantity);
  REQUIRE(node >= 0);
  const FormattedValue parts =
      format_parts(values[quantity].get<double>(), sheet.node(node).unit, sheet.let_at(node)->display);
  return parts.unit.empty() ? parts.number : parts.number + " " + parts.unit;
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

TEST_CASE("journey: a batch is typed, the screen shows what eval computes") {
  Screen s("03b");
  s.skip_predictions();
  s.type_value("load.batch", "158");
  CHECK(s.input("load.batch") == 158);
  CHECK(s.session().trail().size() == 2);
  CHECK(s.session().verdict().meets);
  const std::string wanted = evaluated(s, "serving.throughput", {"load.batch=158"});
  CHECK(wanted.substr(0, 4) == "6.34");  // 158 / 24.9 ms: LESSONS.md, lesson 03b
  CHECK(ends_with(s.words_in("output:serving.throughput"), wanted));
  CHECK(ends_with(s.words_in("output:serving.tpot"), evaluated(s, "serving.tpot", {"load.batch=158"})));

  s.type_value("load.batch", "159");
  CHECK_FALSE(s.session().verdict().meets);
  REQUIRE_FALSE(s.session().verdict().why.empty());
  CHECK(s.says(s.session().verdict().why.front().substr(1)));  // a sentence begins with a capital
  CHECK(s.session().goal_reached());
  s.no_faults();
}

TEST_CASE("journey: what cannot be read changes nothing and says why") {
  Screen s("03b");
  s.skip_predictions();
  for (const std::string wrong : {"abc", "0", "5000", "3 ms", "-1"}) {
    CAPTURE(wrong);
    s.type_value("load.batch", wrong);
    CHECK(s.input("load.batch") == 64);
    CHECK(s.session().trail().size() == 1);
    const std::string error = s.panel().knobs["load.batch"].error;
    REQUIRE_FALSE(error.empty());
    CHECK(s.driver.sees(error));
    s.driver.key(Key::escape);
  }
  s.type_value("slo.tpot", "0.03 s");
  CHECK(s.input("slo.tpot") == doctest::Approx(0.030));
  s.no_faults();
}

TEST_CASE("journey: one drag is one step, and the trail goes back over it") {
  Screen s("03b");
  s.skip_predictions();
  const Rect knob = s.driver.find("knob load.batch")->rect;
  const auto drag = [&](float share) {
    s.wait();
    REQUIRE(s.driver.drag_to("knob load.batch", {knob.min.x + share * knob.width(), knob.min.y + 5}));
  };
  drag(0.8F);
  const double after_one = s.input("load.batch");
  CHECK(after_one > 64);
  drag(0.2F);
  const double after_two = s.input("load.batch");
  CHECK(after_two < after_one);
  CHECK(s.session().trail().size() == 3);
  s.driver.chord({Key::left_ctrl}, letter_key('z'));
  CHECK(s.input("load.batch") == after_one);
  s.driver.chord({Key::left_ctrl}, letter_key('z'));
  CHECK(s.input("load.batch") == 64);
  s.driver.chord({Key::left_ctrl}, letter_key('z'));  // nothing left
  CHECK(s.input("load.batch") == 64);
  s.driver.chord({Key::left_ctrl}, letter_key('y'));
  CHECK(s.input("load.batch") == after_one);
  REQUIRE(s.driver.press("trail:2"));
  CHECK(s.input("load.batch") == after_two);
  REQUIRE(s.driver.press("undo"));
  CHECK(s.input("load.batch") == after_one);
  REQUIRE(s.driver.press("redo"));
  CHECK(s.input("load.batch") == after_two);

  // Undo while a text is typed belongs to the text.
  s.write_into("knob load.batch:value", "7");
  s.driver.chord({Key::left_ctrl}, letter_key('z'));
  CHECK(s.input("load.batch") == after_two);
  s.driver.key(Key::escape);
  CHECK(s.input("load.batch") == after_two);
  s.no_faults();
}

TEST_CASE("journey: a double click takes a knob home; arrows move it, finer with Shift") {
  Screen s("03b");
  s.skip_predictions();
  REQUIRE(s.driver.drag_by("knob slo.tpot", {40, 0}));
  CHECK(s.input("slo.tpot") > 0.026);
  s.wait();
  REQUIRE(s.driver.double_press("knob slo.tpot"));
  CHECK(s.input("slo.tpot") == doctest::Approx(0.025));

  const size_t steps = s.session().trail().size();
  REQUIRE(s.tab_to("knob slo.tpot"));
  s.driver.key(Key::right);
  const double coarse = s.input("slo.tpot") - 0.025;
  CHECK(coarse > 0);
  CHECK(s.session().trail().size() == steps + 1);
  s.driver.key(Key::left);
  CHECK(s.input("slo.tpot") == doctest::Approx(0.025));
  s.driver.chord({Key::left_shift}, Key::right);
  const double fine = s.input("slo.tpot") - 0.025;
  CHECK(fine > 0);
  CHECK(fine < coarse / 5);
  s.driver.key(Key::end);
  CHECK(s.input("slo.tpot") == doctest::Approx(0.100));
  s.no_faults();
}

TEST_CASE("journey: a mechanism says what it did and leaves a step") {
  Screen s("03b");
  s.skip_predictions();
  s.driver.key(Key::f4);
  s.driver.frames(2);
  REQUIRE(s.driver.press("mechanism kv_fp8"));
  CHECK(s.panel().sheet == SheetKind::closed);
  CHECK(s.input("llm.kv_bytes_per_element") == 1);
  REQUIRE(s.panel().toast);
  CHECK(s.panel().toast->text == "fp8 KV cache: relieved the binding wall");
  CHECK(s.says("relieved the binding wall"));
  REQUIRE(s.session().trail().size() == 2);
  CHECK(s.session().trail()[1].action == "fp8 KV cache");
  CHECK(s.driver.sees("fp8 KV cache"));
  s.driver.frames(60 * 4);  // the toast goes by itself
  CHECK_FALSE(s.panel().toast);
  s.no_faults();
}

TEST_CASE("journey: a row of the catalog is chosen from its list") {
  Screen s("03b");
  s.skip_predictions();
  s.driver.key(Key::f2);
  s.driver.frames(2);
  REQUIRE(s.driver.press("knob gpu"));
  s.driver.frames(2);
  s.driver.type("h200");
  s.driver.key(Key::enter);
  s.driver.frames(2);
  CHECK(s.session().design().row("gpu") == "h200-sxm");
  REQUIRE(s.driver.press("knob gpu"));
  s.driver.frames(2);
  CHECK(s.driver.find("knob gpu:filter") != nullptr);
  s.driver.key(Key::escape);
  s.driver.frames(2);
  CHECK(s.driver.find("knob gpu:filter") == nullptr);
  CHECK(s.panel().sheet == SheetKind::knobs);  // Escape leaves one thing at a time
  s.driver.key(Key::escape);
  CHECK(s.panel().sheet == SheetKind::closed);
  s.no_faults();
}

TEST_CASE("journey: what does not fit has no time and no price anywhere") {
  Screen s("04");
  s.skip_predictions();
  s.driver.key(Key::f2);
  s.driver.frames(2);
  REQUIRE(s.driver.press("knob llm"));
  s.driver.frames(2);
  s.driver.type("dense-70b");
  s.driver.key(Key::enter);
  s.driver.frames(1);
  s.driver.key(Key::escape);
  s.driver.frames(3);
  CHECK(s.panel().sheet == SheetKind::closed);
  REQUIRE_FALSE(s.session().verdict().fits);
  CHECK(s.says("needs 182.9 GB, has 76 GB"));
  CHECK(s.says("Does not fit:"));
  CHECK_FALSE(s.driver.sees("$"));
  CHECK_FALSE(tells_a_rate(s.driver.screen_text()));  // an axis may name its unit
  for (const char* view : {"twin of 0", "twin of 1", "twin of 2"}) {
    if (s.panel().sheet != SheetKind::twin) s.driver.key(Key::f7);
    s.driver.frames(2);
    REQUIRE(s.driver.press(view));
    s.driver.frames(2);
    CHECK_FALSE(s.driver.sees("$"));
    CHECK_FALSE(tells_a_rate(s.driver.screen_text()));
  }
  s.no_faults();
}
