#pragma once

// All-reduce over a group of GPUs: ring and double binary tree, three protocols each, the fastest one chosen.
//
// Simplifications: one message at a time on an idle link; a group larger than a node crosses the NIC on every hop.
// Source: "Demystifying NCCL", arXiv 2507.04786.
//
//   ring: 2 (p-1) hops, sends 2 (p-1)/p of the message        tree: 2 ceil(log2 p) hops, sends 2 messages
//   time = hops * latency of a hop + share * message / (link * efficiency)

#include "model/physics/gpu.hpp"
#include "model/physics/load.hpp"

namespace wallflip {

/// One algorithm with one protocol: a straight line in the message size.
struct CollectivePath {
  Section s;
  Quantity hops, hop_latency;
  Quantity share, byte_time;

  Quantity latency = s.let("latency", hops* hop_latency, second, "time of the hops", nccl_2025);
  Quantity seconds_per_byte =
      s.let("seconds_per_byte", share* byte_time, second / byte, "time a byte of the message", nccl_2025);
};

/// What the group's link and the library make of the six paths, whatever is sent.
struct Collective {
  Section s;
  Gpu gpu;
  Net net;
  Quantity group;         ///< GPU: how many take part
  Quantity span = group;  ///< GPU: neighbours among which they stand (every 8th rank: 8 * group); decides who crosses

  Quantity ranks = s.let("ranks", group / (1 * gpu_count), unitless, "ranks", definition);
  Quantity extra_latency = s.let("extra_latency", select(span > net.gpus_per_node, net.hop_cross_node, 0 * second),
                                 second, "extra latency of a hop between nodes", nccl_2025);
  Quantity link_bw = s.let("link_bw", select(span > net.gpus_per_node, net.link_bw, gpu.link_bw),
                           byte / second / gpu_count, "link that the group uses", definition);
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

  CollectivePath ring_simple{s.section("ring_simple"), ring_hops, simple_hop, ring_share, simple_byte};
  CollectivePath ring_ll{s.section("ring_ll"), ring_hops, ll_hop, ring_share, ll_byte};
  CollectivePath ring_ll128{s.section("ring_ll128"), ring_hops, ll128_hop, ring_share, ll128_byte};
  CollectivePath tree_simple{s.section("tree_simple"), tree_hops, simple_hop, tree_share, simple_byte};
  CollectivePath tree_ll{s.section("tree_ll"), tree_hops, ll_hop, tree_share, ll_byte};
  CollectivePath tree_ll128{s.section("tree_ll128"), tree_hops, ll128_hop, tree_share, ll128_byte};
};

/// One all-reduce of one message.
struct AllReduce {
  Section s;
  Collective group;
  Quantity message;  ///< byte, the size of the tensor that every rank holds

  Quantity on_path(const char* name, const CollectivePath& path) const {
    return s.let(name, path.latency + message * path.seconds_per_byte, second, "one all-reduce on this path",
                 nccl_2025);
  }
  Quantity ring_simple = on_path("ring_simple", group.ring_simple);
  Quantity ring_ll = on_path("ring_ll", group.ring_ll);
  Quantity ring_ll128 = on_path("ring_ll128", group.ring_ll128);
  Quantity tree_simple = on_path("tree_simple", group.tree_simple);
  Quantity tree_ll = on_path("tree_ll", group.tree_ll);
  Quantity tree_ll128 = on_path("tree_ll128", group.tree_ll128);
  Quantity simple = s.let("simple", min(ring_simple, tree_simple), second, "fastest with Simple", nccl_2025);
  Quantity ll = s.let("ll", min(ring_ll, tree_ll), second, "fastest with LL", nccl_2025);
  Quantity ll128 = s.let("ll128", min(ring_ll128, tree_ll128), second, "fastest with LL128", nccl_2025);
  Quantity fastest = s.let("fastest", min({simple, ll, ll128}), second, "fastest of all paths", nccl_2025);
  Quantity low_latency =
      s.let("low_latency", select(group.net.protocol == 2, ll, ll128), second, "LL or LL128, as asked for", nccl_2025);
  Quantity forced = s.let("forced", select(group.net.protocol == 1, simple, low_latency), second,
                          "with the protocol asked for", nccl_2025);
  Quantity time = s.let("time", select(group.net.protocol == 0, fastest, forced), second, "one all-reduce", nccl_2025);
};

}  // namespace wallflip
