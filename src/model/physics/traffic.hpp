#pragma once

// Requests as they reach a serving engine, and what their users are promised: what the batching simulation
// (study/batching_study.hpp) draws its requests from. The closed forms know means only.
//
// Simplifications: lengths are uniform around their mean and independent of each other.
//
//   pressure of a promise = mean time of callers that wait / target

#include "model/physics/batching.hpp"

namespace wallflip {

struct Traffic {
  Section load, slo, pressure;
  ContinuousBatching serving;

  Quantity arrivals =
      load.choice("arrivals", {"callers", "traffic"}, 0,
                  "who asks: callers that wait for their answer, or traffic that does not wait", lesson_default);
  Quantity request_rate = load.input("request_rate", 2 * unitless / second,
                                     "requests a second, of traffic that does not wait", lesson_default);
  Quantity burstiness = load.input("burstiness", {1, unitless},
                                   "squared coefficient of variation of the gaps, 1: Poisson", lesson_default);
  Quantity length_spread =
      load.input("length_spread", 0.5, "lengths vary by this share of their mean, up and down", lesson_default, "%");
  Quantity requests = load.count("requests", {2000, unitless}, "requests simulated", lesson_default);
  Quantity ttft = slo.input("ttft", 1 * second, "TTFT target", lesson_default);
  Quantity tpot = slo.input("tpot", 0.05 * second / token, "TPOT target", lesson_default);

  Quantity by_ttft =
      pressure.let("ttft", serving.ttft / ttft, unitless, "mean TTFT of callers over its target", definition);
  Quantity by_tpot =
      pressure.let("tpot", serving.tpot / tpot, unitless, "mean TPOT of callers over its target", definition);
};

}  // namespace wallflip
