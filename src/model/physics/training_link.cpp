#include "model/physics/training_link.hpp"

#include "model/physics/collective_group.hpp"

namespace wallflip {
namespace {

struct Link {
  Section s;
  const Gpu& gpu;
  const Net& net;
  Quantity ranks;   ///< plain
  Quantity stride;  ///< GPU

  Quantity span = s.let("span", ranks* stride, gpu_count, "GPUs between its first and last rank", definition);
  Quantity crosses =
      s.let("crosses", select(span > net.gpus_per_node, 1, 0), unitless, "does it leave the node", definition);
  Quantity napkin_bw = group_link(s, "napkin_bw", gpu, net, span);
  Quantity node_bw = s.let("node_bw", gpu.link_bw* net.library.simple_fraction, byte / second / gpu_count,
                           "achieved inside the node", aicfg_collectives);
  Quantity cards =
      s.let("cards", max(net.gpus_per_node / stride, 1), unitless, "cards of a node that the group uses", nccl_2025);
  Quantity net_bw = s.let("net_bw", net.link_bw* net.library.net_fraction* cards, byte / second / gpu_count,
                          "achieved out of the node", nccl_2025);
  Quantity detailed_bw = s.let("detailed_bw", select(crosses == 1, min(net_bw, node_bw), node_bw),
                               byte / second / gpu_count, "achieved by the group", nccl_2025);
  Quantity link_bw = s.let("link_bw", max(by_fidelity(s, napkin_bw, detailed_bw), 1 * byte / second / gpu_count),
                           byte / second / gpu_count, "link of the group, at least a byte a second", definition);
  Quantity hops_time = s.let("hops_time", (ranks - 1) * (net.library.simple_hop + crosses * net.hop_cross_node), second,
                             "hops of a ring, once round", aicfg_collectives);
  Quantity start_time = s.let("start_time", net.library.launch + net.library.simple_start + hops_time, second,
                              "start and hops of one collective", aicfg_collectives);
  Quantity no_time = s.let("no_time", 0 * second, second, "bytes alone", definition);
  Quantity latency =
      s.let("latency", by_fidelity(s, no_time, start_time), second, "start of one collective", definition);
};

}  // namespace

Quantity all_to_all_byte(const Section& s, const Gpu& gpu, const Net& net, Quantity ranks, Quantity stride) {
  const Quantity near = s.let("near", min(ranks, max(net.gpus_per_node / stride, 1)), unitless,
                              "ranks of the group in one node", definition);
  const Quantity leaving = s.let("leaving", (ranks - near) / max(ranks - 1, 1), unitless,
                                 "share of an all-to-all that leaves the node", definition, "%");
  const auto rate = [&](const char* name, Quantity link, Quantity fraction, const char* label) {
    return s.let(name, max(link * fraction, 1 * byte / second / gpu_count), byte / second / gpu_count, label,
                 aicfg_collectives);
  };
  const Quantity node_bw =
      rate("node_bw", gpu.link_bw, net.library.simple_fraction, "achieved inside the node, at least a byte a second");
  const Quantity card_bw =
      rate("card_bw", net.link_bw, net.library.net_fraction, "achieved by one card, at least a byte a second");
  const Quantity near_byte = s.let("near_byte", (1 - leaving) / node_bw, second * gpu_count / byte,
                                   "what stays inside, a byte of all", definition);
  const Quantity far_byte = s.let("far_byte", leaving / card_bw, second * gpu_count / byte,
                                  "what leaves by one card, a byte of all", definition);
  return s.let("byte", max(near_byte, far_byte), second * gpu_count / byte, "an all-to-all, a byte", definition);
}

TrainingLink training_link(const Section& s, const Gpu& gpu, const Net& net, Quantity ranks, Quantity stride) {
  const Link link{s, gpu, net, ranks, stride};
  return {link.napkin_bw, link.link_bw, link.latency};
}

}  // namespace wallflip
