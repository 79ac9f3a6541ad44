#include "model/systems/rag.hpp"

#include "model/physics/retrieval.hpp"
#include "model/systems/serving_parts.hpp"

namespace wallflip {
namespace {

struct Question {
  Section load;

  Quantity retrieved = load.count("retrieved", 7000 * token, "tokens retrieved for a question", lesson_default);
  Quantity system_prompt =
      load.count("system_prompt", 1500 * token, "tokens before them, always cached", lesson_default);
  Quantity prompt = load.let("prompt", system_prompt + retrieved, token, "prompt of one request", definition);
};

struct Rag {
  Section fleet, prefill_pool, serving, slo, pressure;
  Retrieval retrieval;
  DecodePool pool;
  Requests requests;

  Quantity prefill_need =
      prefill_pool.let("need", requests.request_rate* retrieval.prefill_time* retrieval.chunks.split.tp, gpu_count,
                       "GPUs to prefill with", pope_2022);
  Quantity prefill_gpus =
      prefill_pool.let("gpus", whole_replicas(prefill_need, retrieval.chunks.split).given(pool.fits), gpu_count,
                       "GPUs to prefill with, in whole replicas", definition);
  Quantity need = fleet.let("need", prefill_need + pool.need, gpu_count, "GPUs, as a real number", pope_2022);
  Quantity largest_need = fleet.let("largest_need", max(prefill_need, pool.need), gpu_count,
                                    "the larger pool, as a real number", definition);
  Quantity gpus_needed = fleet.let("gpus_needed", prefill_gpus + pool.gpus, gpu_count,
                                   "GPUs of both pools, in whole replicas", definition);

  Quantity target = slo.input("ttft", 1.5 * second, "target of TTFT", lesson_default);
  Quantity first = serving.let("first", retrieval.storage_time + retrieval.prefill_time + pool.decode.span, second,
                               "time to the first token, whether or not it fits", definition);
  Quantity ttft = serving.let("ttft", first.given(pool.runs), second, "time to the first token", definition);
  Quantity tpot =
      serving.let("tpot", pool.decode.step_time / (1 * token), second / token, "time per output token", definition);

  Quantity capacity =
      pressure.let("capacity", pool.capacity / largest_need, unitless, "pressure on memory capacity", definition);
  Quantity bandwidth =
      pressure.let("bandwidth", pool.bandwidth / largest_need, unitless, "pressure on memory bandwidth", definition);
  Quantity network =
      pressure.let("network", pool.network / largest_need, unitless, "pressure on the network", definition);
  Quantity compute = pressure.let("compute", max(pool.compute, prefill_need) / largest_need, unitless,
                                  "pressure on compute", definition);
  Quantity storage = pressure.let("storage", retrieval.storage_time / target, unitless,
                                  "look-up and fetch over the target", definition);
  Quantity latency = pressure.let("latency", first / target, unitless, "TTFT over its target", definition);
};

std::vector<Contest> contests_of(const Rag& rag, const AloneWalls& alone, const DecodePool& pool) {
  Contest requirement{"requirement", Pick::largest, alone.contestants()};
  requirement.of.push_back({rag.latency, "latency", Wall::latency});
  const Retrieval& r = rag.retrieval;
  return {{"walls",
           Pick::largest,
           {{rag.capacity, "capacity", Wall::capacity},
            {rag.bandwidth, "bandwidth", Wall::bandwidth},
            {rag.network, "network", Wall::network},
            {rag.compute, "compute", Wall::compute},
            {rag.storage, "storage", Wall::storage}}},
          requirement,
          {"pools", Pick::largest, {{rag.prefill_need, "prefill", {}}, {pool.need, "decode", {}}}},
          contest_of_decode_walls(pool),
          {"ttft_parts",
           Pick::largest,
           {{r.prefill_time, "compute", Wall::compute}, {r.storage_time, "storage", Wall::storage}}},
          {"reuse",
           Pick::largest,
           {{r.reuse_saving, "compute", Wall::compute}, {r.reuse_fetch, "storage", Wall::storage}}}};
}

}  // namespace

void build_rag(System& system) {
  Sheet& sheet = system.sheet;
  const Section load = sheet.section("load");
  const Question question{load};
  const Requests requests{load, request_rate_input(load, 500), question.prompt, output_input(load, 400)};
  const ServingParts parts{{sheet, requests.mean_context, 4, shape_70b}, requests.token_rate, 0.05};
  const Prefill chunks = parts.prefill_of(sheet.section("prefill"), question.retrieved, question.system_prompt);
  const Retrieval retrieval{sheet.section("retrieval"), sheet.section("cache"), sheet.section("storage"), parts.kv,
                            chunks};
  const Rag rag{sheet.section("fleet"),    sheet.section("prefill_pool"),
                sheet.section("serving"),  sheet.section("slo"),
                sheet.section("pressure"), retrieval,
                parts.decode_pool,         requests};
  const FleetBill bill{sheet.section("fleet"), sheet.section("cost"), parts.gpu, rag.gpus_needed, requests, 1.3};
  const AloneWalls alone{parts};

  finish(system, parts.decode_pool.fits);
  system.contests = contests_of(rag, alone, parts.decode_pool);
}

}  // namespace wallflip
