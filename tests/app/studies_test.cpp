// The pictures of studies: what breaks first, layouts, batching.
#include "model/sheet/formula.hpp"
#include "tests/app/picture_bench.hpp"

using namespace wallflip;
using namespace wallflip::test;

namespace {

/// A lesson of tests/data with its first view.
std::unique_ptr<Bench> bench_of(const std::string& lesson) {
  std::unique_ptr<Lab> lab = open(source_dir + "/tests/data/lessons/" + lesson + ".json");
  LessonView view = lab->lesson.views.front();
  return std::make_unique<Bench>(std::move(lab), std::move(view));
}

/// Frames until no study runs, or too many.
void settle(Bench& bench, TestDriver& driver) {
  for (int i = 0; i < 100 && bench.derived.busy(); ++i, driver.frames(1)) bench.derived.wait();
}

/// Such a lesson on a screen of its own, its study at an end.
struct Scene {
  std::unique_ptr<Bench> bench;
  Headless lab;
  TestDriver driver;

  explicit Scene(const std::string& lesson) : bench(bench_of(lesson)), driver(lab, std::ref(*bench)) { settle(); }
  void settle() { ::settle(*bench, driver); }
  /// Sets an input, draws a frame with the study under way and those up to its end.
  void set_and_settle(const std::string& name, const std::string& value) {
    bench->set(name, value);
    driver.frames(1);
    settle();
  }
  std::string twin() { return bench->twin_text(lab.ui()); }
};

/// What a study found for the design as it is.
template <class Study>
const auto& current(const Study* study) {
  REQUIRE(study != nullptr);
  REQUIRE(study->current());
  return *study->result();
}

void check_sound_everywhere(const std::string& lesson) {
  const std::unique_ptr<Bench> bench = bench_of(lesson);
  for (const ThemeId theme : {ThemeId::dark, ThemeId::light, ThemeId::projector}) {
    for (const float scale : {1.0F, 2.0F}) {
      HeadlessOptions options;
      options.theme = theme;
      options.scale = scale;
      options.width = static_cast<int>(1140 * scale);
      options.height = static_cast<int>(640 * scale);
      Headless lab(options);
      for (const ImVec2 size : {ImVec2{300, 160}, {1100, 600}, {150, 330}, {260, 400}, {480, 300}}) {
        bench->rect = {{20, 20}, {20 + size.x * scale, 20 + size.y * scale}};
        check_sound(lab, *bench, lesson);  // while the study runs, the first time
        TestDriver driver(lab, std::ref(*bench));
        settle(*bench, driver);
        check_sound(lab, *bench, lesson);
      }
    }
  }
}

}  // namespace

TEST_CASE("the pictures of studies are sound in every theme and size") {
  for (const char* lesson : {"breaks_first", "layouts", "batching"}) check_sound_everywhere(lesson);
}

TEST_CASE("what breaks first follows the design: order, places and what is next") {
  Scene scene("breaks_first");
  CHECK(
      scene.driver.sees("at 159 sequences"));  // lesson 03b: the first batch beyond the target, then beyond the memory
  CHECK(scene.driver.sees("at 224 sequences"));
  CHECK(scene.driver.sees("Tensor parallel over 4 GPUs"));
  const std::string before = scene.twin();
  CHECK(before.find("bandwidth") < before.find("capacity"));
  scene.bench->set("slo.tpot", "60ms");  // beyond 32 ms memory is full first
  scene.driver.frames(1);
  CHECK_FALSE(scene.driver.sees("at 159 sequences"));
  const std::string after = scene.twin();
  CHECK(after.find("capacity") < after.find("bandwidth"));
  scene.bench->set("load.batch", "300");
  scene.driver.frames(1);
  CHECK(scene.driver.sees("broken already"));
  REQUIRE(scene.driver.press("breaks:pressure.capacity"));
  CHECK(scene.bench->last.explain == "pressure.capacity");
  CHECK(scene.driver.faults().empty());
}

TEST_CASE("what breaks first waits for the flip that it would tell") {
  LessonView view;
  view.widget = "breaks_first";  // without a name: the goal's knob grows
  Bench bench(open("03b"), view);
  Headless lab;
  TestDriver driver(lab, std::ref(bench));
  CHECK(driver.find("breaks:pressure.bandwidth") == nullptr);
  bench.skip_predictions();
  driver.frames(1);
  CHECK(bench.twin_text(lab.ui()).find("159") == std::string::npos);
  bench.session.show_ribbons();
  driver.frames(1);
  CHECK(bench.twin_text(lab.ui()).find("159") != std::string::npos);
}

TEST_CASE("the layouts are those of the search, the best first, and follow the design") {
  Scene scene("layouts");
  const LayoutPodium first = current(scene.bench->derived.layouts());
  REQUIRE(first.rows.size() == 10);

  const System& system = *scene.bench->lab->system;
  LayoutQuery query;
  query.inputs = layout_inputs(system, scene.bench->session.design().inputs);
  query.by = {system.sheet.find("train.step_time")};
  const LayoutSearch search = search_layouts(system, query);
  CHECK(first.search.best.front().layout == search.best.front().layout);
  CHECK(first.search.visited == search.visited);
  CHECK(scene.driver.sees(shown_value(system.sheet, query.by[0], search.best.front().by[0])));
  CHECK(scene.driver.sees("Why the second lost"));
  CHECK(scene.twin().find(first.rows[1].why) != std::string::npos);
  CHECK(scene.driver.faults().empty());

  scene.bench->set("split.tp", "2");  // the layout of the design itself is no part of the question
  scene.driver.frames(1);
  CHECK_FALSE(scene.bench->derived.busy());
  scene.set_and_settle("net.link_bw", "5GB/s");
  CHECK(current(scene.bench->derived.layouts()).search.best.front().by[0] > first.search.best.front().by[0]);
}

TEST_CASE("layouts: where none fits the need is told, and a system without layouts says so") {
  Scene scene("layouts");
  scene.set_and_settle("train.gpus", "8");
  CHECK(scene.driver.sees("None of"));
  CHECK(scene.twin().find("None of") != std::string::npos);
  scene.set_and_settle("train.gpus", "9");
  CHECK(scene.driver.faults().empty());
  LessonView view;
  view.widget = "layouts";
  Bench other(open(source_dir + "/tests/data/lessons/breaks_first.json"), view);
  TestDriver plain(scene.lab, std::ref(other));
  CHECK(plain.sees("no training run"));
}

TEST_CASE("the batching picture tells what users of the live design see") {
  Scene scene("batching");
  const BatchingStudy first = current(scene.bench->derived.batching());
  CHECK(first.ttft == study_batching(*scene.bench->lab->system, scene.bench->session.design().inputs).ttft);
  CHECK(scene.driver.sees("2,000 requests"));
  CHECK(scene.driver.sees("target 500 ms"));
  const std::string before = scene.twin();
  scene.set_and_settle("load.request_rate", "20");  // more than the engine serves
  const BatchingStudy& busier = current(scene.bench->derived.batching());
  CHECK(busier.summary.ttft.p99 > first.summary.ttft.p99);
  CHECK(busier.summary.met < first.summary.met);
  CHECK(scene.twin() != before);
  REQUIRE(scene.driver.press("batching:slo.tpot:slo.tpot"));
  CHECK(scene.bench->last.explain == "slo.tpot");
  CHECK(scene.driver.faults().empty());
  scene.bench->set("load.request_rate", "21");
  scene.driver.frames(1);
  CHECK(scene.bench->derived.busy());
  scene.bench->set("llm", "dense-70b");  // does not fit: no times
  scene.driver.frames(1);
  CHECK(scene.bench->derived.batching() == nullptr);
  CHECK(scene.driver.sees(scene.bench->session.verdict().why.front()));
  scene.settle();  // nobody asks for the run that was under way, and the window goes to sleep all the same
  CHECK_FALSE(scene.bench->derived.busy());
}
