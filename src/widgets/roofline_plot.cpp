#include "widgets/roofline_plot.hpp"

#include <algorithm>
#include <cmath>

namespace wallflip::widgets {
namespace {

constexpr const char* ridge_name = "ridge";

const ComputeRoof* active_roof(const Roofline& what) {
  for (const ComputeRoof& roof : what.roofs) {
    if (roof.active) return &roof;
  }
  return what.roofs.empty() ? nullptr : &what.roofs.front();
}

/// Whole decades that hold every point, the ridge and some of the slope.
Axis intensity_axis(const Roofline& what, double ridge) {
  double low = ridge / 100, high = ridge * 8;
  for (const RooflinePoint& p : what.points) {
    if (!(p.intensity > 0) || !std::isfinite(p.intensity)) continue;
    low = std::min(low, p.intensity / 1.5);
    high = std::max(high, p.intensity * 1.5);
  }
  return {std::pow(10, std::floor(std::log10(low))),
          std::pow(10, std::ceil(std::log10(high) * 2) / 2),
          Scale::log10,
          what.x_title,
          si_text,
          {}};
}

Axis rate_axis(const Roofline& what, const Axis& x) {
  double low = x.min * what.bandwidth, high = 0;
  for (const ComputeRoof& roof : what.roofs) high = std::max(high, roof.flops);
  for (const RooflinePoint& p : what.points) {
    if (p.flops > 0 && std::isfinite(p.flops)) low = std::min(low, p.flops / 2);
  }
  return {low, high * 3, Scale::log10, what.y_title, {}, {}};
}

CurvePlot picture(const Roofline& what, const ComputeRoof& active) {
  CurvePlot p;
  p.name = "roofline";
  const double ridge = active.flops / what.bandwidth;
  p.x = intensity_axis(what, ridge);
  p.y = rate_axis(what, p.x);
  for (const ComputeRoof& roof : what.roofs) {
    if (&roof == &active) continue;
    p.series.push_back({roof.label,
                        {{roof.flops / what.bandwidth, roof.flops}, {p.x.max, roof.flops}},
                        Wall::compute,
                        false,
                        true,
                        true});
    if (roof.flops > active.flops) {  // the slope goes on up to the higher ceiling
      p.series.push_back(
          {"", {{ridge, active.flops}, {roof.flops / what.bandwidth, roof.flops}}, Wall::bandwidth, false, true, true});
    }
  }
  p.series.push_back(
      {what.bandwidth_label, {{p.x.min, p.x.min * what.bandwidth}, {ridge, active.flops}}, Wall::bandwidth});
  p.series.push_back({active.label, {{ridge, active.flops}, {p.x.max, active.flops}}, Wall::compute});
  p.limits.push_back({ridge_name, what.ridge_text, ridge, Color::mid, what.ridge_draggable});
  for (const RooflinePoint& point : what.points) {
    p.markers.push_back({point.name,
                         point.text,
                         {point.intensity, point.flops},
                         point.hue,
                         false,
                         point.ghost,
                         point.draggable ? Drag::x : Drag::none});
  }
  return p;
}

}  // namespace

RooflineResult roofline_plot(Ui& ui, Rect rect, const Roofline& what) {
  RooflineResult result;
  const ComputeRoof* active = active_roof(what);
  if (!active || !(active->flops > 0) || !(what.bandwidth > 0)) return result;
  const CurvePlotResult hit = curve_plot(ui, rect, picture(what, *active));
  result.committed = !hit.committed.empty();
  result.clicked = hit.clicked;
  if (hit.dragged == ridge_name) result.ridge = hit.at.x;
  for (const RooflinePoint& point : what.points) {
    if (hit.dragged != point.name || point.ghost) continue;
    result.dragged = point.name;
    result.intensity_factor = hit.at.x / point.intensity;
  }
  return result;
}

}  // namespace wallflip::widgets
