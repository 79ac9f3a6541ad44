#include "widgets/banner.hpp"

#include <algorithm>

#include "widgets/rich_text.hpp"

namespace wallflip::widgets {
namespace {

constexpr float pad = 14, bar = 4, gap = 8;

std::string place_of(const Issue& issue) {
  std::string place = issue.file;
  if (issue.line > 0) place.append(":").append(std::to_string(issue.line));
  if (!issue.pointer.empty()) place.append("  ").append(issue.pointer);
  return place;
}

std::vector<Run> runs_of(const Ui& ui, const Issue& issue) {
  std::vector<Run> runs = {{issue.what, Font::text, ui.color(Color::text), {}, false}};
  if (!issue.hint.empty()) runs.push_back({" " + issue.hint, Font::text, ui.color(Color::mid), {}, false});
  return runs;
}

float text_width(const Ui& ui, float width) {
  return width - ui.px(2 * pad + bar);
}

float title_width(const Ui& ui, const Banner& banner, float width) {
  return width - text_size(ui, Font::small, banner.dismiss).x - ui.px(16);
}

float place_height(const Ui& ui, const Issue& issue) {
  return place_of(issue).empty() ? 0 : text_size(ui, Font::mono_small, "0").y + ui.px(3);
}

float issue_height(const Ui& ui, const Issue& issue, float width) {
  return place_height(ui, issue) + runs_height(ui, runs_of(ui, issue), width) + ui.px(gap);
}

}  // namespace

float banner_height(const Ui& ui, const Banner& banner, float width) {
  const float inside = text_width(ui, width);
  float height =
      ui.px(2 * pad) + paragraph_height(ui, Font::strong, title_width(ui, banner, inside), banner.title) + ui.px(gap);
  for (size_t i = 0; i < banner.issues.size() && static_cast<int>(i) < banner.most; ++i) {
    height += issue_height(ui, banner.issues[i], inside);
  }
  return height + (banner.rest.empty() ? 0 : text_size(ui, Font::small, "0").y);
}

BannerResult error_banner(Ui& ui, Rect rect, const Banner& banner) {
  const ImU32 red = ui.color(Color::bad);
  fill_rect(ui, rect, ui.color(Color::raised), ui.px(5));
  fill_rect(ui, {rect.min, {rect.min.x + ui.px(bar), rect.max.y}}, red);
  const float width = text_width(ui, rect.width()), x = rect.min.x + ui.px(bar + pad);
  float y = rect.min.y + ui.px(pad);
  const Rect close = draw_text(ui, {x + width, y}, banner.dismiss, {Font::small, ui.color(Color::mid), Align::right});
  const Hit h =
      hit(ui, "banner:dismiss",
          {{close.min.x - ui.px(6), close.min.y - ui.px(4)}, {close.max.x + ui.px(6), close.max.y + ui.px(4)}});
  const float title = title_width(ui, banner, width);
  draw_paragraph(ui, {x, y}, title, banner.title, {Font::strong, red});
  y += paragraph_height(ui, Font::strong, title, banner.title) + ui.px(gap);
  for (size_t i = 0; i < banner.issues.size() && static_cast<int>(i) < banner.most; ++i) {
    const Issue& issue = banner.issues[i];
    draw_text(ui, {x, y}, place_of(issue), {Font::mono_small, ui.color(Color::mid), Align::left, width});
    draw_runs(ui, "banner", {x, y + place_height(ui, issue)}, width, runs_of(ui, issue));
    y += issue_height(ui, issue, width);
  }
  draw_text(ui, {x, y}, banner.rest, {Font::small, ui.color(Color::mid)});
  return {h.clicked};
}

void toast(Ui& ui, Rect area, const Toast& toast) {
  if (toast.visible <= 0 || toast.text.empty()) return;
  const float alpha = std::min(1.0F, toast.visible), width = std::min(area.width() - ui.px(32), ui.px(520));
  const float text = std::min(text_size(ui, Font::text, toast.text).x + ui.px(1), width - ui.px(2 * pad));
  const float height = paragraph_height(ui, Font::text, text, toast.text) + ui.px(20);
  const float middle = (area.min.x + area.max.x) / 2, bottom = area.max.y - ui.px(20), half = text / 2 + ui.px(pad);
  const Rect box{{middle - half, bottom - height}, {middle + half, bottom}};
  const Color edge = toast.kind == ToastKind::good  ? Color::good
                     : toast.kind == ToastKind::bad ? Color::bad
                                                    : Color::line;
  fill_rect(ui, box, faded(ui.color(Color::raised), alpha), ui.px(6));
  stroke_rect(ui, box, faded(ui.color(edge), alpha), ui.px(6), ui.px(1.5F));
  draw_paragraph(ui, {middle - text / 2, box.min.y + ui.px(10)}, text, toast.text,
                 {Font::text, faded(ui.color(Color::text), alpha)});
}

}  // namespace wallflip::widgets
