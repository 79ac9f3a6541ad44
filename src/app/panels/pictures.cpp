#include "app/panels/pictures.hpp"

#include "app/panels/picture_parts.hpp"

namespace wallflip {

std::vector<PictureRow> picture_table() {
  return {
      {"roofline", draw_roofline, twin_roofline}, {"batch_plot", draw_batch, twin_batch},
      {"memory_bar", draw_memory, twin_memory},   {"cost_waterfall", draw_cost, twin_cost},
      {"wall_map", draw_map, twin_map},           {"curve", draw_curve, twin_curve},
      {"breaks_first", draw_breaks, twin_breaks}, {"layouts", draw_layouts, twin_layouts},
      {"batching", draw_batching, twin_batching},
  };
}

const PictureRow* picture_named(std::string_view widget) {
  static const std::vector<PictureRow> table = picture_table();
  for (const PictureRow& row : table) {
    if (row.widget == widget) return &row;
  }
  return nullptr;
}

}  // namespace wallflip
