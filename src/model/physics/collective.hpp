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
  Quantity hops, share, hop_latency, link, efficiency, message;

  Quantity latency = s.let("latency", hops* hop_latency, second, "time of the hops", nccl_2025);
  Quantity seconds_per_byte =
      s.let("seconds_per_byte", share / (link * efficiency), second / byte, "time a byte of the message", nccl_2025);
  Quantity time = s.let("time", latency + message * seconds_per_byte, second, "one all-reduce on this path", nccl_2025);
};

struct AllReduce {
  Section s;
  Gpu gpu;
  Net net;
  Quantity group;    ///< GPU
  Quantity message;  ///< byte, the size of the tensor that every rank holds

  Quantity ranks = s.let("ranks", group / (1 * gpu_count), unitless, "ranks", definition);
  Quantity extra = s.let("extra_latency", select(group > net.gpus_per_node, net.hop_cross_node, 0 * second), second,
                         "extra latency of a hop between nodes", nccl_2025);
  Quantity link_bw = s.let("link_bw", select(group > net.gpus_per_node, net.link_bw, gpu.link_bw),
                           byte / second / gpu_count, "link that the group uses", definition);
  Quantity link = s.let("link", max(link_bw, 1 * byte / second / gpu_count) * (1 * gpu_count), byte / second,
                        "link of one rank, at least a byte a second", definition);
  Quantity ring_hops = s.let("ring_hops", 2 * (ranks - 1), unitless, "hops of a ring", nccl_2025);
  Quantity ring_share =
      s.let("ring_share", 2 * (ranks - 1) / ranks, unitless, "share of the message a rank sends, ring", nccl_2025);
  Quantity tree_hops = s.let("tree_hops", 2 * ceil(log2(ranks)), unitless, "hops of a double tree", nccl_2025);
  Quantity tree_share = s.let("tree_share", 2.0, unitless, "share of the message a rank sends, tree", nccl_2025);
  Quantity simple_hop = s.let("simple_hop", net.simple_latency + extra, second, "a hop, Simple", nccl_2025);
  Quantity ll_hop = s.let("ll_hop", net.ll_latency + extra, second, "a hop, LL", nccl_2025);
  Quantity ll128_hop = s.let("ll128_hop", net.ll128_latency + extra, second, "a hop, LL128", nccl_2025);

  CollectivePath ring_simple{s.section("ring_simple"), ring_hops, ring_share, simple_hop, link,
                             net.simple_efficiency,    message};
  CollectivePath ring_ll{s.section("ring_ll"), ring_hops, ring_share, ll_hop, link, net.ll_efficiency, message};
  CollectivePath ring_ll128{s.section("ring_ll128"), ring_hops, ring_share, ll128_hop, link,
                            net.ll128_efficiency,    message};
  CollectivePath tree_simple{s.section("tree_simple"), tree_hops, tree_share, simple_hop, link,
                             net.simple_efficiency,    message};
  CollectivePath tree_ll{s.section("tree_ll"), tree_hops, tree_share, ll_hop, link, net.ll_efficiency, message};
  CollectivePath tree_ll128{s.section("tree_ll128"), tree_hops, tree_share, ll128_hop, link,
                            net.ll128_efficiency,    message};

  Quantity simple = s.let("simple", min(ring_simple.time, tree_simple.time), second, "fastest with Simple", nccl_2025);
  Quantity ll = s.let("ll", min(ring_ll.time, tree_ll.time), second, "fastest with LL", nccl_2025);
  Quantity ll128 = s.let("ll128", min(ring_ll128.time, tree_ll128.time), second, "fastest with LL128", nccl_2025);
  Quantity fastest = s.let("fastest", min({simple, ll, ll128}), second, "fastest of all paths", nccl_2025);
  Quantity forced = s.let("forced", select(net.protocol == 1, simple, select(net.protocol == 2, ll, ll128)), second,
                          "with the protocol asked for", nccl_2025);
  Quantity time = s.let("time", select(net.protocol == 0, fastest, forced), second, "one all-reduce", nccl_2025);
};

}  // namespace wallflip
