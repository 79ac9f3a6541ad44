// The pictures of the lessons, drawn for real: sound in every theme and size, and under the mouse.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "model/sheet/formula.hpp"
#include "tests/app/picture_bench.hpp"

using namespace wallflip;
using namespace wallflip::test;

namespace {

std::vector<std::string> course() {
  std::vector<std::string> ids;
  for (const CoursePart& part : library().course) ids.insert(ids.end(), part.lessons.begin(), part.lessons.end());
  REQUIRE(ids.size() >= 3);
  return ids;
}

/// A lesson that has what those of the course lack: knobs of the chip, choices, and no goal.
std::unique_ptr<Lab> open_small(const std::string& system) {
  const auto file = std::filesystem::path(WALLFLIP_BINARY_DIR) / ("pictures_" + system + ".json");
  std::ofstream(file) << R"({ "schema": 1, "id": "small", "part": "I", "title": "t", "question": "q",
    "system": ")" << system
                      << R"(",
    "scenario": { "base": { "gpu": "h100-sxm", "llm": "dense-8b" }, "set": { "load.batch": 64 } },
    "knobs": [ { "input": "load.batch", "min": 1, "max": 512, "scale": "log" },
               { "input": "gpu.mem_bw", "min": "1TB/s", "max": "10TB/s", "scale": "log" },
               { "input": "gpu", "values": ["h100-sxm", "h200-sxm", "b200-sxm"] },
               { "input": "gpu.price_per_hour", "min": "$0.5/h", "max": "$15/h", "scale": "log" } ],
    "outputs": ["decode.step_time"], "views": [ { "widget": "roofline" } ] })";
  return open(file.string());
}

LessonView view_of(std::string_view widget) {
  LessonView view;
  view.widget = widget;
  if (view.widget == "wall_map") view.knobs = {"load.context", "load.batch"};
  if (view.widget == "curve") view.knobs = {"load.batch"}, view.of = "decode.step_time";
  return view;
}

/// Inputs that differ between two designs.
std::vector<std::string> changed(const Bench& bench, const std::vector<double>& before) {
  std::vector<std::string> names;
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i] != bench.session.design().inputs[i]) names.push_back(bench.lab->sheet().inputs()[i].name);
  }
  return names;
}

using Names = std::vector<std::string>;

/// Every picture of every lesson, before the prediction and with everything told.
std::vector<std::unique_ptr<Bench>> all_benches() {
  std::vector<std::unique_ptr<Bench>> benches;
  for (const std::string& id : course()) {
    for (const PictureRow& row : picture_table()) {
      for (const bool told : {false, true}) {
        benches.push_back(std::make_unique<Bench>(open(id), view_of(row.widget)));
        if (told) benches.back()->skip_predictions(), benches.back()->session.show_ribbons();
      }
    }
  }
  return benches;
}

}  // namespace

TEST_CASE("every picture of every lesson is sound in every theme and size, before and after the prediction") {
  const std::vector<std::unique_ptr<Bench>> benches = all_benches();
  for (const ThemeId theme : {ThemeId::dark, ThemeId::light, ThemeId::projector}) {
    for (const float scale : {1.0F, 1.5F, 3.0F}) {
      HeadlessOptions options;
      options.theme = theme;
      options.scale = scale;
      options.width = static_cast<int>(1140 * scale);
      options.height = static_cast<int>(640 * scale);
      Headless lab(options);  // loading fonts is the slow part: once for all pictures
      for (const ImVec2 size : {ImVec2{300, 160}, {1100, 600}, {150, 330}, {260, 400}}) {
        for (const auto& bench : benches) {
          bench->rect = {{20, 20}, {20 + size.x * scale, 20 + size.y * scale}};
          check_sound(lab, *bench, bench->lab->lesson.id + " " + bench->view.widget);
        }
      }
    }
  }
}

TEST_CASE("the views that lesson files name exist") {
  for (const std::string& id : course()) {
    const std::unique_ptr<Lab> lab = open(id);
    for (const LessonView& view : lab->lesson.views) CHECK_MESSAGE(picture_named(view.widget), view.widget);
  }
  CHECK(picture_named("no_such_picture") == nullptr);
}

TEST_CASE("a system without memory or targets, choices as axes, unknown names: drawn or said, never a fault") {
  Headless lab;
  for (const char* system : {"decode_step", "replica"}) {
    for (const PictureRow& row : picture_table()) {
      LessonView view;
      view.widget = row.widget;
      Bench plain(open_small(system), view);
      check_sound(lab, plain, std::string(system) + " without keys " + view.widget);
      view.knobs = {"gpu", "gpu.price_per_hour"};
      view.of = "cost.per_million_output_tokens";
      Bench choices(open_small(system), view);
      check_sound(lab, choices, std::string(system) + " choices " + view.widget);
      view.knobs = {"no.such", "neither"};
      view.of = view.contest = "no.such";
      view.points = {"no_such"};
      Bench unknown(open_small(system), view);
      check_sound(lab, unknown, std::string(system) + " unknown " + view.widget);
    }
  }
}

TEST_CASE("the decode point of the roofline is dragged along by the batch, as one step") {
  Bench bench(open_small("replica"), view_of("roofline"));
  Headless lab;
  TestDriver driver(lab, std::ref(bench));
  const std::vector<double> before = bench.session.design().inputs;
  REQUIRE(driver.drag_by("roofline:decode", {90, 0}));
  CHECK(changed(bench, before) == Names{"load.batch"});
  CHECK(bench.input("load.batch") == 223);  // where memory is full: a point that does not fit could not be held
  CHECK(bench.input("load.batch") == std::round(bench.input("load.batch")));
  REQUIRE(bench.session.trail().size() == 2);
  CHECK(bench.session.trail()[1].action.starts_with("batch 64 \u2192 "));
  CHECK(bench.last.explain.empty());  // the end of a drag is no click
  const float point = driver.find("roofline:decode")->rect.min.x;
  REQUIRE(driver.drag_by("roofline:decode", {-3000, 0}));
  CHECK(bench.input("load.batch") == 1);
  CHECK(driver.find("roofline:decode")->rect.min.x < point);
  REQUIRE(driver.press("roofline:prefill"));
  CHECK(bench.last.explain == "prefill.achieved_flops");
  CHECK(driver.faults().empty());
}

TEST_CASE("the ridge moves the bandwidth where the lesson has that knob, else nothing") {
  Bench bench(open_small("replica"), view_of("roofline"));
  Headless lab;
  TestDriver driver(lab, std::ref(bench));
  const std::vector<double> before = bench.session.design().inputs;
  REQUIRE(driver.drag_by("roofline:ridge", {40, 0}));
  CHECK(changed(bench, before) == Names{"gpu.mem_bw"});
  CHECK(bench.input("gpu.mem_bw") < 3.35e12);  // a ridge further right: less bandwidth
  Bench without(open("01"), view_of("roofline"));
  without.skip_predictions();
  TestDriver other(lab, std::ref(without));
  const std::vector<double> start = without.session.design().inputs;
  other.drag_by("roofline:ridge", {40, 0});
  CHECK(changed(without, start).empty());
}

TEST_CASE("operating point and SLO line of the batch picture move their knobs, one step each") {
  Bench bench(open("03b"), view_of("batch_plot"));
  bench.skip_predictions();
  Headless lab;
  TestDriver driver(lab, std::ref(bench));
  std::vector<double> before = bench.session.design().inputs;
  REQUIRE(driver.drag_by("batch_plot:operating_point", {40, 0}));
  CHECK(changed(bench, before) == Names{"load.batch"});
  before = bench.session.design().inputs;
  REQUIRE(driver.drag_by("batch_plot:slo", {0, 30}));
  CHECK(changed(bench, before) == Names{"slo.tpot"});
  CHECK(bench.input("slo.tpot") < 0.025);
  CHECK(bench.input("slo.tpot") > 0.015);  // 30 of some 350 pixels: the axis does not run away under the mouse
  CHECK(bench.session.trail().size() == 3);
  REQUIRE(driver.press("batch_plot:limits.bandwidth"));
  CHECK(bench.last.explain == "limits.bandwidth");
  CHECK(driver.faults().empty());
}

TEST_CASE("a point dragged to where nothing fits stays in the hand and comes back") {
  for (const auto& [widget, item] :
       {std::pair{"batch_plot", "batch_plot:operating_point"}, {"curve", "curve:operating_point"}}) {
    Bench bench(open("03b"), view_of(widget));
    bench.skip_predictions();
    Headless lab;
    TestDriver driver(lab, std::ref(bench));
    REQUIRE(driver.drag_by(item, {2000, 0}));
    CHECK(bench.input("load.batch") == 1024);
    CHECK_FALSE(bench.session.verdict().fits);
    CHECK(bench.session.trail().size() == 2);
    REQUIRE(driver.drag_by(item, {-300, 0}));
    CHECK(bench.session.verdict().fits);
    CHECK(bench.session.trail().size() == 3);
    CHECK(driver.faults().empty());
  }
}

TEST_CASE("a locked knob is not moved by any picture") {
  struct Row {
    const char *id, *widget, *item;
  };
  constexpr Row rows[] = {{"01", "roofline", "roofline:decode"},
                          {"01", "curve", "curve:operating_point"},
                          {"03b", "batch_plot", "batch_plot:operating_point"},
                          {"04", "batch_plot", "batch_plot:slo"}};
  for (const Row& row : rows) {
    const std::string id = row.id;
    const std::string widget = row.widget;
    const std::string item = row.item;
    Bench bench(open(id), view_of(widget));
    REQUIRE(bench.lab->lesson.goal);
    Headless lab;
    TestDriver driver(lab, std::ref(bench));
    const std::vector<double> before = bench.session.design().inputs;
    driver.drag_by(item, {60, 60});
    CHECK_MESSAGE(changed(bench, before).empty(), id << " " << item);
    bench.skip_predictions();
    driver.frames(1);
    REQUIRE(driver.drag_by(item, {60, 60}));
    CHECK_MESSAGE(changed(bench, before) == Names{bench.lab->lesson.goal->knob}, id << " " << item);
  }
}

TEST_CASE("before the prediction no computed number is on screen or in the table") {
  constexpr std::array computed = {"limits.bandwidth", "limits.capacity",       "limits.ridge",
                                   "decode.step_time", "decode.achieved_flops", "decode.throughput",
                                   "serving.tpot",     "serving.throughput",    "cost.per_million_output_tokens",
                                   "memory.kv_bytes",  "memory.free_bytes",     "llm.weight_bytes"};
  Headless lab;
  for (const std::string& id : course()) {
    for (const PictureRow& row : picture_table()) {
      Bench bench(open(id), view_of(row.widget));
      REQUIRE(bench.session.values_hidden());
      TestDriver driver(lab, std::ref(bench));
      const std::string text = driver.screen_text() + bench.twin_text(lab.ui());
      for (const char* limit : {"B at", "C at", "F at", "ridge 2"}) {
        CHECK_MESSAGE(text.find(limit) == std::string::npos, id << " " << std::string(row.widget) << " " << limit);
      }
      for (const char* name : computed) {
        const NodeId node = bench.lab->sheet().find(name);
        const std::optional<double> value =
            node < 0 ? std::nullopt : bench.session.evaluation().value(bench.lab->sheet(), node);
        if (!value || *value == 0) continue;
        const std::string shown = shown_value(bench.lab->sheet(), node, *value);
        CHECK_MESSAGE(text.find(shown) == std::string::npos, id << " " << std::string(row.widget) << " " << name);
      }
    }
  }
}

TEST_CASE("after the prediction the limits are on screen") {
  Bench bench(open("03b"), view_of("batch_plot"));
  bench.skip_predictions();
  Headless lab;
  TestDriver driver(lab, std::ref(bench));
  CHECK(driver.sees("B at 158"));  // 158.8 and 223.5 rounded down: lesson 03b's own claims
  CHECK(driver.sees("C at 223"));
  CHECK(bench.twin_text(lab.ui()).find("158") != std::string::npos);
}

TEST_CASE("the map waits for the flip, then its cross-hair moves both knobs as one step") {
  LessonView view = view_of("wall_map");
  view.knobs = {"load.context", "slo.tpot"};
  view.contest = "limits";
  Bench bench(open("04"), view);
  Headless lab;
  TestDriver driver(lab, std::ref(bench));
  CHECK(driver.find("wall_map") == nullptr);
  bench.skip_predictions();
  driver.frames(1);
  CHECK(driver.find("wall_map") == nullptr);
  bench.session.show_ribbons();
  driver.frames(1);
  REQUIRE(driver.find("wall_map") != nullptr);
  const std::vector<double> before = bench.session.design().inputs;
  REQUIRE(driver.drag_by("wall_map", {120, -80}));
  Names names = changed(bench, before);
  std::sort(names.begin(), names.end());
  CHECK(names == Names{"load.context", "slo.tpot"});
  CHECK(bench.session.trail().size() == 2);
  CHECK(driver.sees("capacity"));
  CHECK(driver.faults().empty());
}

TEST_CASE("a curve marks the flips once they may be seen, and its point moves the knob") {
  Bench bench(open("01"), view_of("curve"));
  bench.skip_predictions();
  Headless lab;
  TestDriver driver(lab, std::ref(bench));
  CHECK_FALSE(driver.sees("F at 296"));
  bench.session.show_ribbons();
  driver.frames(1);
  CHECK(driver.sees("F at 296"));  // lesson 01: the first batch at which compute binds
  const std::vector<double> before = bench.session.design().inputs;
  REQUIRE(driver.drag_by("curve:operating_point", {100, 0}));
  CHECK(changed(bench, before) == Names{"load.batch"});
  CHECK(bench.input("load.batch") > 1);
}

TEST_CASE("a design that does not fit says why and shows no time and no price") {
  for (const char* widget : {"batch_plot", "memory_bar", "curve"}) {
    Bench bench(open("03b"), view_of(widget));
    bench.skip_predictions();
    bench.set("llm", "dense-70b");
    Headless lab;
    TestDriver driver(lab, std::ref(bench));
    CHECK_MESSAGE(driver.sees(bench.session.verdict().why.front()), widget);
  }
  Bench bench(open("03b"), view_of("cost_waterfall"));
  bench.skip_predictions();
  bench.set("llm", "dense-70b");
  Headless lab;
  TestDriver driver(lab, std::ref(bench));
  CHECK(driver.sees("$2.00"));
  CHECK(driver.sees("\u2013"));
  REQUIRE(driver.press("cost:cost.per_million_output_tokens"));
  CHECK(bench.last.explain == "cost.per_million_output_tokens");
}

TEST_CASE("parts of the memory ask for their quantity; several GPUs add up") {
  Bench bench(open("03b"), view_of("memory_bar"));
  bench.skip_predictions();
  bench.set("split.tp", "2");
  Headless lab;
  TestDriver driver(lab, std::ref(bench));
  CHECK(driver.sees("2 x 80 GB"));
  CHECK(driver.sees("8.00 GB"));  // the reserve of two GPUs
  REQUIRE(driver.press("memory:memory.kv_bytes"));
  CHECK(bench.last.explain == "memory.kv_bytes");
}
