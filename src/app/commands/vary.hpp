#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/commands/opened.hpp"

namespace wallflip {

/// One dimension of a grid of designs.
struct Axis {
  std::string name;
  Settings points;  ///< each with the argument as its place, for issues
};

/// "load.batch=1..4096:13log": 13 values from end to end, evenly or by equal factors; whole where the input counts
/// (equal neighbours once). "gpu=h100-sxm,h200-sxm": those.
std::optional<Axis> read_axis(const Opened& opened, const std::string& text, Issues& issues);

}  // namespace wallflip
