// What outlives a start: predictions, trail, progress and how sure the learner was.
#include <doctest/doctest.h>

#include "app/actions.hpp"
#include "app/journal.hpp"
#include "tests/app/commands_run.hpp"
#include "tests/app/shell_screen.hpp"

using namespace wallflip;
using test::Screen;
using widgets::Progress;

namespace {

/// The lab as it starts with this data folder.
struct Started {
  Issues issues;
  Screen screen;
  explicit Started(const std::filesystem::path& folder, const char* lesson = "01")
      : screen(lesson, {}, test::read_library(), Journal(folder, issues)) {
    screen.shell.tell(issues);
    screen.driver.frames(2);
  }
};

void predict_all(Screen& s) {
  REQUIRE(s.driver.press("predict:3"));
  CHECK_FALSE(s.says("So far:"));  // no confidence was asked
  REQUIRE(s.driver.press("predict:next"));
  s.write_into("predict:number", "300");
  REQUIRE(s.driver.press("predict:confidence:90%"));
  REQUIRE(s.driver.press("predict:submit"));
  s.driver.frames(2);
  CHECK(s.says("So far: you said 90% and were right 1 of 1."));
  REQUIRE(s.driver.press("predict:next"));
  REQUIRE(s.driver.press("predict:compute"));
  REQUIRE(s.driver.press("predict:next"));
}

}  // namespace

TEST_CASE("journey: predict, find the flip, end; the next start has it all") {
  const TestFolder folder;
  std::vector<double> design;
  {
    Started first(folder.path);
    Screen& s = first.screen;
    CHECK(s.shell.journal().progress("01") == Progress::untouched);
    predict_all(s);
    CHECK(s.shell.journal().progress("01") == Progress::predicted);
    s.type_value("load.batch", "400");
    CHECK(s.session().goal_reached());
    s.type_value("load.context", "100");
    design = s.session().design().inputs;
    s.no_faults();
  }
  Started again(folder.path);
  Screen& s = again.screen;
  CHECK(again.issues.empty());
  CHECK_FALSE(s.session().values_hidden());
  CHECK(s.session().predictions()[1].guess == 300);
  CHECK(s.session().predictions()[1].confidence == doctest::Approx(0.9));
  CHECK(s.session().predictions()[2].correct == false);
  CHECK(s.session().goal_reached());
  CHECK(s.session().ribbons_shown());
  CHECK(s.session().design().inputs == design);
  CHECK(s.session().trail().size() == 3);
  CHECK(s.says("Predicted:"));
  CHECK(s.says("Flip found."));
  CHECK(s.shell.journal().progress("01") == Progress::done);
  CHECK(s.shell.journal().progress("03b") == Progress::untouched);

  s.driver.key(Key::f10);
  s.driver.frames(2);
  CHECK(s.says("How sure, how right"));
  CHECK(s.says("1 of 1"));
  CHECK(s.says("Brier score 0.01"));
  REQUIRE(s.driver.press("calibration table"));
  s.driver.frames(2);
  CHECK(s.says("100%"));
  REQUIRE(s.driver.press("twin:markdown"));
  CHECK(std::string(ImGui::GetClipboardText()).find("| 90% | 1 | 1 | 100% |") != std::string::npos);
  s.driver.key(Key::escape);
  CHECK(s.shell.overlay == Overlay::none);

  s.driver.chord({Key::left_ctrl}, letter_key('z'));
  s.driver.frames(2);
  CHECK(s.session().at() == 1);
  s.no_faults();
}

TEST_CASE("journey: a crash loses nothing, for every change is on disk before the next frame") {
  const TestFolder folder;
  Started lab(folder.path, "03b");
  Screen& s = lab.screen;
  s.driver.key(Key::f9);
  s.type_value("load.batch", "100");
  s.driver.chord({Key::left_ctrl}, letter_key('z'));
  // The first lab is still there, as if killed in the middle; another reads what it has written so far.
  {
    Started other(folder.path, "03b");
    CHECK(other.screen.session().trail().size() == 2);
    CHECK(other.screen.session().at() == 0);
    CHECK_FALSE(other.screen.session().values_hidden());
  }
  s.driver.chord({Key::left_ctrl}, letter_key('y'));
  s.no_faults();
  Started third(folder.path, "03b");
  CHECK(third.screen.input("load.batch") == 100);
}

TEST_CASE("journey: a lesson is started afresh, and stays fresh over a start") {
  const TestFolder folder;
  {
    Started first(folder.path);
    Screen& s = first.screen;
    predict_all(s);
    s.type_value("load.batch", "400");
    s.driver.chord({Key::left_ctrl}, letter_key('k'));
    s.driver.frames(2);
    s.driver.type("afresh");
    s.driver.key(Key::enter);
    s.driver.frames(2);
    CHECK(s.session().open_prediction() == 0);
    CHECK(s.input("load.batch") == 1);
    predict_all(s);  // the second answer to a question is not scored: "1 of 1" again
    s.no_faults();
  }
  Started again(folder.path);
  Screen& s = again.screen;
  CHECK(s.session().trail().size() == 1);
  CHECK_FALSE(s.session().values_hidden());
  CHECK_FALSE(s.session().goal_reached());
  CHECK(s.shell.journal().progress("01") == Progress::done);
  CHECK(s.shell.journal().calibration().count == 1);
}

TEST_CASE("journey: a broken journal is told of on screen, and the message goes away") {
  const TestFolder folder;
  write_text(folder.path / journal_file_name, "something else\n");
  Started lab(folder.path);
  Screen& s = lab.screen;
  CHECK(lab.issues.size() == 1);
  CHECK(s.says("About the files that keep your settings and progress"));
  CHECK(s.says("journal.set-aside-1.jsonl"));
  REQUIRE(s.driver.press("banner:dismiss"));
  s.driver.frames(2);
  CHECK_FALSE(s.says("journal.set-aside-1.jsonl"));
  predict_all(s);
  s.no_faults();
  Started again(folder.path);
  CHECK(again.issues.empty());
  CHECK_FALSE(again.screen.session().values_hidden());
}

TEST_CASE("journey: a journal that can no longer be written is told of once, and the lab goes on") {
  const TestFolder folder;
  Started lab(folder.path / "gone", "03b");  // nobody has made it
  Screen& s = lab.screen;
  s.driver.key(Key::f9);
  s.driver.frames(2);
  CHECK(s.says("what you do from here on is not saved"));
  REQUIRE(s.driver.press("banner:dismiss"));
  s.type_value("load.batch", "100");
  s.driver.frames(2);
  CHECK_FALSE(s.says("what you do from here on is not saved"));
  CHECK(s.input("load.batch") == 100);
  s.no_faults();
}

TEST_CASE("journey: a lesson edited under the learner keeps its history in step") {
  const TestFolder folder, lessons;
  std::filesystem::copy(test::lessons_folder, lessons.path, std::filesystem::copy_options::recursive);
  const std::filesystem::path file = lessons.path / "03b.json";
  Issues issues;
  std::vector<double> design;
  {
    Screen s("03b", {}, test::read_library(lessons.path), Journal(folder.path, issues));
    s.driver.key(Key::f9);
    s.type_value("load.batch", "100");
    s.type_value("slo.tpot", "30 ms");
    s.driver.chord({Key::left_ctrl}, letter_key('z'));
    std::string text = text_of_file(file);
    text.replace(text.find("\"title\": \""), 10, "\"title\": \"New: ");
    write_text(file, text);
    std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
    s.shell.reread_changed();
    s.driver.frames(2);
    CHECK(s.says("New:"));
    s.type_value("load.batch", "120");
    design = s.session().design().inputs;
  }
  Screen again("03b", {}, test::read_library(lessons.path), Journal(folder.path, issues));
  CHECK(again.session().design().inputs == design);
  CHECK_FALSE(again.session().values_hidden());
  CHECK(issues.empty());
}
