#include "model/lesson/growth.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/model/lesson/temporary_file.hpp"

using namespace wallflip;

namespace {

struct Subject {
  LoadedLibrary loaded = load_library(std::string(WALLFLIP_SOURCE_DIR) + "/assets", lessons_folder);
  Issues issues;
  std::unique_ptr<Lab> lab =
      open_lesson(loaded.library, std::string(WALLFLIP_SOURCE_DIR) + "/tests/data/lessons/breaks_first.json", issues);
  Subject() { REQUIRE(lab != nullptr); }
  int row(const char* name) const { return input_row(lab->sheet(), name); }
  Growth grow_batch(const Settings& settings = {}) {
    const Design design = design_with(*lab, settings, issues, true);
    REQUIRE(issues.empty());
    return grow(*lab, design, limits_of(*lab->system), row("load.batch"));
  }
};

std::vector<std::string> ids(const std::vector<Change>& changes) {
  std::vector<std::string> all;
  for (const Change& change : changes) all.push_back(change.id);
  return all;
}

bool has(const Growth& growth, const std::string& id) {
  const std::vector<std::string> all = ids(growth.changes);
  return std::find(all.begin(), all.end(), id) != all.end();
}

}  // namespace

TEST_CASE("mechanisms of a lesson become changes of its design, a catalog row among them") {
  Subject subject;
  const Growth growth = subject.grow_batch();
  CHECK(growth.changes.size() == subject.lab->lesson.mechanisms.size());
  REQUIRE(has(growth, "kv_fp8"));
  for (const Change& change : growth.changes) {
    if (change.id == "kv_fp8") {
      CHECK(change.sets == std::vector{std::pair{subject.row("llm.kv_bytes_per_element"), 1.0}});
    }
    if (change.id == "h200") {
      const auto sets = [&](const char* name) {
        return std::any_of(change.sets.begin(), change.sets.end(),
                           [&](const auto& set) { return set.first == subject.row(name); });
      };
      CHECK(sets("gpu.mem_bw"));
      CHECK(sets("gpu.mem_bytes"));
      CHECK_FALSE(sets("load.batch"));
    }
  }
  // Lesson 03b by hand: 158.8 sequences in 25 ms, twice as many with half the KV bytes, and 64 run today.
  REQUIRE(growth.broken.breaks.size() == 2);
  CHECK(*growth.broken.breaks[0].crossing == doctest::Approx(158.79).epsilon(1e-4));
  for (const Headroom& headroom : growth.broken.headroom) {
    if (growth.changes[static_cast<size_t>(headroom.change)].id != "kv_fp8") continue;
    CHECK(*headroom.next->crossing == doctest::Approx(2 * 158.79).epsilon(1e-4));
  }
}

TEST_CASE("what is applied already, or moves no pressure, is no change") {
  Subject subject;
  CHECK_FALSE(has(subject.grow_batch({{"llm.kv_bytes_per_element", 1.0, ""}}), "kv_fp8"));
  CHECK(has(subject.grow_batch({{"llm.kv_bytes_per_element", 1.0, ""}}), "weights_fp8"));
  const Contest memory{"memory", Pick::largest, {subject.lab->system->contest("walls")->of.front()}};
  REQUIRE(memory.of.front().label == "capacity");
  const std::vector<std::string> all =
      ids(mechanism_changes(*subject.lab, subject.lab->start, memory, subject.row("load.batch")));
  CHECK(std::find(all.begin(), all.end(), "gemm_fp8") == all.end());
  CHECK(std::find(all.begin(), all.end(), "kv_fp8") != all.end());
}
