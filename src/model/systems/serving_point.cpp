#include "model/systems/serving_point.hpp"

#include "model/physics/batching.hpp"
#include "model/physics/speculation.hpp"
#include "model/physics/traffic.hpp"

namespace wallflip {
namespace {

struct EngineLoad {
  Section s;
  Quantity batch = s.count("batch", 64 * sequence, "callers, or sequences of one batch", lesson_default);
  Quantity prompt = s.count("prompt", 1024 * token, "prompt of one request", lesson_default);
  Quantity output = s.count("output", 1024 * token, "output of one request", lesson_default);

  Quantity prompt_context = s.let("prompt_context", max(prompt, 1 * token) / (1 * sequence), token / sequence,
                                  "context when the answer starts", definition);
  Quantity answer_context =
      s.let("answer_context", output / (1 * sequence), token / sequence, "tokens that the answer adds", definition);
  Quantity mean_context = s.let("mean_context", prompt_context + answer_context / 2, token / sequence,
                                "mean context of a running sequence", definition);
  Quantity whole_context = s.let("whole_context", prompt_context + answer_context, token / sequence,
                                 "context at the end of the answer", definition);
};

/// Each part of the mean step over the step itself.
struct StepWalls {
  Section s;
  EngineMemory memory;
  ContinuousBatching serving;
  Quantity callers;

  Quantity capacity =
      s.let("capacity", (memory.weight_bytes + callers * memory.sequence_bytes) / memory.available_bytes, unitless,
            "pressure on memory capacity", definition);
  Quantity read_time = s.let("read_time", serving.decode.gemms.read_time + serving.decode.kv_time, second,
                             "memory time of a step", pope_2022);
  Quantity prompt_compute_time =
      s.let("prompt_compute_time", serving.prefill.added_time + serving.prefill.attention_time, second,
            "compute time of a step's prompts", pope_2022);
  Quantity compute_time =
      s.let("compute_time", serving.decode.gemms.compute_time + serving.prompt_steps * prompt_compute_time, second,
            "compute time of a step, others' prompts with it", pope_2022);
  Quantity net_time = s.let("net_time", serving.decode.net_time + serving.prompt_steps * serving.prefill.net_time,
                            second, "network time of a step", megatron_2021);
  Quantity host_time = s.let("host_time", serving.decode.host_time + serving.prompt_steps * serving.prefill.host_time,
                             second, "host time of a step", engine_runs);
  Quantity bandwidth =
      s.let("bandwidth", read_time / serving.span, unitless, "pressure on memory bandwidth", definition);
  Quantity network = s.let("network", net_time / serving.span, unitless, "pressure on the network", definition);
  Quantity compute = s.let("compute", compute_time / serving.span, unitless, "pressure on compute", definition);
  Quantity latency = s.let("latency", host_time / serving.span, unitless, "pressure of host and launches", definition);
};

}  // namespace

void build_serving_point(System& system) {
  Sheet& sheet = system.sheet;
  model_fidelity(sheet.section("model"), 1);  // measured runs are held against the engine
  const Llm llm{sheet.section("llm")};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Split split{sheet.section("split")};
  const EngineLoad load{sheet.section("load")};
  const ServingEngine engine{sheet.section("engine")};

  const KvCache kv{sheet.section("kv"), llm, gpu, load.mean_context, split};
  const EngineRates rates{sheet.section("rates"), llm, gpu, split, kv, engine};
  const Section memory_section = sheet.section("memory");
  const Quantity held_context =
      memory_section.let("held_context", select(engine.admission == 0, load.mean_context, load.whole_context),
                         token / sequence, "context that a running sequence keeps room for", vllm_2023);
  const KvCache held{sheet.section("held"), llm, gpu, held_context, split};
  const EngineMemory memory{memory_section, rates, held};

  const ContinuousBatching serving{sheet.section("serving"), rates, memory, load.batch, load.prompt, load.output};
  const StaticBatching offline{sheet.section("offline"), rates, load.batch, load.prompt, load.output};
  const Section step = sheet.section("step");
  const Quantity step_tokens = step.count("tokens", 1024 * token, "tokens in the step looked at", lesson_default);
  const EngineGemms looked_at{step, rates, step_tokens};

  const Section speculation = sheet.section("speculation");
  const DraftedRound drafted{speculation, {speculation, 0.75, 0.05}};

  const Traffic traffic{sheet.section("load"), sheet.section("slo"), sheet.section("pressure"), serving};
  const StepWalls walls{sheet.section("pressure"), memory, serving, load.batch};
  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.contests = {{"walls",
                      Pick::largest,
                      {{walls.capacity, "capacity", Wall::capacity},
                       {walls.bandwidth, "bandwidth", Wall::bandwidth},
                       {walls.network, "network", Wall::network},
                       {walls.compute, "compute", Wall::compute},
                       {walls.latency, "latency", Wall::latency}}}};
  system.fits = sheet.gates()[static_cast<size_t>(memory.fits.index)].condition;
}

}  // namespace wallflip
