#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "app/panels/live_text.hpp"
#include "app/panels/panel.hpp"
#include "model/sheet/explain.hpp"
#include "widgets/output_table.hpp"
#include "widgets/pressure_ladder.hpp"
#include "widgets/scroll.hpp"
#include "widgets/verdict.hpp"

// The right column: ladder, then the prediction that is due or the verdict with the outputs; the arithmetic over it.

namespace wallflip {
namespace {

constexpr float block_gap = 10;  // between ladder, verdict, outputs and goal

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
  if (ratio < 1.1) return fmt::format("{:.2f}", ratio);
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
  if (!verdict.fits && !verdict.why.empty()) {  // a design that does not exist is bound by nothing else
    card.wall = Wall::capacity;
    card.text = filled(c.strings[Str::verdict_misfit], {verdict.why.front()});
    return card;
  }
  card.text = filled(c.strings[Str::verdict_binds], {title_of(leader)});
  if (verdict.walls.second >= 0 && std::isfinite(verdict.walls.lead)) {
    const Contestant& next = walls.of[static_cast<size_t>(verdict.walls.second)];
    card.text += " " + filled(c.strings[Str::verdict_next], {title_of(next), ratio_text(verdict.walls.lead)});
  }
  if (!verdict.meets && !verdict.why.empty()) card.text += " " + sentence_case(verdict.why.front()) + ".";
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

// What the first outputs are at the fidelity that is not chosen: "detailed", "throughput 5.11k tok/s, ...".
struct OtherFidelity {
  std::string name, text;
};

std::optional<OtherFidelity> other_fidelity(PanelContext& c) {
  constexpr size_t most = 2;
  const Sheet& sheet = c.session.lab().sheet();
  const int input = input_row(sheet, "model.fidelity");
  if (input < 0) return std::nullopt;
  const auto row = static_cast<size_t>(input);
  const std::vector<NodeId>& outputs = c.session.lab().outputs;
  const std::vector<std::optional<double>>& other = c.state.derived.at_other_fidelity();
  OtherFidelity out{sheet.inputs()[row].choices[c.session.design().inputs[row] == 0 ? 1 : 0], ""};
  size_t told = 0;
  for (size_t i = 0; i < outputs.size(); ++i) {
    const Let* let = sheet.let_at(outputs[i]);
    const std::optional<double> here = c.session.evaluation().value(sheet, outputs[i]), there = other[i];
    if (let == nullptr || !here || !there || *here == *there || told == most) continue;
    out.text += (told++ == 0 ? "" : ", ") + let->label + " " + format_value(*there, let->unit, let->display);
  }
  if (told == 0) return std::nullopt;
  return out;
}

// A line that a click turns into the other fidelity; returns where it ends.
float draw_other_fidelity(PanelContext& c, Rect rect) {
  const std::optional<OtherFidelity> other = other_fidelity(c);
  if (!other) return rect.min.y;
  const std::string text = filled(c.strings[Str::other_fidelity], {other->name, other->text});
  const float top = rect.min.y + c.ui.px(8);
  const float bottom = top + paragraph_height(c.ui, Font::small, rect.width(), text);
  // The column learns only from this frame that it must scroll to hold the line: it is drawn in the next.
  if (bottom > rect.max.y && !c.ui.scrolled) return bottom;
  const Hit h = hit(c.ui, "other fidelity", {{rect.min.x, top}, {rect.max.x, bottom}});
  draw_paragraph(c.ui, {rect.min.x, top}, rect.width(), text,
                 {.font = Font::small, .color = c.ui.color(h.hovered ? Color::accent : Color::mid)});
  if (h.clicked) c.session.set({{"model.fidelity", other->name, ""}}, other->name);
  return bottom;
}

// The goal until it is reached, then what to take away from it; "" for a lesson without a goal.
std::string goal_text(const PanelContext& c) {
  const Lesson& lesson = c.session.lab().lesson;
  if (!lesson.goal) return "";
  if (c.session.goal_reached()) {
    return "**" + c.strings[Str::takeaway] + ".** " + live_text(c.session, lesson.takeaway);
  }
  const Goal& goal = *lesson.goal;
  const Knob* knob = c.session.lab().knob(goal.knob);
  const std::string turned = knob ? knob->label : goal.knob;
  if (goal.from == "met") return filled(c.strings[Str::goal_break], {turned, goal.to});
  if (goal.to == "met") return filled(c.strings[Str::goal_meet], {turned});
  return filled(c.strings[Str::goal_title], {turned, goal.from, goal.to});
}

// Everything below the ladder, from `top` down; returns where it ends.
float draw_below_ladder(PanelContext& c, Rect rect) {
  if (c.session.values_hidden() || c.state.revealed >= 0) return rect.min.y + draw_prediction(c, rect);
  const widgets::Verdict verdict = describe_verdict(c);
  const float height = widgets::verdict_height(c.ui, verdict, rect.width());
  widgets::verdict_card(c.ui, {rect.min, {rect.max.x, rect.min.y + height}}, verdict);
  const widgets::OutputTable table = describe_outputs(c);
  const float y = rect.min.y + height + c.ui.px(block_gap);
  const float bottom = y + widgets::output_table_height(c.ui, table);
  const std::string clicked = widgets::output_table(c.ui, {{rect.min.x, y}, {rect.max.x, bottom}}, table).clicked;
  if (!clicked.empty()) open_arithmetic(c, clicked);
  const widgets::Verdict goal{std::nullopt, goal_text(c)};
  float end = bottom;
  if (!goal.text.empty()) {
    const float goal_top = bottom + c.ui.px(block_gap);
    end = goal_top + widgets::verdict_height(c.ui, goal, rect.width());
    widgets::verdict_card(c.ui, {{rect.min.x, goal_top}, {rect.max.x, end}}, goal);
  }
  return draw_other_fidelity(c, {{rect.min.x, end}, rect.max});
}

}  // namespace

void draw_side_column(PanelContext& c, Rect rect) {
  const widgets::Ladder ladder = describe_ladder(c);
  const float ladder_height = widgets::ladder_height(c.ui, ladder);
  const float least = c.ui.px(200);  // of the arithmetic, which scrolls by itself
  const bool arithmetic = !c.state.arithmetic_path.empty();
  const float gap = c.ui.px(block_gap);
  const float needed = arithmetic ? ladder_height + gap + least : c.state.side_height;  // of the last frame
  const float edge = c.ui.px(8);  // room for focus rings inside the clip
  const Rect view{{rect.min.x - edge, rect.min.y - edge}, {rect.max.x + edge, rect.max.y + edge}};
  const float offset = widgets::begin_scroll(view, needed + 2 * edge, c.state.side_scroll);
  c.ui.scrolled = needed > rect.height();
  const float top = rect.min.y - offset;
  const Rect at{{rect.min.x, top}, {rect.max.x, top + ladder_height}};
  const std::string asked = widgets::pressure_ladder(c.ui, at, ladder).clicked;
  const Rect below{{rect.min.x, at.max.y + gap}, {rect.max.x, std::max(rect.max.y, at.max.y + gap + least)}};
  if (arithmetic) {
    draw_arithmetic(c, below);
  } else {
    c.state.side_height = draw_below_ladder(c, below) - top;
  }
  c.ui.scrolled = false;
  widgets::end_scroll(c.ui, view, needed + 2 * edge, c.state.side_scroll);
  if (!asked.empty()) open_arithmetic(c, asked);
}

}  // namespace wallflip
