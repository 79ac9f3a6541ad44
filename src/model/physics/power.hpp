#pragma once

// Power from what the accelerators do, and energy per token.
//
// Simplifications: a chip's power is its idle share plus shares for busy arithmetic and busy memory, up to its limit;
// its part of the host draws the same at any load; the building adds one factor.
// Sources: the shares are rules of thumb; the host's part is MLPerf inference 4.1 at a known power limit (8 H200 at
// 500 W: 6.15 kW at the wall); PUE: Google's fleet.
//
//   chip = limit * min(1, idle + compute share * compute busy + memory share * memory busy)
//   IT power = GPUs * (chip + host)        facility = IT power * PUE        joule a token = facility / (tokens a
//   second)

#include "model/physics/sources.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

/// What a machine draws. Of one sheet.
struct PowerModel {
  Section s;                               ///< "power"
  Section gpu = s.sheet().section("gpu");  ///< a catalog row fills the limit

  Quantity limit = gpu.input("power_limit", 700 * joule / second / gpu_count, "power limit of one GPU", lesson_default);
  Quantity idle_share = s.input("idle_share", 0.12, "power of an idle chip over its limit", rule_of_thumb, "%");
  Quantity compute_share =
      s.input("compute_share", 0.7, "more with busy arithmetic, over the limit", rule_of_thumb, "%");
  Quantity memory_share = s.input("memory_share", 0.4, "more with busy memory, over the limit", rule_of_thumb, "%");
  Quantity host =
      s.input("host", 270 * joule / second / gpu_count, "host, network and fans for each GPU", mlperf_power);
  Quantity pue = s.input("pue", 1.1, "power of the building over that of its machines (PUE)", google_pue);

  Requirement known = s.require("known", limit > 0 * joule / second / gpu_count, "the power limit is not published");
};

/// So many GPUs at work.
struct PowerDraw {
  Section s;
  PowerModel model;
  Quantity gpus;                       ///< GPU
  Quantity compute_busy, memory_busy;  ///< shares of the time, 0 to 1

  Quantity chip_share = s.let(
      "chip_share", min(1, model.idle_share + model.compute_share * compute_busy + model.memory_share * memory_busy),
      unitless, "power of a chip over its limit", rule_of_thumb, "%");
  Quantity chip = s.let("chip", (model.limit * chip_share).given(model.known), joule / second / gpu_count,
                        "power of one GPU", rule_of_thumb);
  Quantity machine =
      s.let("machine", chip + model.host, joule / second / gpu_count, "power of one GPU with its host", mlperf_power);
  Quantity it = s.let("it", gpus* machine, joule / second, "power of the machines", definition);
  Quantity facility = s.let("facility", it* model.pue, joule / second, "power of the building for them", definition);
};

/// Shares of a step in which arithmetic and memory are busy.
struct BusyShares {
  Section s;
  Quantity compute_time, memory_time, net_time;  ///< second

  Quantity step = s.let("step", max({max(compute_time, memory_time) + net_time, 1e-9 * second}), second,
                        "one step, at least a nanosecond", definition);
  Quantity compute_busy =
      s.let("compute_busy", min(compute_time / step, 1), unitless, "time with busy arithmetic", definition, "%");
  Quantity memory_busy =
      s.let("memory_busy", min(memory_time / step, 1), unitless, "time with busy memory", definition, "%");
};

}  // namespace wallflip
