// One or two quantities along a knob, with the flips of a contest once they are found.
#include <algorithm>
#include <cmath>

#include "app/panels/picture_parts.hpp"
#include "widgets/curve_plot.hpp"

namespace wallflip {
namespace {

using namespace picture;

constexpr size_t samples_along = 256;
constexpr const char* point_name = "operating_point";

struct Setup {
  Named of, second;
  const Knob* knob = nullptr;
  explicit operator bool() const { return of && knob != nullptr; }
};

/// What the view names, else the lesson's first output along its first knob.
Setup setup_of(const PictureContext& c) {
  const Lab& lab = c.session.lab();
  Setup s;
  s.of = named(c, c.view.of);
  if (c.view.of.empty() && !lab.outputs.empty()) s.of = named(c, lab.sheet().name(lab.outputs.front()));
  if (!c.view.points.empty()) s.second = named(c, c.view.points.front());
  if (!c.view.knobs.empty()) s.knob = lab.knob(c.view.knobs.front());
  if (c.view.knobs.empty() && !lab.knobs.empty()) s.knob = &lab.knobs.front();
  return s;
}

/// One curve in axis units, the live design put in at its place. Before the prediction about this knob nothing is shown
/// beyond where the learner stands.
std::vector<widgets::Point> points_of(const PictureContext& c, const Setup& s, const Named& q) {
  const Sweep& sweep = c.derived.along({q.node}, *s.knob, samples_along);
  const double here = position_in(*s.knob, c.session.design().inputs), unit = display_scale(q.display);
  const bool locked = c.session.locked(*s.knob);
  std::vector<widgets::Point> points;
  bool placed = here < s.knob->first();  // a choice that matches none stands nowhere
  for (size_t k = 0; k < sweep.positions.size(); ++k) {
    const double at = sweep.positions[k];
    if (!placed && at >= here) {
      points.push_back({to_axis(*s.knob, here), value_of(c, q).value_or(std::nan("")) / unit});
      placed = true;
    }
    if (at == here || (!points.empty() && points.back().x == to_axis(*s.knob, at))) continue;
    const bool shown = sweep.open[0][k] && !(locked && at > here);
    points.push_back({to_axis(*s.knob, at), shown ? sweep.values[0][k] / unit : std::nan("")});
  }
  return points;
}

std::vector<double> base_values(const std::vector<widgets::Point>& points, const Named& q) {
  std::vector<double> values;
  for (const widgets::Point& p : points) values.push_back(p.y * display_scale(q.display));
  return values;
}

void add_second(const PictureContext& c, const Setup& s, widgets::CurvePlot& plot) {
  if (!s.second) return;
  std::vector<widgets::Point> points = points_of(c, s, s.second);
  const bool shared = s.second.unit == s.of.unit && s.second.display == s.of.display;
  std::vector<double> values = base_values(points, s.second);
  if (shared) {
    const std::vector<double> first = base_values(plot.series[0].points, s.of);
    values.insert(values.end(), first.begin(), first.end());
    plot.y = axis_of(s.of, values);
    plot.y.title.clear();  // the curves carry their names
    plot.series[0].label = s.of.label;
  } else {
    plot.right = axis_of(s.second, values);
    plot.y.hue = Color::curve;
    plot.right->hue = Color::curve_second;
  }
  plot.series.push_back({shared ? s.second.label : "", std::move(points), Color::curve_second, !shared, false, false});
}

/// Flips carry the quantity that takes over, and a number: two flips may lead to the same wall.
void add_flips(const PictureContext& c, const Setup& s, widgets::CurvePlot& plot) {
  const Contest* contest = contest_of(c, s.knob);
  if (contest == nullptr || !c.session.ribbons_shown() || c.session.values_hidden()) return;
  const Sheet& sheet = c.session.lab().sheet();
  int number = 0;
  for (const Flip& flip : c.derived.flips(*contest, *s.knob).flips) {
    const size_t to = static_cast<size_t>(flip.to);
    const Look look = look_of(*contest, to);
    const std::string name = std::string(sheet.name(contest->of[to].quantity.node)) + "#" + std::to_string(++number);
    plot.limits.push_back({name,
                           look.letter + " " + filled(c.strings[Str::flip_at], {short_position(*s.knob, flip.value)}),
                           to_axis(*s.knob, flip.value), look.hue, false});
  }
}

/// Is the quantity blanked by nothing but a design that does not fit?
bool needs_only_to_fit(const PictureContext& c, const Named& q) {
  const System& system = *c.session.lab().system;
  uint32_t others = system.sheet.node(q.node).requirements;
  for (size_t g = 0; g < system.sheet.gates().size(); ++g) {
    if (system.sheet.gates()[g].condition == system.fits) others &= ~(1U << g);
  }
  return others == 0;
}

/// Where the design does not fit there is no curve; a design that fits nowhere says why.
void add_blanks(const PictureContext& c, const Setup& s, widgets::CurvePlot& plot) {
  const Sweep& sweep = c.derived.along({s.of.node}, *s.knob, samples_along);
  const std::vector<bool>& open = sweep.open[0];
  const bool nowhere = std::find(open.begin(), open.end(), true) == open.end();
  if (nowhere) plot.y.text = [](double) { return std::string(); };
  if (nowhere && plot.right) plot.right->text = plot.y.text;
  if (c.session.values_hidden() && !nowhere) return;
  const std::vector<std::string>& why = c.session.verdict().why;
  const bool told = nowhere && !why.empty() && !c.session.values_hidden();
  const bool misfit = needs_only_to_fit(c, s.of);
  const std::string text = !misfit ? c.strings[Str::no_value] : told ? why.front() : c.strings[Str::misfit];
  for (size_t from = 0; from < open.size();) {
    const auto next = std::find(open.begin() + static_cast<std::ptrdiff_t>(from), open.end(), !open[from]);
    const size_t to = static_cast<size_t>(next - open.begin());
    if (!open[from]) {
      const size_t start = from > 0 ? from - 1 : 0, last = std::min(to, open.size() - 1);
      plot.regions.push_back({to_axis(*s.knob, sweep.positions[start]), to_axis(*s.knob, sweep.positions[last]),
                              misfit ? std::optional(Wall::capacity) : std::nullopt, text});
    }
    from = to;
  }
}

void add_marker(const PictureContext& c, const Setup& s, widgets::CurvePlot& plot) {
  const std::optional<double> value = value_of(c, s.of);
  const double here = position_in(*s.knob, c.session.design().inputs);
  std::string text = short_position(*s.knob, here);
  if (!c.session.values_hidden()) text += ": " + (value ? live_value(c, s.of) : c.strings[Str::no_value]);
  plot.markers.push_back({point_name,
                          text,
                          {to_axis(*s.knob, here), value.value_or(std::nan("")) / display_scale(s.of.display)},
                          Color::curve,
                          false,
                          false,
                          c.session.locked(*s.knob) ? widgets::Drag::none : widgets::Drag::x});
}

widgets::CurvePlot describe(const PictureContext& c, const Setup& s) {
  widgets::CurvePlot plot;
  plot.name = "curve";
  plot.x = axis_of(*s.knob);
  plot.series.push_back({"", points_of(c, s, s.of), Color::curve, false, false, false});
  plot.y = axis_of(s.of, base_values(plot.series[0].points, s.of));
  add_second(c, s, plot);
  add_blanks(c, s, plot);
  add_flips(c, s, plot);
  add_marker(c, s, plot);
  if (c.session.locked(*s.knob)) {
    const double here = to_axis(*s.knob, position_in(*s.knob, c.session.design().inputs));
    plot.regions.push_back({here, plot.x.max, std::nullopt, c.strings[Str::after_prediction]});
  }
  return plot;
}

}  // namespace

PictureResult draw_curve(const PictureContext& c) {
  const IdScope scope(c);
  const Setup s = setup_of(c);
  if (!s) {
    draw_sentence(c, c.strings[Str::no_curve]);
    return {};
  }
  const widgets::CurvePlotResult hit = widgets::curve_plot(c.ui, c.rect, describe(c, s));
  if (hit.dragged == point_name) move_to_position(c, *s.knob, from_axis(*s.knob, hit.at.x));
  if (!hit.committed.empty()) commit_moves(c, {s.knob});
  if (hit.clicked == point_name) return {s.of.name};
  return {hit.clicked.substr(0, hit.clicked.find('#'))};
}

widgets::TextTable twin_curve(const PictureContext& c) {
  const Setup s = setup_of(c);
  if (!s) return sentence_table(c, c.strings[Str::picture_curve], c.strings[Str::no_curve]);
  constexpr size_t rows = 13;
  std::vector<double> positions = s.knob->positions(rows);
  positions.push_back(position_in(*s.knob, c.session.design().inputs));
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  if (positions.front() < s.knob->first()) positions.erase(positions.begin());  // a choice that matches none
  widgets::TextTable table{s.of.label, {s.knob->label, s.of.label}, {}};
  std::vector<Named> quantities = {s.of};
  if (s.second) quantities.push_back(s.second), table.columns.push_back(s.second.label);
  std::vector<NodeId> nodes;
  for (const Named& q : quantities) nodes.push_back(q.node);
  const Sweep found = sweep(*c.session.lab().programs, nodes, *s.knob, positions, c.session.design().inputs);
  for (size_t k = 0; k < positions.size(); ++k) {
    std::vector<std::string> row = {short_position(*s.knob, positions[k])};
    for (size_t j = 0; j < quantities.size(); ++j) {
      const bool open = found.open[j][k];
      row.push_back(c.session.values_hidden() ? words::hidden
                    : open                    ? text_of(quantities[j], found.values[j][k])
                                              : words::blank);
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace wallflip
