#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "bench/repeats.hpp"
#include "model/lesson/bind.hpp"
#include "model/study/flips.hpp"
#include "model/study/sweep.hpp"

// What a learner waits for: the wall map of a lesson (goal 4 ms) and all flips of one knob (goal 1 ms, median over the
// knobs and contests of all lessons), each with its program compiled, as while dragging.

namespace wallflip::bench {
namespace {

const Library& library() {
  static const LoadedLibrary loaded = load_library(WALLFLIP_SOURCE_DIR "/assets", WALLFLIP_SOURCE_DIR "/lessons");
  return loaded.library;
}

std::vector<std::string> lessons() {
  std::vector<std::string> ids;
  for (const CoursePart& part : library().course) ids.insert(ids.end(), part.lessons.begin(), part.lessons.end());
  return ids;
}

std::vector<const Knob*> primary_knobs(const Lab& lab) {
  std::vector<const Knob*> knobs;
  for (const Knob& knob : lab.knobs) {
    if (knob.primary) knobs.push_back(&knob);
  }
  return knobs;
}

void wall_map_of(benchmark::State& state, const std::string& lesson) {
  Issues issues;
  const auto lab = open_lesson(library(), lesson, issues);
  const std::vector<const Knob*> knobs = primary_knobs(*lab);
  if (knobs.size() < 2) return state.SkipWithError("fewer than two primary knobs");
  const Contest& walls = lab->system->contests.front();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        wall_map(*lab->programs, walls, *knobs[0], *knobs[1], 256, lab->start.inputs).leader.data());
  }
  state.SetLabel(knobs[0]->name + " x " + knobs[1]->name);
}

void ribbons_of(benchmark::State& state, const std::string& lesson) {
  Issues issues;
  const auto lab = open_lesson(library(), lesson, issues);
  const Contest& walls = lab->system->contests.front();
  for (auto _ : state) {
    for (const Knob& knob : lab->knobs) {
      benchmark::DoNotOptimize(
          leaders_along(*lab->programs, walls, knob, knob.positions(256), lab->start.inputs).data());
    }
  }
  count_as(state, "per_ribbon", lab->knobs.size());
}

double seconds_of_flips(Lab& lab, const Contest& contest, const Knob& knob) {
  double best = 1;
  for (int i = 0; i < 9; ++i) {
    const auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(find_flips(*lab.programs, contest, knob, lab.start.inputs).flips.data());
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    best = std::min(best, time.count());
  }
  return best;
}

// The best of nine runs of every (lesson, knob, contest); reported: median and worst of those.
void all_flips_of_one_knob(benchmark::State& state) {
  std::vector<double> seconds;
  std::string slowest;
  for (auto _ : state) {
    for (const std::string& lesson : lessons()) {
      Issues issues;
      const auto lab = open_lesson(library(), lesson, issues);
      for (const Contest& contest : lab->system->contests) {
        for (const Knob& knob : lab->knobs) {
          seconds.push_back(seconds_of_flips(*lab, contest, knob));
          if (seconds.back() >= *std::max_element(seconds.begin(), seconds.end())) {
            slowest = "slowest: lesson " + lesson + ", " + contest.id + " along " + knob.name;
          }
        }
      }
    }
  }
  std::sort(seconds.begin(), seconds.end());
  state.counters["median"] = seconds[seconds.size() / 2];
  state.counters["p90"] = seconds[seconds.size() * 9 / 10];
  state.counters["worst"] = seconds.back();
  state.counters["searches"] = static_cast<double>(seconds.size());
  state.SetLabel(slowest);
}
BENCHMARK(all_flips_of_one_knob)->Iterations(1)->Unit(benchmark::kMillisecond);

void open_one_lesson(benchmark::State& state) {
  for (auto _ : state) {
    Issues issues;
    benchmark::DoNotOptimize(open_lesson(library(), "03b", issues).get());
  }
}
BENCHMARK(open_one_lesson)->Apply(repeats)->Unit(benchmark::kMicrosecond);

}  // namespace

/// One benchmark per lesson of the course: the list is in lessons/index.json, so it is known only at run time.
void register_lessons() {
  for (const std::string& lesson : lessons()) {
    benchmark::RegisterBenchmark(("wall_map_256x256/" + lesson).c_str(),
                                 [lesson](benchmark::State& state) { wall_map_of(state, lesson); })
        ->Apply(repeats)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(("ribbons/" + lesson).c_str(),
                                 [lesson](benchmark::State& state) { ribbons_of(state, lesson); })
        ->Apply(repeats)
        ->Unit(benchmark::kMicrosecond);
  }
}

}  // namespace wallflip::bench
