// Throughput and time per token against the batch, with the three limits and the target.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/panels/picture_parts.hpp"
#include "model/sheet/format.hpp"
#include "widgets/batch_plot.hpp"

namespace wallflip {
namespace {

using namespace picture;

constexpr size_t samples_along = 256;

/// One row per limit. Up to a capacity or bandwidth limit the batch is good; from the ridge on compute leads.
struct LimitRow {
  std::string_view quantity;
  Wall wall;
  bool first_beyond;
};
constexpr std::array<LimitRow, 3> limit_table = {{{"limits.bandwidth", Wall::bandwidth, false},
                                                  {"limits.capacity", Wall::capacity, false},
                                                  {"limits.ridge", Wall::compute, true}}};

struct Quantities {
  Named throughput, tpot, slo;
};

Quantities quantities(const PictureContext& c) {
  return {first_named(c, {"serving.throughput", "decode.throughput"}),
          first_named(c, {"serving.tpot", "decode.step_time"}), named(c, "slo.tpot")};
}

double whole(double batch, bool first_beyond) {
  return first_beyond ? std::ceil(batch) : std::floor(batch);
}

std::vector<widgets::BatchLimit> limits_of(const PictureContext& c) {
  std::vector<widgets::BatchLimit> limits;
  if (c.session.values_hidden()) return limits;
  for (const LimitRow& row : limit_table) {
    const Named q = named(c, row.quantity);
    const std::optional<double> limit = value_of(c, q);
    if (!limit) continue;
    const double batch = std::max(0.0, whole(*limit, row.first_beyond));
    const std::string text = std::string(info(row.wall).letter) + " " +
                             filled(c.strings[Str::flip_at], {short_text(batch, q.unit, q.display)});
    limits.push_back({q.name, text, row.wall, std::max(*limit, 0.5)});  // not one sequence: left of the axis
  }
  return limits;
}

bool locked(const PictureContext& c) {
  const Knob* knob = c.session.lab().knob("load.batch");
  return knob != nullptr && c.session.locked(*knob);
}

/// The sweep with the live design put in at its place; blank where it does not fit and, before the prediction about
/// the batch, beyond where the learner stands.
std::vector<widgets::BatchSample> samples_of(const PictureContext& c, const Knob& axis, double batch) {
  const Quantities q = quantities(c);
  const Sweep& sweep = c.derived.along({q.throughput.node, q.tpot.node}, axis, samples_along);
  const double blank = std::nan("");
  std::vector<widgets::BatchSample> samples;
  for (size_t k = 0; k < sweep.positions.size(); ++k) {
    const double at = sweep.positions[k];
    if (at == batch || (!samples.empty() && samples.back().batch == at)) continue;
    const bool shown = sweep.open[0][k] && sweep.open[1][k] && !(locked(c) && at > batch);
    samples.push_back({at, shown ? sweep.values[0][k] : blank, shown ? sweep.values[1][k] : blank});
  }
  const widgets::BatchSample live = {batch, value_of(c, q.throughput).value_or(blank),
                                     value_of(c, q.tpot).value_or(blank)};
  const auto place = std::lower_bound(samples.begin(), samples.end(), batch,
                                      [](const widgets::BatchSample& s, double b) { return s.batch < b; });
  samples.insert(place, live);
  return samples;
}

void describe_misfit(const PictureContext& c, widgets::BatchPlot& what) {
  const std::optional<double> limit = value_of(c, "kv.batch_limit");
  const bool fits = c.session.verdict().fits;
  if (!limit || (c.session.values_hidden() && fits) || c.session.lab().system->fits < 0) return;
  what.fits_to = std::max(1.0, std::floor(*limit));
  what.misfit_text = c.strings[Str::misfit];
  if (!fits && *limit < 1 && !c.session.verdict().why.empty()) what.misfit_text = c.session.verdict().why.front();
}

widgets::BatchPlot describe(const PictureContext& c, const Knob& axis) {
  const Quantities q = quantities(c);
  widgets::BatchPlot what;
  what.batch = std::max(1.0, value_of(c, "load.batch").value_or(1));
  what.samples = samples_of(c, axis, what.batch);
  what.x_title = axis_of(axis).title;
  what.y_title = axis_of(q.throughput, {}).title;
  what.right_title = q.tpot.label;
  what.point_text = short_position(axis, what.batch);
  if (!c.session.verdict().fits) {
    what.point_text += ": " + c.strings[Str::misfit];
  } else if (!c.session.values_hidden()) {
    what.point_text += ": " + live_value(c, q.throughput);
  }
  what.point_draggable = free_knob(c, "load.batch") != nullptr;
  what.slo = value_of(c, q.slo);
  if (what.slo) what.slo_text = "SLO " + live_value(c, q.slo);
  what.slo_draggable = free_knob(c, "slo.tpot") != nullptr;
  what.limits = limits_of(c);
  describe_misfit(c, what);
  if (locked(c) && c.session.verdict().fits) what.hidden_from = what.batch;
  what.hidden_text = c.strings[Str::after_prediction];
  return what;
}

}  // namespace

PictureResult draw_batch(const PictureContext& c) {
  const IdScope scope(c);
  const std::optional<Knob> axis = batch_axis(c);
  const Quantities q = quantities(c);
  if (!axis || !q.throughput || !q.tpot) {
    draw_sentence(c, c.strings[Str::no_curve]);
    return {};
  }
  const widgets::BatchPlotResult hit = widgets::batch_plot(c.ui, c.rect, describe(c, *axis));
  const Knob *batch = free_knob(c, "load.batch"), *slo = free_knob(c, "slo.tpot");
  if (hit.batch && batch != nullptr) move_to_value(c, *batch, *hit.batch);
  if (hit.slo && slo != nullptr) move_to_value(c, *slo, *hit.slo);
  if (hit.committed) commit_moves(c, {batch, slo});
  if (hit.clicked == "operating_point") return {q.throughput.name};
  return {hit.clicked == "slo" ? q.slo.name : hit.clicked};
}

namespace {

/// Powers of two, the live batch and the whole batches at the limits.
std::vector<double> twin_positions(const PictureContext& c, const Knob& axis) {
  std::vector<double> all = {value_of(c, "load.batch").value_or(1)};
  for (double b = 1; b <= axis.max; b *= 2) all.push_back(b);
  for (const LimitRow& row : limit_table) {
    const std::optional<double> limit = value_of(c, row.quantity);
    const double batch = whole(limit.value_or(0), row.first_beyond);
    if (!c.session.values_hidden() && batch >= 1 && batch <= axis.max) all.push_back(batch);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::string twin_note(const PictureContext& c, double batch, bool fits) {
  std::string note = batch == value_of(c, "load.batch") ? c.strings[Str::you_are_here] : "";
  for (const LimitRow& row : limit_table) {
    const std::optional<double> limit = value_of(c, row.quantity);
    if (!limit || whole(*limit, row.first_beyond) != batch || c.session.values_hidden()) continue;
    note += (note.empty() ? "" : ", ") + named(c, row.quantity).label;
  }
  return fits ? note : note + (note.empty() ? "" : ", ") + c.strings[Str::misfit];
}

}  // namespace

widgets::TextTable twin_batch(const PictureContext& c) {
  const std::optional<Knob> axis = batch_axis(c);
  const Quantities q = quantities(c);
  if (!axis || !q.throughput || !q.tpot)
    return sentence_table(c, c.strings[Str::picture_batch], c.strings[Str::no_curve]);
  widgets::TextTable table{
      c.strings[Str::picture_batch], {axis->label, q.throughput.label, q.tpot.label, c.strings[Str::picture_note]}, {}};
  const Lab& lab = c.session.lab();
  const Sweep s = sweep(*lab.programs, {q.throughput.node, q.tpot.node}, *axis, twin_positions(c, *axis),
                        c.session.design().inputs);
  for (size_t k = 0; k < s.positions.size(); ++k) {
    const bool fits = s.open[0][k] && s.open[1][k];
    const auto cell = [&](const Named& quantity, size_t j) {
      if (c.session.values_hidden()) return std::string(words::hidden);
      return s.open[j][k] ? text_of(quantity, s.values[j][k]) : std::string(words::blank);
    };
    const bool told = fits || !c.session.values_hidden();
    table.rows.push_back({short_position(*axis, s.positions[k]), cell(q.throughput, 0), cell(q.tpot, 1),
                          twin_note(c, s.positions[k], told ? fits : true)});
  }
  return table;
}

}  // namespace wallflip
