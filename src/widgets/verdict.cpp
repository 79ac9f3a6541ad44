#include "widgets/verdict.hpp"

#include "widgets/rich_text.hpp"

namespace wallflip::widgets {
namespace {

constexpr float bar = 4, pad_x = 16, pad_y = 12;

}  // namespace

float verdict_height(const Ui& ui, const Verdict& verdict, float width) {
  return runs_height(ui, bold_runs(verdict.text), width - ui.px(bar + 2 * pad_x)) + ui.px(2 * pad_y);
}

void verdict_card(Ui& ui, Rect rect, const Verdict& verdict) {
  fill_rect(ui, rect, ui.color(Color::raised));
  const Rect edge{rect.min, {rect.min.x + ui.px(bar), rect.max.y}};
  fill_rect(ui, edge, verdict.wall ? ui.color(*verdict.wall) : ui.color(Color::line));
  draw_runs(ui, "verdict", {rect.min.x + ui.px(bar + pad_x), rect.min.y + ui.px(pad_y)},
            rect.width() - ui.px(bar + 2 * pad_x), bold_runs(verdict.text));
}

}  // namespace wallflip::widgets
