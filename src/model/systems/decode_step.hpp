#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// One decode step against the datasheet roofline: bandwidth, network and compute; memory capacity is left out, so
/// that any batch can be asked about. Time walls are measured against the step itself.
void build_decode_step(System& system);

}  // namespace wallflip
