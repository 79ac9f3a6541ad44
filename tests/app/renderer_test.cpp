#include "app/software_renderer.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "app/headless.hpp"
#include "widgets/imgui_compat.hpp"

using namespace wallflip;

namespace {

struct Rgb {
  int r, g, b;
  bool operator==(const Rgb&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Rgb& c) {
  return out << c.r << ' ' << c.g << ' ' << c.b;
}

Rgb pixel(const Image& image, int x, int y) {
  const std::uint8_t* p = image.at(x, y);
  return {p[0], p[1], p[2]};
}

/// A picture of what `draw` puts on a list of its own, over black. Without anti-aliasing: exact pixels.
template <class Draw>
Image scene(int width, int height, Draw draw) {
  Headless lab({.width = width, .height = height, .fonts = false});
  lab.frame([&](Ui&) {
    ImDrawList* list = ImGui::GetForegroundDrawList();
    list->Flags = ImDrawListFlags_None;
    draw(list);
  });
  return rasterise(*ImGui::GetDrawData(), IM_COL32(0, 0, 0, 255));
}

const Rgb black{15, 19, 23};  // the background window of the dark theme lies over everything
constexpr ImU32 red = IM_COL32(255, 0, 0, 255), half_red = IM_COL32(255, 0, 0, 128);

void triangle(ImDrawList* list, ImVec2 a, ImVec2 b, ImVec2 c, ImU32 color) {
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  list->PrimReserve(3, 3);
  for (const ImVec2 p : {a, b, c}) list->PrimVtx(p, white, color);
}

}  // namespace

TEST_CASE("a filled rectangle covers exactly its pixels") {
  const Image image = scene(40, 30, [](ImDrawList* list) { list->AddRectFilled({10, 5}, {20, 15}, red); });
  REQUIRE(image.width == 40);
  int covered = 0;
  for (int y = 0; y < 30; ++y) {
    for (int x = 0; x < 40; ++x) {
      const bool inside = x >= 10 && x < 20 && y >= 5 && y < 15;
      CHECK(pixel(image, x, y) == (inside ? Rgb{255, 0, 0} : black));
      covered += inside;
    }
  }
  CHECK(covered == 100);
}

TEST_CASE("neighbouring triangles leave no gap and blend nowhere twice") {
  // A fan of eight slanted triangles, half transparent: any gap or overlap along the seams changes a pixel.
  const Image image = scene(64, 64, [](ImDrawList* list) {
    const ImVec2 center{31.3f, 32.7f};
    const ImVec2 rim[] = {{2, 2}, {33.4f, 2}, {60, 2}, {60, 29.1f}, {60, 60}, {27.9f, 60}, {2, 60}, {2, 35.6f}};
    for (int i = 0; i < 8; ++i) triangle(list, center, rim[i], rim[(i + 1) % 8], half_red);
  });
  const Rgb once = pixel(image, 20, 10);
  CHECK(once.r > 120);
  CHECK(once.r < 140);
  for (int y = 2; y < 60; ++y) {
    for (int x = 2; x < 60; ++x) CHECK(pixel(image, x, y) == once);
  }
  CHECK(pixel(image, 1, 30) == black);
  CHECK(pixel(image, 60, 30) == black);
}

TEST_CASE("the seam of two rectangles on a pixel centre belongs to one of them") {
  const Image image = scene(20, 10, [](ImDrawList* list) {
    list->AddRectFilled({2, 2}, {8.5f, 8}, half_red);
    list->AddRectFilled({8.5f, 2}, {16, 8}, half_red);
  });
  for (int x = 2; x < 16; ++x) CHECK(pixel(image, x, 4) == pixel(image, 2, 4));
}

TEST_CASE("nothing is drawn outside the clip rectangle") {
  const Image image = scene(40, 40, [](ImDrawList* list) {
    list->PushClipRect({10, 12}, {25, 30});
    list->AddRectFilled({0, 0}, {40, 40}, red);
    list->PopClipRect();
  });
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 40; ++x) {
      const bool inside = x >= 10 && x < 25 && y >= 12 && y < 30;
      CHECK(pixel(image, x, y) == (inside ? Rgb{255, 0, 0} : black));
    }
  }
}

TEST_CASE("alpha blends as source alpha and one minus it") {
  const Image image = scene(10, 10, [](ImDrawList* list) {
    list->AddRectFilled({0, 0}, {10, 10}, IM_COL32(0, 0, 200, 255));
    list->AddRectFilled({0, 0}, {10, 10}, IM_COL32(100, 50, 0, 51));  // 0.2
  });
  CHECK(pixel(image, 5, 5) == Rgb{20, 10, 160});
  CHECK(image.at(5, 5)[3] == 255);
}

TEST_CASE("colours run evenly from corner to corner") {
  const Image image = scene(256, 4, [](ImDrawList* list) {
    const ImU32 black_ink = IM_COL32(0, 0, 0, 255), white = IM_COL32(255, 255, 255, 255);
    list->AddRectFilledMultiColor({0, 0}, {256, 4}, black_ink, white, white, black_ink);
  });
  for (int x = 0; x < 256; ++x) {
    const int expected = static_cast<int>(std::lround((x + 0.5) / 256 * 255));
    CHECK(std::abs(pixel(image, x, 2).g - expected) <= 1);
  }
}

TEST_CASE("coordinates that are no numbers, or absurd, draw nothing and do not crash") {
  const float nan = std::numeric_limits<float>::quiet_NaN(), huge = 1e30f;
  const Image image = scene(20, 20, [&](ImDrawList* list) {
    triangle(list, {nan, 0}, {20, 0}, {0, 20}, red);
    triangle(list, {0, 0}, {huge, 0}, {0, huge}, red);
    triangle(list, {3, 3}, {3, 3}, {9, 9}, red);
  });
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 20; ++x) CHECK(pixel(image, x, y) == black);
  }
}

TEST_CASE("letters leave ink between nothing and full") {
  Headless lab({.width = 200, .height = 60});
  lab.frame([](Ui& ui) { draw_text(ui, {10, 10}, "Throughput", {.font = Font::title}); });
  const Image image = lab.picture();
  const std::uint8_t paper = image.at(0, 0)[1];
  int ink = 0, edge = 0;
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 200; ++x) {
      const std::uint8_t g = image.at(x, y)[1];
      ink += g > 200;
      edge += g > paper + 20 && g <= 200;
    }
  }
  CHECK(ink > 200);
  CHECK(edge > 200);
}

TEST_CASE("the same frame gives the same bytes, and a PNG of them") {
  Headless lab({.width = 320, .height = 200});
  const auto draw = [](Ui& ui) {
    draw_text(ui, {10, 10}, "4.52k tok/s");
    wall_badge(ui, {10, 50}, Wall::bandwidth);
    hatch(ui, {{50, 50}, {150, 120}}, Wall::capacity);
  };
  lab.frame(draw);
  const Image first = lab.picture();
  lab.frame(draw);
  CHECK(first.rgba == lab.picture().rgba);
  const std::string png = png_bytes(first);
  REQUIRE(png.size() > 100);
  CHECK(png.substr(1, 3) == "PNG");
  CHECK(png_bytes(Image()).empty());
}
