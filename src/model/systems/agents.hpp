#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// An agentic platform: tasks of many calls whose KV waits in memory while tools run, and a p95 that no GPU shortens.
void build_agents(System& system);

}  // namespace wallflip
