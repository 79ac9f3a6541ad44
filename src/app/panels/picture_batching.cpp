// What users of a serving engine see: TTFT and TPOT of every request of a simulation, run on a thread of its own
// whenever the design changes, against the targets.
#include <algorithm>
#include <cmath>

#include "app/panels/study_line.hpp"
#include "model/sheet/format.hpp"
#include "widgets/curve_plot.hpp"

namespace wallflip {
namespace {

using namespace picture;

/// One of the two distributions.
struct Half {
  const char* target;  ///< the input that is its line
  Str title;
  const std::vector<double> BatchingStudy::*sample;
  Distribution ServiceSummary::*of;
};
constexpr Half halves[] = {
    {"slo.ttft", Str::batching_ttft, &BatchingStudy::ttft, &ServiceSummary::ttft},
    {"slo.tpot", Str::batching_tpot, &BatchingStudy::tpot, &ServiceSummary::tpot},
};

const std::string* reason(const PictureContext& c, const BatchingRun* study) {
  if (c.session.values_hidden()) return &c.strings[Str::predict_for_picture];
  if (study != nullptr) return nullptr;
  const std::vector<std::string>& why = c.session.verdict().why;
  return c.session.verdict().fits || why.empty() ? &c.strings[Str::no_batching] : &why.front();
}

std::string share_text(double share) {
  return format_value(share, unitless, "%");
}

std::string rate_text(double rate) {
  return format_value(rate, unitless / second);
}

std::string summary(const PictureContext& c, const BatchingStudy& found) {
  return filled(c.strings[Str::batching_found],
                {format_value(static_cast<double>(found.requests), unitless), rate_text(found.summary.goodput),
                 rate_text(found.summary.request_rate), share_text(found.summary.met)});
}

widgets::StudyStatus line_of(const PictureContext& c, const BatchingRun& study) {
  return study_line(c, "batching", Str::batching_running, study, [&](const auto& found) { return summary(c, found); });
}

/// The share of requests that waited at most so long: at most `most` points of the ordered sample.
std::vector<widgets::Point> quantiles(const std::vector<double>& sample, double unit, double first) {
  constexpr size_t most = 400;
  std::vector<widgets::Point> points = {{first, 0}};
  const size_t stride = std::max<size_t>(1, sample.size() / most);
  for (size_t i = 0; i < sample.size(); i += stride) {
    points.push_back({sample[i] / unit, static_cast<double>(i + 1) / static_cast<double>(sample.size())});
  }
  if (!sample.empty()) points.push_back({sample.back() / unit, 1});
  return points;
}

widgets::CurvePlot describe(const PictureContext& c, const Half& half, const BatchingStudy& found, bool stale) {
  const Named target = named(c, half.target);
  const std::vector<double>& sample = found.*half.sample;
  const Distribution& of = found.summary.*half.of;
  const double line = value_of(c, target).value_or(0), unit = display_scale(target.display);
  widgets::CurvePlot plot;
  plot.name = std::string("batching:") + half.target;
  plot.x = axis_of(target, {0, std::max(of.max, line), of.max});
  plot.x.title = c.strings[half.title];
  plot.y = {0, 1, widgets::Scale::linear, c.strings[Str::batching_share], share_text, {}};
  plot.series.push_back({"", quantiles(sample, unit, 0), Color::curve, false, false, stale});
  if (line / unit < plot.x.max) plot.regions.push_back({line / unit, plot.x.max, Wall::latency, ""});
  plot.limits.push_back({half.target, filled(c.strings[Str::batching_target], {text_of(target, line)}), line / unit,
                         Wall::latency, false});
  for (const auto& [name, share, value] : {std::tuple{"p50", 0.5, of.p50}, {"p99", 0.99, of.p99}}) {
    plot.markers.push_back({name,
                            std::string(name) + " " + text_of(target, value),
                            {value / unit, share},
                            Color::curve,
                            false,
                            stale,
                            widgets::Drag::none});
  }
  return plot;
}

}  // namespace

PictureResult draw_batching(const PictureContext& c) {
  const IdScope scope(c);
  BatchingRun* study = c.derived.batching();
  if (const std::string* why = reason(c, study)) {
    draw_sentence(c, *why);
    return {};
  }
  Rect rest = draw_study_line(c, line_of(c, *study), *study);
  if (study->result() == nullptr) return {};
  PictureResult result;
  const bool beside = rest.width() > rest.height() * 1.3F;
  const float gap = c.ui.px(16);
  const float size = ((beside ? rest.width() : rest.height()) - gap) / 2;
  for (const Half& half : halves) {
    Rect place = rest;
    (beside ? place.max.x : place.max.y) = (beside ? rest.min.x : rest.min.y) + size;
    const auto hit = widgets::curve_plot(c.ui, place, describe(c, half, *study->result(), !study->current()));
    if (hit.clicked == half.target) result.explain = half.target;
    (beside ? rest.min.x : rest.min.y) += size + gap;
  }
  return result;
}

widgets::TextTable twin_batching(const PictureContext& c) {
  BatchingRun* study = c.derived.batching();
  if (const std::string* why = reason(c, study)) return sentence_table(c, c.strings[Str::picture_batching], *why);
  const BatchingStudy* found = study->result();
  if (found == nullptr) return sentence_table(c, c.strings[Str::picture_batching], line_of(c, *study).text);
  widgets::TextTable table{
      line_of(c, *study).text,
      {c.strings[Str::picture_quantity], "p50", "p90", "p95", "p99", c.strings[Str::batching_line]},
      {}};
  for (const Half& half : halves) {
    const Named target = named(c, half.target);
    const Distribution& of = found->summary.*half.of;
    std::vector<std::string> row = {c.strings[half.title]};
    for (const double value : {of.p50, of.p90, of.p95, of.p99}) row.push_back(text_of(target, value));
    row.push_back(text_of(target, value_of(c, target).value_or(0)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace wallflip
