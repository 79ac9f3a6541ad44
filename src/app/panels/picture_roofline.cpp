// Roofline: what a FLOP per byte buys. The decode point is dragged along by the batch, the ridge by peak or bandwidth.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "app/panels/picture_parts.hpp"
#include "model/sheet/format.hpp"
#include "widgets/roofline_plot.hpp"

namespace wallflip {
namespace {

using namespace picture;

constexpr size_t ghosts_shown = 3;
constexpr size_t drag_samples = 512;

struct RoofRow {
  std::string_view quantity, dtype;
};
constexpr std::array<RoofRow, 3> roof_table = {
    {{"gpu.peak_bf16", "bf16"}, {"gpu.rate_fp8", "fp8"}, {"gpu.rate_fp4", "fp4"}}};

/// Where a ridge can come from: the knob, and whether it moves the ridge to the right or to the left.
struct RidgeTwin {
  std::string_view knob;
  bool rightwards;
};
constexpr std::array<RidgeTwin, 4> ridge_twins = {
    {{"gpu.mem_bw", false}, {"gpu.peak_bf16", true}, {"gpu.peak_fp8", true}, {"gpu.peak_fp4", true}}};

struct Point {
  double intensity, flops;
};

std::optional<Point> point_of(const PictureContext& c, const Evaluation& e, const std::string& name) {
  const Sheet& sheet = c.session.lab().sheet();
  const Named x = named(c, name + ".intensity"), y = named(c, name + ".achieved_flops");
  if (!x || !y) return std::nullopt;
  const std::optional<double> intensity = e.value(sheet, x.node), flops = e.value(sheet, y.node);
  if (!intensity || !flops || !(*intensity > 0) || !(*flops > 0)) return std::nullopt;
  return Point{*intensity, *flops};
}

/// The achieved fraction of the peak that bends the active roof: decode's where decode is drawn, else prefill's.
double mfu_of(const PictureContext& c) {
  const std::vector<std::string>& points = c.view.points;
  const bool decode = points.empty() || std::find(points.begin(), points.end(), "decode") != points.end();
  return value_of(c, decode ? "decode.mfu" : "prefill.mfu").value_or(1);
}

std::string of_text(double fraction, const std::string& whole) {
  return fraction < 1 ? format_value(fraction, unitless, "%", {.digits = 3, .keep_zeros = false}) + " of " + whole
                      : whole;
}

std::vector<widgets::ComputeRoof> roofs_of(const PictureContext& c) {
  const std::optional<double> active = value_of(c, "gpu.peak_flops");
  const double mfu = mfu_of(c);
  std::vector<widgets::ComputeRoof> roofs;
  std::vector<double> drawn;
  if (!active || !(*active > 0)) return roofs;
  for (const RoofRow& row : roof_table) {
    const Named q = named(c, row.quantity);
    const std::optional<double> peak = value_of(c, q);
    if (!peak || !(*peak > 0) || std::find(drawn.begin(), drawn.end(), *peak) != drawn.end()) continue;
    drawn.push_back(*peak);
    const std::string label = std::string(row.dtype) + " " + text_of(q, *peak);
    if (*peak != *active || mfu < 1) roofs.push_back({label, *peak, false});
    if (*peak == *active) roofs.push_back({of_text(mfu, label), *peak * mfu, true});
  }
  return roofs;
}

std::string point_text(const PictureContext& c, const std::string& name) {
  if (c.session.values_hidden()) return name;
  const Named q = named(c, name + ".achieved_flops");
  return name + " " + live_value(c, q);
}

widgets::Hue hue_of(const Point& point, double ridge) {
  return point.intensity < ridge ? Wall::bandwidth : Wall::compute;
}

/// Where decode stood at earlier steps of the trail (and at this one, while it is being left).
void add_ghosts(const PictureContext& c, widgets::Roofline& what, double ridge) {
  const std::vector<Step>& trail = c.session.trail();
  std::vector<const std::vector<double>*> seen = {&c.session.design().inputs};
  for (size_t i = c.session.at() + 1; i-- > 0 && seen.size() <= ghosts_shown;) {
    const std::vector<double>& inputs = trail[i].design.inputs;
    if (std::any_of(seen.begin(), seen.end(), [&](const auto* other) { return *other == inputs; })) continue;
    seen.push_back(&inputs);
    const std::optional<Point> p = point_of(c, c.derived.earlier(inputs), "decode");
    if (p) what.points.push_back({"earlier", "", p->intensity, p->flops, hue_of(*p, ridge), false, true});
  }
}

const Knob* ridge_knob(const PictureContext& c) {
  for (const RidgeTwin& twin : ridge_twins) {
    if (const Knob* knob = free_knob(c, twin.knob)) return knob;
  }
  return nullptr;
}

std::vector<std::string> points_of(const PictureContext& c) {
  return c.view.points.empty() ? std::vector<std::string>{"decode", "prefill"} : c.view.points;
}

widgets::Roofline describe(const PictureContext& c) {
  widgets::Roofline what;
  what.roofs = roofs_of(c);
  const Named datasheet = named(c, "gpu.mem_bw"), reached = first_named(c, {"gpu.effective_mem_bw", "gpu.mem_bw"});
  what.bandwidth = value_of(c, reached).value_or(0);
  if (datasheet && what.bandwidth > 0) {
    const double whole = value_of(c, datasheet).value_or(what.bandwidth);
    what.bandwidth_label = of_text(what.bandwidth / whole, text_of(datasheet, whole));
  }
  const double ridge = value_of(c, "gpu.peak_flops").value_or(0) * mfu_of(c) / std::max(what.bandwidth, 1.0);
  const bool hidden = c.session.values_hidden();
  what.ridge_text = c.strings[Str::ridge];
  if (!hidden) what.ridge_text += " " + format_value(ridge, unitless, "", {.digits = 3, .keep_zeros = false});
  what.ridge_draggable = ridge_knob(c) != nullptr;
  add_ghosts(c, what, ridge);
  for (const std::string& name : points_of(c)) {
    const std::optional<Point> p = point_of(c, c.session.evaluation(), name);
    const bool draggable = name == "decode" && free_knob(c, "load.batch") != nullptr;
    if (p) {
      what.points.push_back({name, point_text(c, name), p->intensity, p->flops, hue_of(*p, ridge), draggable, false});
    }
  }
  return what;
}

/// The largest batch that can be dragged to: a design that does not fit has no point to hold on to.
double last_batch(const PictureContext& c) {
  const std::optional<double> limit = value_of(c, "kv.batch_limit");
  const bool bounded = limit && c.session.lab().system->fits >= 0;
  return bounded ? std::max(1.0, std::floor(*limit)) : std::numeric_limits<double>::infinity();
}

/// The batch at which decode has the intensity wanted; it rises with the batch, up to the ceiling that KV leaves.
void drag_intensity(const PictureContext& c, const Knob& knob, double wanted) {
  const Named q = named(c, "decode.intensity");
  const std::optional<Knob> axis = batch_axis(c);
  if (!q || !axis) return;
  const Sweep& s = c.derived.along({q.node}, *axis, drag_samples);
  const Column& y = s.values[0];
  const auto above = std::lower_bound(y.begin(), y.end(), wanted);
  double batch = above == y.end() ? s.positions.back() : s.positions.front();
  if (above != y.end() && above != y.begin()) {
    const size_t i = static_cast<size_t>(above - y.begin());
    const double share = (wanted - y[i - 1]) / (y[i] - y[i - 1]);
    batch = s.positions[i - 1] + share * (s.positions[i] - s.positions[i - 1]);
  }
  move_to_value(c, knob, std::min(batch, last_batch(c)));
}

void drag_ridge(const PictureContext& c, double factor) {
  for (const RidgeTwin& twin : ridge_twins) {
    const Knob* knob = free_knob(c, twin.knob);
    const std::optional<double> now = value_of(c, twin.knob);
    if (knob == nullptr || !now) continue;
    return move_to_value(c, *knob, twin.rightwards ? *now * factor : *now / factor);
  }
}

}  // namespace

PictureResult draw_roofline(const PictureContext& c) {
  const IdScope scope(c);
  const widgets::Roofline what = describe(c);
  const widgets::RooflineResult hit = widgets::roofline_plot(c.ui, c.rect, what);
  const Knob* batch = free_knob(c, "load.batch");
  if (hit.intensity_factor && batch != nullptr) {
    const std::optional<double> now = value_of(c, "decode.intensity");
    if (now) drag_intensity(c, *batch, *now * *hit.intensity_factor);
  }
  const std::optional<double> peak = value_of(c, "gpu.peak_flops");
  if (hit.ridge && peak) drag_ridge(c, *hit.ridge * what.bandwidth / (*peak * mfu_of(c)));
  if (hit.committed) commit_moves(c, {batch, ridge_knob(c)});
  if (hit.clicked == "ridge") return {"gpu.ridge"};
  return {hit.clicked.empty() ? "" : hit.clicked + ".achieved_flops"};
}

widgets::TextTable twin_roofline(const PictureContext& c) {
  widgets::TextTable table{
      c.strings[Str::picture_roofline], {c.strings[Str::picture_quantity], c.strings[Str::picture_value]}, {}};
  for (const char* name : {"gpu.peak_flops", "gpu.mem_bw", "gpu.effective_mem_bw", "gpu.ridge"}) {
    if (const Named q = named(c, name)) table.rows.push_back(twin_row(c, q));
  }
  for (const std::string& point : points_of(c)) {
    for (const char* field : {".intensity", ".achieved_flops"}) {
      if (const Named q = named(c, point + field)) table.rows.push_back(twin_row(c, q));
    }
  }
  return table;
}

}  // namespace wallflip
