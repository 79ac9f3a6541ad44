#include "widgets/plot.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "widgets/knob.hpp"
#include "widgets/text_twin.hpp"
#include "widgets/wall_map.hpp"

using namespace wallflip;
using namespace wallflip::widgets;

TEST_CASE("a tick's text has three digits and a prefix") {
  CHECK(si_text(0) == "0");
  CHECK(si_text(8000) == "8k");
  CHECK(si_text(1e15) == "1P");
  CHECK(si_text(0.25) == "250m");
  CHECK(si_text(-1500) == "-1.5k");
  CHECK(si_text(1000) == "1k");
  CHECK(si_text(999) == "999");
  CHECK(si_text(std::nan("")) == "\xE2\x80\x94");
  CHECK(si_with("s")(0.01) == "10 ms");
  CHECK(si_with("s")(2) == "2 s");
}

TEST_CASE("ticks are round and inside the axis") {
  const auto values = [](const Axis& axis, int most) {
    std::vector<double> out;
    for (const Tick& tick : axis_ticks(axis, most)) out.push_back(tick.value);
    return out;
  };
  CHECK(values({0, 8000, Scale::linear, {}, {}, {}}, 4) == std::vector<double>{0, 2000, 4000, 6000, 8000});
  CHECK(values({1, 1000, Scale::log10, {}, {}, {}}, 4).size() == 4);
  CHECK(values({1, 512, Scale::log2, {}, {}, {}}, 10).back() == 512);
  for (const double v : values({3, 700, Scale::log10, {}, {}, {}}, 9)) CHECK((v >= 3 && v <= 700));
  CHECK(axis_ticks({1, 1, Scale::linear, {}, {}, {}}, 5).empty());
  CHECK(axis_ticks({0, INFINITY, Scale::linear, {}, {}, {}}, 5).empty());
  CHECK(axis_ticks({1, 65536, Scale::log2, {}, {}, {}}, 20).back().text == "65,536");
}

TEST_CASE("positions and values are inverse") {
  for (const Axis& axis : {Axis{1, 1000, Scale::log10, {}, {}, {}}, Axis{-3, 5, Scale::linear, {}, {}, {}}}) {
    for (const double t : {0.0, 0.3, 1.0}) CHECK(axis_position(axis, axis_value(axis, t)) == doctest::Approx(t));
  }
}

TEST_CASE("a curve is cut at the edge of the area and broken by NaN") {
  Plot plot{{{0, 0}, {100, 100}}, {0, 10, Scale::linear, {}, {}, {}}, {0, 10, Scale::linear, {}, {}, {}}, {}};
  const std::vector<Point> points = {{0, 5}, {2, 5}, {4, 25}, {6, 5}, {7, NAN}, {8, 5}, {9, 5}};
  const auto lines = clipped_curve(plot, points);
  CHECK(lines.size() == 3);
  for (const auto& line : lines) {
    for (const ImVec2 p : line) CHECK((p.x >= 0 && p.x <= 100 && p.y >= 0 && p.y <= 100));
  }
}

TEST_CASE("labels avoid curves and one another") {
  LabelPlacer placer{{{0, 0}, {400, 300}}, {}, {{{0, 150}, {400, 150}}, {{0, 300}, {400, 0}}}};
  const std::array<ImVec2, 1> anchor = {{{200, 150}}};
  const Rect a = place_label(placer, anchor, {80, 16}, 6), b = place_label(placer, anchor, {80, 16}, 6);
  for (const Rect& r : {a, b}) {
    for (const auto& curve : placer.curves) CHECK(length_inside(r, curve.a, curve.b) == 0);
    CHECK((r.min.x >= 0 && r.max.x <= 400 && r.min.y >= 0 && r.max.y <= 300));
  }
  const bool apart = a.max.x <= b.min.x || b.max.x <= a.min.x || a.max.y <= b.min.y || b.max.y <= a.min.y;
  CHECK(apart);
}

TEST_CASE("knob values snap and step") {
  Knob k;
  k.min = 1, k.max = 1000, k.log = true, k.value = 20;
  k.snap = Snap::one_two_five;
  CHECK(snapped(k, 27) == 20);
  CHECK(snapped(k, 400) == 500);
  CHECK(snapped(k, 5000) == 1000);
  CHECK(snapped(k, NAN) == 1);  // nothing sensible asked: back to the default, inside the range
  CHECK(stepped(k, 1, false) == 50);
  CHECK(stepped(k, -2, false) == 5);
  k.snap = Snap::powers_of_two, k.value = 64;
  CHECK(snapped(k, 100) == 128);
  CHECK(stepped(k, -1, false) == 32);
  k.snap = Snap::integer, k.value = 3;
  CHECK(snapped(k, 2.4) == 2);
  CHECK(stepped(k, 1, true) == 4);
  CHECK(stepped(k, -9, true) == 1);
}

TEST_CASE("the blocks of a map cover every cell once, with its wall") {
  const int size = 17;
  std::vector<uint8_t> cells;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) cells.push_back(static_cast<uint8_t>((x * x + 3 * y) / 60 % 3));
  }
  std::vector<int> seen(cells.size(), 0);
  for (const MapBlock& b : merged_blocks(cells, size)) {
    for (int y = b.bottom; y < b.top; ++y) {
      for (int x = b.from; x < b.to; ++x) {
        ++seen[static_cast<size_t>(y * size + x)];
        CHECK(cells[static_cast<size_t>(y * size + x)] == b.wall);
      }
    }
  }
  for (const int times : seen) CHECK(times == 1);
}

TEST_CASE("each region of a map has its letter inside itself") {
  const int size = 40;
  std::vector<uint8_t> cells(static_cast<size_t>(size * size), 0);
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 12; ++x) cells[static_cast<size_t>(y * size + x)] = 1;
  }
  const auto regions = map_regions(cells, size);
  REQUIRE(regions.size() == 2);
  for (const MapRegion& r : regions) {
    CHECK(cells[static_cast<size_t>(static_cast<int>(r.y) * size + static_cast<int>(r.x))] == r.wall);
    CHECK(r.radius > 2);
  }
}

TEST_CASE("a table is copied as Markdown and as CSV") {
  const TextTable t{"", {"a", "b|c"}, {{"1,5", "say \"x\""}, {"short row"}}};
  CHECK(to_markdown(t) == "| a | b\\|c |\n| --- | --- |\n| 1,5 | say \"x\" |\n| short row |  |\n");
  CHECK(to_csv(t) == "a,b|c\r\n\"1,5\",\"say \"\"x\"\"\"\r\nshort row,\r\n");
}
