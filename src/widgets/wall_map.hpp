#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "widgets/plot.hpp"

namespace wallflip::widgets {

/// One contestant of the map.
struct MapArea {
  Hue hue = Color::curve;
  std::string letter, label;  ///< of the badge and of the legend; empty: the wall's own
};

/// A run of equal cells [from, to) x [bottom, top).
struct MapBlock {
  int from, to, bottom, top;
  uint8_t wall;
};
/// Equal runs of a row, merged with the same run of the rows above: 65,536 cells become a few hundred rectangles.
std::vector<MapBlock> merged_blocks(const std::vector<uint8_t>& cells, int size);

/// A straight piece of the border between regions, in corners of cells.
struct MapBorder {
  int x0, y0, x1, y1;
};

/// The middle of one connected region: the cell farthest from its edge, in cells of the grid.
struct MapRegion {
  uint8_t wall;
  float x, y;    ///< cell coordinates
  float radius;  ///< distance to the nearest other region, in cells
};
std::vector<MapRegion> map_regions(const std::vector<uint8_t>& cells, int size);

/// A grid as what is drawn of it. Find it once: a frame cannot afford to look at every cell.
struct MapShapes {
  int size = 0;
  std::vector<MapBlock> blocks;
  std::vector<MapBorder> borders;
  std::vector<MapRegion> regions;
};
/// `cells` has `size` x `size` indices of areas, rows by y, lowest y first.
MapShapes map_shapes(const std::vector<uint8_t>& cells, int size);

/// Which wall binds over two knobs. Column i of the grid stands at position i / (size - 1) of its axis.
struct WallMap {
  Axis x, y;
  MapShapes shapes;
  std::vector<MapArea> areas;
  Point here;  ///< the current design
};

struct WallMapResult {
  std::optional<Point> moved;  ///< cross-hair dragged
  bool committed = false;
};

WallMapResult wall_map(Ui& ui, Rect rect, const WallMap& map);

}  // namespace wallflip::widgets
