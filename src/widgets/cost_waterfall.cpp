#include "widgets/cost_waterfall.hpp"

#include <algorithm>

namespace wallflip::widgets {
namespace {

constexpr float pad = 12, sign_pad = 9, gap = 8;

float small_height(const Ui& ui) {
  return text_size(ui, Font::small, "0").y;
}

float block_height(const Ui& ui) {
  return small_height(ui) + text_size(ui, Font::knob_value, "0").y + ui.px(18);
}

float sign_width(const Ui& ui, const CostStep& step) {
  return step.sign.empty() ? 0 : text_size(ui, Font::text, step.sign).x + 2 * ui.px(sign_pad);
}

/// Value and unit side by side.
float value_width(const Ui& ui, const CostStep& step) {
  const float unit = step.unit.empty() ? 0 : text_size(ui, Font::small, step.unit).x + ui.px(5);
  return text_size(ui, Font::knob_value, step.value).x + unit;
}

float block_width(const Ui& ui, const CostStep& step) {
  return std::max(text_size(ui, Font::small, step.label).x, value_width(ui, step)) + 2 * ui.px(pad);
}

struct Block {
  const CostStep* step;
  float x, y, width;  ///< relative to the chain; the sign stands left of x
};

float right_end(const std::vector<Block>& blocks) {
  float end = 0;
  for (const Block& b : blocks) end = std::max(end, b.x + b.width);
  return end;
}

float bottom_end(const Ui& ui, const std::vector<Block>& blocks) {
  return blocks.empty() ? 0 : blocks.back().y + block_height(ui);
}

/// Blocks flow to the next line where the width ends.
std::vector<Block> flowing(const Ui& ui, const CostWaterfall& chain, float width) {
  std::vector<Block> blocks;
  float x = 0, y = 0;
  for (const CostStep& step : chain.steps) {
    const float sign = sign_width(ui, step), block = block_width(ui, step);
    if (x > 0 && x + sign + block > width) {
      x = 0;
      y += block_height(ui) + ui.px(gap);
    }
    blocks.push_back({&step, x + sign, y, block});
    x += sign + block;
  }
  return blocks;
}

/// All in one line, the labels somewhat shortened; nothing when too little would be left of them.
std::vector<Block> squeezed(const Ui& ui, const CostWaterfall& chain, float width) {
  float fixed = 0, wanted = 0;
  for (const CostStep& step : chain.steps) {
    const float least = value_width(ui, step) + 2 * ui.px(pad);
    fixed += sign_width(ui, step) + least;
    wanted += block_width(ui, step) - least;
  }
  constexpr float least_share = 0.5F;
  const float share = wanted > 0 ? std::min(1.0F, (width - fixed) / wanted) : 1;
  if (fixed > width || share < least_share) return {};
  std::vector<Block> blocks;
  float x = 0;
  for (const CostStep& step : chain.steps) {
    const float least = value_width(ui, step) + 2 * ui.px(pad);
    const float block = least + share * (block_width(ui, step) - least);
    blocks.push_back({&step, x + sign_width(ui, step), 0, block});
    x = blocks.back().x + block;
  }
  return blocks;
}

void draw_block(Ui& ui, ImVec2 origin, const Block& b, CostResult& result) {
  const CostStep& step = *b.step;
  const ImVec2 at = {origin.x + b.x, origin.y + b.y};
  const Rect block{at, {at.x + b.width, at.y + block_height(ui)}};
  const Hit h = hit(ui, "cost:" + step.name, block);
  fill_rect(ui, block, ui.color(Color::raised), ui.px(5));
  const Color edge = h.hovered ? Color::accent : step.is_result ? Color::mid : Color::line;
  stroke_rect(ui, block, ui.color(edge), ui.px(5), ui.px(step.is_result ? 1.5F : 1));
  const float middle = (block.min.y + block.max.y) / 2;
  draw_text(ui, {block.min.x - sign_width(ui, step) / 2, middle - text_size(ui, Font::text, "0").y / 2}, step.sign,
            {Font::text, ui.color(Color::mid), Align::center});
  const float x = block.min.x + ui.px(pad), y = block.min.y + ui.px(7) + small_height(ui);
  draw_text(ui, {x, block.min.y + ui.px(7)}, step.label,
            {Font::small, ui.color(Color::mid), Align::left, b.width - 2 * ui.px(pad) + ui.px(1)});
  const Rect value = draw_text(ui, {x, y + ui.px(3)}, step.value, {Font::knob_value, ui.color(Color::text)});
  draw_text(ui, {value.max.x + ui.px(5), value.max.y - small_height(ui) - ui.px(2)}, step.unit,
            {Font::small, ui.color(Color::mid)});
  if (h.clicked) result.clicked = step.name;
}

/// One line a step, for places that hold no blocks.
CostResult draw_list(Ui& ui, Rect rect, const CostWaterfall& chain) {
  CostResult result;
  const auto count = static_cast<float>(chain.steps.size());
  const float line = std::clamp(rect.height() / count, small_height(ui) + ui.px(1), small_height(ui) + ui.px(12));
  float sign = 0, y = rect.min.y + std::max(0.0F, (rect.height() - line * count) / 2);
  for (const CostStep& step : chain.steps) sign = std::max(sign, text_size(ui, Font::small, step.sign).x + ui.px(8));
  for (const CostStep& step : chain.steps) {
    const Rect row{{rect.min.x, y}, {rect.max.x, y + line}};
    const Hit h = hit(ui, "cost:" + step.name, row);
    if (h.hovered) fill_rect(ui, row, ui.color(Color::raised), ui.px(3));
    const float text_y = y + (line - small_height(ui)) / 2;
    const std::string value = step.value + (step.unit.empty() || step.unit[0] == '/' ? "" : " ") + step.unit;
    const float width = text_size(ui, Font::small, value).x;
    draw_text(ui, {rect.min.x, text_y}, step.sign, {Font::small, ui.color(Color::mid)});
    draw_text(ui, {rect.min.x + sign, text_y}, step.label,
              {Font::small, ui.color(Color::mid), Align::left, std::max(1.0F, rect.width() - sign - width - ui.px(8))});
    draw_text(ui, {rect.max.x, text_y}, value, {Font::small, ui.color(Color::text), Align::right});
    if (h.clicked) result.clicked = step.name;
    y += line;
  }
  return result;
}

}  // namespace

float cost_waterfall_height(const Ui& ui, const CostWaterfall& chain, float width) {
  return bottom_end(ui, flowing(ui, chain, width));
}

CostResult cost_waterfall(Ui& ui, Rect rect, const CostWaterfall& chain) {
  CostResult result;
  if (chain.steps.empty()) return result;
  std::vector<Block> blocks = flowing(ui, chain, rect.width());
  const auto fits = [&] {
    return !blocks.empty() && right_end(blocks) <= rect.width() + 1 && bottom_end(ui, blocks) <= rect.height() + 1;
  };
  if (const std::vector<Block> one_line = squeezed(ui, chain, rect.width()); !one_line.empty()) blocks = one_line;
  if (!fits()) return draw_list(ui, rect, chain);
  const ImVec2 origin = {(rect.min.x + rect.max.x - right_end(blocks)) / 2,
                         (rect.min.y + rect.max.y - bottom_end(ui, blocks)) / 2};
  for (const Block& block : blocks) draw_block(ui, origin, block, result);
  return result;
}

}  // namespace wallflip::widgets
