#include "widgets/batch_plot.hpp"

#include <imgui_internal.h>  // GetActiveID

#include <algorithm>
#include <cmath>

#include "widgets/imgui_compat.hpp"

namespace wallflip::widgets {
namespace {

constexpr const char* plot_name = "batch_plot";
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

/// Room for the SLO line, but a steep tail of TPOT must not flatten the part that matters. While the line is being
/// dragged its axis stands still: a scale that follows the mouse would run away under it.
double axis_top(const BatchPlot& what) {
  const double tpot = largest(what.samples, &BatchSample::tpot);
  const bool usable = what.slo && std::isfinite(*what.slo) && *what.slo > 0;
  const double top = usable ? std::clamp(tpot, *what.slo * 1.3, *what.slo * 2.5) : tpot * 1.1;
  const ImGuiID line = ImGui::GetID((std::string(plot_name) + ":" + slo_name).c_str());
  float* kept = ImGui::GetStateStorage()->GetFloatRef(line);
  if (ImGui::GetActiveID() != line) *kept = static_cast<float>(top);
  return static_cast<double>(*kept);
}

CurvePlot picture(const BatchPlot& what, double tpot_top) {
  CurvePlot p;
  p.name = plot_name;
  const double first = what.samples.front().batch, last = what.samples.back().batch;
  p.x = {first, last, Scale::log2, what.x_title, {}, {}};
  p.y = axis_from_zero(largest(what.samples, &BatchSample::throughput) * 1.15, what.y_title);
  if (largest(what.samples, &BatchSample::throughput) == 0) p.y.text = [](double) { return std::string(); };
  p.right = axis_from_zero(tpot_top, what.right_title);
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
  if (what.hidden_from && *what.hidden_from < last)
    p.regions.push_back({*what.hidden_from, last, std::nullopt, what.hidden_text});
  for (const BatchLimit& l : what.limits) {
    if (l.batch) p.limits.push_back({l.name, l.text, *l.batch, l.wall, false});
  }
  if (what.slo) p.levels.push_back({slo_name, what.slo_text, *what.slo, true, what.slo_draggable});
  p.markers.push_back({point_name,
                       what.point_text,
                       {what.batch, throughput_at(what.samples, what.batch)},
                       Color::curve,
                       false,
                       false,
                       what.point_draggable ? Drag::x : Drag::none});
  return p;
}

}  // namespace

BatchPlotResult batch_plot(Ui& ui, Rect rect, const BatchPlot& what) {
  BatchPlotResult result;
  if (what.samples.size() < 2) return result;
  const CurvePlotResult hit = curve_plot(ui, rect, picture(what, axis_top(what)));
  if (hit.dragged == point_name) result.batch = hit.at.x;
  if (hit.dragged == slo_name) result.slo = hit.at.y;
  result.committed = !hit.committed.empty();
  if (hit.clicked != point_name && hit.clicked != slo_name) result.clicked = hit.clicked;
  return result;
}

}  // namespace wallflip::widgets
