#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace wallflip {

/// The walls, in the order of the course. Adding one is one row in `wall_table` and one colour in the theme.
enum class Wall { capacity, bandwidth, network, compute, dollars, latency, storage, host, evidence };

struct WallInfo {
  Wall wall;
  std::string_view name;    ///< the word of files and of the command line
  std::string_view letter;  ///< drawn beside every colour, so that colour is never alone
  std::string_view title;   ///< as in a sentence: "memory bandwidth binds"
};

inline constexpr std::array<WallInfo, 9> wall_table = {{
    {Wall::capacity, "capacity", "C", "memory capacity"},
    {Wall::bandwidth, "bandwidth", "B", "memory bandwidth"},
    {Wall::network, "network", "N", "network"},
    {Wall::compute, "compute", "F", "compute"},
    {Wall::dollars, "dollars", "$", "dollars"},
    {Wall::latency, "latency", "L", "latency"},
    {Wall::storage, "storage", "S", "storage"},
    {Wall::host, "host", "H", "host"},
    {Wall::evidence, "evidence", "E", "evidence"},
}};

constexpr const WallInfo& info(Wall wall) {
  return wall_table[static_cast<size_t>(wall)];
}

constexpr std::optional<Wall> wall_named(std::string_view name) {
  for (const WallInfo& row : wall_table) {
    if (row.name == name) return row.wall;
  }
  return std::nullopt;
}

}  // namespace wallflip
