#include "widgets/batch_plot.hpp"

#include <algorithm>
#include <cmath>

namespace wallflip::widgets {
namespace {

constexpr const char* point_name = "operating_point";
constexpr const char* slo_name = "slo";

double largest(const std::vector<BatchSample>& samples, double BatchSample::*field) {
  double top = 0;
  for (const BatchSample& s : samples) {
    if (std::isfinite(s.*field)) top = std::max(top, s.*field);
  }
  return top;
}

/// Throughput at a batch between two samples; NaN outside or where nothing fits.
double throughput_at(const std::vector<BatchSample>& samples, double batch) {
  for (size_t i = 1; i < samples.size(); ++i) {
    const BatchSample &a = samples[i - 1], &b = samples[i];
    if (batch < a.batch || batch > b.batch) continue;
    if (batch == a.batch) return a.throughput;
    if (batch == b.batch) return b.throughput;
    const double t = std::log(batch / a.batch) / std::log(b.batch / a.batch);
    return a.throughput + t * (b.throughput - a.throughput);
  }
  return std::nan("");
}

CurvePlot picture(const BatchPlot& what) {
  CurvePlot p;
  p.name = "batch_plot";
  const double first = what.samples.front().batch, last = what.samples.back().batch;
  p.x = {first, last, Scale::log2, "running sequences (batch)", {}, {}};
  p.y = axis_from_zero(largest(what.samples, &BatchSample::throughput) * 1.15, "tokens/s");
  // Room for the SLO line, but a steep tail of TPOT must not flatten the part that matters.
  const double tpot = largest(what.samples, &BatchSample::tpot);
  p.right =
      axis_from_zero(what.slo ? std::clamp(tpot, *what.slo * 1.3, *what.slo * 2.5) : tpot * 1.1, "time per token");
  p.right->text = si_with("s");
  p.y.hue = Color::curve;
  p.right->hue = Color::curve_second;
  Series throughput, tpot_series;
  tpot_series.hue = Color::curve_second;
  tpot_series.on_right = true;
  for (const BatchSample& s : what.samples) {
    throughput.points.push_back({s.batch, s.throughput});
    tpot_series.points.push_back({s.batch, s.tpot});
  }
  p.series = {tpot_series, throughput};
  if (what.fits_to && *what.fits_to < last)
    p.regions.push_back({*what.fits_to, last, Wall::capacity, what.misfit_text});
  for (const BatchLimit& l : what.limits) {
    if (l.batch) p.limits.push_back({l.name, l.text, *l.batch, l.wall, false});
  }
  if (what.slo) p.levels.push_back({slo_name, what.slo_text, *what.slo, true, true});
  p.markers.push_back({point_name,
                       what.point_text,
                       {what.batch, throughput_at(what.samples, what.batch)},
                       Color::curve,
                       false,
                       false,
                       Drag::x});
  return p;
}

}  // namespace

BatchPlotResult batch_plot(Ui& ui, Rect rect, const BatchPlot& what) {
  BatchPlotResult result;
  if (what.samples.size() < 2) return result;
  const CurvePlotResult hit = curve_plot(ui, rect, picture(what));
  if (hit.dragged == point_name) result.batch = hit.at.x;
  if (hit.dragged == slo_name) result.slo = hit.at.y;
  result.committed = !hit.committed.empty();
  if (hit.clicked != point_name && hit.clicked != slo_name) result.clicked = hit.clicked;
  return result;
}

}  // namespace wallflip::widgets
