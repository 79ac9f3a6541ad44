#include "widgets/theme.hpp"

#include <doctest/doctest.h>

#include <set>

#include "tests/widgets/ui_context.hpp"

using namespace wallflip;

namespace {
constexpr ThemeId themes[] = {ThemeId::dark, ThemeId::light, ThemeId::projector};
constexpr Color surfaces[] = {Color::background, Color::rail, Color::surface, Color::raised};
}  // namespace

TEST_CASE("contrast follows WCAG 2.1") {
  const ImU32 black = IM_COL32(0, 0, 0, 255), white = IM_COL32(255, 255, 255, 255);
  CHECK(contrast(black, white) == doctest::Approx(21.0));
  CHECK(contrast(white, white) == doctest::Approx(1.0));
  // #767676 on white is the well-known lightest grey that passes 4.5 (4.54)
  CHECK(contrast(IM_COL32(0x76, 0x76, 0x76, 255), white) == doctest::Approx(4.54).epsilon(0.002));
  CHECK(ink_on(black) == white);
  CHECK(ink_on(white) == black);
}

TEST_CASE("text reads on every surface of every theme") {
  for (const ThemeId id : themes) {
    const Theme theme = make_theme(id, 1);
    CAPTURE(theme_name(id));
    for (const Color surface : surfaces) {
      CAPTURE(static_cast<int>(surface));
      CHECK(contrast(theme[Color::text], theme[surface]) >= 4.5f);
      CHECK(contrast(theme[Color::mid], theme[surface]) >= 4.5f);
      CHECK(contrast(theme[Color::low], theme[surface]) >= 3.0f);
      for (const Color word : {Color::good, Color::warning, Color::bad, Color::accent}) {
        CAPTURE(static_cast<int>(word));
        CHECK(contrast(theme[word], theme[surface]) >= 4.5f);
      }
    }
    CHECK(contrast(theme[Color::on_accent], theme[Color::accent]) >= 4.5f);
  }
}

TEST_CASE("marks stand out from their surface and carry a readable letter") {
  for (const ThemeId id : themes) {
    const Theme theme = make_theme(id, 1);
    CAPTURE(theme_name(id));
    for (const WallInfo& wall : wall_table) {
      CAPTURE(wall.name);
      CHECK(contrast(theme[wall.wall], theme[Color::surface]) >= 3.0f);
      CHECK(contrast(theme[wall.wall], theme[Color::raised]) >= 3.0f);
      CHECK(contrast(ink_on(theme[wall.wall]), theme[wall.wall]) >= 4.5f);
    }
    for (const Color mark : {Color::weights, Color::kv_cache, Color::activations, Color::optimizer, Color::reserve,
                             Color::curve, Color::curve_second}) {
      CAPTURE(static_cast<int>(mark));
      CHECK(contrast(theme[mark], theme[Color::surface]) >= 3.0f);
    }
  }
}

TEST_CASE("no two walls share a colour") {
  for (const ThemeId id : themes) {
    const Theme theme = make_theme(id, 1);
    CHECK(std::set<ImU32>(theme.walls.begin(), theme.walls.end()).size() == theme.walls.size());
  }
}

TEST_CASE("themes have names, and names have themes") {
  for (const ThemeId id : themes) CHECK(theme_named(theme_name(id)) == id);
  CHECK_FALSE(theme_named("sepia").has_value());
}

TEST_CASE("faded multiplies the alpha and keeps the colour") {
  CHECK(faded(IM_COL32(10, 20, 30, 255), 0.5f) == IM_COL32(10, 20, 30, 128));
  CHECK(faded(IM_COL32(10, 20, 30, 128), 0.5f) == IM_COL32(10, 20, 30, 64));
  CHECK(faded(IM_COL32(10, 20, 30, 255), 7) == IM_COL32(10, 20, 30, 255));
}

TEST_CASE("the style does not depend on the zooms before it") {
  test::UiContext context;
  apply_style(make_theme(ThemeId::dark, 1.25f));
  const ImGuiStyle direct = ImGui::GetStyle();
  for (const float scale : {3.0f, 0.5f, 1.1f, 1.25f}) apply_style(make_theme(ThemeId::dark, scale));
  CHECK(ImGui::GetStyle().WindowPadding.x == direct.WindowPadding.x);
  CHECK(ImGui::GetStyle().ScrollbarSize == direct.ScrollbarSize);
  CHECK(ImGui::GetStyle().PopupRounding == direct.PopupRounding);
  apply_style(make_theme(ThemeId::dark, 2));
  CHECK(ImGui::GetStyle().WindowPadding.x == 32);
}
