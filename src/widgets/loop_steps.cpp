#include "widgets/loop_steps.hpp"

#include <algorithm>

#include "widgets/rich_text.hpp"

namespace wallflip::widgets {
namespace {

constexpr float pad_x = 12, chip_pad_x = 10, chip_pad_y = 6, chip_gap = 8;

std::string title_of(const LoopSteps& steps, size_t i) {
  return std::to_string(i + 1).append(" ").append(steps.titles[i]);
}

/// Every title measured in the strong face, so that the row does not jump when the current one changes.
float width_of(const Ui& ui, const LoopSteps& steps, size_t i, bool brief) {
  const bool full = !brief || static_cast<int>(i) == steps.current;
  return text_size(ui, Font::strong, full ? title_of(steps, i) : std::to_string(i + 1)).x + 2 * ui.px(pad_x);
}

struct ChipPlace {
  std::vector<Run> runs;
  Rect rect;  ///< relative to the line's start
};

std::vector<ChipPlace> chip_places(const Ui& ui, const Chips& chips, float width) {
  std::vector<ChipPlace> places;
  float x = 0, y = 0;
  const float height = text_size(ui, Font::small, "0").y * 1.25F + ui.px(2 * chip_pad_y);
  for (const std::string& text : chips.texts) {
    ChipPlace place{bold_runs(text, Font::small, Font::strong), {}};
    float chip = 2 * ui.px(chip_pad_x) + ui.px(1);
    for (Run& run : place.runs) {
      chip += text_size(ui, run.font, run.text).x;
      run.color = ui.color(run.font == Font::strong ? Color::text : Color::mid);
    }
    chip = std::min(chip, width);
    if (x > 0 && x + chip > width) {
      if (chips.one_row) break;
      x = 0, y += height + ui.px(chip_gap);
    }
    const float lines = runs_height(ui, place.runs, chip - 2 * ui.px(chip_pad_x)) + ui.px(2 * chip_pad_y);
    place.rect = {{x, y}, {x + chip, y + std::max(height, lines)}};
    x += chip + ui.px(chip_gap);
    places.push_back(std::move(place));
  }
  return places;
}

}  // namespace

float loop_steps_width(const Ui& ui, const LoopSteps& steps) {
  float width = 0;
  for (size_t i = 0; i < steps.titles.size(); ++i) width += width_of(ui, steps, i, false);
  return width;
}

int loop_steps(Ui& ui, Rect rect, const LoopSteps& steps) {
  int clicked = -1;
  const bool brief = loop_steps_width(ui, steps) > rect.width();
  float x = rect.min.x;
  for (size_t i = 0; i < steps.titles.size(); ++i) {
    const int index = static_cast<int>(i);
    const bool current = index == steps.current;
    const Rect cell{{x, rect.min.y}, {x + width_of(ui, steps, i, brief), rect.max.y}};
    const Hit h = hit(ui, "step:" + steps.titles[i], cell);
    if (current)
      fill_rect(ui, cell, ui.color(Color::raised), ui.px(5));
    else if (h.hovered)
      fill_rect(ui, cell, faded(ui.color(Color::raised), 0.6F), ui.px(5));
    if (current) {
      const Rect bar{{cell.min.x + ui.px(pad_x), cell.max.y - ui.px(3)},
                     {cell.max.x - ui.px(pad_x), cell.max.y - ui.px(1)}};
      fill_rect(ui, bar, ui.color(Color::accent), ui.px(1));
    }
    const Font font = current ? Font::strong : Font::text;
    const std::string text = brief && !current ? std::to_string(i + 1) : title_of(steps, i);
    const ImU32 ink = ui.color(index <= std::max(steps.reached, steps.current) ? Color::text : Color::mid);
    draw_text(ui, {(cell.min.x + cell.max.x) / 2, (cell.min.y + cell.max.y - text_size(ui, font, "0").y) / 2}, text,
              {font, ink, Align::center});
    if (h.clicked) clicked = index;
    x = cell.max.x;
  }
  return clicked;
}

float chips_height(const Ui& ui, const Chips& chips, float width) {
  float height = 0;
  for (const ChipPlace& place : chip_places(ui, chips, width)) height = std::max(height, place.rect.max.y);
  return height;
}

void chips_line(Ui& ui, ImVec2 at, float width, const Chips& chips) {
  int index = 0;
  for (const ChipPlace& place : chip_places(ui, chips, width)) {
    const Rect rect{{at.x + place.rect.min.x, at.y + place.rect.min.y},
                    {at.x + place.rect.max.x, at.y + place.rect.max.y}};
    fill_rect(ui, rect, ui.color(Color::surface), ui.px(5));
    stroke_rect(ui, rect, ui.color(Color::line), ui.px(5), ui.px(1));
    draw_runs(ui, "chip" + std::to_string(index++),
              {rect.min.x + ui.px(chip_pad_x), rect.min.y + ui.px(chip_pad_y) + ui.px(2)},
              rect.width() - 2 * ui.px(chip_pad_x) + ui.px(2), place.runs);
  }
}

}  // namespace wallflip::widgets
