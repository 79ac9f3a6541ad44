#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// One replica behind a serving engine, as benchmarks measure it: callers in a closed loop under continuous batching,
/// or one batch from start to end. Step times by engine and accelerator (serving_engines.hpp): that is the detailed
/// side and stands by default, for validation and the simulation of batching; napkin is one MFU and one MBU. Walls:
/// capacity, bandwidth, network, compute, and the latency of host and launches.
void build_serving_point(System& system);

}  // namespace wallflip
