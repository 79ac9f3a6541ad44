#pragma once

#include <string>
#include <vector>

#include "widgets/hue.hpp"

namespace wallflip::widgets {

struct PodiumColumn {
  std::string title;
  int keep = 0;  ///< where the place is narrow, the columns of the least go first
  bool left = false;
};

/// The best of a search, one row each, and a sentence about them.
struct Podium {
  std::vector<PodiumColumn> columns;
  struct Row {
    std::vector<std::string> cells;  ///< as many as columns
    Hue hue = Color::curve;          ///< of a bar before the row: the wall that binds there
  };
  std::vector<Row> rows;  ///< the best first
  std::string note;
  bool stale = false;  ///< of a question that is not asked any more: grey
};

/// Rows that the place has no room for are left out.
void podium(Ui& ui, Rect rect, const Podium& what);

}  // namespace wallflip::widgets
