#pragma once

// How finely a system is computed: one choice for the whole sheet, "model.fidelity".
//
//   napkin: one achieved fraction of the peak (MFU) and of the bandwidth (MBU); chances to first order
//   detailed: per operator and message, the efficiency as a function of its shape and size; chances in full
//
// Both sides are named quantities; the one asked for goes on.

#include "model/physics/sources.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

/// The sheet's one fidelity choice, whoever asks for it first: napkin (0) unless it says that detailed (1) stands.
inline Quantity model_fidelity(const Section& section, int standing = 0) {
  Sheet& sheet = section.sheet();
  const NodeId node = sheet.find("model.fidelity");
  if (node >= 0) return {&sheet, node};
  return sheet.section("model").choice("fidelity", {"napkin", "detailed"}, standing, "fidelity", definition);
}

/// What the fidelity asked for makes of a time that both sides have named.
inline Quantity by_fidelity(const Section& section, Quantity napkin, Quantity detailed) {
  return select(model_fidelity(section) == 0, napkin, detailed);
}

}  // namespace wallflip
