// The widgets under mouse and keyboard.
#include <doctest/doctest.h>

#include <cmath>

#include "app/test_driver.hpp"
#include "widgets/batch_plot.hpp"
#include "widgets/choice_knob.hpp"
#include "widgets/knob.hpp"
#include "widgets/memory_bar.hpp"
#include "widgets/prediction_card.hpp"
#include "widgets/pressure_ladder.hpp"
#include "widgets/roofline_plot.hpp"
#include "widgets/tornado.hpp"
#include "widgets/wall_map.hpp"

using namespace wallflip;
using namespace wallflip::widgets;

namespace {

const Rect place{{100, 100}, {500, 200}};

struct KnobBench {
  Knob knob;
  KnobState state;
  int commits = 0, unlocks = 0;
  std::string typed;
  KnobBench() {
    knob.name = "batch";
    knob.label = "Batch";
    knob.value = 64, knob.min = 1, knob.max = 1024, knob.initial = 64;
    knob.log = true;
    knob.snap = Snap::integer;
  }
  void operator()(Ui& ui) {
    knob.value_text = std::to_string(static_cast<int>(knob.value));
    const KnobResult r = ribbon_slider(ui, place, knob, state);
    if (r.value) knob.value = *r.value;
    if (r.typed) typed = *r.typed;
    commits += r.committed;
    unlocks += r.asked_unlock;
  }
};

}  // namespace

TEST_CASE("one drag of a knob is one commit and ends where the mouse is") {
  Headless lab;
  KnobBench bench;
  TestDriver driver(lab, std::ref(bench));
  REQUIRE(driver.drag_to("batch", {500, 142}));
  CHECK(bench.knob.value == 1024);
  CHECK(bench.commits == 1);
  driver.frames(60);  // a second later: no double click
  REQUIRE(driver.drag_to("batch", {300, 142}));
  CHECK(bench.knob.value == 32);  // the middle of 1..1024 on a log track
  CHECK(bench.commits == 2);
  CHECK(driver.faults().empty());
}

TEST_CASE("a knob follows the keys and a double click resets it") {
  Headless lab;
  KnobBench bench;
  TestDriver driver(lab, std::ref(bench));
  driver.press("batch");
  driver.key(Key::end);
  CHECK(bench.knob.value == 1024);
  driver.key(Key::home);
  CHECK(bench.knob.value == 1);
  driver.key(Key::right);
  CHECK(bench.knob.value == 2);  // at least one whole step
  driver.frames(60);
  driver.double_press("batch");
  CHECK(bench.knob.value == 64);
}

TEST_CASE("a typed value reaches the caller as text") {
  Headless lab;
  KnobBench bench;
  TestDriver driver(lab, std::ref(bench));
  REQUIRE(driver.press("batch:value"));
  driver.frames(2);
  driver.type("1.5k");
  driver.key(Key::enter);
  CHECK(bench.typed == "1.5k");
  CHECK_FALSE(bench.state.field.editing);
}

TEST_CASE("Enter on a focused knob starts the typed entry and a second Enter ends it") {
  Headless lab;
  KnobBench bench;
  TestDriver driver(lab, std::ref(bench));
  driver.press("batch");
  driver.key(Key::enter);
  driver.frames(2);
  CHECK(bench.state.field.editing);
  driver.type("12");
  driver.key(Key::enter);
  driver.frames(2);
  CHECK(bench.typed == "12");
  CHECK_FALSE(bench.state.field.editing);
}

TEST_CASE("Escape leaves the typed entry without a value") {
  Headless lab;
  KnobBench bench;
  TestDriver driver(lab, std::ref(bench));
  REQUIRE(driver.press("batch:value"));
  driver.frames(2);
  driver.type("7");
  driver.key(Key::escape);
  CHECK(bench.typed.empty());
  CHECK_FALSE(bench.state.field.editing);
}

TEST_CASE("a locked knob does not move and says that it was asked") {
  Headless lab;
  KnobBench bench;
  bench.knob.locked = true;
  TestDriver driver(lab, std::ref(bench));
  driver.drag_to("batch", {500, 142});
  driver.key(Key::end);
  driver.press("batch");
  CHECK(bench.knob.value == 64);
  CHECK(bench.unlocks > 0);
}

TEST_CASE("a list is filtered by typing and taken by Enter") {
  Headless lab;
  ChoiceKnob knob{"gpu", "GPU", {}, 0, false};
  for (int i = 0; i < 40; ++i) knob.choices.push_back({"accelerator number " + std::to_string(i), {}, {}, {}});
  ChoiceState state;
  TestDriver driver(lab, [&](Ui& ui) {
    if (const auto chosen = choice_knob(ui, place, knob, state)) knob.selected = *chosen;
  });
  REQUIRE(driver.press("gpu"));
  driver.frames(3);
  CHECK(driver.sees("accelerator number 3"));
  driver.type("R 37");
  driver.frames(1);
  CHECK_FALSE(driver.sees("accelerator number 3\n"));
  driver.key(Key::enter);
  driver.frames(2);
  CHECK(knob.selected == 37);
  CHECK_FALSE(state.open);
}

TEST_CASE("the operating point and the SLO line of the batch picture are dragged") {
  Headless lab;
  BatchPlot what;
  for (double b = 1; b <= 1024; b *= 2) what.samples.push_back({b, 100 * b, 0.001 + b * 1e-5});
  what.batch = 64;
  what.slo = 0.005;
  int commits = 0;
  TestDriver driver(lab, [&](Ui& ui) {
    const BatchPlotResult r = batch_plot(ui, {{100, 100}, {900, 600}}, what);
    if (r.batch) what.batch = *r.batch;
    if (r.slo) what.slo = *r.slo;
    commits += r.committed;
  });
  REQUIRE(driver.drag_by("batch_plot:operating_point", {100, 0}));
  CHECK(what.batch > 100);
  REQUIRE(driver.drag_by("batch_plot:slo", {0, 50}));
  CHECK(*what.slo < 0.005);
  CHECK(commits == 2);
  CHECK(driver.faults().empty());
}

TEST_CASE("the cross-hair of a wall map goes where the mouse is") {
  Headless lab;
  WallMap map;
  map.x = {1, 100, Scale::log10, "x", {}, {}};
  map.y = {0, 1, Scale::linear, "y", {}, {}};
  map.shapes = map_shapes(std::vector<uint8_t>(16, 0), 4);
  map.areas = {{Wall::compute, "", ""}};
  map.here = {10, 0.5};
  TestDriver driver(lab, [&](Ui& ui) {
    const WallMapResult r = wall_map(ui, {{100, 100}, {600, 500}}, map);
    if (r.moved) map.here = *r.moved;
  });
  REQUIRE(driver.drag_by("wall_map", {-1000, -1000}));
  CHECK(map.here.x == doctest::Approx(1));
  CHECK(map.here.y == doctest::Approx(1));
}

TEST_CASE("a value of the ladder asks for its arithmetic, but not while only the order is told") {
  Headless lab;
  Ladder ladder{"Pressure", "", {{"pressure.compute", Wall::compute, "compute", 0.5, "0.50"}}, false};
  std::string clicked;
  TestDriver driver(lab, [&](Ui& ui) {
    const LadderResult r = pressure_ladder(ui, place, ladder);
    if (!r.clicked.empty()) clicked = r.clicked;
  });
  REQUIRE(driver.press("value:pressure.compute"));
  CHECK(clicked == "pressure.compute");
  ladder.order_only = true;
  driver.frames(2);
  CHECK_FALSE(driver.press("value:pressure.compute"));
  CHECK_FALSE(driver.sees("0.50"));
}

TEST_CASE("a wall is predicted by one key, a number with its confidence") {
  Headless lab;
  PredictionCard card;
  card.ask = "which wall?";
  card.walls = {Wall::capacity, Wall::dollars};
  PredictionState state;
  PredictionResult last;
  TestDriver driver(lab, [&](Ui& ui) {
    const PredictionResult r = prediction_card(ui, {{100, 100}, {520, 400}}, card, state);
    if (r.wall || r.number || r.skip) last = r;
  });
  driver.key(letter_key('d'));
  CHECK(last.wall == Wall::dollars);
  card.kind = PredictionKind::number;
  driver.frames(2);
  REQUIRE(driver.press("predict:confidence:90%"));
  REQUIRE(driver.press("predict:number"));
  driver.frames(2);
  driver.type("296");
  driver.key(Key::enter);
  REQUIRE(last.number);
  CHECK(*last.number == "296");
  CHECK(last.confidence == 90);
  REQUIRE(driver.press("predict:skip"));
  CHECK(last.skip);
}

TEST_CASE("descriptions without content and with numbers that are none are drawn without a fault") {
  const double nan = std::nan(""), inf = INFINITY;
  Headless lab;
  KnobState knob_state;
  ChoiceState choice_state;
  TestDriver driver(lab, [&](Ui& ui) {
    const Rect left{{40, 40}, {640, 440}}, right{{700, 40}, {1300, 440}};
    pressure_ladder(ui, left, {});
    pressure_ladder(ui, left,
                    {"", "", {{"a", Wall::compute, "a", nan, ""}, {"b", Wall::network, "b", inf, ""}}, false});
    batch_plot(ui, left, {});
    BatchPlot odd;
    odd.samples = {{1, nan, nan}, {2, inf, 1}, {4, 1, inf}};
    odd.batch = nan, odd.slo = nan, odd.fits_to = nan;
    odd.limits = {{"x", "x", Wall::compute, nan}, {"y", "y", Wall::compute, inf}};
    batch_plot(ui, right, odd);
    roofline_plot(ui, right, {});
    roofline_plot(ui, right, {{{"r", 1e15, true}}, 1e12, "", "", true, {{"p", "", nan, inf}}});
    memory_bar(ui, left, {});
    memory_bar(ui, left, {"", 0, {{"w", "w", "", nan}, {"k", "k", "", inf}}, "", ""});
    wall_map(ui, left, {});
    tornado_bars(ui, right, {"", {{"k", "k", nan, "", ""}}});
    Knob knob;
    knob.name = "odd";
    knob.value = nan;
    knob.ribbon_state = RibbonState::shown;
    knob.ribbon = {{nan, inf, Wall::compute, {}}};
    knob.flips = {{nan, "?"}};
    ribbon_slider(ui, {{40, 500}, {340, 600}}, knob, knob_state);
    choice_knob(ui, left, {}, choice_state);
  });
  driver.frames(2);
  std::string faults;
  for (const std::string& fault : driver.faults()) faults += fault + "\n";
  CHECK(faults == "");
}
