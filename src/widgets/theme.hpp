#pragma once

#include <imgui.h>

#include <array>
#include <optional>
#include <string_view>

#include "model/base/wall.hpp"

namespace wallflip {

/// What a colour means; one row per token in theme.cpp, one column per theme. Nothing else holds a colour.
enum class Color {
  background,
  rail,
  surface,
  raised,
  line,
  grid,
  text,
  mid,
  low,
  accent,
  on_accent,
  good,
  warning,
  bad,
  weights,
  kv_cache,
  activations,
  optimizer,
  reserve,  // parts of memory
  curve,
  curve_second,  // pictures
  count
};

enum class ThemeId { dark, light, projector };
std::optional<ThemeId> theme_named(std::string_view name);
std::string_view theme_name(ThemeId id);

/// Sizes at scale 1 in pixels; see `Theme::font`.
enum class Font { small, text, strong, knob_value, title, mono, mono_small, count };

struct Theme {
  ThemeId id = ThemeId::dark;
  float scale = 1;  ///< content scale x user zoom
  std::array<ImU32, static_cast<size_t>(Color::count)> colors{};
  std::array<ImU32, wall_table.size()> walls{};
  std::array<ImFont*, static_cast<size_t>(Font::count)> fonts{};
  float line_width = 1;  ///< of curves; thicker for the projector; already scaled

  ImU32 operator[](Color c) const { return colors[static_cast<size_t>(c)]; }
  ImU32 operator[](Wall w) const { return walls[static_cast<size_t>(w)]; }
  ImFont* operator[](Font f) const { return fonts[static_cast<size_t>(f)]; }
  float px(float size_at_scale_1) const { return size_at_scale_1 * scale; }
};

/// The same colour, `alpha` times as opaque (0..1).
ImU32 faded(ImU32 color, float alpha);
/// WCAG contrast ratio of two opaque colours, 1..21.
float contrast(ImU32 a, ImU32 b);
/// Black or white, whichever reads better on `background`.
ImU32 ink_on(ImU32 background);

/// `wanted`, or as much of it as leaves a window of this size (in pixels) the room that a panel needs: 960 x 540 at
/// scale 1. Cut in steps of 1/16, so that a window being resized does not rebuild its fonts at every pixel.
float fitting_scale(float wanted, float width, float height);

/// Colours and line widths of one theme at one scale; the fonts are for the caller to fill in (app/fonts.hpp).
Theme make_theme(ThemeId id, float scale);
/// Gives Dear ImGui's own widgets (popups, text fields, scroll bars) the colours and sizes of `theme`.
void apply_style(const Theme& theme);

}  // namespace wallflip
