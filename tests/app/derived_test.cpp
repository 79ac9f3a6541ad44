// What panels keep from frame to frame is what they would compute anew, whatever moved in between.
#include "app/panels/derived.hpp"

#include <doctest/doctest.h>

#include <random>

#include "model/sheet/explain.hpp"

using namespace wallflip;

namespace {

const Library& library() {
  static const LoadedLibrary loaded = load_library(WALLFLIP_SOURCE_DIR "/assets", WALLFLIP_SOURCE_DIR "/lessons");
  REQUIRE(loaded.issues.empty());
  return loaded.library;
}

bool same(const FlipSearch& a, const FlipSearch& b) {
  return a.first == b.first &&
         std::equal(a.flips.begin(), a.flips.end(), b.flips.begin(), b.flips.end(), [](const Flip& x, const Flip& y) {
           return x.value == y.value && x.from == y.from && x.to == y.to && x.crossing == y.crossing;
         });
}

void check_kept(const std::string& lesson) {
  CAPTURE(lesson);
  Issues issues;
  const std::unique_ptr<Lab> lab = open_lesson(library(), lesson, issues);
  REQUIRE(lab != nullptr);
  Session session(*lab);
  Derived derived(session);
  const Contest& walls = lab->system->contests.front();
  const NodeId step = lab->sheet().find("decode.step_time");
  std::mt19937 random(5);
  for (int round = 0; round < 60; ++round) {
    const Knob& moved = lab->knobs[random() % lab->knobs.size()];
    session.move(moved, moved.at_fraction(static_cast<double>(random() % 64) / 63));
    const Knob& x = lab->knobs[random() % lab->knobs.size()];
    const Knob& y = lab->knobs[random() % lab->knobs.size()];
    const std::vector<double>& inputs = session.design().inputs;
    CAPTURE(moved.name);
    CAPTURE(x.name);
    for (int again = 0; again < 2; ++again) {
      CHECK(same(derived.flips(walls, x), find_flips(*lab->programs, walls, x, inputs)));
    }
    const Sweep fresh = sweep(*lab->programs, {step}, x, x.positions(32), inputs);
    CHECK(derived.along({step}, x, 32).values == fresh.values);
    CHECK(derived.along({step}, x, 32).open == fresh.open);
    CHECK(derived.along({step}, x, 16).positions.size() == x.positions(16).size());
    if (x.name != y.name) {
      CHECK(derived.map(walls, x, y, 8).map.leader == wall_map(*lab->programs, walls, x, y, 8, inputs).leader);
    }
  }
}

}  // namespace

TEST_CASE("what is kept equals what would be computed anew") {
  for (const char* lesson : {"01", "03b", "04"}) check_kept(lesson);
}

TEST_CASE("no input but those behind a quantity moves it, and each of them can") {
  Issues issues;
  const std::unique_ptr<Lab> lab = open_lesson(library(), "03b", issues);
  REQUIRE(lab != nullptr);
  const Sheet& sheet = lab->sheet();
  const NodeId weights = sheet.find("llm.weight_bytes");
  std::vector<std::string> names;
  for (const int row : inputs_behind(sheet, {&weights, 1})) {
    names.push_back(sheet.inputs()[static_cast<size_t>(row)].name);
  }
  CHECK(names == std::vector<std::string>{"llm.params", "llm.bytes_per_param"});
}
