#include "model/lesson/session.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace wallflip;

namespace {

const std::filesystem::path root = WALLFLIP_SOURCE_DIR;

const Library& library() {
  static const LoadedLibrary loaded = load_library(root / "assets", root / "lessons");
  return loaded.library;
}

struct Play {
  Issues issues;
  std::unique_ptr<Lab> lab = open_lesson(library(), "03b", issues);
  Session session{*lab};
  const Knob& batch = *lab->knob("load.batch");
  Play() {
    for (size_t i = 0; i < session.predictions().size(); ++i) session.skip(i);
  }
};

}  // namespace

TEST_CASE("the goal is reached by the learner's own move, not by settings that a trap applies") {
  Play trap;
  REQUIRE(trap.session.set({{"load.batch", 180.0, ""}}, "a trap").empty());
  CHECK_FALSE(trap.session.verdict().meets);
  CHECK_FALSE(trap.session.goal_reached());
  Play hand;
  hand.session.move(hand.batch, 180);
  CHECK_FALSE(hand.session.goal_reached());  // still dragging
  hand.session.commit("batch 180");
  CHECK(hand.session.goal_reached());
}

TEST_CASE("one drag is one step; undo and redo walk the trail; a new step cuts what redo held") {
  Play play;
  for (const double position : {70.0, 80.0, 90.0}) play.session.move(play.batch, position);
  play.session.commit("batch 90");
  play.session.commit("nothing moved");
  REQUIRE(play.session.trail().size() == 2);
  play.session.undo();
  CHECK(position_in(play.batch, play.session.design().inputs) == 64);
  play.session.redo();
  CHECK(position_in(play.batch, play.session.design().inputs) == 90);
  play.session.undo();
  play.session.move(play.batch, 32);
  play.session.commit("batch 32");
  CHECK(play.session.trail().size() == 2);
  CHECK_FALSE(play.session.can_redo());
}

TEST_CASE("a mechanism is judged by the wall that binds") {
  Play play;
  Issues issues;
  const auto apply = [&](const char* id) {
    return play.session.apply_mechanism(*find_row(library().mechanisms, id), issues);
  };
  CHECK(apply("kv_fp8") == MechanismEffect::moved_the_wall);      // fewer bytes to read a step
  CHECK(apply("kv_fp8") == MechanismEffect::changed_nothing);     // it is there already
  CHECK(apply("gemm_fp8") == MechanismEffect::relieved_another);  // compute did not bind
  CHECK(issues.empty());
}

TEST_CASE("what is typed wrong changes nothing and says why") {
  Play play;
  const std::vector<double> before = play.session.design().inputs;
  for (const char* text : {"abc", "25ms", "0", "1e9", ""}) {
    const Issues issues = play.session.type(play.batch, text);
    CAPTURE(text);
    REQUIRE(issues.size() == 1);
    CHECK_FALSE(issues[0].what.empty());
  }
  CHECK(play.session.design().inputs == before);
}

TEST_CASE("numbers are scored in bands of the log error") {
  CHECK(band_of(300, 296).points == 5);
  CHECK(band_of(400, 296).points == 4);
  CHECK(band_of(100, 296).points == 2);
  CHECK(band_of(2960 * 1.01, 296).points == 0);
  CHECK(band_of(0, 296).points == 0);
}

TEST_CASE("a session tells of every step, prediction and goal once; what it told plays back") {
  Issues issues;
  const std::unique_ptr<Lab> lab = open_lesson(library(), "03b", issues);
  REQUIRE(lab);
  Session session(*lab), again(*lab);
  std::vector<SessionEvent> told;
  session.listen([&](const Session& s, const SessionEvent& event) {
    told.push_back(event);
    if (event.kind == SessionEvent::Kind::moved_to) again.go_to(event.index);
    if (event.kind != SessionEvent::Kind::step) return;
    const Step &before = s.trail()[event.index - 1], &after = s.trail()[event.index];
    const Settings changes = changes_between(s.lab(), before.design, after.design);
    CHECK(again.restore_step(event.index, after.action, changes).empty());
  });
  const size_t questions = session.predictions().size();
  for (size_t i = 0; i < questions; ++i) session.skip(i);
  CHECK(told.size() == questions);
  const Knob &batch = *lab->knob("load.batch"), &gpu = *lab->knob("gpu");
  session.move(batch, 100);
  CHECK(told.size() == questions);  // still dragging
  session.commit("batch 100");
  session.move(gpu, position_in(gpu, session.design().inputs) == 0 ? 1 : 0);
  session.commit("another gpu");
  session.apply_mechanism(*find_row(library().mechanisms, "kv_fp8"), issues);
  session.undo();
  session.move(batch, 180);
  session.commit("batch 180");
  CHECK(issues.empty());
  REQUIRE(again.trail().size() == session.trail().size());
  CHECK(again.at() == session.at());
  for (size_t i = 0; i < session.trail().size(); ++i) {
    CHECK(again.trail()[i].design.inputs == session.trail()[i].design.inputs);
    CHECK(again.trail()[i].design.rows == session.trail()[i].design.rows);
    CHECK(again.trail()[i].action == session.trail()[i].action);
    CHECK(again.trail()[i].wall == session.trail()[i].wall);
  }
  CHECK(again.design().inputs == session.design().inputs);
  const auto count = [&](SessionEvent::Kind kind) {
    return std::count_if(told.begin(), told.end(), [&](const SessionEvent& e) { return e.kind == kind; });
  };
  CHECK(count(SessionEvent::Kind::step) == 4);
  CHECK(count(SessionEvent::Kind::moved_to) == 1);
  CHECK(count(SessionEvent::Kind::goal) <= 1);
}

TEST_CASE("what an edited lesson no longer knows is refused and changes nothing") {
  Play play;
  CHECK_FALSE(play.session.restore_step(1, "gone", {{"load.bach", 3.0, ""}}).empty());
  CHECK(play.session.trail().size() == 1);
  CHECK(play.session.restore_step(99, "far ahead", {{"load.batch", 3.0, ""}}).empty());
  CHECK(play.session.trail().size() == 2);  // joins what is there
}
