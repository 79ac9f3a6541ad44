#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// A fleet in production: demand over the day, releases, spares, availability, cold starts, spot capacity.
/// Walls, as shares of what is paid for or allowed: compute (work), dollars (idle), storage (a cold start).
/// `bill`: work or idle, in replicas; `requirement`: the availability promised.
void build_production(System& system);

}  // namespace wallflip
