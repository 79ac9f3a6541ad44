#pragma once

#include <string>
#include <vector>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

struct MemorySegment {
  std::string name;          ///< quantity that a click asks about
  std::string label, value;  ///< "KV cache", "17.2 GB"
  double bytes = 0;
  Color color = Color::weights;
};

/// What has to be held, stacked from the bottom (from the left in a wide place), against the line of what there is.
struct MemoryBar {
  std::string title;    ///< "HBM 80 GB"
  double capacity = 0;  ///< byte
  std::vector<MemorySegment> segments;
  std::string free_text;  ///< "42.8 GB free"; shown while there is room
  std::string over_text;  ///< "needs 146.1 GB, has 76 GB"; shown when it does not fit
};

struct MemoryBarResult {
  std::string clicked;
};

MemoryBarResult memory_bar(Ui& ui, Rect rect, const MemoryBar& bar);

}  // namespace wallflip::widgets
