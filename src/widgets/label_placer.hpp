#pragma once

#include <span>
#include <vector>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

/// Finds room for callouts: a label avoids the curves, the marks and the labels placed before it, and stays inside
/// `area`.
struct LabelPlacer {
  struct Segment {
    ImVec2 a, b;
  };
  Rect area;
  std::vector<Rect> taken;
  std::vector<Segment> curves;
};

/// True where a label would stand on another or leave the picture: better none than two that nobody can read.
bool covers(const LabelPlacer& placer, Rect rect);

/// Places a label of `size` near one of `anchors` (the first is liked best) with at least `gap` pixels between; the
/// place is then taken. Tries twelve directions at growing distance and takes the one that covers least.
Rect place_label(LabelPlacer& placer, std::span<const ImVec2> anchors, ImVec2 size, float gap);

/// Length of the part of the segment that lies inside `rect`, in pixels.
float length_inside(Rect rect, ImVec2 a, ImVec2 b);
/// Clips the segment to `rect` in place; false when nothing is left.
bool clip_segment(Rect rect, ImVec2& a, ImVec2& b);

}  // namespace wallflip::widgets
