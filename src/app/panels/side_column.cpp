#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "app/panels/live_text.hpp"
#include "app/panels/panel.hpp"
#include "model/sheet/explain.hpp"
#include "widgets/output_table.hpp"
#include "widgets/pressure_ladder.hpp"
#include "widgets/verdict.hpp"

// The right column: ladder, then the prediction that is due or the verdict with the outputs; the arithmetic over it.

namespace wallflip {
namespace {

std::string sentence_case(std::string_view words) {
  std::string text(words);
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string pressure_text(double pressure) {
  if (pressure >= 100) return fmt::format("{:.0f}", pressure);
  if (pressure < 0.1) return fmt::format("{:.2g}", pressure);
  return pressure >= 10 ? fmt::format("{:.1f}", pressure) : fmt::format("{:.2f}", pressure);
}

std::string ratio_text(double ratio) {
  if (!std::isfinite(ratio) || ratio > 999) return ">999";
  return ratio < 10 ? fmt::format("{:.1f}", ratio) : fmt::format("{:.0f}", ratio);
}

widgets::Ladder describe_ladder(const PanelContext& c) {
  const Session& s = c.session;
  const Contest& walls = s.lab().system->contests.front();
  widgets::Ladder ladder;
  ladder.title = c.strings[Str::pressure_title];
  ladder.order_only = s.values_hidden();
  for (const Contestant& who : walls.of) {
    const double pressure = s.evaluation().nodes[static_cast<size_t>(who.quantity.node)];
    widgets::LadderRow row;
    row.name = s.lab().sheet().name(who.quantity.node);
    row.wall = who.wall.value_or(Wall::capacity);
    row.label = who.label;
    row.hidden_value = s.values_hidden();
    if (pressure > 0) {
      row.pressure = pressure;
      row.value = pressure_text(pressure);
    } else {
      row.value = row.wall == Wall::network ? c.strings[Str::one_gpu] : "0";
    }
    ladder.rows.push_back(row);
  }
  std::stable_sort(ladder.rows.begin(), ladder.rows.end(),
                   [](const widgets::LadderRow& a, const widgets::LadderRow& b) {
                     return a.pressure.value_or(0) > b.pressure.value_or(0);
                   });
  const Standing& standing = s.verdict().walls;
  if (!s.values_hidden() && standing.second >= 0 && std::isfinite(standing.lead)) {
    ladder.gap = filled(c.strings[Str::gap_next], {ratio_text(standing.lead)});
  }
  return ladder;
}

std::string title_of(const Contestant& who) {
  return sentence_case(who.wall ? info(*who.wall).title : std::string_view(who.label));
}

widgets::Verdict describe_verdict(const PanelContext& c) {
  const Session& s = c.session;
  const Verdict& verdict = s.verdict();
  const Contest& walls = s.lab().system->contests.front();
  const Contestant& leader = walls.of[static_cast<size_t>(verdict.walls.leader)];
  widgets::Verdict card;
  card.wall = leader.wall;
  card.text = filled(c.strings[Str::verdict_binds], {title_of(leader)});
  if (verdict.walls.second >= 0 && std::isfinite(verdict.walls.lead)) {
    const Contestant& next = walls.of[static_cast<size_t>(verdict.walls.second)];
    card.text += " " + filled(c.strings[Str::verdict_next], {title_of(next), ratio_text(verdict.walls.lead)});
  }
  if (!verdict.fits && !verdict.why.empty()) {
    card.text += " " + filled(c.strings[Str::verdict_misfit], {verdict.why.front()});
  } else if (!verdict.meets && !verdict.why.empty()) {
    card.text += " " + sentence_case(verdict.why.front()) + ".";
  }
  if (s.goal_reached()) card.text = filled(c.strings[Str::goal_done], {card.text});
  return card;
}

widgets::OutputTable describe_outputs(const PanelContext& c) {
  const Session& s = c.session;
  const Sheet& sheet = s.lab().sheet();
  widgets::OutputTable table;
  for (const NodeId node : s.lab().outputs) {
    widgets::OutputRow row;
    row.name = sheet.name(node);
    const Let* let = sheet.let_at(node);
    row.label = let ? let->label : sheet.input_at(node)->label;
    const std::optional<double> value = s.evaluation().value(sheet, node);
    if (value) {
      const FormattedValue parts = format_parts(*value, sheet.node(node).unit, let ? let->display : "");
      row.value = parts.number;
      row.unit = parts.unit;
    } else {
      row.reason = blocked_reason(sheet, node, s.evaluation().nodes);
    }
    table.rows.push_back(row);
  }
  return table;
}

}  // namespace

void draw_side_column(PanelContext& c, Rect rect) {
  const float gap = c.ui.px(16);
  float y = rect.min.y;
  const auto next = [&](float height) {
    const Rect place{{rect.min.x, y}, {rect.max.x, std::min(y + height, rect.max.y)}};
    y += height + gap;
    return place;
  };
  const widgets::Ladder ladder = describe_ladder(c);
  const std::string asked = widgets::pressure_ladder(c.ui, next(widgets::ladder_height(c.ui, ladder)), ladder).clicked;
  if (!asked.empty()) open_arithmetic(c, asked);

  if (!c.state.arithmetic_path.empty()) {
    draw_arithmetic(c, {{rect.min.x, y}, rect.max});
    return;
  }
  if (c.session.values_hidden() || c.state.revealed >= 0) {
    draw_prediction(c, {{rect.min.x, y}, rect.max});
    return;
  }
  const widgets::Verdict verdict = describe_verdict(c);
  widgets::verdict_card(c.ui, next(widgets::verdict_height(c.ui, verdict, rect.width())), verdict);
  const widgets::OutputTable table = describe_outputs(c);
  const std::string clicked = widgets::output_table(c.ui, {{rect.min.x, y}, rect.max}, table).clicked;
  if (!clicked.empty()) open_arithmetic(c, clicked);
}

}  // namespace wallflip
