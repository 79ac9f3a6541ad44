#include "widgets/gallery_shell.hpp"

#include <array>

#include "widgets/banner.hpp"
#include "widgets/calibration_plot.hpp"
#include "widgets/loop_steps.hpp"

namespace wallflip::widgets {
namespace {

ArithmeticCard sample_arithmetic() {
  ArithmeticCard card;
  card.path = {"serving.tpot", "decode.step_time", "decode.mem_time"};
  ArithmeticLevel& l = card.level;
  l.name = "decode.mem_time";
  l.label = "time to stream weights and KV";
  l.value = "14.1", l.unit = "ms";
  l.formula = {{"(", "", false},     {"decode.weight_bytes", "decode.weight_bytes", false},
               {" + ", "", false},   {"decode.kv_bytes", "decode.kv_bytes", false},
               {") / (", "", false}, {"split.tp", "split.tp", false},
               {" * ", "", false},   {"gpu.mem_bw", "gpu.mem_bw", false},
               {" * ", "", false},   {"gpu.mbu", "gpu.mbu", false},
               {")", "", false}};
  l.numbers = {{"(16.0 GB + 17.2 GB) / (1 GPU * 3.35 TB/s * 0.70)", "", false}};
  l.source = {SourceKind::paper, "Pope et al. 2022, Efficiently Scaling Transformer Inference", "section 2.1"};
  l.parts = {{"decode.weight_bytes", "weights read in one step", "16.0", "GB", false},
             {"decode.kv_bytes", "KV cache read in one step", "17.2", "GB", false},
             {"gpu.mem_bw", "memory bandwidth", "3.35", "TB/s", false},
             {"gpu.mbu", "share of bandwidth achieved", "0.70", "", false}};
  l.users = {{"decode.span", "the longer of memory and arithmetic", "14.1", "ms", false},
             {"pressure.bandwidth", "pressure on memory bandwidth", "0.89", "", false}};
  l.more_users = 3;
  return card;
}

void arithmetic(Ui& ui, Rect rect, GalleryState& state) {
  arithmetic_card(ui, rect, sample_arithmetic(), state.arithmetic);
}

void arithmetic_branch(Ui& ui, Rect rect, GalleryState& state) {
  ArithmeticCard card;
  card.path = {"decode.step_time"};
  ArithmeticLevel& l = card.level;
  l.label = "one decode step";
  l.value = "14.1", l.unit = "ms";
  l.formula = {{"max(", "", false}, {"decode.mem_time", "decode.mem_time", false},
               {", ", "", false},   {"decode.compute_time", "decode.compute_time", true},
               {") + ", "", false}, {"decode.net_time", "decode.net_time", false}};
  l.numbers = {{"max(14.1 ms, ", "", false}, {"1.72 ms", "", true}, {") + 0 ms", "", false}};
  l.method = "Memory and compute overlap **perfectly**; the network adds.";
  l.source = {SourceKind::assumption, "perfect overlap", ""};
  l.parts = {{"decode.mem_time", "time to stream weights and KV", "14.1", "ms", false},
             {"decode.compute_time", "time of the arithmetic", "1.72", "ms", true}};
  arithmetic_card(ui, rect, card, state.arithmetic);
}

void rail(Ui& ui, Rect rect, GalleryState& state) {
  const Progress done = Progress::done, none = Progress::untouched;
  course_rail(
      ui, rect,
      {{{"I  The method and its numbers",
         {{"00", "Orientation", done},
          {"01", "What is different", done},
          {"02", "Napkin math", done},
          {"03", "SLOs and workload", Progress::started},
          {"03a", "Estimating latency", Progress::predicted},
          {"03b", "Estimating throughput", none}}},
        {"II  Inference",
         {{"04", "One serving replica", none}, {"05", "At scale", none}, {"06", "Optimisation as a decision", none}}},
        {"III  Training", {{"07", "Pretraining", none}, {"08", "The data plane", none}}},
        {"IV  RL post-training", {{"09", "Rollout and learner", none}}},
        {"V  Lifecycle", {{"10", "Evaluation and flywheel", none}, {"11", "Production and cost", none}}},
        {"VI  Synthesis", {{"12", "Capstone", none}}}},
       "03b"},
      state.rail);
}

void steps(Ui& ui, Rect rect, GalleryState&) {
  loop_steps(ui, rect, {{"Requirements", "Arithmetic", "Topology", "Bottleneck", "Iterate"}, 3, 3});
}

void steps_brief(Ui& ui, Rect rect, GalleryState&) {
  loop_steps(ui, rect, {{"Requirements", "Arithmetic", "Topology", "Bottleneck", "Iterate"}, 1, 1});
}

void chips(Ui& ui, Rect rect, GalleryState&) {
  chips_line(ui, rect.min, rect.width(),
             {{"8B dense, bf16", "one **H100 SXM**", "context **2,048**", "TPOT under **25 ms**",
               "under **$0.25** per million tokens"}});
}

void trail_row(Ui& ui, Rect rect, GalleryState& state) {
  trail(ui, rect,
        {"Trail",
         {{Wall::bandwidth, "start, 147 tok/s, $3.78"},
          {Wall::bandwidth, "batch 1 to 64, x31, $0.123"},
          {Wall::capacity, "context 2k to 16k, does not fit"}},
         1,
         "apply a mechanism or move a knob"},
        state.trail);
}

void predict_wall(Ui& ui, Rect rect, GalleryState& state) {
  PredictionCard card;
  card.ask = "70B, **2,000 tokens** of context, any batch: which wall?";
  card.walls = {Wall::capacity, Wall::bandwidth, Wall::network, Wall::compute, Wall::dollars};
  prediction_card(ui, rect, card, state.prediction);
}

void predict_number(Ui& ui, Rect rect, GalleryState& state) {
  PredictionCard card;
  card.kind = PredictionKind::number;
  card.ask = "At what batch does compute take over without context?";
  card.unit_hint = "sequences";
  prediction_card(ui, rect, card, state.prediction);
}

void calibration(Ui& ui, Rect rect, GalleryState&) {
  calibration_plot(ui, rect,
                   {{{"50%", 0.5, 0.67, "2 of 3"}, {"70%", 0.7, 0.5, "4 of 8"}, {"90%", 0.9, 0.6, "6 of 10"}},
                    "you said",
                    "you were right"});
}

void predict_choice(Ui& ui, Rect rect, GalleryState& state) {
  PredictionCard card;
  card.kind = PredictionKind::choice;
  card.ask = "Twice the batch at batch 1: the step takes";
  card.choices = {"twice as long", "about as long",
                  "longer, because each of the sequences has a KV cache of its own to read"};
  prediction_card(ui, rect, card, state.prediction);
}

void predict_revealed(Ui& ui, Rect rect, GalleryState& state) {
  PredictionCard card;
  card.kind = PredictionKind::number;
  card.heading = "Your prediction";
  card.ask = "At what batch does compute take over without context?";
  card.revealed = true;
  card.verdict = "You said **400**, it is **296**: 1.35x too high, with 70% confidence.";
  card.band = 1;
  prediction_card(ui, rect, card, state.prediction);
}

void banner(Ui& ui, Rect rect, GalleryState&) {
  error_banner(
      ui, rect,
      {"Lesson 03b has 2 problems; the last good version stays on screen",
       {{"lessons/03b.json", "/knobs/0/input", 14, "\"load.bach\" is no input of the system.",
         "did you mean load.batch?"},
        {"lessons/03b.json", "/claims/2/near", 71, "The flip is at 158, the claim says 185 within 0.5%.", ""}}});
}

void toast_row(Ui& ui, Rect rect, GalleryState&) {
  toast(ui, rect, {"GQA moved the binding wall: memory bandwidth to compute", ToastKind::good, 1});
}

void twin(Ui& ui, Rect rect, GalleryState& state) {
  const TextTable table{"Throughput against batch",
                        {"batch", "throughput", "time per token", "binds"},
                        {{"1", "147 tok/s", "6.82 ms", "memory bandwidth"},
                         {"64", "4.52k tok/s", "14.1 ms", "memory bandwidth"},
                         {"158", "6.32k tok/s", "25.0 ms", "memory bandwidth"},
                         {"223", "6.89k tok/s", "32.4 ms", "memory capacity"}}};
  text_twin(ui, rect, table, state.twin);
}

constexpr std::array rows = {
    GalleryEntry{"arithmetic_card", 360, 560, arithmetic},
    GalleryEntry{"arithmetic_card branch", 332, 380, arithmetic_branch},
    GalleryEntry{"course_rail", 236, 560, rail},
    GalleryEntry{"loop_steps", 620, 40, steps},
    GalleryEntry{"loop_steps brief", 360, 40, steps_brief},
    GalleryEntry{"chips", 720, 80, chips},
    GalleryEntry{"trail", 760, 48, trail_row},
    GalleryEntry{"prediction_card wall", 420, 230, predict_wall},
    GalleryEntry{"prediction_card number", 420, 220, predict_number},
    GalleryEntry{"prediction_card choice", 420, 270, predict_choice},
    GalleryEntry{"calibration_plot", 420, 150, calibration},
    GalleryEntry{"prediction_card revealed", 420, 230, predict_revealed},
    GalleryEntry{"banner", 560, 160, banner},
    GalleryEntry{"toast", 560, 70, toast_row},
    GalleryEntry{"text_twin", 560, 190, twin},
};

}  // namespace

std::span<const GalleryEntry> gallery_shell() {
  return rows;
}

}  // namespace wallflip::widgets
