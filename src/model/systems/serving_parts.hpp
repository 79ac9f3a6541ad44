#pragma once

// What every system with a decode pool stands on: a model in given widths on a replica under a TPOT target. A system
// says how long its requests are and how many tokens they ask for, and composes its own prefill.

#include "model/physics/fleet.hpp"
#include "model/physics/walls.hpp"
#include "model/systems/system.hpp"

namespace wallflip {

/// Defaults of a lesson's scenario.
struct ServingDefaults {
  double tpot_seconds = 0.025;
  double tp = 1;
  LlmShape shape{};
  Widths widths{};
};

struct ServingParts {
  Sheet& sheet;
  ServingDefaults defaults;
  Quantity mean_context;  ///< token/sequence: of a running request
  Quantity token_rate;    ///< token/second: asked of the decode pool

  Llm llm{sheet.section("llm"), defaults.shape, defaults.widths};
  Gpu gpu{sheet.section("gpu"), llm};
  Slo slo{sheet.section("slo"), defaults.tpot_seconds};
  Split split{sheet.section("split"), defaults.tp};
  Net net{sheet.section("net")};
  KvCache kv{sheet.section("kv"), llm, gpu, mean_context, split};
  Collective group{sheet.section("collective"), gpu, net, split.tp};

  Quantity decode_mfu =
      sheet.section("decode").input("mfu", 0.6, "achieved fraction of the peak in decode", lesson_default, "%");
  Quantity prefill_mfu =
      sheet.section("prefill").input("mfu", 0.5, "achieved fraction of the peak in prefill", lesson_default, "%");
  StepRates rates{sheet.section("limits"), llm, gpu, split, kv, decode_mfu};
  Quantity target =
      sheet.section("limits").let("target", slo.tpot*(1 * token), second, "time one step may take", definition);
  ServingLimits limits{sheet.section("limits"), rates, group, target};
  DecodePool decode_pool{sheet.section("decode_pool"), limits, token_rate};

  /// Prefill of `tokens` after `cached` ones on a replica.
  Prefill prefill_of(const Section& section, Quantity tokens, Quantity cached) const {
    return {section, llm, gpu, split, prefill_mfu, tokens, cached, decode_pool.fits, group};
  }
};

/// What no number of GPUs buys: the step of a single request against the target.
struct AloneWalls {
  const ServingParts& parts;
  Section s = parts.sheet.section("alone");
  Quantity batch = s.let("batch", 1 * sequence, sequence, "a single request", definition);
  Decode decode = parts.decode_pool.step_at("alone", "for a single request", batch, parts.decode_pool.fits);
  TimeWalls walls{s.section("pressure"),  parts.sheet.section("requirement"),
                  decode.bandwidth_wall,  decode.compute_wall,
                  decode.net_time,        parts.target,
                  rest_of_step(s, decode)};

  std::vector<Contestant> contestants() const {
    return {{walls.met, "met", {}},
            {walls.by_bandwidth, "bandwidth", Wall::bandwidth},
            {walls.by_network, "network", Wall::network},
            {walls.by_compute, "compute", Wall::compute}};
  }
};

inline Contest contest_of_walls(const PoolWalls& walls) {
  return {"walls",
          Pick::largest,
          {{walls.capacity, "capacity", Wall::capacity},
           {walls.bandwidth, "bandwidth", Wall::bandwidth},
           {walls.network, "network", Wall::network},
           {walls.compute, "compute", Wall::compute}}};
}

inline Contest contest_of_pools(const PrefillPool& prefill, const DecodePool& decode) {
  return {"pools", Pick::largest, {{prefill.need, "prefill", {}}, {decode.need, "decode", {}}}};
}

inline Contest contest_of_decode_walls(const DecodePool& pool) {
  return {"decode_walls",
          Pick::largest,
          {{pool.capacity, "capacity", Wall::capacity},
           {pool.bandwidth, "bandwidth", Wall::bandwidth},
           {pool.compute, "compute", Wall::compute}}};
}

/// The catalog rows and the gate that these parts bring.
inline void finish(System& system, const ServingParts& parts) {
  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.fits = system.sheet.gates()[static_cast<size_t>(parts.decode_pool.fits.index)].condition;
}

}  // namespace wallflip
