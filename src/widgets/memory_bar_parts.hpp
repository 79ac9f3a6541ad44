#pragma once

#include <algorithm>
#include <cmath>

#include "widgets/memory_bar.hpp"

// Shared by the standing and the lying memory bar.

namespace wallflip::widgets {

/// Bytes that can be drawn: none for what is no number or infinite.
inline double held(const MemorySegment& segment) {
  return std::isfinite(segment.bytes) ? std::max(0.0, segment.bytes) : 0;
}

inline double needed(const MemoryBar& bar) {
  double sum = 0;
  for (const MemorySegment& s : bar.segments) sum += held(s);
  return sum;
}

MemoryBarResult memory_bar_wide(Ui& ui, Rect rect, const MemoryBar& bar);

}  // namespace wallflip::widgets
