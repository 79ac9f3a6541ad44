#include "app/calibration_view.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <imgui.h>

#include "app/overlay.hpp"
#include "app/shell.hpp"
#include "widgets/rich_text.hpp"

namespace wallflip {
namespace {

std::string percent(double share) {
  return fmt::format("{:.0f}%", share * 100);
}

std::string of(const Strings& strings, int right, int count) {
  return filled(strings[Str::calibration_of], {std::to_string(right), std::to_string(count)});
}

/// The card's parts from top to bottom: texts, and how much room each takes with the gap below it. As a table it has
/// the table's own title and needs no words about bars.
struct CalibrationCard {
  std::string what, score;
  std::vector<widgets::Run> verdict;
  widgets::CalibrationPlot plot;
  float inner, title_height, what_height, plot_height, verdict_height, score_height, buttons_height;
  bool empty, as_table;

  CalibrationCard(const Ui& ui, const Calibration& calibration, const Strings& strings, float width, bool table)
      : inner(width), empty(calibration.count == 0), as_table(table && !empty) {
    what = empty ? strings[Str::calibration_none]
                 : filled(strings[Str::calibration_what], {fmt::format("{:g}", right_within)});
    title_height = as_table ? 0 : text_size(ui, Font::title, "0").y + ui.px(8);
    what_height = as_table ? 0 : paragraph_height(ui, Font::text, inner, what) + ui.px(14);
    plot_height = verdict_height = score_height = 0;
    buttons_height = ui.px(32);
    if (empty) return;
    score = calibration_score(calibration, strings);
    verdict = widgets::bold_runs(calibration_verdict(calibration, strings));
    plot = calibration_picture(calibration, strings);
    const float table_height = ui.px(40 + 28 * (2 + static_cast<float>(plot.rows.size())));  // buttons, then its rows
    plot_height = (as_table ? table_height : widgets::calibration_plot_height(ui, plot)) + ui.px(12);
    verdict_height = widgets::runs_height(ui, verdict, inner) + ui.px(6);
    score_height = paragraph_height(ui, Font::small, inner, score) + ui.px(18);
  }
  float height() const {
    return title_height + what_height + plot_height + verdict_height + score_height + buttons_height;
  }
};

}  // namespace

std::string calibration_verdict(const Calibration& calibration, const Strings& strings) {
  constexpr Str verdicts[] = {Str::calibration_unknown, Str::calibration_too_sure, Str::calibration_too_unsure,
                              Str::calibration_fits};
  return filled(strings[verdicts[static_cast<size_t>(calibration.sureness)]],
                {percent(calibration.said), std::to_string(calibration.right), std::to_string(calibration.count)});
}

std::string calibration_score(const Calibration& calibration, const Strings& strings) {
  return filled(strings[Str::calibration_score], {fmt::format("{:.2f}", calibration.brier)});
}

widgets::CalibrationPlot calibration_picture(const Calibration& calibration, const Strings& strings) {
  widgets::CalibrationPlot plot{{}, strings[Str::calibration_said], strings[Str::calibration_result]};
  for (const ConfidenceLevel& level : calibration.levels) {
    plot.rows.push_back({percent(level.said), level.said, level.share(), of(strings, level.right, level.count)});
  }
  return plot;
}

widgets::TextTable calibration_table(const Calibration& calibration, const Strings& strings) {
  widgets::TextTable table;
  table.title = strings[Str::calibration_title];
  table.copy_csv = strings[Str::copy_csv];
  table.copy_markdown = strings[Str::copy_markdown];
  table.columns = {strings[Str::calibration_said], strings[Str::calibration_count], strings[Str::calibration_result],
                   strings[Str::calibration_share]};
  const auto row = [&](std::string said, int count, int right, double share) {
    table.rows.push_back({std::move(said), std::to_string(count), std::to_string(right), percent(share)});
  };
  for (const ConfidenceLevel& level : calibration.levels)
    row(percent(level.said), level.count, level.right, level.share());
  row(filled(strings[Str::calibration_all], {percent(calibration.said)}), calibration.count, calibration.right,
      calibration.share());
  return table;
}

// What may be said about one's own confidence, over everything else. Escape leaves it.
void Shell::draw_calibration(Ui& ui, Rect screen) {
  const Calibration calibration = journal_.calibration();
  const float pad = ui.px(26);
  const float width = std::min(ui.px(540), screen.width() - ui.px(24));
  const CalibrationCard parts(ui, calibration, strings_, width - 2 * pad, calibration_as_table_);
  const ImVec2 size{width, parts.height() + 2 * pad};
  const bool left = draw_over_all(ui, screen, size, "calibration", [&](Rect card) {
    const Rect in{{card.min.x + pad, card.min.y + pad}, {card.max.x - pad, card.max.y - pad}};
    float y = in.min.y;
    if (!parts.as_table) {
      draw_text(ui, in.min, strings_[Str::calibration_title], {.font = Font::title});
      y += parts.title_height;
      draw_paragraph(ui, {in.min.x, y}, parts.inner, parts.what, {.color = ui.color(Color::mid)});
      y += parts.what_height;
    }
    const Rect place{{in.min.x, y}, {in.max.x, y + parts.plot_height - ui.px(12)}};
    if (parts.as_table) {
      const widgets::TextTable table = calibration_table(calibration, strings_);
      const std::string copied = widgets::text_twin(ui, place, table, calibration_table_).copied;
      if (!copied.empty()) ImGui::SetClipboardText(copied.c_str());
    } else if (!parts.empty) {
      widgets::calibration_plot(ui, place, parts.plot);
    }
    y += parts.plot_height;
    widgets::draw_runs(ui, "calibration verdict", {in.min.x, y}, parts.inner, parts.verdict);
    y += parts.verdict_height;
    draw_paragraph(ui, {in.min.x, y}, parts.inner, parts.score, {.font = Font::small, .color = ui.color(Color::mid)});
    const float top = in.max.y - parts.buttons_height;
    const std::string& close = strings_[Str::close];
    const float close_width = text_size(ui, Font::strong, close).x + ui.px(32);
    if (button(ui, "calibration close", close, {{in.max.x - close_width, top}, in.max}, true)) overlay = Overlay::none;
    if (parts.empty) return;
    const std::string& other = strings_[calibration_as_table_ ? Str::as_picture : Str::text_twin];
    const float other_width = text_size(ui, Font::text, other).x + ui.px(28);
    const Rect other_place{{in.min.x, top}, {in.min.x + other_width, in.max.y}};
    if (button(ui, "calibration table", other, other_place)) calibration_as_table_ = !calibration_as_table_;
  });
  if (left) overlay = Overlay::none;
}

}  // namespace wallflip
