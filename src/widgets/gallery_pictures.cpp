#include "widgets/gallery_pictures.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/batch_plot.hpp"
#include "widgets/breaks_plot.hpp"
#include "widgets/cost_waterfall.hpp"
#include "widgets/memory_bar.hpp"
#include "widgets/podium.hpp"
#include "widgets/roofline_plot.hpp"
#include "widgets/study_status.hpp"
#include "widgets/tornado.hpp"
#include "widgets/wall_map.hpp"

// Shapes of the demonstrations only: round figures near an 8B model on one H100, not results of the model.
namespace wallflip::widgets {
namespace {

MemoryBar sample_memory() {
  return {"HBM 80 GB",
          80e9,
          {{"gpu.reserve_bytes", "reserve", "4 GB", 4e9, Color::reserve},
           {"llm.weight_bytes", "weights", "16 GB", 16e9, Color::weights},
           {"kv.bytes", "KV cache", "17.2 GB", 17.2e9, Color::kv_cache},
           {"activations.bytes", "activations", "0.4 GB", 0.4e9, Color::activations}},
          "42.4 GB free",
          ""};
}

void memory(Ui& ui, Rect rect, GalleryState&) {
  memory_bar(ui, rect, sample_memory());
}

void memory_over(Ui& ui, Rect rect, GalleryState&) {
  MemoryBar bar = sample_memory();
  bar.segments[1] = {"llm.weight_bytes", "weights", "140 GB", 140e9, Color::weights};
  bar.over_text = "needs 161.6 GB, has 80 GB";
  memory_bar(ui, rect, bar);
}

std::vector<BatchSample> samples(double fits_to) {
  std::vector<BatchSample> rows;
  for (int i = 0; i <= 180; ++i) {
    const double batch = std::exp2(9.0 * i / 180);
    const double step = batch > fits_to ? std::nan("") : 0.0069 + 1.14e-4 * batch;
    rows.push_back({batch, batch / step, step});
  }
  return rows;
}

void batch(Ui& ui, Rect rect, GalleryState&) {
  batch_plot(ui, rect,
             {samples(223),
              64,
              "64: 4.52k tok/s",
              0.025,
              "SLO 25 ms",
              {{"kv.batch_slo", "B at 158", Wall::bandwidth, 158},
               {"kv.batch_max", "C at 223", Wall::capacity, 223},
               {"decode.batch_ridge", "F at 1.1k", Wall::compute, 1100}},
              223});
}

void batch_crowded(Ui& ui, Rect rect, GalleryState&) {
  batch_plot(ui, rect,
             {samples(190),
              170,
              "170: 6.5k tok/s",
              0.026,
              "SLO 26 ms",
              {{"kv.batch_slo", "B at 167", Wall::bandwidth, 167},
               {"kv.batch_max", "C at 190", Wall::capacity, 190},
               {"decode.batch_ridge", "F at 181", Wall::compute, 181}},
              190});
}

void roofline(Ui& ui, Rect rect, GalleryState&) {
  Roofline r;
  r.roofs = {{"bf16 989 TFLOP/s", 989e12, true}, {"fp8 1.98 PFLOP/s", 1979e12, false}};
  r.bandwidth = 3.35e12;
  r.bandwidth_label = "3.35 TB/s";
  r.ridge_text = "ridge 295";
  r.ridge_draggable = true;
  r.points = {{"decode before", "", 8, 8 * 3.35e12, Wall::bandwidth, false, true},
              {"decode", "decode, batch 64", 47, 47 * 3.35e12 * 0.9, Wall::bandwidth, true, false},
              {"prefill", "prefill, 2,048 tokens", 1900, 989e12 * 0.93, Wall::compute, false, false}};
  roofline_plot(ui, rect, r);
}

void curves(Ui& ui, Rect rect, GalleryState&) {
  CurvePlot p;
  p.name = "queue";
  p.x = {0, 1, Scale::linear, "utilisation", [](double v) { return si_text(v * 100) + "%"; }, {}};
  p.y = {0.1, 100, Scale::log10, "time to first token", si_with("s"), {}};
  Series mean{"mean", {}, Color::curve}, tail{"99 of 100", {}, Color::curve_second};
  for (int i = 0; i < 200; ++i) {
    const double rho = i / 200.0;
    mean.points.push_back({rho, 0.2 + 0.2 * rho / (2 * (1 - rho))});
    tail.points.push_back({rho, 0.2 + 0.92 * rho / (1 - rho)});
  }
  p.series = {mean, tail};
  p.levels = {{"target", "target 2 s", 2, false, true}};
  p.regions = {{0.9, 1, Wall::latency, "queue grows"}};
  p.markers = {{"load", "70% busy", {0.7, 0.2 + 0.92 * 0.7 / 0.3}, Color::curve_second, false, false, Drag::x}};
  curve_plot(ui, rect, p);
}

WallMap sample_map() {
  WallMap m;
  m.x = {1, 4096, Scale::log2, "running sequences (batch)", {}, {}};
  m.y = {256, 131072, Scale::log2, "context, tokens", {}, {}};
  constexpr int size = 192;
  m.areas = {{Wall::capacity, "", ""}, {Wall::bandwidth, "", ""}, {Wall::compute, "", ""}, {Wall::dollars, "", ""}};
  std::vector<uint8_t> cells;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const double b = axis_value(m.x, x / (size - 1.0)), l = axis_value(m.y, y / (size - 1.0));
      const double capacity = (16e9 + b * l * 131072) / 76e9, memory = (16e9 + b * l * 131072) / 2.3e12 / 0.025;
      const std::array<double, 4> pressure = {capacity, memory * (l < 20000 ? 1 : 0.7), 16e9 * b / 6e14 / 0.025 * 1.6,
                                              0.5 * std::pow(b, -0.3)};
      cells.push_back(static_cast<uint8_t>(std::max_element(pressure.begin(), pressure.end()) - pressure.begin()));
    }
  }
  m.shapes = map_shapes(cells, size);
  m.here = {64, 2048};
  return m;
}

void map(Ui& ui, Rect rect, GalleryState&) {
  wall_map(ui, rect, sample_map());
}

void tornado(Ui& ui, Rect rect, GalleryState&) {
  const Tornado t{"1% more of a knob moves throughput by",
                  {{"gpu.mem_bw", "Memory bandwidth", 1, "+1.00%", "F at 21 TB/s"},
                   {"load.context", "Context", -0.53, "-0.53%", "C at 7,110"},
                   {"load.batch", "Batch", 0.47, "+0.47%", "C at 223"},
                   {"llm.kv_bytes_per_element", "KV width", -0.5, "-0.50%", ""},
                   {"gpu.reserve_bytes", "Reserve", 0, "0.00%", "C at 46.4 GB"}}};
  tornado_bars(ui, rect, t);
}

void cost(Ui& ui, Rect rect, GalleryState&) {
  cost_waterfall(ui, rect,
                 {{{"gpu.price_per_hour", "", "price", "$2.00", "per GPU-hour", false},
                   {"serving.per_gpu", "/", "throughput", "4.52k", "tokens/s per GPU", false},
                   {"cost.per_million_output_tokens", "=", "cost", "$0.123", "per million tokens", true}}});
}

void breaks(Ui& ui, Rect rect, GalleryState&) {
  breaks_plot(ui, rect,
              {"Requests a second, from 1,000 to ten times that",
               10,
               {{"pressure.bandwidth", "bandwidth", "x2.48", "at 159", Wall::bandwidth, "", 2.48},
                {"pressure.capacity", "capacity", "x3.50", "at 224", Wall::capacity, "", 3.5},
                {"pressure.compute", "compute", "holds", "", Wall::compute, "", {}}},
               "Most headroom next",
               {{"", "fp8 everywhere (W8A8-KV8)", "x5.90", "then bandwidth", Wall::bandwidth, "", 5.9},
                {"", "Tensor parallel over 8 GPUs", "holds", "", Color::good, "", {}}}});
}

Podium sample_podium() {
  return {{{"TP", 9}, {"PP", 8}, {"DP", 7}, {"recompute", 1, true}, {"step", 10}, {"MFU", 5}, {"binds", 6, true}},
          {{{"4", "4", "1024", "none", "6.73 s", "35.6%", "compute"}, Wall::compute},
           {{"8", "2", "1024", "selective", "6.82 s", "35.2%", "network"}, Wall::network}},
          "Why the second lost: +1.3%: tensor parallel, exposed 2.3x of the best's",
          false};
}

void podium_of_layouts(Ui& ui, Rect rect, GalleryState&) {
  podium(ui, rect, sample_podium());
}

void podium_stale(Ui& ui, Rect rect, GalleryState&) {
  Podium old = sample_podium();
  old.stale = true;
  podium(ui, rect, old);
}

void status(Ui& ui, Rect rect, GalleryState&) {
  study_status(ui, rect, {"layouts", "Searching every layout that divides", 0.4, "Stop"});
}

constexpr std::array rows = {
    GalleryEntry{"memory_bar", 146, 470, memory},
    GalleryEntry{"memory_bar overflow", 146, 470, memory_over},
    GalleryEntry{"batch_plot", 720, 470, batch},
    GalleryEntry{"batch_plot crowded", 520, 330, batch_crowded},
    GalleryEntry{"roofline_plot", 720, 470, roofline},
    GalleryEntry{"curve_plot", 520, 330, curves},
    GalleryEntry{"wall_map", 560, 470, map},
    GalleryEntry{"tornado", 560, 190, tornado},
    GalleryEntry{"cost_waterfall", 560, 84, cost},
    GalleryEntry{"breaks_plot", 640, 260, breaks},
    GalleryEntry{"breaks_plot small", 200, 220, breaks},
    GalleryEntry{"podium", 560, 150, podium_of_layouts},
    GalleryEntry{"podium stale", 220, 150, podium_stale},
    GalleryEntry{"study_status", 420, 30, status},
};

}  // namespace

std::span<const GalleryEntry> gallery_pictures() {
  return rows;
}

}  // namespace wallflip::widgets
