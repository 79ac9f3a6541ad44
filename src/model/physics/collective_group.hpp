#pragma once

// A group of GPUs, its links, and the ways an all-reduce can take on them: ring and double binary tree with three
// protocols each, sums made in the switch, one or two shots.
//
// Simplifications: one message at a time on an idle link. Napkin: a group larger than a node crosses the NIC on every
// hop. Detailed: only its share of the hops does; a tree is a chain inside a node.
// Sources: "Demystifying NCCL", arXiv 2507.04786; detailed: collective_library.hpp.
//
//   ring: 2 (p-1) hops, sends 2 (p-1)/p of the message        tree: 2 ceil(log2 p) hops, sends 2 messages
//   switch: 2 hops, sends 1 + 1/p (its own part of the sum, and its message for all other parts)
//   one shot: everybody reads everybody's, p-1 messages       two shots: 2 (p-1)/p
//   napkin   time = hops * latency of a hop + share * message / (link * efficiency)
//   detailed time = start + hops * measured hop + share with the own part * message / (link * achieved fraction)

#include <array>

#include "model/physics/fidelity.hpp"
#include "model/physics/gpu.hpp"
#include "model/physics/load.hpp"

namespace wallflip {

/// One algorithm with one protocol: a straight line in the message size, at either fidelity.
struct CollectivePath {
  Section s;
  Quantity napkin_latency, detailed_latency;  ///< second
  Quantity napkin_byte, detailed_byte;        ///< second/byte

  Quantity latency =
      s.let("latency", by_fidelity(s, napkin_latency, detailed_latency), second, "time of the hops", nccl_2025);
  Quantity seconds_per_byte = s.let("seconds_per_byte", by_fidelity(s, napkin_byte, detailed_byte), second / byte,
                                    "time a byte of the message", nccl_2025);
};

/// One protocol as measured (detailed fidelity), on the links of a group.
struct MeasuredProtocol {
  Section s;
  Quantity talks, nodes, crossing;  ///< of the group
  Quantity chain_hops, far_hops;    ///< of a tree: inside the node, between nodes
  Quantity node_rate, net_rate;     ///< byte/second that the protocol achieves on one rank's links
  Quantity base, node_hop, cross;   ///< second: start, a hop in the node, more between nodes

  Quantity start = s.let("start", talks* base, second, "start", aicfg_collectives);
  Quantity hop = s.let("hop", node_hop + crossing * cross, second, "a hop, mean over the ring", aicfg_collectives);
  Quantity far_hop = s.let("far_hop", node_hop + cross, second, "a hop between nodes", aicfg_collectives);
  Quantity tree_latency =
      s.let("tree_latency", chain_hops* node_hop + far_hops * far_hop, second, "hops of a tree", aicfg_collectives);
  Quantity node_byte = s.let("node_byte", 1 / node_rate, second / byte, "a byte inside the node", definition);
  Quantity net_byte = s.let("net_byte", 1 / net_rate, second / byte, "a byte between nodes", definition);
  Quantity slower_byte = s.let("slower_byte", max(node_byte, net_byte), second / byte, "the slower", definition);
  Quantity byte_time = s.let("byte_time", select(nodes > 1, slower_byte, node_byte), second / byte,
                             "a byte on the links that the group uses", definition);
};

/// The same thing of each path.
template <class T>
struct Paths {
  T ring_simple, ring_ll, ring_ll128, tree_simple, tree_ll, tree_ll128, switched, one_shot, two_shot;
};

/// What `of(name, path)` makes of each.
template <class T, class Of>
auto of_each(const Paths<T>& paths, const Of& of) {
  return Paths<decltype(of("", paths.ring_simple))>{
      of("ring_simple", paths.ring_simple), of("ring_ll", paths.ring_ll),   of("ring_ll128", paths.ring_ll128),
      of("tree_simple", paths.tree_simple), of("tree_ll", paths.tree_ll),   of("tree_ll128", paths.tree_ll128),
      of("switched", paths.switched),       of("one_shot", paths.one_shot), of("two_shot", paths.two_shot)};
}

/// The link on the data sheet of a group whose ranks stand among `span` neighbours: it is as slow as its slowest hop.
inline Quantity group_link(const Section& s, const char* name, const Gpu& gpu, const Net& net, Quantity span) {
  return s.let(name, select(span > net.gpus_per_node, net.link_bw, gpu.link_bw), byte / second / gpu_count,
               "link that the group uses, on the data sheet", definition);
}

/// What the group's links and the library make of the paths, whatever is sent.
struct Collective {
  Section s;
  Gpu gpu;
  Net net;
  Quantity group;         ///< GPU: how many take part
  Quantity span = group;  ///< GPU: neighbours among which they stand (every 8th rank: 8 * group); decides who crosses

  Quantity ranks = s.let("ranks", group / (1 * gpu_count), unitless, "ranks", definition);
  Quantity extra_latency = s.let("extra_latency", select(span > net.gpus_per_node, net.hop_cross_node, 0 * second),
                                 second, "extra latency of a hop between nodes", nccl_2025);
  Quantity link_bw = group_link(s, "link_bw", gpu, net, span);
  Quantity link = s.let("link", max(link_bw, 1 * byte / second / gpu_count) * (1 * gpu_count), byte / second,
                        "link of one rank, at least a byte a second", definition);
  Quantity node_link = s.let("node_link", max(gpu.link_bw, 1 * byte / second / gpu_count) * (1 * gpu_count),
                             byte / second, "link of one rank inside the node, at least a byte a second", definition);
  Quantity net_link = s.let("net_link", max(net.link_bw, 1 * byte / second / gpu_count) * (1 * gpu_count),
                            byte / second, "link of one rank out of the node, at least a byte a second", definition);
  Quantity nodes = s.let("nodes", max(span / net.gpus_per_node, 1), unitless, "nodes spanned", definition);
  Quantity node_ranks =
      s.let("node_ranks", max(ranks / nodes, 1), unitless, "ranks of the group in one node", definition);
  Quantity ring_hops = s.let("ring_hops", 2 * (ranks - 1), unitless, "hops of a ring", nccl_2025);
  Quantity ring_share =
      s.let("ring_share", ring_hops / ranks, unitless, "share of the message a rank sends, ring", nccl_2025);
  Quantity tree_hops = s.let("tree_hops", 2 * ceil(log2(ranks)), unitless, "hops of a double tree", nccl_2025);
  Quantity tree_share = s.let("tree_share", 2.0, unitless, "share of the message a rank sends, tree", nccl_2025);
  Quantity simple_hop = s.let("simple_hop", net.simple_latency + extra_latency, second, "a hop, Simple", nccl_2025);
  Quantity ll_hop = s.let("ll_hop", net.ll_latency + extra_latency, second, "a hop, LL", nccl_2025);
  Quantity ll128_hop = s.let("ll128_hop", net.ll128_latency + extra_latency, second, "a hop, LL128", nccl_2025);
  Quantity simple_byte =
      s.let("simple_byte", 1 / (link * net.simple_efficiency), second / byte, "time a byte, Simple", nccl_2025);
  Quantity ll_byte = s.let("ll_byte", 1 / (link * net.ll_efficiency), second / byte, "time a byte, LL", nccl_2025);
  Quantity ll128_byte =
      s.let("ll128_byte", 1 / (link * net.ll128_efficiency), second / byte, "time a byte, LL128", nccl_2025);

  // Detailed: what one rank's links achieve, and how often its messages leave the node.
  Quantity talks = s.let("talks", min(ranks - 1, 1), unitless, "0 for a rank alone, else 1", definition);
  Quantity crossing = s.let("crossing", select(nodes > 1, min(nodes / ranks, 1), 0), unitless,
                            "share of a ring's hops that leave the node", definition, "%");
  Quantity crowding = s.let("crowding", pow(2 / max(node_ranks, 2), net.library.contention), unitless,
                            "what neighbours leave of the node's link", aicfg_collectives, "%");
  Quantity shared_link = s.let("shared_link", node_link* crowding, byte / second,
                               "link of one rank inside the node, shared", aicfg_collectives);
  Quantity own_share = s.let("own_share", talks* net.library.own_part / ranks, unitless,
                             "share of the message that a rank's own piece costs", aicfg_collectives);
  Quantity chain_hops =
      s.let("chain_hops", 2 * (node_ranks - 1), unitless, "hops of a tree inside the node", nccl_2025);
  Quantity far_hops = s.let("far_hops", 2 * ceil(log2(nodes)), unitless, "hops of a tree between nodes", nccl_2025);
  MeasuredProtocol measured(const char* name, Quantity start, Quantity hop, Quantity fraction, Quantity far) const {
    return {s.section(name),
            talks,
            nodes,
            crossing,
            chain_hops,
            far_hops,
            shared_link * fraction,
            net_link * far,
            net.library.launch + start,
            hop,
            net.hop_cross_node};
  }
  Quantity no_start = s.let("no_start", 0 * second, second, "nothing more to start, LL", definition);
  MeasuredProtocol simple = measured("measured_simple", net.library.simple_start, net.library.simple_hop,
                                     net.library.simple_fraction, net.library.net_fraction);
  MeasuredProtocol ll =
      measured("measured_ll", no_start, net.library.ll_hop, net.library.ll_fraction, net.library.net_ll_fraction);
  MeasuredProtocol ll128 = measured("measured_ll128", net.library.ll128_start, net.library.ll128_hop,
                                    net.library.ll128_fraction, net.library.net_fraction);

  CollectivePath path(const char* name, const std::array<Quantity, 4>& of) const {
    const Section at = s.section(name);
    return {at, at.let("napkin_latency", of[0], second, "time of the hops, napkin", nccl_2025),
            at.let("detailed_latency", of[1], second, "time of start and hops, detailed", aicfg_collectives),
            at.let("napkin_byte", of[2], second / byte, "time a byte of the message, napkin", nccl_2025),
            at.let("detailed_byte", of[3], second / byte, "time a byte of the message, detailed", aicfg_collectives)};
  }
  CollectivePath ring(const char* name, Quantity hop, Quantity byte_time, const MeasuredProtocol& p) const {
    return path(name, {ring_hops * hop, p.start + ring_hops * p.hop, ring_share * byte_time,
                       (ring_share + own_share) * p.byte_time});
  }
  CollectivePath tree(const char* name, Quantity hop, Quantity byte_time, const MeasuredProtocol& p) const {
    return path(name, {tree_hops * hop, p.start + p.tree_latency, tree_share * byte_time, tree_share * p.byte_time});
  }

  // Sums made in the switches: inside the node (NVLS), then between nodes in a ring or in the fabric (SHARP).
  Quantity switch_hops =
      s.let("switch_hops", select(node_ranks > 1, 2, 0), unitless, "hops to the node's switch and back", nccl_2025);
  Quantity switch_far_hops = s.let("switch_far_hops", select(net.in_network == 2, min(far_hops, 2), far_hops), unitless,
                                   "hops between nodes, sums in the switch", nccl_2025);
  Quantity switch_share = s.let("switch_share", select(node_ranks > 1, 1 + 1 / node_ranks, 0), unitless,
                                "share of the message a rank sends to the node's switch", nccl_2025);
  Quantity far_share = s.let("far_share", select(net.in_network == 2, min(far_hops, 1), 2 * (nodes - 1) / nodes),
                             unitless, "share of its part a rank sends out of the node", nccl_2025);
  Quantity switch_far_share = s.let("switch_far_share", far_share / node_ranks, unitless,
                                    "share of the message a rank sends out of the node", nccl_2025);
  Quantity switch_far_hop = s.let("switch_far_hop", net.simple_latency + net.hop_cross_node, second,
                                  "a hop between nodes, napkin", nccl_2025);
  Quantity switch_rate =
      s.let("switch_rate", select(net.library.switch_fraction > 0, node_link, 1 * byte / second), byte / second,
            "link to a switch that sums, next to nothing where there is none", definition);
  Quantity switch_byte = s.let("switch_byte", max(switch_share / switch_rate, switch_far_share / net_link),
                               second / byte, "a byte of the message, napkin", nccl_2025);
  Quantity switch_start = s.let("switch_start", talks*(net.library.launch + net.library.switch_start), second,
                                "start with sums in the switch", aicfg_collectives);
  Quantity switch_link = s.let("switch_link", max(switch_rate* net.library.switch_fraction, 1 * byte / second),
                               byte / second, "link to the switch, achieved", aicfg_collectives);
  Quantity switch_near_byte = s.let("switch_near_byte", switch_share / switch_link, second / byte,
                                    "a byte of the message through the switch", aicfg_collectives);
  Quantity switch_far_byte = s.let("switch_far_byte", switch_far_share* simple.net_byte, second / byte,
                                   "a byte of the message between nodes", aicfg_collectives);

  // Kernels of serving frameworks: every rank reads its peers' memory, at once or in two halves. Inside a node only.
  Quantity has_shots =
      s.let("has_shots", select(nodes > 1, 0, net.one_shot), unitless, "1 where one-shot kernels can run", definition);

  Paths<CollectivePath> paths{
      ring("ring_simple", simple_hop, simple_byte, simple),
      ring("ring_ll", ll_hop, ll_byte, ll),
      ring("ring_ll128", ll128_hop, ll128_byte, ll128),
      tree("tree_simple", simple_hop, simple_byte, simple),
      tree("tree_ll", ll_hop, ll_byte, ll),
      tree("tree_ll128", ll128_hop, ll128_byte, ll128),
      path("switched", {switch_hops * net.simple_latency + switch_far_hops * switch_far_hop,
                        switch_start + switch_far_hops* simple.far_hop, switch_byte / net.simple_efficiency,
                        max(switch_near_byte, switch_far_byte)}),
      path("one_shot",
           {talks * net.ll_latency, talks* net.library.one_shot_start + (ranks - 1) * net.library.one_shot_peer,
            (ranks - 1) / node_link, (ranks - 1) / (shared_link * net.library.one_shot_fraction)}),
      path("two_shot", {talks * 2 * net.ll_latency, talks* net.library.two_shot_start, ring_share / node_link,
                        ring_share / (shared_link * net.library.two_shot_fraction)})};
};

}  // namespace wallflip
