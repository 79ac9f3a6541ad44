#pragma once

// What every system with a model on a replica stands on: the GPUs and how they split the model, their links, the KV
// cache of a running sequence, and what GEMMs achieve. A system says how long its sequences are.

#include "model/physics/decode.hpp"
#include "model/physics/prefill.hpp"
#include "model/physics/serving_limits.hpp"
#include "model/systems/system.hpp"

namespace wallflip {

inline Quantity decode_mfu_input(Sheet& sheet) {
  return sheet.section("decode").input("mfu", 0.6, "achieved fraction of the peak in decode", lesson_default, "%");
}
inline Quantity prefill_mfu_input(Sheet& sheet) {
  return sheet.section("prefill").input("mfu", 0.5, "achieved fraction of the peak in prefill", lesson_default, "%");
}
/// What a prefill finds in the KV cache where a system reuses none.
inline Quantity nothing_cached(const Section& s) {
  return s.let("cached", 0 * token, token, "nothing is cached", definition);
}

struct ReplicaParts {
  Sheet& sheet;
  Quantity context;  ///< token/sequence: of a running sequence
  // defaults of a lesson's scenario
  double tp = 1;
  LlmShape shape{};
  Widths widths{};

  Llm llm{sheet.section("llm"), shape, widths};
  Gpu gpu{sheet.section("gpu"), llm};
  Split split{sheet.section("split"), tp};
  Net net{sheet.section("net")};
  KvCache kv{sheet.section("kv"), llm, gpu, context, split};
  Collective group{sheet.section("collective"), gpu, net, split.tp};
  Quantity decode_mfu = decode_mfu_input(sheet);

  /// One step of `batch` sequences.
  Decode decode_of(const Section& section, Quantity batch, Requirement fits) const {
    return {section, llm, gpu, split, group, kv, decode_mfu, batch, fits};
  }
  /// `tokens` of a prompt after `cached` ones.
  Prefill prefill_of(const Section& section, Quantity mfu, Quantity tokens, Quantity cached, Requirement fits) const {
    return {section, llm, gpu, split, mfu, tokens, cached, fits, group};
  }
  StepRates step_rates() const { return {sheet.section("limits"), llm, gpu, split, kv, decode_mfu}; }
};

/// The four walls of a replica, largest pressure first to bind.
inline Contest contest_of_walls(Quantity capacity, Quantity bandwidth, Quantity network, Quantity compute) {
  return {"walls",
          Pick::largest,
          {{capacity, "capacity", Wall::capacity},
           {bandwidth, "bandwidth", Wall::bandwidth},
           {network, "network", Wall::network},
           {compute, "compute", Wall::compute}}};
}

/// The same against the line that a target draws.
inline Contest contest_of_requirement(Quantity met, Quantity capacity, Quantity bandwidth, Quantity network,
                                      Quantity compute) {
  Contest contest = contest_of_walls(capacity, bandwidth, network, compute);
  contest.id = "requirement";
  contest.of.insert(contest.of.begin(), {met, "met", {}});
  return contest;
}

/// The catalog rows of a model on accelerators, and the gate of a design that fits.
inline void finish(System& system, Requirement fits) {
  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.fits = system.sheet.gates()[static_cast<size_t>(fits.index)].condition;
}

}  // namespace wallflip
