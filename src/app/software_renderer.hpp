#pragma once

#include <imgui.h>

#include "app/image.hpp"

namespace wallflip {

/// Draws one frame without a GPU, with OpenGL's rules: vertices on a 1/256 pixel grid, a pixel belongs to a triangle
/// when its centre is inside (one rule for centres on an edge, so neighbours neither overlap nor leave gaps), scissor
/// rectangles, bilinear font texture, and `source alpha, one minus source alpha` blending. The same bytes on every
/// machine. The result is opaque. Triangles with coordinates that are no numbers are left out.
Image rasterise(const ImDrawData& data, ImU32 background);

}  // namespace wallflip
