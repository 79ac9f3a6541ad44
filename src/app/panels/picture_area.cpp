#include <algorithm>

#include "app/panels/panel.hpp"
#include "app/panels/pictures.hpp"

// Where the pictures of a lesson stand: one large, at most two small ones beside or below it.

namespace wallflip {
namespace {

enum class Spot { main, column, strip };

struct Slot {
  size_t view;
  Spot place;
  float size;  ///< width of a column, height of a strip, at scale 1
};

// A memory bar is tall and narrow, the cost chain is one line, anything else small stands beside the large picture.
Slot slot_of(const LessonView& view, size_t index) {
  if (view.large) return {index, Spot::main, 0};
  if (view.widget == "memory_bar") return {index, Spot::column, 150};
  if (view.widget == "cost_waterfall") return {index, Spot::strip, 74};
  return {index, Spot::column, 260};
}

void draw_view(PanelContext& c, size_t index, Rect rect) {
  const LessonView& view = c.session.lab().lesson.views[index];
  const PictureRow* row = picture_named(view.widget);
  if (row == nullptr || rect.width() < c.ui.px(60) || rect.height() < c.ui.px(30)) return;
  const PictureContext context{c.ui, rect, c.session, view, c.state.derived, c.strings, static_cast<int>(index)};
  const PictureResult result = row->draw(context);
  if (!result.explain.empty()) open_arithmetic(c, result.explain);
}

}  // namespace

void draw_pictures(PanelContext& c, Rect rect) {
  const float pad = c.ui.px(16);
  fill_rect(c.ui, rect, c.ui.color(Color::surface), c.ui.px(8));
  stroke_rect(c.ui, rect, c.ui.color(Color::line), c.ui.px(8));
  Rect rest{{rect.min.x + pad, rect.min.y + c.ui.px(12)}, {rect.max.x - pad, rect.max.y - c.ui.px(12)}};
  const std::vector<LessonView>& views = c.session.lab().lesson.views;
  std::vector<size_t> large;
  for (size_t i = 0; i < views.size(); ++i) {
    const Slot slot = slot_of(views[i], i);
    const float size = c.ui.px(slot.size);
    if (slot.place == Spot::main) {
      large.push_back(i);
    } else if (slot.place == Spot::strip) {
      if (rest.height() - size < c.ui.px(230)) continue;  // no room: its table is a click away
      draw_view(c, i, {{rest.min.x, rest.max.y - size}, rest.max});
      rest.max.y -= size + c.ui.px(8);
    } else {
      if (rest.width() - size < c.ui.px(320)) continue;
      draw_view(c, i, {{rest.max.x - size, rest.min.y}, rest.max});
      rest.max.x -= size + c.ui.px(20);
    }
  }
  const float width = rest.width() / static_cast<float>(std::max<size_t>(large.size(), 1));
  for (size_t k = 0; k < large.size(); ++k) {
    const float x = rest.min.x + static_cast<float>(k) * width;
    draw_view(c, large[k], {{x, rest.min.y}, {x + width, rest.max.y}});
  }
}

}  // namespace wallflip
