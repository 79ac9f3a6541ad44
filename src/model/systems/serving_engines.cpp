#include "model/systems/serving_engines.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace wallflip {
namespace {

// What kernels achieve on a generation, whichever engine calls them.
struct GenerationRow {
  Generation generation;
  double read, expert_read, kv;  ///< fractions of the memory bandwidth
  double gemm16, gemm8, gemm4;   ///< fractions of the peak of that width
  double attention;              ///< fraction of the 16-bit peak
  double link;                   ///< fraction of the link's bandwidth
};
constexpr GenerationRow generations[] = {
    {Generation::ampere, 0.81, 0.66, 0.90, 0.64, 0.64, 0.64, 0.20, 0.35},
    {Generation::ada, 0.86, 0.66, 0.80, 0.64, 0.63, 0.63, 0.20, 0.35},
    {Generation::hopper, 0.84, 0.67, 0.69, 0.74, 0.547, 0.63, 0.436, 0.536},
    {Generation::blackwell, 0.825, 0.926, 0.714, 0.6675, 0.4936, 0.5705, 0.212, 0.536},
};

// Of an engine wherever it runs. Times in seconds.
struct EngineRow {
  std::string_view engine;
  double step, sequence, prompt_token;
  double request_delay, caller_delay;
  int scheduling, admission;  ///< as the choices of the sheet
};
constexpr EngineRow engines[] = {
    {"vllm", 2.8e-4, 6.7e-6, 3.85e-7, 0.0145, 6.1e-4, 0, 0},
    {"trtllm", 3.44e-4, 1.19e-5, 2.67e-7, 0.0285, 3.3e-4, 0, 1},
    {"sglang", 5.6e-4, 1.08e-5, 3.0e-7, 0.0295, 3.5e-4, 1, 0},
    {"trtllm_v0", 6.4e-4, 1.21e-5, 2.87e-7, 0, 0, 0, 1},
    {"fastertransformer", 1.5e-3, 3.0e-5, 1.2e-7, 0, 0, 1, 1},
    {"megatron", 4.1e-3, 9.4e-3, 1.02e-5, 0, 0, 1, 1},
};

// Launches and all-reduces of an engine on a generation, seconds a layer or a hop.
struct LaunchRow {
  std::string_view engine;
  Generation generation;
  double layer, expert_layer, hop, prompt_layer;
};
constexpr LaunchRow launches[] = {
    {"vllm", Generation::hopper, 4.18e-5, 1.0e-5, 1.08e-5, 2.79e-4},
    {"vllm", Generation::blackwell, 5.27e-5, 1.49e-5, 6.4e-6, 4.9e-4},
    {"trtllm", Generation::hopper, 3.72e-5, 3.85e-5, 1.02e-5, 4.6e-4},
    {"trtllm", Generation::blackwell, 3.2e-5, 4.8e-6, 6.2e-6, 1.64e-4},
    {"trtllm_v0", Generation::ampere, 5.4e-5, 0, 1.0e-5, 6.6e-5},
    {"trtllm_v0", Generation::ada, 6.3e-5, 0, 1.0e-5, 4.3e-5},
    {"trtllm_v0", Generation::hopper, 4.9e-5, 0, 1.0e-5, 1.0e-4},
    {"sglang", Generation::hopper, 2.2e-5, 1.0e-4, 1.02e-5, 2.06e-4},
    {"sglang", Generation::blackwell, 2.96e-5, 1.16e-5, 4.9e-5, 1.53e-3},
    {"fastertransformer", Generation::ampere, 5.2e-5, 0, 3.3e-5, 1.2e-5},
    {"megatron", Generation::ampere, 2.3e-4, 0, 3.3e-5, 1.2e-5},
};

// The same everywhere.
constexpr double expert_fraction = 0.333, expert_tile = 9.7, hop_growth = 0.18;
constexpr double memory_fraction = 0.93;  // of the nameplate bytes; cards hold 7% more than these

int distance_of(Generation a, Generation b) {
  return std::abs(static_cast<int>(a) - static_cast<int>(b));
}

const EngineRow& engine_row(std::string_view engine) {
  const auto* row =
      std::find_if(std::begin(engines), std::end(engines), [&](const auto& r) { return r.engine == engine; });
  return row == std::end(engines) ? engines[0] : *row;
}

const LaunchRow& launch_row(std::string_view engine, Generation generation) {
  const auto distance = [&](const LaunchRow& r) {
    return r.engine == engine ? distance_of(r.generation, generation) : 100;
  };
  return *std::min_element(std::begin(launches), std::end(launches),
                           [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
}

}  // namespace

Generation generation_of(std::string_view accelerator, int year) {
  struct Prefix {
    std::string_view text;
    Generation generation;
  };
  constexpr Prefix prefixes[] = {{"l4", Generation::ada},          {"rtx-4090", Generation::ada},
                                 {"b200", Generation::blackwell},  {"b300", Generation::blackwell},
                                 {"gb200", Generation::blackwell}, {"gb300", Generation::blackwell}};
  for (const Prefix& prefix : prefixes) {
    if (accelerator.starts_with(prefix.text)) return prefix.generation;
  }
  if (year < 2022) return Generation::ampere;
  return year < 2025 ? Generation::hopper : Generation::blackwell;
}

std::vector<std::pair<std::string_view, double>> engine_inputs(std::string_view engine, Generation generation,
                                                               GemmWidthName width) {
  const EngineRow& e = engine_row(engine);
  const LaunchRow& l = launch_row(e.engine, generation);
  const GenerationRow& g = *std::find_if(std::begin(generations), std::end(generations),
                                         [&](const auto& r) { return r.generation == generation; });
  const std::array<double, 3> gemm = {g.gemm16, g.gemm8, g.gemm4};
  return {
      {"read_fraction", g.read},
      {"expert_read_fraction", g.expert_read},
      {"kv_fraction", g.kv},
      {"gemm_fraction", gemm[static_cast<size_t>(width)]},
      {"attention_fraction", g.attention},
      {"expert_fraction", expert_fraction},
      {"expert_tile", expert_tile},
      {"link_fraction", g.link},
      {"hop_growth", hop_growth},
      {"memory_fraction", memory_fraction},
      {"step_time", e.step},
      {"sequence_time", e.sequence},
      {"prompt_token_time", e.prompt_token},
      {"request_delay", e.request_delay},
      {"caller_delay", e.caller_delay},
      {"scheduling", e.scheduling},
      {"admission", e.admission},
      {"layer_time", l.layer},
      {"expert_layer_time", l.expert_layer},
      {"hop_time", l.hop},
      {"prompt_layer_time", l.prompt_layer},
  };
}

}  // namespace wallflip
