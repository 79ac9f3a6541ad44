#include "widgets/gallery.hpp"

#include <array>
#include <vector>

#include "widgets/gallery_pictures.hpp"
#include "widgets/gallery_shell.hpp"
#include "widgets/output_table.hpp"
#include "widgets/pressure_ladder.hpp"
#include "widgets/verdict.hpp"

namespace wallflip::widgets {
namespace {

Ladder sample_ladder() {
  return {"Pressure: demand / supply",
          "next 1.2x away",
          {{"pressure.bandwidth", Wall::bandwidth, "bandwidth", 0.57, "0.57"},
           {"pressure.dollars", Wall::dollars, "dollars", 0.49, "0.49"},
           {"pressure.capacity", Wall::capacity, "capacity", 0.46, "0.46"},
           {"pressure.compute", Wall::compute, "compute", 0.07, "0.07"},
           {"pressure.network", Wall::network, "network", std::nullopt, "one GPU"}},
          false};
}

void ladder(Ui& ui, Rect rect, GalleryState&) {
  pressure_ladder(ui, rect, sample_ladder());
}

void ladder_over(Ui& ui, Rect rect, GalleryState&) {
  Ladder l = sample_ladder();
  l.gap = "next 2.9x away";
  l.rows[0] = {"pressure.capacity", Wall::capacity, "capacity", 5.2, "5.20"};
  l.rows[1] = {"pressure.network", Wall::network, "network", 1.8, "1.80"};
  l.rows[2] = {"pressure.bandwidth", Wall::bandwidth, "bandwidth", 0.9, "?", true};
  l.rows[3] = {"pressure.compute", Wall::compute, "compute", 0.004, "0.004"};
  l.rows[4] = {"pressure.dollars", Wall::dollars, "dollars", 0.00021, "0.00021"};
  pressure_ladder(ui, rect, l);
}

void ladder_order(Ui& ui, Rect rect, GalleryState&) {
  Ladder l = sample_ladder();
  l.gap.clear();
  l.order_only = true;
  pressure_ladder(ui, rect, l);
}

void verdict(Ui& ui, Rect rect, GalleryState&) {
  const Verdict v{
      Wall::bandwidth,
      "**Memory bandwidth binds.** Dollars are next, 1.2x away, then capacity. More batch is nearly free until "
      "158: every sequence shares one read of the weights."};
  rect.max.y = rect.min.y + verdict_height(ui, v, rect.width());
  verdict_card(ui, rect, v);
}

Knob sample_knob() {
  Knob k;
  k.name = "load.batch";
  k.label = "Batch";
  k.value_text = "64";
  k.unit = "sequences";
  k.value = 64, k.min = 1, k.max = 512, k.initial = 64;
  k.log = true;
  k.snap = Snap::integer;
  k.min_text = "1";
  k.max_text = "512";
  return k;
}

void knob_shown(Ui& ui, Rect rect, GalleryState& state) {
  Knob k = sample_knob();
  k.ribbon_state = RibbonState::shown;
  k.ribbon = {{1, 3, Wall::compute, {}}, {3, 158, Wall::bandwidth, {}}, {158, 512, Wall::capacity, {}}};
  k.flips = {{3, "3"}, {158, "158"}};
  ribbon_slider(ui, rect, k, state.knob);
}

void knob_contest(Ui& ui, Rect rect, GalleryState& state) {
  Knob k = sample_knob();
  k.name = "load.context";
  k.label = "Context";
  k.value_text = "2,048", k.unit = "tokens", k.min_text = "256", k.max_text = "128k";
  k.value = 2048, k.min = 256, k.max = 131072;
  k.ribbon_state = RibbonState::shown;
  k.ribbon = {{256, 4370, Color::weights, "W"}, {4370, 131072, Color::kv_cache, "K"}};
  k.flips = {{4370, "4,370"}};
  ribbon_slider(ui, rect, k, state.knob);
}

void knob_hidden(Ui& ui, Rect rect, GalleryState& state) {
  Knob k = sample_knob();
  k.name = "target.tpot";
  k.label = "TPOT target";
  k.value_text = "25.0", k.unit = "ms", k.min_text = "5", k.max_text = "200";
  k.value = 25, k.min = 5, k.max = 200;
  k.ribbon_state = RibbonState::hidden;
  ribbon_slider(ui, rect, k, state.knob);
}

void knob_locked(Ui& ui, Rect rect, GalleryState& state) {
  Knob k = sample_knob();
  k.name = "locked";
  k.ribbon_state = RibbonState::hidden;
  k.locked = true;
  ribbon_slider(ui, rect, k, state.knob_locked);
}

void knob_bad_entry(Ui& ui, Rect rect, GalleryState& state) {
  Knob k = sample_knob();
  k.name = "typing";
  if (!state.knob_typing.field.editing) start_editing(state.knob_typing.field, "25 furlongs");
  state.knob_typing.error = "furlongs is no unit of a count; try 25 or 1k";
  ribbon_slider(ui, rect, k, state.knob_typing);
}

void choice_segments(Ui& ui, Rect rect, GalleryState& state) {
  ChoiceKnob k{"split.tp", "Tensor parallel", {}, 2, false};
  const std::array<Hue, 5> walls = {Wall::capacity, Wall::capacity, Wall::bandwidth, Wall::bandwidth, Wall::network};
  const std::array<const char*, 5> texts = {"1", "2", "4", "8", "16"};
  for (size_t i = 0; i < walls.size(); ++i) k.choices.push_back({texts[i], {}, walls[i], {}});
  choice_knob(ui, rect, k, state.segments);
}

ChoiceKnob gpu_knob(std::string name) {
  ChoiceKnob k{std::move(name), "Accelerator", {}, 1, false};
  k.choices = {{"NVIDIA A100 SXM 80GB", "80 GB, 2.04 TB/s", Wall::bandwidth, {}},
               {"NVIDIA H100 SXM", "80 GB, 3.35 TB/s", Wall::bandwidth, {}},
               {"NVIDIA H200 SXM", "141 GB, 4.8 TB/s", Wall::compute, {}},
               {"NVIDIA B200 SXM", "180 GB, 8 TB/s", Wall::dollars, {}},
               {"NVIDIA L40S", "48 GB, 864 GB/s", Wall::capacity, {}},
               {"AMD MI300X", "192 GB, 5.3 TB/s", Wall::compute, {}},
               {"Google TPU v5e", "16 GB, 819 GB/s", Wall::capacity, {}}};
  for (int i = 0; i < 33; ++i) {  // as long as a real catalog, so that the list has to scroll
    k.choices.push_back(
        {std::string("Accelerator ").append(std::to_string(i + 8)), "64 GB, 2 TB/s", Wall::capacity, {}});
  }
  return k;
}

void choice_list(Ui& ui, Rect rect, GalleryState& state) {
  choice_knob(ui, rect, gpu_knob("gpu"), state.list);
}

void choice_list_open(Ui& ui, Rect rect, GalleryState& state) {
  if (!state.open_list.open) start_editing(state.open_list.filter, "");
  state.open_list.open = true;
  rect.max.y = rect.min.y + choice_knob_height(ui);
  choice_knob(ui, rect, gpu_knob("gpu_open"), state.open_list);
}

void outputs(Ui& ui, Rect rect, GalleryState&) {
  output_table(ui, rect,
               {{{"serving.throughput", "Throughput", "4.52k", "tok/s", {}},
                 {"cost.per_million_output_tokens", "Cost", "$0.123", "/ M tokens", {}},
                 {"serving.tpot", "TPOT", "14.1", "ms", {}},
                 {"kv.batch_max", "Sequences that fit", "223", "", {}},
                 {"decode.step_time", "One decode step", "", "", "needs 146.1 GB, has 76 GB"}}});
}

constexpr std::array own_rows = {
    GalleryEntry{"pressure_ladder", 332, 232, ladder},
    GalleryEntry{"pressure_ladder over 1", 332, 232, ladder_over},
    GalleryEntry{"pressure_ladder order only", 332, 232, ladder_order},
    GalleryEntry{"verdict", 332, 132, verdict},
    GalleryEntry{"knob with ribbon", 296, 98, knob_shown},
    GalleryEntry{"knob with contest", 296, 98, knob_contest},
    GalleryEntry{"knob hidden ribbon", 296, 98, knob_hidden},
    GalleryEntry{"knob locked", 296, 98, knob_locked},
    GalleryEntry{"knob typed entry", 296, 98, knob_bad_entry},
    GalleryEntry{"choice_knob segments", 296, 84, choice_segments},
    GalleryEntry{"choice_knob list", 296, 84, choice_list},
    GalleryEntry{"choice_knob open list", 420, 440, choice_list_open},
    GalleryEntry{"output_table", 332, 190, outputs},
};

}  // namespace

std::vector<GalleryEntry> gallery() {
  std::vector<GalleryEntry> rows(own_rows.begin(), own_rows.end());
  for (const GalleryEntry& row : gallery_pictures()) rows.push_back(row);
  for (const GalleryEntry& row : gallery_shell()) rows.push_back(row);
  return rows;
}

}  // namespace wallflip::widgets
