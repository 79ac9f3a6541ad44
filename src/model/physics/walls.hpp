#pragma once

// The pressures of the four walls and the contest that names the binding one.
//
// pressure = demand / supply. Time walls are divided by the target, or by the step itself where there is none. The
// requirement adds times up as they add up in the step: the sum is charged to whichever part is the largest, so the
// largest requirement equals (max(bandwidth, compute) + network) / target.
// Source: definition (the course's own).

#include <optional>

#include "model/physics/decode.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

/// What a step takes beyond the longer of memory and compute and the network: nothing at napkin fidelity, where the two
/// overlap perfectly.
inline Quantity rest_of_step(const Section& s, Quantity span, Quantity bandwidth, Quantity compute, Quantity network) {
  const Quantity longer_wall =
      s.let("longer_wall", max(bandwidth, compute), second, "the longer of memory and compute", definition);
  const Quantity detailed_rest = s.let("detailed_rest", max(span - longer_wall - network, 0 * second), second,
                                       "what the operators take beyond it and the network", definition);
  return s.let("rest", select(model_fidelity(s) == 0, 0 * second, detailed_rest), second,
               "what a step takes beyond its longest wall and the network", definition);
}
inline Quantity rest_of_step(const Section& s, const Decode& decode) {
  return rest_of_step(s, decode.span, decode.bandwidth_wall, decode.compute_wall, decode.net_time);
}

struct TimeWalls {
  Section pressure;                                     ///< "pressure"
  Section requirement;                                  ///< "requirement"
  Quantity bandwidth_time, compute_time, network_time;  ///< second
  Quantity target;                                      ///< second
  std::optional<Quantity> rest_time{};                  ///< second: what the step takes beyond (detailed fidelity)

  Quantity bandwidth =
      pressure.let("bandwidth", bandwidth_time / target, unitless, "pressure on memory bandwidth", definition);
  Quantity network = pressure.let("network", network_time / target, unitless, "pressure on the network", definition);
  Quantity compute = pressure.let("compute", compute_time / target, unitless, "pressure on compute", definition);
  Quantity overlapped =
      requirement.let("overlapped", max(bandwidth, compute), unitless, "the longer of memory and compute", definition);
  Quantity beside = requirement.let("beside", rest_time ? network + *rest_time / target : network, unitless,
                                    "network and rest of the step over its target", definition);
  Quantity whole =
      requirement.let("whole", overlapped + beside, unitless, "the whole step over its target", definition);
  Quantity shared = requirement.let("shared", select(network > overlapped, 0, beside), unitless,
                                    "network time charged to the longer of memory and compute", definition);
  Quantity met = requirement.let("met", 1.0, unitless, "the line", definition);
  Quantity by_bandwidth = requirement.let("bandwidth", bandwidth + shared, unitless,
                                          "the step if memory bandwidth is to blame", definition);
  Quantity by_compute =
      requirement.let("compute", compute + shared, unitless, "the step if compute is to blame", definition);
  Quantity by_network = requirement.let("network", select(network > overlapped, whole, network), unitless,
                                        "the step if the network is to blame", definition);
};

}  // namespace wallflip
