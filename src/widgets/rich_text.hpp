#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

/// A piece of a paragraph in one face and one colour; with a `link` it can be clicked.
struct Run {
  std::string text;
  Font font = Font::text;
  ImU32 color = 0;      ///< 0: Color::text
  std::string link;     ///< what a click returns; empty: plain text
  bool struck = false;  ///< a line through it: not taken
};

/// "**bold** runs" become pieces in `strong`; everything else is in `normal`.
std::vector<Run> bold_runs(std::string_view text, Font normal = Font::text, Font strong = Font::strong,
                           ImU32 color = 0);

struct RichStyle {
  bool code = false;      ///< formula: lines break where the brackets are least deep, continuation lines are indented
  bool may_clip = false;  ///< inside scrolling regions
};

float runs_height(const Ui& ui, std::span<const Run> runs, float width, const RichStyle& style = {});

/// Draws the wrapped paragraph at `at`. Links are items named "<id>:<link>#<n-th word>"; returns the link clicked in
/// this frame, or "".
std::string draw_runs(Ui& ui, std::string_view id, ImVec2 at, float width, std::span<const Run> runs,
                      const RichStyle& style = {});

}  // namespace wallflip::widgets
