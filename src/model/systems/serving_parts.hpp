#pragma once

// What every system with a decode pool stands on: replicas under a TPOT target. A system says how many tokens its
// requests ask for, and composes its own prefill.

#include "model/physics/fleet.hpp"
#include "model/physics/walls.hpp"
#include "model/systems/replica_parts.hpp"

namespace wallflip {

struct ServingParts : ReplicaParts {
  Quantity token_rate;          ///< token/second: asked of the decode pool
  double tpot_seconds = 0.025;  ///< default

  Slo slo{sheet.section("slo"), tpot_seconds};
  Quantity prefill_mfu = prefill_mfu_input(sheet);
  StepRates rates = step_rates();
  Quantity target =
      sheet.section("limits").let("target", slo.tpot*(1 * token), second, "time one step may take", definition);
  ServingLimits limits{sheet.section("limits"), rates, group, target};
  DecodePool decode_pool{sheet.section("decode_pool"), limits, token_rate};

  /// Prefill of `tokens` after `cached` ones on a replica.
  Prefill prefill_of(const Section& section, Quantity tokens, Quantity cached) const {
    return ReplicaParts::prefill_of(section, prefill_mfu, tokens, cached, decode_pool.fits);
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
  return contest_of_walls(walls.capacity, walls.bandwidth, walls.network, walls.compute);
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

}  // namespace wallflip
