#include "model/systems/serving_engines.hpp"

#include <algorithm>
#include <array>

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
    {Generation::hopper, 0.86, 0.66, 0.70, 0.74, 0.56, 0.60, 0.35, 0.56},
    {Generation::blackwell, 0.84, 0.96, 0.74, 0.66, 0.50, 0.54, 0.19, 0.56},
};

// Of an engine wherever it runs. Times in seconds.
struct EngineRow {
  std::string_view engine;
  double step, sequence, prompt_token;
  double request_delay, caller_delay;
  int scheduling, admission;  ///< as the choices of the sheet
};
constexpr EngineRow engines[] = {
    {"vllm", 3.84e-4, 7.8e-6, 3.86e-7, 0.016, 4.28e-4, 0, 0},
    {"trtllm", 6.4e-4, 1.21e-5, 2.87e-7, 0.027, 2.5e-4, 0, 1},
    {"sglang", 5.7e-4, 1.04e-5, 2.98e-7, 0.029, 3.6e-4, 1, 0},
    {"trtllm_v0", 6.4e-4, 1.21e-5, 2.87e-7, 0, 0, 0, 1},
    {"fastertransformer", 1.5e-3, 3.0e-5, 1.2e-7, 0, 0, 1, 1},
    {"megatron", 4.1e-3, 9.4e-3, 1.02e-5, 0, 0, 1, 1},
};

// Launches and all-reduces of an engine on a generation, seconds a layer or a hop.
struct LaunchRow {
  std::string_view engine;
  Generation generation;
  double layer, hop, prompt_layer;
};
constexpr LaunchRow launches[] = {
    {"vllm", Generation::hopper, 3.41e-5, 1.40e-5, 3.26e-4},
    {"vllm", Generation::blackwell, 4.92e-5, 9.5e-6, 5.1e-4},
    {"trtllm", Generation::hopper, 3.56e-5, 1.03e-5, 3.29e-4},
    {"trtllm", Generation::blackwell, 2.69e-5, 5.8e-6, 1.59e-4},
    {"trtllm_v0", Generation::ampere, 5.4e-5, 1.0e-5, 6.6e-5},
    {"trtllm_v0", Generation::ada, 6.3e-5, 1.0e-5, 4.3e-5},
    {"trtllm_v0", Generation::hopper, 4.9e-5, 1.0e-5, 1.0e-4},
    {"sglang", Generation::hopper, 2.46e-5, 1.12e-5, 2.08e-4},
    {"sglang", Generation::blackwell, 2.91e-5, 5.76e-5, 3.4e-4},
    {"fastertransformer", Generation::ampere, 5.2e-5, 3.3e-5, 1.2e-5},
    {"megatron", Generation::ampere, 2.3e-4, 3.3e-5, 1.2e-5},
};

// The same everywhere.
constexpr double expert_fraction = 0.30, expert_tile = 9.8, hop_growth = 0.166;
constexpr double memory_fraction = 0.93;  // of the nameplate bytes; cards hold 7% more than these

}  // namespace

std::optional<Generation> generation_of(std::string_view accelerator) {
  struct Prefix {
    std::string_view text;
    Generation generation;
  };
  constexpr Prefix prefixes[] = {{"a100", Generation::ampere},     {"l40s", Generation::ada},
                                 {"h100", Generation::hopper},     {"h200", Generation::hopper},
                                 {"b200", Generation::blackwell},  {"b300", Generation::blackwell},
                                 {"gb200", Generation::blackwell}, {"gb300", Generation::blackwell}};
  for (const Prefix& prefix : prefixes) {
    if (accelerator.substr(0, prefix.text.size()) == prefix.text) return prefix.generation;
  }
  return std::nullopt;
}

std::optional<std::vector<std::pair<std::string_view, double>>> engine_inputs(std::string_view engine,
                                                                              Generation generation,
                                                                              GemmWidthName width) {
  const auto e =
      std::find_if(std::begin(engines), std::end(engines), [&](const auto& r) { return r.engine == engine; });
  const auto l = std::find_if(std::begin(launches), std::end(launches),
                              [&](const auto& r) { return r.engine == engine && r.generation == generation; });
  if (e == std::end(engines) || l == std::end(launches)) return std::nullopt;
  const auto g = std::find_if(std::begin(generations), std::end(generations),
                              [&](const auto& r) { return r.generation == generation; });
  const std::array<double, 3> gemm = {g->gemm16, g->gemm8, g->gemm4};
  return std::vector<std::pair<std::string_view, double>>{
      {"read_fraction", g->read},
      {"expert_read_fraction", g->expert_read},
      {"kv_fraction", g->kv},
      {"gemm_fraction", gemm[static_cast<size_t>(width)]},
      {"attention_fraction", g->attention},
      {"expert_fraction", expert_fraction},
      {"expert_tile", expert_tile},
      {"link_fraction", g->link},
      {"hop_growth", hop_growth},
      {"memory_fraction", memory_fraction},
      {"step_time", e->step},
      {"sequence_time", e->sequence},
      {"prompt_token_time", e->prompt_token},
      {"request_delay", e->request_delay},
      {"caller_delay", e->caller_delay},
      {"scheduling", e->scheduling},
      {"admission", e->admission},
      {"layer_time", l->layer},
      {"hop_time", l->hop},
      {"prompt_layer_time", l->prompt_layer},
  };
}

}  // namespace wallflip
