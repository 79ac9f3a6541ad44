#include <cmath>
#include <regex>

#include "model/lesson/answers.hpp"
#include "model/lesson/bind.hpp"
#include "tests/model/lesson/temporary_file.hpp"

// Every lesson of the course, as a teacher's file: it binds, its claims hold, and its prose says nothing that the
// model does not know or that it should compute itself.

namespace wallflip {
namespace {

using Lines = std::vector<std::string>;

const Library& library() {
  static const LoadedLibrary loaded = load_library(assets_folder, lessons_folder);
  return loaded.library;
}

std::vector<std::unique_ptr<Lab>> labs_of_the_course() {
  std::vector<std::unique_ptr<Lab>> labs;
  for (const CoursePart& part : library().course) {
    for (const std::string& id : part.lessons) {
      Issues issues;
      std::unique_ptr<Lab> lab = open_lesson(library(), id, issues);
      CHECK(told(issues) == Lines{});
      REQUIRE(lab);
      CHECK(lab->lesson.id == id);
      CHECK(lab->lesson.part == part.id);
      labs.push_back(std::move(lab));
    }
  }
  return labs;
}

/// Everything a learner reads.
Lines prose(const Lesson& l) {
  Lines all{l.title, l.question, l.takeaway};
  all.insert(all.end(), l.requirements.begin(), l.requirements.end());
  all.insert(all.end(), l.hints.begin(), l.hints.end());
  for (const Trap& trap : l.traps) all.push_back(trap.text);
  for (const Beat& beat : l.beats) all.push_back(beat.say);
  for (const std::vector<Question>& questions : {l.predict, l.follow_ups}) {
    for (const Question& question : questions) {
      all.push_back(question.ask);
      for (const Choice& choice : question.choices) all.push_back(choice.text);
    }
  }
  return all;
}

Lines matches(const std::string& text, const std::regex& pattern) {
  Lines found;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) found.push_back((*it)[1]);
  return found;
}

const std::regex placeholder(R"(\{([^}]*)\})");
const std::regex term_link(R"(\[\[([^\]]*)\]\])");

TEST_CASE("every lesson of the course binds and every one of its claims holds") {
  for (const std::unique_ptr<Lab>& lab : labs_of_the_course()) {
    CHECK(lab->lesson.claims.size() >= 10);
    Issues issues = check_lesson(*lab);
    add_lines(issues);
    INFO(lab->lesson.file);
    CHECK(told(issues) == Lines{});
  }
}

TEST_CASE("a claim that does not hold is found, with its line") {
  Issues issues;
  std::optional<Lesson> lesson = read_lesson(lessons_folder / "01.json", issues);
  REQUIRE(lesson);
  lesson->claims[0].near = 300;
  lesson->claims[5].none = false;
  lesson->claims[5].near = 2000;
  const std::unique_ptr<Lab> lab = bind_lesson(library(), *lesson, issues);
  REQUIRE(lab);
  issues = check_lesson(*lab);
  add_lines(issues);
  REQUIRE(issues.size() == 2);
  CHECK(issues[0].pointer == "/claims/0");
  CHECK(issues[0].line > 100);
  CHECK(issues[1].pointer == "/claims/5");
}

TEST_CASE("a misspelt quantity or term in running text is found, with the nearest name") {
  Issues issues;
  std::optional<Lesson> lesson = read_lesson(lessons_folder / "03b.json", issues);
  REQUIRE(lesson);
  lesson->requirements = {"{gpu}, {load.batch}", "{load.bacth}"};
  lesson->hints = {"[[kv_cach]]", "a { left open"};
  const std::unique_ptr<Lab> lab = bind_lesson(library(), *lesson, issues);
  REQUIRE(lab);
  issues = check_lesson(*lab);
  REQUIRE(issues.size() == 3);
  CHECK(issues[0].pointer == "/requirements/1");
  CHECK(issues[0].hint == "did you mean load.batch?");
  CHECK(issues[1].hint == "did you mean kv_cache?");
  CHECK(issues[2].what == "{ without }");
}

TEST_CASE("glossary links of mechanisms exist") {
  for (const Mechanism& mechanism : library().mechanisms) {
    INFO(mechanism.id);
    for (const std::string& id : matches(mechanism.text, term_link)) CHECK(find_row(library().glossary, id) != nullptr);
  }
}

TEST_CASE("every mechanism that a lesson offers can be applied to its design") {
  for (const std::unique_ptr<Lab>& lab : labs_of_the_course()) {
    for (const std::string& id : lab->lesson.mechanisms) {
      const Mechanism* mechanism = find_row(library().mechanisms, id);
      REQUIRE(mechanism != nullptr);
      Issues issues;
      design_with(*lab, mechanism->set, issues);
      INFO(lab->lesson.id << ": " << id);
      CHECK(told(issues) == Lines{});
    }
  }
}

TEST_CASE("prose repeats no number that a claim recomputes") {
  const std::regex number(R"(([0-9][0-9,]*(?:\.[0-9]+)?))");
  for (const std::unique_ptr<Lab>& lab : labs_of_the_course()) {
    for (const std::string& text : prose(lab->lesson)) {
      const std::string still = std::regex_replace(text, placeholder, "");
      for (std::string found : matches(still, number)) {
        std::erase(found, ',');
        const double said = std::stod(found);
        if (said < 100) continue;  // short numbers are inputs: 8 heads, 25 ms, a 70B model
        for (const Claim& claim : lab->lesson.claims) {
          INFO(lab->lesson.id << ": " << text);
          if (claim.near) CHECK(std::abs(said - *claim.near) > 0.004 * *claim.near);
        }
      }
    }
  }
}

TEST_CASE("a panel holds at most three primary knobs, one large picture and two small ones") {
  for (const std::unique_ptr<Lab>& lab : labs_of_the_course()) {
    int primary = 0, large = 0;
    for (const LessonKnob& knob : lab->lesson.knobs) primary += knob.primary ? 1 : 0;
    for (const LessonView& view : lab->lesson.views) large += view.large ? 1 : 0;
    INFO(lab->lesson.id);
    CHECK(primary >= 2);
    CHECK(primary <= 3);
    CHECK(large == 1);
    CHECK(lab->lesson.views.size() <= 3);
    CHECK(lab->outputs.size() <= 6);
    REQUIRE(lab->lesson.goal);
    CHECK(lab->lesson.hints.size() == 3);
    const Knob* knob = lab->knob(lab->lesson.goal->knob);
    REQUIRE(knob != nullptr);
    CHECK(knob->primary);
  }
}

}  // namespace
}  // namespace wallflip
