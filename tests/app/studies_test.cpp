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
  const std::unique_ptr<Bench> bench = bench_of("breaks_first");
  Headless lab;
  TestDriver driver(lab, std::ref(*bench));
  CHECK(driver.sees("at 159 sequences"));  // lesson 03b: the first batch beyond the target, then beyond the memory
  CHECK(driver.sees("at 224 sequences"));
  CHECK(driver.sees("Tensor parallel over 4 GPUs"));
  const std::string before = bench->twin_text(lab.ui());
  CHECK(before.find("bandwidth") < before.find("capacity"));
  bench->set("slo.tpot", "60ms");  // beyond 32 ms memory is full first
  driver.frames(1);
  CHECK_FALSE(driver.sees("at 159 sequences"));
  const std::string after = bench->twin_text(lab.ui());
  CHECK(after.find("capacity") < after.find("bandwidth"));
  bench->set("load.batch", "300");
  driver.frames(1);
  CHECK(driver.sees("broken already"));
  REQUIRE(driver.press("breaks:pressure.capacity"));
  CHECK(bench->last.explain == "pressure.capacity");
  CHECK(driver.faults().empty());
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
  const std::unique_ptr<Bench> bench = bench_of("layouts");
  Headless lab;
  TestDriver driver(lab, std::ref(*bench));
  settle(*bench, driver);
  const LayoutRun* study = bench->derived.layouts();
  REQUIRE(study != nullptr);
  REQUIRE(study->current());
  const LayoutPodium first = *study->result();
  REQUIRE(first.rows.size() == 10);

  const System& system = *bench->lab->system;
  LayoutQuery query;
  query.inputs = layout_inputs(system, bench->session.design().inputs);
  query.by = {system.sheet.find("train.step_time")};
  const LayoutSearch search = search_layouts(system, query);
  CHECK(first.search.best.front().layout == search.best.front().layout);
  CHECK(first.search.visited == search.visited);
  CHECK(driver.sees(shown_value(system.sheet, query.by[0], search.best.front().by[0])));
  CHECK(driver.sees("Why the second lost"));
  CHECK(bench->twin_text(lab.ui()).find(first.rows[1].why) != std::string::npos);
  CHECK(driver.faults().empty());

  bench->set("split.tp", "2");  // the layout of the design itself is no part of the question
  driver.frames(1);
  CHECK_FALSE(bench->derived.busy());
  bench->set("net.link_bw", "5GB/s");
  driver.frames(1);
  settle(*bench, driver);
  CHECK(study->current());
  CHECK(study->result()->search.best.front().by[0] > first.search.best.front().by[0]);
}

TEST_CASE("layouts: where none fits the need is told, and a system without layouts says so") {
  const std::unique_ptr<Bench> bench = bench_of("layouts");
  bench->set("train.gpus", "8");
  Headless lab;
  TestDriver driver(lab, std::ref(*bench));
  settle(*bench, driver);
  CHECK(driver.sees("None of"));
  CHECK(bench->twin_text(lab.ui()).find("None of") != std::string::npos);
  bench->set("train.gpus", "9");
  driver.frames(1);
  settle(*bench, driver);
  CHECK(driver.faults().empty());
  LessonView view;
  view.widget = "layouts";
  Bench other(open(source_dir + "/tests/data/lessons/breaks_first.json"), view);
  TestDriver plain(lab, std::ref(other));
  CHECK(plain.sees("no training run"));
}

TEST_CASE("the batching picture tells what users of the live design see") {
  const std::unique_ptr<Bench> bench = bench_of("batching");
  Headless lab;
  TestDriver driver(lab, std::ref(*bench));
  settle(*bench, driver);
  const BatchingRun* study = bench->derived.batching();
  REQUIRE(study != nullptr);
  REQUIRE(study->current());
  const BatchingStudy first = *study->result();
  CHECK(first.ttft == study_batching(*bench->lab->system, bench->session.design().inputs).ttft);
  CHECK(driver.sees("2,000 requests"));
  CHECK(driver.sees("target 500 ms"));
  const std::string before = bench->twin_text(lab.ui());
  bench->set("load.request_rate", "20");  // more than the engine serves
  driver.frames(1);
  settle(*bench, driver);
  CHECK(study->result()->summary.ttft.p99 > first.summary.ttft.p99);
  CHECK(study->result()->summary.met < first.summary.met);
  CHECK(bench->twin_text(lab.ui()) != before);
  REQUIRE(driver.press("batching:slo.tpot:slo.tpot"));
  CHECK(bench->last.explain == "slo.tpot");
  CHECK(driver.faults().empty());
  bench->set("load.request_rate", "21");
  driver.frames(1);
  CHECK(bench->derived.busy());
  bench->set("llm", "dense-70b");  // does not fit: no times
  driver.frames(1);
  CHECK(bench->derived.batching() == nullptr);
  CHECK(driver.sees(bench->session.verdict().why.front()));
  settle(*bench, driver);  // nobody asks for the run that was under way, and the window goes to sleep all the same
  CHECK_FALSE(bench->derived.busy());
}
