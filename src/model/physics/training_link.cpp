#include "model/physics/training_link.hpp"

#include "model/physics/collective_group.hpp"

namespace wallflip {
namespace {

// What a rank of the group finds, whatever is sent.
struct Links {
  Section s;
  const Gpu& gpu;
  const Net& net;
  Quantity ranks;   ///< plain
  Quantity stride;  ///< GPU

  Quantity span = s.let("span", ranks* stride, gpu_count, "GPUs between its first and last rank", definition);
  Quantity napkin_bw = group_link(s, "napkin_bw", gpu, net, span);
  Quantity node_bw = s.let("node_bw", gpu.link_bw* net.library.simple_fraction, byte / second / gpu_count,
                           "achieved inside the node", aicfg_collectives);
  Quantity cards =
      s.let("cards", max(net.gpus_per_node / stride, 1), unitless, "cards of a node that the group uses", nccl_2025);
  Quantity card_bw = s.let("card_bw", net.link_bw* net.library.net_fraction, byte / second / gpu_count,
                           "achieved by one card", nccl_2025);
  Quantity no_time = s.let("no_time", 0 * second, second, "bytes alone", definition);

  Quantity link_bw(Quantity detailed_bw) const {
    return s.let("link_bw", max(by_fidelity(s, napkin_bw, detailed_bw), 1 * byte / second / gpu_count),
                 byte / second / gpu_count, "link of the group, at least a byte a second", definition);
  }
};

struct Ring {
  Section s;
  Links of;

  Quantity crosses =
      s.let("crosses", select(of.span > of.net.gpus_per_node, 1, 0), unitless, "does it leave the node", definition);
  Quantity net_bw =
      s.let("net_bw", of.card_bw* of.cards, byte / second / gpu_count, "achieved out of the node", nccl_2025);
  Quantity detailed_bw = s.let("detailed_bw", select(crosses == 1, min(net_bw, of.node_bw), of.node_bw),
                               byte / second / gpu_count, "achieved by the group", nccl_2025);
  Quantity link_bw = of.link_bw(detailed_bw);
  Quantity hops_time =
      s.let("hops_time", (of.ranks - 1) * (of.net.library.simple_hop + crosses * of.net.hop_cross_node), second,
            "hops of a ring, once round", aicfg_collectives);
  Quantity start_time = s.let("start_time", of.net.library.launch + of.net.library.simple_start + hops_time, second,
                              "start and hops of one collective", aicfg_collectives);
  Quantity latency =
      s.let("latency", by_fidelity(s, of.no_time, start_time), second, "start of one collective", definition);
};

struct AllToAllPeers {
  Section s;
  Links of;

  Quantity near = s.let("near", min(of.ranks, of.cards), unitless, "ranks of the group in one node", definition);
  Quantity leaving = s.let("leaving", (of.ranks - near) / max(of.ranks - 1, 1), unitless,
                           "share of an all-to-all that leaves the node", definition, "%");
  Quantity byte_time(const char* name, Quantity share, Quantity bw, const char* label) const {
    return s.let(name, share / max(bw, 1 * byte / second / gpu_count), second * gpu_count / byte, label, definition);
  }
  Quantity near_byte = byte_time("near_byte", 1 - leaving, of.node_bw, "what stays inside, a byte of all");
  Quantity far_byte = byte_time("far_byte", leaving, of.card_bw, "what leaves by one card, a byte of all");
  Quantity detailed_bw = s.let("detailed_bw", 1 / max(near_byte, far_byte), byte / second / gpu_count,
                               "achieved on both links at once", nccl_2025);
  Quantity link_bw = of.link_bw(detailed_bw);
};

}  // namespace

TrainingLink training_link(const Section& s, const Gpu& gpu, const Net& net, Quantity ranks, Quantity stride) {
  const Ring ring{s, {s, gpu, net, ranks, stride}};
  return {ring.of.napkin_bw, ring.link_bw, ring.latency};
}

TrainingLink all_to_all_link(const Section& s, const Gpu& gpu, const Net& net, Quantity ranks, Quantity stride) {
  const AllToAllPeers peers{s, {s, gpu, net, ranks, stride}};
  return {peers.of.napkin_bw, peers.link_bw, peers.of.no_time};
}

}  // namespace wallflip
