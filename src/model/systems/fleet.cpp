#include "model/systems/fleet.hpp"

#include "model/physics/fleet.hpp"
#include "model/physics/walls.hpp"

namespace wallflip {
namespace {

struct Summary {
  Section fleet, serving;
  DecodePool decode_pool;
  PrefillPool prefill_pool;

  Quantity need =
      fleet.let("need", prefill_pool.need + decode_pool.need, gpu_count, "GPUs, as a real number", pope_2022);
  Quantity pools = fleet.let("pools", prefill_pool.gpus + decode_pool.gpus, gpu_count,
                             "GPUs of both pools, in whole replicas", definition);
  Quantity largest_need = fleet.let("largest_need", max(prefill_pool.need, decode_pool.need), gpu_count,
                                    "the larger pool, as a real number", definition);
  Quantity ttft = serving.let("ttft", prefill_pool.prefill.time + decode_pool.decode.step_time, second,
                              "time to the first token", pope_2022);
  Quantity tpot = serving.let("tpot", decode_pool.decode.step_time / (1 * token), second / token,
                              "time per output token", definition);
};

std::vector<Contest> contests_of(const PoolWalls& walls, const TimeWalls& alone) {
  return {
      {"walls",
       Pick::largest,
       {{walls.capacity, "capacity", Wall::capacity},
        {walls.bandwidth, "bandwidth", Wall::bandwidth},
        {walls.network, "network", Wall::network},
        {walls.compute, "compute", Wall::compute}}},
      {"requirement",
       Pick::largest,
       {{alone.met, "met", {}},
        {alone.by_bandwidth, "bandwidth", Wall::bandwidth},
        {alone.by_network, "network", Wall::network},
        {alone.by_compute, "compute", Wall::compute}}},
      {"pools", Pick::largest, {{walls.prefill.need, "prefill", {}}, {walls.decode.need, "decode", {}}}},
      {"decode_walls",
       Pick::largest,
       {{walls.decode.capacity, "capacity", Wall::capacity},
        {walls.decode.bandwidth, "bandwidth", Wall::bandwidth},
        {walls.decode.compute, "compute", Wall::compute}}},
  };
}

}  // namespace

void build_fleet(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm")};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Requests requests{sheet.section("load"), 1000, 2000, 300};
  const Slo slo{sheet.section("slo")};
  const Split split{sheet.section("split")};
  const Net net{sheet.section("net")};
  const KvCache kv{sheet.section("kv"), llm, gpu, requests.mean_context, split};
  const Collective group{sheet.section("collective"), gpu, net, split.tp};

  const Quantity decode_mfu =
      sheet.section("decode").input("mfu", 0.6, "achieved fraction of the peak in decode", lesson_default, "%");
  const StepRates rates{sheet.section("limits"), llm, gpu, split, kv, decode_mfu};
  const Quantity target =
      sheet.section("limits").let("target", slo.tpot * (1 * token), second, "time one step may take", definition);
  const ServingLimits limits{sheet.section("limits"), rates, group, target};
  const DecodePool decode_pool{sheet.section("decode_pool"), limits, requests.token_rate};

  const Section prefill_section = sheet.section("prefill");
  const Quantity prefill_mfu =
      prefill_section.input("mfu", 0.5, "achieved fraction of the peak in prefill", lesson_default, "%");
  const Quantity cached =
      sheet.section("load").count("cached_prefix", 0 * token, "prompt tokens already in the KV cache", lesson_default);
  const Prefill prefill{prefill_section, llm, gpu, split, prefill_mfu, requests.prompt, cached, decode_pool.fits};
  const PrefillPool prefill_pool{sheet.section("prefill_pool"), prefill, requests.request_rate};

  const Section fleet = sheet.section("fleet");
  const Summary summary{fleet, sheet.section("serving"), decode_pool, prefill_pool};
  const InFlight in_flight{fleet, requests, prefill, decode_pool.decode};
  const Quantity headroom = fleet.input("headroom", 1, "GPUs held for each GPU needed", lesson_default);
  const FleetBill bill{
      fleet, sheet.section("cost"), gpu, summary.pools, headroom, requests.token_rate, requests.request_rate};
  const PoolWalls walls{sheet.section("pressure"), decode_pool, prefill_pool, summary.largest_need};

  // What no number of GPUs buys: a step with a single request is longer than the target.
  const Quantity one = sheet.section("alone").let("batch", 1 * sequence, sequence, "a single request", definition);
  const Decode alone = decode_pool.step_at("alone", "for a single request", one, decode_pool.fits);
  const TimeWalls alone_walls{sheet.section("alone.pressure"),
                              sheet.section("requirement"),
                              alone.mem_time,
                              alone.compute_time,
                              alone.net_time,
                              target};

  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.contests = contests_of(walls, alone_walls);
  system.fits = sheet.gates()[static_cast<size_t>(decode_pool.fits.index)].condition;
}

}  // namespace wallflip
