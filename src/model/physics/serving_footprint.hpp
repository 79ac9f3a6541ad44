#pragma once

// What a token costs beside its rent: energy, carbon, water, and its price on GPUs of one's own.
//
// Simplifications and sources: power.hpp, carbon.hpp, ownership.hpp; the GPUs are busy all the time, as in cost.hpp.

#include "model/physics/gpu.hpp"
#include "model/physics/ownership.hpp"

namespace wallflip {

/// Sections "power", "grid", "carbon", "energy" and "own" below `s`.
struct ServingFootprint {
  Section s;
  Gpu gpu;
  Quantity gpus;                              ///< GPU: of one replica
  Quantity compute_time, mem_time, net_time;  ///< second: of one step
  Quantity throughput;                        ///< token/second: of one replica

  PowerModel model{s.section("power")};
  BusyShares busy{s.section("power"), compute_time, mem_time, net_time};
  PowerDraw power{s.section("power"), model, gpus, busy.compute_busy, busy.memory_busy};
  PowerGrid grid{s.section("grid")};
  Footprint carbon{s.section("carbon"), grid, power};
  TokenFootprint energy{s.section("energy"), carbon, throughput};
  Ownership own{s.section("own"), grid, power, gpu.price_per_hour};
  OwnedTokens owned{s.section("own"), own, gpus, throughput};
};

}  // namespace wallflip
