#include "widgets/cost_waterfall.hpp"

#include <algorithm>

namespace wallflip::widgets {
namespace {

constexpr float pad = 12, sign_width = 26, gap = 8;

float block_height(const Ui& ui) {
  return text_size(ui, Font::small, "0").y * 2 + text_size(ui, Font::knob_value, "0").y + ui.px(24);
}

float block_width(const Ui& ui, const CostStep& step) {
  const float text = std::max({text_size(ui, Font::small, step.label).x, text_size(ui, Font::knob_value, step.value).x,
                               text_size(ui, Font::small, step.unit).x});
  return text + 2 * ui.px(pad);
}

/// Blocks flow to the next line where the width ends.
struct Place {
  float x, y;  ///< of the block, relative to the chain
};

std::vector<Place> places_of(const Ui& ui, const CostWaterfall& chain, float width) {
  std::vector<Place> places;
  float x = 0, y = 0;
  for (const CostStep& step : chain.steps) {
    const float sign = step.sign.empty() ? 0 : ui.px(sign_width), block = block_width(ui, step);
    if (x > 0 && x + sign + block > width) {
      x = 0;
      y += block_height(ui) + ui.px(gap);
    }
    places.push_back({x + sign, y});
    x += sign + block;
  }
  return places;
}

}  // namespace

float cost_waterfall_height(const Ui& ui, const CostWaterfall& chain, float width) {
  const std::vector<Place> places = places_of(ui, chain, width);
  return places.empty() ? 0 : places.back().y + block_height(ui);
}

CostResult cost_waterfall(Ui& ui, Rect rect, const CostWaterfall& chain) {
  CostResult result;
  const std::vector<Place> places = places_of(ui, chain, rect.width());
  const float height = block_height(ui), small = text_size(ui, Font::small, "0").y;
  for (size_t i = 0; i < chain.steps.size(); ++i) {
    const CostStep& step = chain.steps[i];
    const ImVec2 at = {rect.min.x + places[i].x, rect.min.y + places[i].y};
    const Rect block{at, {at.x + block_width(ui, step), at.y + height}};
    const Hit h = hit(ui, "cost:" + step.name, block);
    fill_rect(ui, block, ui.color(Color::raised), ui.px(5));
    const Color edge = h.hovered ? Color::accent : step.is_result ? Color::mid : Color::line;
    stroke_rect(ui, block, ui.color(edge), ui.px(5), ui.px(step.is_result ? 1.5F : 1));
    const float middle = (block.min.y + block.max.y) / 2, sign_y = middle - text_size(ui, Font::knob_value, "0").y / 2;
    if (!step.sign.empty()) {
      draw_text(ui, {block.min.x - ui.px(sign_width / 2), sign_y}, step.sign,
                {Font::knob_value, ui.color(Color::mid), Align::center});
    }
    const float x = block.min.x + ui.px(pad);
    draw_text(ui, {x, block.min.y + ui.px(8)}, step.label, {Font::small, ui.color(Color::mid)});
    draw_text(ui, {x, block.min.y + ui.px(11) + small}, step.value, {Font::knob_value, ui.color(Color::text)});
    draw_text(ui, {x, block.max.y - ui.px(8) - small}, step.unit, {Font::small, ui.color(Color::mid)});
    if (h.clicked) result.clicked = step.name;
  }
  return result;
}

}  // namespace wallflip::widgets
