// What breaks first: the walls in the order in which a growing demand reaches them, and the mechanisms that put the
// first one off the longest.
#include <algorithm>

#include "app/panels/picture_parts.hpp"
#include "model/sheet/format.hpp"
#include "widgets/breaks_plot.hpp"

namespace wallflip {
namespace {

using namespace picture;

constexpr double reach = 10;
constexpr size_t changes_shown = 4;

struct Setup {
  Named demand;
  int row = -1;
  double today = 0;
  const Contest* contest = nullptr;
  explicit operator bool() const { return today > 0 && contest != nullptr; }
};

/// The input that the view names, else the goal's knob. What grows has to be a number above zero.
Setup setup_of(const PictureContext& c) {
  const Lab& lab = c.session.lab();
  Setup s;
  const bool goal = c.view.knobs.empty() && lab.lesson.goal;
  s.demand = named(c, goal ? lab.lesson.goal->knob : c.view.knobs.empty() ? "" : c.view.knobs.front());
  s.row = s.demand ? input_row(lab.sheet(), s.demand.name) : -1;
  const bool number = s.row >= 0 && lab.sheet().inputs()[static_cast<size_t>(s.row)].steps != Steps::named;
  if (number) s.today = c.session.design().inputs[static_cast<size_t>(s.row)];
  s.contest = c.view.contest.empty() ? &limits_of(*lab.system) : lab.system->contest(c.view.contest);
  if (s.contest != nullptr && lab.sheet().node(s.contest->of.front().quantity.node).unit != unitless)
    s.contest = nullptr;
  return s;
}

const std::string* reason(const PictureContext& c, const Setup& s) {
  return !s ? &c.strings[Str::no_breaks] : reason_to_wait(c, *s.contest, {s.demand.name});
}

std::string times_text(double times) {
  return "x" + format_value(times, unitless);
}

/// "159 sequences": where on the demand.
std::string where_text(const Setup& s, const Break& b) {
  return text_of(s.demand, b.crossing && s.demand.unit != sequence ? *b.crossing : b.demand);
}

double times_of(const Setup& s, const Break& b) {
  return b.crossing.value_or(b.demand) / s.today;
}

widgets::BreakRow row_of(const PictureContext& c, const Setup& s, size_t contestant, const Break* b) {
  const Look look = look_of(*s.contest, contestant);
  widgets::BreakRow row;
  row.name = c.session.lab().sheet().name(s.contest->of[contestant].quantity.node);
  row.label = s.contest->of[contestant].label;
  row.hue = look.hue;
  row.letter = look.letter;
  row.value = b == nullptr ? c.strings[Str::breaks_holds] : c.strings[Str::breaks_already];
  if (b == nullptr) return row;
  row.times = times_of(s, *b);
  if (b->times > 1)
    row.value = times_text(*row.times), row.where = filled(c.strings[Str::flip_at], {where_text(s, *b)});
  return row;
}

std::vector<widgets::BreakRow> walls_of(const PictureContext& c, const Setup& s, const BreaksFirst& found) {
  std::vector<widgets::BreakRow> rows;
  std::vector<bool> broken(s.contest->of.size());
  for (const Break& b : found.breaks) {
    const auto who = static_cast<size_t>(b.contestant);
    broken[who] = true;
    rows.push_back(row_of(c, s, who, &b));
  }
  for (size_t i = 0; i < broken.size(); ++i) {
    if (!broken[i] && s.contest->of[i].label != "met") rows.push_back(row_of(c, s, i, nullptr));
  }
  return rows;
}

/// The mechanisms that put the first break off, most first.
std::vector<widgets::BreakRow> changes_of(const PictureContext& c, const Setup& s, const Growth& growth) {
  std::vector<widgets::BreakRow> rows;
  if (growth.broken.breaks.empty()) return rows;
  const double first = times_of(s, growth.broken.breaks.front());
  constexpr double still = 1 + 1e-9;  // relative: rounding is no headroom
  for (const Headroom& headroom : growth.broken.headroom) {
    if (headroom.next && times_of(s, *headroom.next) <= first * still) continue;
    const std::string& id = growth.changes[static_cast<size_t>(headroom.change)].id;
    widgets::BreakRow row;
    if (headroom.next) {
      row = row_of(c, s, static_cast<size_t>(headroom.next->contestant), &*headroom.next);
      row.where = filled(c.strings[Str::breaks_then], {row.label});
    } else {
      row.hue = Color::good;
      row.value = c.strings[Str::breaks_holds];
    }
    row.name.clear();
    row.label = find_row(c.session.lab().library->mechanisms, id)->title;
    rows.push_back(std::move(row));
  }
  return rows;
}

widgets::BreaksPlot describe(const PictureContext& c, const Setup& s) {
  const Growth& growth = c.derived.growth(*s.contest, s.row);
  widgets::BreaksPlot plot;
  plot.title = filled(c.strings[Str::breaks_title], {s.demand.label, text_of(s.demand, s.today)});
  plot.reach = reach;
  plot.walls = walls_of(c, s, growth.broken);
  plot.changes = changes_of(c, s, growth);
  plot.changes_title = c.strings[Str::breaks_next];
  return plot;
}

}  // namespace

PictureResult draw_breaks(const PictureContext& c) {
  const IdScope scope(c);
  const Setup s = setup_of(c);
  if (const std::string* why = reason(c, s)) {
    draw_sentence(c, *why);
    return {};
  }
  widgets::BreaksPlot plot = describe(c, s);
  if (plot.changes.size() > changes_shown) plot.changes.resize(changes_shown);
  return {widgets::breaks_plot(c.ui, c.rect, plot).clicked};
}

widgets::TextTable twin_breaks(const PictureContext& c) {
  const Setup s = setup_of(c);
  if (const std::string* why = reason(c, s)) {
    return sentence_table(c, c.strings[Str::picture_breaks], *why);
  }
  const widgets::BreaksPlot plot = describe(c, s);
  widgets::TextTable table{plot.title, {c.strings[Str::breaks_who], c.strings[Str::breaks_times], s.demand.label}, {}};
  for (const widgets::BreakRow& row : plot.walls) table.rows.push_back({row.label, row.value, row.where});
  for (const widgets::BreakRow& row : plot.changes) {
    table.rows.push_back({filled(c.strings[Str::breaks_with], {row.label}), row.value, row.where});
  }
  return table;
}

}  // namespace wallflip
