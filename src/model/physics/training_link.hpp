#pragma once

// The link of a group of ranks that stand `stride` GPUs apart, for messages of megabytes.
//
// Simplifications (napkin): a group that leaves the node runs at one network card's rate, without latency. Detailed:
// what the library achieves, and between nodes the cards of all ranks of the group that a node holds, up to the link
// inside the node; one collective starts once and goes round the ring.
// Apart from Collective (collective_group.hpp): that times one message of any size on the best of its paths, where a
// ring leaves the node by one card and only some of its hops do. Messages of a step are so large that one ring for each
// card runs at once, and a ring waits for its slowest hop in every round. Data sheet and constants of both are the
// same. Sources: "Demystifying NCCL", arXiv 2507.04786; constants: collective_library.hpp.

#include "model/physics/gpu.hpp"
#include "model/physics/load.hpp"

namespace wallflip {

struct TrainingLink {
  Quantity napkin_bw;  ///< byte/second/GPU, at either fidelity the link on the data sheet
  Quantity link_bw;    ///< byte/second/GPU
  Quantity latency;    ///< second: one collective
};

/// `ranks` plain, `stride` GPU.
TrainingLink training_link(const Section& s, const Gpu& gpu, const Net& net, Quantity ranks, Quantity stride);

/// The same group while all ranks send to all: in a ring every byte passes the node's cards at its turn, here what goes
/// to other nodes leaves by the rank's own card (detailed), while the rest stays inside. Mean over all peers; without
/// latency at either fidelity.
TrainingLink all_to_all_link(const Section& s, const Gpu& gpu, const Net& net, Quantity ranks, Quantity stride);

}  // namespace wallflip
