#include "model/lesson/session.hpp"

#include <doctest/doctest.h>

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
