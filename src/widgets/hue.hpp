#pragma once

#include <string>
#include <variant>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

/// What a mark is painted with: a wall or a token of the theme. Descriptions carry a Hue, never a colour.
using Hue = std::variant<Color, Wall>;

inline ImU32 color_of(const Ui& ui, Hue hue) {
  return std::visit([&](auto value) { return ui.color(value); }, hue);
}

inline bool is_wall(Hue hue) {
  return std::holds_alternative<Wall>(hue);
}

/// Part of an axis or of a knob's track painted in one hue, with the letter that says the same without colour.
struct Span {
  double from = 0, to = 0;
  Hue hue = Color::curve;
  std::string letter;  ///< empty: the wall's own letter
};

/// Fills an area with a hue. On a projector colours wash out, so there the hatch of a wall does half of the work.
inline void fill_hue(Ui& ui, Rect rect, Hue hue, float rounding = 0) {
  const bool hatched = is_wall(hue) && ui.theme->id == ThemeId::projector;
  fill_rect(ui, rect, faded(color_of(ui, hue), hatched ? 0.65F : 1.0F), rounding);
  if (hatched) hatch(ui, rect, std::get<Wall>(hue));
}

inline std::string letter_of(const Span& span) {
  if (!span.letter.empty() || !is_wall(span.hue)) return span.letter;
  return std::string(info(std::get<Wall>(span.hue)).letter);
}

}  // namespace wallflip::widgets
