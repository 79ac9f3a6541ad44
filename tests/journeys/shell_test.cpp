// The shell around a lesson: palette, actions, keyboard, lesson files that change on disk.
#include <doctest/doctest.h>

#include <set>

#include "app/actions.hpp"
#include "tests/app/commands_run.hpp"
#include "tests/app/shell_screen.hpp"

using namespace wallflip;
using test::Screen;

namespace {

/// The lessons' folder, copied to be edited. What a test writes there is newer than what was read.
struct EditedLessons {
  TestFolder folder;
  std::filesystem::file_time_type now = std::filesystem::file_time_type::clock::now();

  EditedLessons() {
    std::filesystem::copy(test::lessons_folder, folder.path, std::filesystem::copy_options::recursive);
  }
  std::string text(const char* name) const { return text_of_file(folder.path / name); }
  void write(const char* name, const std::string& text) {
    write_text(folder.path / name, text);
    now += std::chrono::seconds(1);
    std::filesystem::last_write_time(folder.path / name, now);
  }
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("journey: the palette changes the theme and opens a lesson") {
  Screen s("01");
  s.driver.chord({Key::left_ctrl}, letter_key('k'));
  s.driver.frames(2);
  CHECK(s.shell.overlay == Overlay::palette);
  s.driver.type("light");
  s.driver.key(Key::enter);
  CHECK(s.shell.theme == ThemeId::light);
  CHECK(s.shell.overlay == Overlay::none);

  s.driver.chord({Key::left_ctrl}, letter_key('k'));
  s.driver.frames(2);
  s.driver.type("03b");
  s.driver.key(Key::enter);
  CHECK(s.lab().lesson.id == "03b");

  s.driver.chord({Key::left_ctrl}, letter_key('k'));
  s.driver.frames(2);
  s.driver.key(Key::down);
  REQUIRE(s.driver.press("action shortcuts"));
  CHECK(s.shell.overlay == Overlay::shortcuts);
  s.driver.click({5, 5});  // beside the card
  CHECK(s.shell.overlay == Overlay::none);
  s.no_faults();
}

TEST_CASE("journey: the start card asks once, by mouse or by key") {
  for (const bool by_key : {false, true}) {
    Screen s("01");
    s.shell.overlay = Overlay::start;
    s.driver.frames(2);
    s.driver.key(digit_key(3));  // belongs to the card, not to the question below
    CHECK(s.session().open_prediction() == 0);
    if (by_key) {
      REQUIRE(s.tab_to("start teaching"));
      s.driver.key(Key::enter);
    } else {
      REQUIRE(s.driver.press("start teaching"));
    }
    CHECK(s.shell.role == "teaching");
    CHECK(s.shell.theme == ThemeId::projector);
    CHECK(s.shell.overlay == Overlay::none);
    s.no_faults();
  }
}

TEST_CASE("journey: every action runs, by key and from the palette") {
  std::set<std::string> shortcuts, ids;
  for (const Action& action : action_table()) {
    CAPTURE(action.id);
    CHECK(ids.emplace(action.id).second);
    if (!action.shortcut.empty()) CHECK(shortcuts.emplace(action.shortcut).second);
    Screen s("03b");
    if (action.key != Key::count) {
      if (action.ctrl && action.shift) {
        s.driver.chord({Key::left_ctrl, Key::left_shift}, action.key);
      } else if (action.ctrl) {
        s.driver.chord({Key::left_ctrl}, action.key);
      } else {
        s.driver.key(action.key);
      }
      s.driver.frames(2);
    }
    if (action.id != "palette") {
      s.shell.overlay = Overlay::none;
      s.driver.chord({Key::left_ctrl}, letter_key('k'));
      s.driver.frames(2);
      s.driver.type(action.title);
      s.driver.key(Key::enter);
      s.driver.frames(2);
      CHECK(s.shell.overlay != Overlay::palette);
    }
    s.no_faults();
  }
}

TEST_CASE("journey: Tab reaches every item and comes round; Escape leaves every popup") {
  Screen s("03b");
  s.skip_predictions();
  std::set<ImGuiID> reached;
  const std::vector<ImGuiID> order = s.headless.ui().focus->order;
  for (size_t i = 0; i < order.size(); ++i) {
    s.driver.key(Key::tab);
    reached.insert(s.headless.ui().focus->current);
  }
  CHECK(reached == std::set<ImGuiID>(order.begin(), order.end()));
  for (const char* name : {"knob load.batch", "output:serving.tpot", "open notes", "trail:0", "commands", "lesson:01",
                           "value:wall.bandwidth"}) {
    CAPTURE(name);
    if (s.driver.find(name) != nullptr) CHECK(s.tab_to(name));
  }

  // Each is left by Escape, the innermost first.
  s.driver.key(Key::f3);
  REQUIRE(s.driver.press("output:serving.tpot"));
  s.driver.chord({Key::left_ctrl}, letter_key('k'));
  s.driver.frames(2);
  s.driver.key(Key::escape);
  CHECK(s.shell.overlay == Overlay::none);
  CHECK_FALSE(s.panel().arithmetic_path.empty());
  s.driver.key(Key::escape);
  CHECK(s.panel().arithmetic_path.empty());
  CHECK(s.panel().sheet == SheetKind::notes);
  s.driver.key(Key::escape);
  CHECK(s.panel().sheet == SheetKind::closed);
  s.driver.key(Key::f5);
  s.driver.frames(2);
  CHECK(s.shell.presenting);
  s.driver.chord({Key::left_ctrl}, letter_key('k'));
  s.driver.frames(2);
  CHECK(s.driver.find("palette text") != nullptr);
  s.driver.key(Key::escape);
  CHECK(s.shell.presenting);
  s.driver.key(Key::escape);
  CHECK_FALSE(s.shell.presenting);
  s.no_faults();
}

TEST_CASE("journey: a lesson file is broken and repaired under a learner") {
  EditedLessons files;
  Screen s("03b", {}, test::read_library(files.folder.path));
  s.skip_predictions();
  s.type_value("load.batch", "100");
  s.type_value("slo.tpot", "30 ms");
  const std::string good = files.text("03b.json");

  files.write("03b.json", replaced(good, "\"serving.throughput\"", "\"serving.thruput\""));
  s.shell.reread_changed();
  s.driver.frames(3);
  CHECK(s.driver.find("banner:dismiss") != nullptr);
  INFO(s.driver.screen_text());
  CHECK(s.driver.sees("03b.json:"));
  CHECK(s.says("serving.throughput"));  // the nearest name
  CHECK(s.input("load.batch") == 100);  // the last good version, as it was
  CHECK(s.driver.sees("time per output token"));

  files.write("03b.json", good.substr(0, good.size() / 2));
  s.shell.reread_changed();
  s.driver.frames(3);
  CHECK(s.driver.find("banner:dismiss") != nullptr);

  files.write("03b.json", replaced(good, "\"title\": \"Throughput\"", "\"title\": \"Throughput and its price\""));
  s.shell.reread_changed();
  s.driver.frames(3);
  CHECK(s.driver.find("banner:dismiss") == nullptr);
  CHECK(s.driver.sees("Throughput and its price"));
  CHECK(s.input("load.batch") == 100);
  CHECK(s.input("slo.tpot") == doctest::Approx(0.030));
  CHECK_FALSE(s.session().values_hidden());  // the questions are as they were

  // A value that the new version does not allow goes back alone.
  files.write("03b.json", replaced(good, "\"max\": 1024", "\"max\": 80"));
  s.shell.reread_changed();
  s.driver.frames(3);
  CHECK(s.input("load.batch") == 64);
  CHECK(s.input("slo.tpot") == doctest::Approx(0.030));
  s.no_faults();
}

TEST_CASE("journey: the course is walked through by keys, and the rail filters") {
  Screen s("01");
  s.driver.chord({Key::left_ctrl}, Key::page_down);
  CHECK(s.lab().lesson.id == "03b");
  s.driver.chord({Key::left_ctrl}, Key::page_up);
  CHECK(s.lab().lesson.id == "01");
  s.driver.chord({Key::left_ctrl}, Key::page_up);  // the first
  CHECK(s.lab().lesson.id == "01");
  s.write_into("course_filter", "replica");
  s.driver.frames(2);
  CHECK(s.driver.find("lesson:01") == nullptr);
  REQUIRE(s.driver.press("lesson:04"));
  CHECK(s.lab().lesson.id == "04");
  s.no_faults();
}

TEST_CASE("journey: Tab brings what it reaches into sight where a view is scrolled") {
  Screen s("03b", {.width = 1280, .height = 720});
  s.skip_predictions();
  s.driver.key(Key::f2);
  s.driver.frames(3);
  size_t out_of_sight = 0, reached = 0;
  const std::vector<ImGuiID> order = s.headless.ui().focus->order;
  for (size_t i = 0; i < 2 * order.size(); ++i) {
    for (const Recorder::Item& item : s.headless.recorder().items) {
      out_of_sight += item.name.starts_with("knob ") && item.rect.min.y >= item.clip.max.y ? 1 : 0;
    }
    s.driver.key(Key::tab);
    s.driver.frames(1);
    for (const Recorder::Item& item : s.headless.recorder().items) {
      if (item.id != s.headless.ui().focus->current || !item.name.starts_with("knob ")) continue;
      CAPTURE(item.name);
      ++reached;
      CHECK(item.rect.min.y >= item.clip.min.y);
      CHECK(item.rect.max.y <= item.clip.max.y);
    }
  }
  CHECK(out_of_sight > 0);  // else there was nothing to scroll
  CHECK(reached >= 10);
  s.no_faults();
}
