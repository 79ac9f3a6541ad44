#include "app/fonts.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "app/headless.hpp"
#include "widgets/imgui_compat.hpp"

using namespace wallflip;

namespace {
constexpr std::string_view shell_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 .,:;!?%$&@#*+-/=<>()[]{}'\"_|~^`\\"
    "äöüßéèñçåøŁž × – — → ← ↑ ↓ ↔ ≤ ≥ ≠ ≈ · … µ ✓ √ ∞ ± ² ³ ° € “ ” ‘ ’ • − Δ λ ρ α β γ μ π σ τ ▲ ▼ ● ○";
}  // namespace

TEST_CASE("ten digits advance alike in every font at every scale") {
  for (const float scale : {1.0f, 1.25f, 2.0f}) {
    Headless lab({.width = 640, .height = 480, .scale = scale});
    for (const FontRow& row : font_table()) {
      ImFont* font = lab.theme()[row.font];
      REQUIRE(font);
      CAPTURE(scale);
      CAPTURE(static_cast<int>(row.font));
      const float zero = compat::glyph_advance(font, '0');
      CHECK(zero > 0.4f * row.em * scale);
      for (unsigned digit = '1'; digit <= '9'; ++digit) CHECK(compat::glyph_advance(font, digit) == zero);
      CHECK(compat::has_glyph(font, '7'));
      CHECK(compat::has_glyph(font, 'x'));
    }
  }
}

TEST_CASE("every letter the shell uses is in every font") {
  Headless lab({.width = 640, .height = 480});
  for (const FontRow& row : font_table()) {
    CAPTURE(static_cast<int>(row.font));
    CHECK(missing_glyphs(lab.theme()[row.font], shell_letters) == std::vector<std::string>{});
  }
}

TEST_CASE("missing glyphs are told once each, and broken UTF-8 is no crash") {
  Headless lab({.width = 640, .height = 480});
  ImFont* font = lab.theme()[Font::text];
  CHECK(missing_glyphs(font, "a\n漢字漢b") == std::vector<std::string>{"漢", "字"});
  CHECK_FALSE(missing_glyphs(font, "\xE2\x80").empty());
  CHECK_FALSE(missing_glyphs(font, "\xFF").empty());
}

TEST_CASE("fonts have the sizes of the drawing, and follow the scale") {
  Headless one({.width = 640, .height = 480, .scale = 1}), two({.width = 640, .height = 480, .scale = 2});
  CHECK(one.font_issues().empty());
  for (const FontRow& row : font_table()) {
    const float line = compat::font_size(one.theme()[row.font]);
    CHECK(line >= row.em);  // a line is 1.2 to 1.35 em in these faces
    CHECK(line <= row.em * 1.4f);
    CHECK(std::abs(compat::font_size(two.theme()[row.font]) - 2 * line) <= 1);  // whole pixels
  }
}

TEST_CASE("a missing or broken font file falls back to the built-in face and says so") {
  Headless lab({.width = 640, .height = 480, .fonts = false});
  CHECK(lab.font_issues().size() == static_cast<size_t>(Face::count));
  CHECK(lab.font_issues()[0].hint.find("built-in") != std::string::npos);

  FontFiles files = find_font_files();
  files.faces[0] = std::string(WALLFLIP_SOURCE_DIR) + "/CMakeLists.txt";  // a file, but no font
  FontSet set(files);
  Theme theme = make_theme(ThemeId::dark, 1);
  const Issues issues = set.load(theme);
  REQUIRE(issues.size() == 1);
  CHECK(issues[0].what.find("cannot be read") != std::string::npos);
  for (ImFont* font : theme.fonts) CHECK(font != nullptr);
  CHECK(missing_glyphs(theme[Font::text], "abc 123").empty());
  // The atlas points into `set`; hand it back to the fonts of the lab before `set` goes away.
  lab.set_theme(ThemeId::dark, 1);
}
