#pragma once

// Which protocol and which path: the best of those that a group has, or the protocol that is asked for.
//
// Simplifications: the library picks the truly best; a protocol that is asked for leaves ring and tree.
// Source: "Demystifying NCCL", arXiv 2507.04786.
//
//   simple, ll, ll128 = best of ring and tree with that protocol
//   best = best of the three, and of switch, one and two shots where the group has them

#include "model/physics/collective_group.hpp"

namespace wallflip {

/// A number of each protocol, and the best of all that is there.
struct Protocols {
  Quantity simple, ll, ll128;
  Quantity best;
};

/// What is compared: times, of which the smallest is best, or batches, of which the largest is.
struct Compared {
  bool largest;
  Unit unit;
  const char* what;  ///< begins every label: "one all-reduce"
  const char* source;
};

/// What the protocol asked for makes of it: net.protocol.
Quantity as_asked(const Section& s, const Net& net, const Protocols& of, const Compared& compared);

/// The choice over the paths; `chosen` as asked for.
struct PathChoice {
  Protocols protocols;
  Quantity chosen;
};
PathChoice choose_path(const Section& s, const Collective& group, const Paths<Quantity>& on, const Compared& compared);

}  // namespace wallflip
