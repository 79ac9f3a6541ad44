// The grid of a wall map as shapes: rectangles to paint and places for the letters. No drawing.
#include <algorithm>

#include "widgets/wall_map.hpp"

namespace wallflip::widgets {
namespace {

constexpr int coarse = 64;  // letters need no finer grid; keeps the search far below a frame's budget

struct Grid {
  int size;
  std::vector<uint8_t> cells;
  uint8_t at(int x, int y) const { return cells[static_cast<size_t>(y * size + x)]; }
};

Grid thinned(const std::vector<uint8_t>& cells, int size) {
  Grid grid{std::min(size, coarse), {}};
  for (int y = 0; y < grid.size; ++y) {
    for (int x = 0; x < grid.size; ++x) {
      grid.cells.push_back(cells[static_cast<size_t>((y * size / grid.size) * size + x * size / grid.size)]);
    }
  }
  return grid;
}

/// Steps (of a chess king) from each cell to the nearest cell of another wall or to the edge, in two sweeps.
std::vector<int> distances(const Grid& g) {
  std::vector<int> d(g.cells.size(), 0);
  const auto relax = [&](int x, int y, int sx, int sy) {
    const size_t here = static_cast<size_t>(y * g.size + x);
    int best = d[here] == 0 ? coarse : d[here];
    for (const auto& [dx, dy] : {std::pair{sx, 0}, {0, sy}, {sx, sy}, {-sx, sy}}) {
      const int nx = x + dx, ny = y + dy;
      const bool inside = nx >= 0 && ny >= 0 && nx < g.size && ny < g.size;
      const bool same = inside && g.at(nx, ny) == g.at(x, y);
      best = std::min(best, same ? d[static_cast<size_t>(ny * g.size + nx)] + 1 : 1);
    }
    d[here] = best;
  };
  for (int y = 0; y < g.size; ++y)
    for (int x = 0; x < g.size; ++x) relax(x, y, -1, -1);
  for (int y = g.size - 1; y >= 0; --y)
    for (int x = g.size - 1; x >= 0; --x) relax(x, y, 1, 1);
  return d;
}

/// Visits the connected region that holds (x, y) and returns its cell with the largest distance.
size_t deepest_cell(const Grid& g, const std::vector<int>& d, size_t start, std::vector<bool>& seen) {
  std::vector<size_t> todo = {start};
  size_t best = start;
  seen[start] = true;
  while (!todo.empty()) {
    const size_t here = todo.back();
    todo.pop_back();
    if (d[here] > d[best]) best = here;
    const int x = static_cast<int>(here) % g.size, y = static_cast<int>(here) / g.size;
    for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
      const int nx = x + dx, ny = y + dy;
      if (nx < 0 || ny < 0 || nx >= g.size || ny >= g.size) continue;
      const size_t next = static_cast<size_t>(ny * g.size + nx);
      if (seen[next] || g.cells[next] != g.cells[here]) continue;
      seen[next] = true;
      todo.push_back(next);
    }
  }
  return best;
}

}  // namespace

std::vector<MapBlock> merged_blocks(const std::vector<uint8_t>& cells, int size) {
  std::vector<MapBlock> done, open;
  for (int y = 0; y < size; ++y) {
    std::vector<MapBlock> row;
    for (int x = 0; x < size;) {
      const uint8_t wall = cells[static_cast<size_t>(y * size + x)];
      int to = x + 1;
      while (to < size && cells[static_cast<size_t>(y * size + to)] == wall) ++to;
      MapBlock block{x, to, y, y + 1, wall};
      const auto same = [&](const MapBlock& b) { return b.from == x && b.to == to && b.wall == wall; };
      const auto below = std::find_if(open.begin(), open.end(), same);
      if (below != open.end()) {
        block.bottom = below->bottom;
        open.erase(below);
      }
      row.push_back(block);
      x = to;
    }
    done.insert(done.end(), open.begin(), open.end());
    open = std::move(row);
  }
  done.insert(done.end(), open.begin(), open.end());
  return done;
}

std::vector<MapRegion> map_regions(const std::vector<uint8_t>& cells, int size) {
  if (size < 1) return {};
  const Grid g = thinned(cells, size);
  const std::vector<int> d = distances(g);
  std::vector<bool> seen(g.cells.size(), false);
  std::vector<MapRegion> regions;
  const float scale = static_cast<float>(size) / static_cast<float>(g.size);
  for (size_t start = 0; start < g.cells.size(); ++start) {
    if (seen[start]) continue;
    const size_t deep = deepest_cell(g, d, start, seen);
    const int x = static_cast<int>(deep) % g.size, y = static_cast<int>(deep) / g.size;
    regions.push_back({g.cells[deep], (static_cast<float>(x) + 0.5F) * scale, (static_cast<float>(y) + 0.5F) * scale,
                       static_cast<float>(d[deep]) * scale});
  }
  return regions;
}

namespace {

/// Runs of edges between row y - 1 and row y, and single edges along x.
std::vector<MapBorder> borders_of(const std::vector<uint8_t>& cells, int size) {
  const auto at = [&](int x, int y) { return cells[static_cast<size_t>(y * size + x)]; };
  std::vector<MapBorder> borders;
  for (int y = 0; y < size; ++y) {
    for (int x = 1; x < size; ++x) {
      if (at(x, y) != at(x - 1, y)) borders.push_back({x, y, x, y + 1});
    }
    for (int x = 0; y > 0 && x < size;) {
      int to = x;
      while (to < size && at(to, y) != at(to, y - 1)) ++to;
      if (to > x) borders.push_back({x, y, to, y});
      x = std::max(to, x + 1);
    }
  }
  return borders;
}

}  // namespace

MapShapes map_shapes(const std::vector<uint8_t>& cells, int size) {
  if (size < 1 || cells.size() != static_cast<size_t>(size) * static_cast<size_t>(size)) return {};
  return {size, merged_blocks(cells, size), borders_of(cells, size), map_regions(cells, size)};
}

}  // namespace wallflip::widgets
