#include <imgui.h>

#include <algorithm>
#include <ctime>
#include <vector>

#include "app/headless.hpp"
#include "app/shell.hpp"
#include "bench/repeats.hpp"

// A frame of the lab against a frame of a plain Dear ImGui window with a table of 1,000 cells, in the same run and
// without rasterising (goals: at most twice as long, p99 below 2 ms), and the way to the first frame against that of
// the minimal window (goal: at most 1.5 times as long). Without display or driver: the window itself costs both the
// same.

namespace wallflip::bench {
namespace {

constexpr int width = 1600;
constexpr int height = 900;

// Processor time, to the microsecond: a percentile of wall time would measure the other programs on the machine.
double processor_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void draw_table(Ui&) {
  ImGui::SetNextWindowSize({width, height});
  ImGui::Begin("table");
  if (ImGui::BeginTable("cells", 10)) {
    for (int i = 0; i < 1000; ++i) {
      ImGui::TableNextColumn();
      ImGui::Text("%d", i);
    }
    ImGui::EndTable();
  }
  ImGui::End();
}

void draw_shell(Ui& ui, Shell& shell) {
  draw_full_screen(ui, [&](Ui& inner) { shell.draw(inner, {{0, 0}, {width, height}}); });
}

/// Runs frames until `state` ends, `before` each; reports median and 99th percentile.
template <class Before, class Draw>
void frames(benchmark::State& state, Headless& headless, Before before, Draw draw) {
  for (int i = 0; i < 10; ++i) headless.frame(draw);
  std::vector<double> seconds;
  for (auto _ : state) {
    const double start = processor_seconds();
    before();
    headless.frame(draw);
    seconds.push_back(processor_seconds() - start);
  }
  std::sort(seconds.begin(), seconds.end());
  state.counters["median"] = seconds[seconds.size() / 2];
  state.counters["p99"] = seconds[seconds.size() * 99 / 100];
}

void frame_of_table(benchmark::State& state) {
  Headless headless({.width = width, .height = height});
  frames(
      state, headless, [] {}, draw_table);
}

struct OpenedShell {
  LoadedLibrary loaded = load_library(WALLFLIP_SOURCE_DIR "/assets", WALLFLIP_SOURCE_DIR "/lessons");
  Shell shell{loaded.library};
  explicit OpenedShell(const char* lesson) {
    shell.open(lesson);
    Session& session = *shell.current()->session;
    for (size_t i = 0; i < session.predictions().size(); ++i) session.skip(i);
    session.show_ribbons();
  }
};

void frame_of_lab(benchmark::State& state, const char* lesson) {
  OpenedShell opened(lesson);
  Headless headless({.width = width, .height = height});
  frames(
      state, headless, [] {}, [&](Ui& ui) { draw_shell(ui, opened.shell); });
}

// A knob moves in each frame: everything that depends on it is computed anew.
void frame_while_dragging(benchmark::State& state, const char* lesson, const char* name) {
  OpenedShell opened(lesson);
  Headless headless({.width = width, .height = height});
  OpenLesson& open = *opened.shell.current();
  const Knob& knob = *open.lab->knob(name);
  int step = 0;
  const auto move = [&] { open.session->move(knob, knob.at_fraction((step++ * 37 % 256) / 255.0)); };
  frames(state, headless, move, [&](Ui& ui) { draw_shell(ui, opened.shell); });
}

// The same frame's triangles in software, as `wallflip shot` paints them.
void picture_of_lab(benchmark::State& state, const char* lesson) {
  OpenedShell opened(lesson);
  Headless headless({.width = width, .height = height});
  headless.frame([&](Ui& ui) { draw_shell(ui, opened.shell); });
  for (auto _ : state) benchmark::DoNotOptimize(headless.picture().rgba.data());
}

void first_frame_of_table(benchmark::State& state) {
  for (auto _ : state) {
    Headless headless({.width = width, .height = height});
    headless.frame(draw_table);
  }
}

void first_frame_of_lab(benchmark::State& state) {
  for (auto _ : state) {
    const LoadedLibrary loaded = load_library(WALLFLIP_SOURCE_DIR "/assets", WALLFLIP_SOURCE_DIR "/lessons");
    Shell shell(loaded.library);
    shell.open("03b");
    Headless headless({.width = width, .height = height});
    headless.frame([&](Ui& ui) { draw_shell(ui, shell); });
  }
}

void start(benchmark::internal::Benchmark* b) {
  b->Unit(benchmark::kMillisecond)
      ->Repetitions(5)
      ->Iterations(3)
      ->ReportAggregatesOnly()
      ->ComputeStatistics("min", [](const std::vector<double>& v) { return *std::min_element(v.begin(), v.end()); });
}

BENCHMARK(frame_of_table)->Unit(benchmark::kMicrosecond)->Iterations(1000);
BENCHMARK_CAPTURE(frame_of_lab, 01, "01")->Unit(benchmark::kMicrosecond)->Iterations(1000);
BENCHMARK_CAPTURE(frame_of_lab, 03b, "03b")->Unit(benchmark::kMicrosecond)->Iterations(1000);
BENCHMARK_CAPTURE(frame_of_lab, 04, "04")->Unit(benchmark::kMicrosecond)->Iterations(1000);
BENCHMARK_CAPTURE(frame_while_dragging, 03b tpot, "03b", "slo.tpot")->Unit(benchmark::kMicrosecond)->Iterations(1000);
BENCHMARK_CAPTURE(frame_while_dragging, 03b context, "03b", "load.context")
    ->Unit(benchmark::kMicrosecond)
    ->Iterations(1000);
BENCHMARK_CAPTURE(frame_while_dragging, 01 batch, "01", "load.batch")->Unit(benchmark::kMicrosecond)->Iterations(1000);
BENCHMARK_CAPTURE(frame_while_dragging, 04 context, "04", "load.context")
    ->Unit(benchmark::kMicrosecond)
    ->Iterations(1000);
BENCHMARK_CAPTURE(picture_of_lab, 03b, "03b")->Unit(benchmark::kMillisecond);
BENCHMARK(first_frame_of_table)->Apply(start);
BENCHMARK(first_frame_of_lab)->Apply(start);

}  // namespace
}  // namespace wallflip::bench
