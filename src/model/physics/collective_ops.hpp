#pragma once

// All-gather, reduce-scatter, all-to-all, broadcast and point to point over a group of GPUs (all-reduce:
// collective.hpp).
//
// Simplifications: one message at a time on an idle link; every rank sends the same; the ring passes every hop at the
// group's slowest link; all peers of an all-to-all are served at once.
// Source: "Demystifying NCCL", arXiv 2507.04786.
//
//   all-gather, reduce-scatter   p-1 hops, a rank sends (p-1)/p of the whole tensor     (ring)
//   all-to-all                   1 hop, a rank sends (p-1)/p of its buffer, split over the links inside and out
//   broadcast                    ceil(log2 p) hops, the tensor once                     (tree, pipelined)
//   point to point               1 hop, the tensor once
//   napkin   time = hops * latency of a hop + bytes / (link * efficiency), with the fastest of Simple, LL and LL128
//   detailed time = start + hops * measured hop + (bytes + own piece) / (link * achieved fraction), likewise

#include "model/physics/collective.hpp"

namespace wallflip {

/// What a rank sends with one protocol, as measured.
struct MeasuredTransfer {
  Section s;
  MeasuredProtocol protocol;
  Quantity hops, more_start, near_bytes, far_bytes;

  Quantity hop_time = s.let("hop_time", hops* protocol.hop, second, "hops", aicfg_collectives);
  Quantity begin = s.let("begin", protocol.start + more_start + hop_time, second, "start and hops", aicfg_collectives);
  Quantity near_time =
      s.let("near_time", near_bytes* protocol.node_byte, second, "bytes inside the node", aicfg_collectives);
  Quantity far_time = s.let("far_time", far_bytes* protocol.net_byte, second, "bytes between nodes", aicfg_collectives);
  Quantity links = s.let("links", max(near_time, far_time), second, "both links at once", definition);
  Quantity time = s.let("time", begin + links, second, "one transfer", aicfg_collectives);
};

/// What a rank sends, over so many hops, with the fastest protocol or the one asked for.
struct Transfer {
  Section s;
  Collective group;
  Quantity hops;        ///< latencies that add up
  Quantity link_time;   ///< second: the bytes of a rank at the full rate of the link (napkin)
  Quantity more_start;  ///< second (detailed)
  Quantity near_bytes,
      far_bytes;  ///< byte: over the link of the node, its own piece included, and out of it (detailed)

  Quantity on(const char* name, Quantity hop, Quantity efficiency) const {
    return s.let(name, hops * hop + link_time / efficiency, second, "with this protocol, napkin", nccl_2025);
  }
  Quantity napkin_simple = on("napkin_simple", group.simple_hop, group.net.simple_efficiency);
  Quantity napkin_ll = on("napkin_ll", group.ll_hop, group.net.ll_efficiency);
  Quantity napkin_ll128 = on("napkin_ll128", group.ll128_hop, group.net.ll128_efficiency);

  MeasuredTransfer measured(const char* name, const MeasuredProtocol& protocol) const {
    return {s.section(name), protocol, hops, more_start, near_bytes, far_bytes};
  }
  MeasuredTransfer detailed_simple = measured("detailed_simple", group.simple);
  MeasuredTransfer detailed_ll = measured("detailed_ll", group.ll);
  MeasuredTransfer detailed_ll128 = measured("detailed_ll128", group.ll128);

  Quantity simple = s.let("simple", by_fidelity(s, napkin_simple, detailed_simple.time), second, "Simple", nccl_2025);
  Quantity ll = s.let("ll", by_fidelity(s, napkin_ll, detailed_ll.time), second, "LL", nccl_2025);
  Quantity ll128 = s.let("ll128", by_fidelity(s, napkin_ll128, detailed_ll128.time), second, "LL128", nccl_2025);
  Quantity fastest = s.let("fastest", min({simple, ll, ll128}), second, "fastest of the protocols", nccl_2025);
  Quantity asked = as_asked(s, group.net, {simple, ll, ll128, fastest}, {false, second, "one transfer", nccl_2025});
  Quantity time = s.let("time", asked, second, "one transfer", nccl_2025);
};

/// One way round the ring: what an all-gather and its mirror, the reduce-scatter, have in common.
struct HalfRing {
  Section s;
  Collective group;
  Quantity message;  ///< byte: the whole tensor

  Quantity hops = s.let("hops", group.ranks - 1, unitless, "hops of the ring", nccl_2025);
  Quantity sent = s.let("sent", message* hops / group.ranks, byte, "bytes a rank sends, and receives", nccl_2025);
  Quantity link_time = s.let("link_time", sent / group.link, second, "its bytes at the link's full rate", definition);
  Quantity no_start = s.let("no_start", 0 * second, second, "nothing more to start", definition);
  Quantity near_bytes = s.let("near_bytes", sent + message * group.own_share, byte,
                              "bytes inside the node, its own piece included", aicfg_collectives);
  Quantity far_bytes = s.let("far_bytes", select(group.nodes > 1, sent, 0 * byte), byte,
                             "bytes between nodes, where the ring leaves them", nccl_2025);
  Transfer ring{s.section("ring"), group, hops, link_time, no_start, near_bytes, far_bytes};
};

/// Every rank holds a part; afterwards every rank holds the whole.
struct AllGather {
  Section s;
  Collective group;
  Quantity message;  ///< byte: the whole tensor, over all ranks

  HalfRing half{s, group, message};
  Quantity time = s.let("time", half.ring.time, second, "one all-gather", nccl_2025);
};

/// Every rank holds a whole tensor; afterwards every rank holds its part of their sum.
struct ReduceScatter {
  Section s;
  Collective group;
  Quantity message;  ///< byte: the tensor that every rank holds before

  HalfRing half{s, group, message};
  Quantity time = s.let("time", half.ring.time, second, "one reduce-scatter", nccl_2025);
};

/// Every rank sends every other rank a different part of its buffer: what dispatches tokens to experts.
struct AllToAll {
  Section s;
  Collective group;
  Quantity message;  ///< byte: the buffer of one rank, its own share included

  Quantity hops = s.let("hops", min(group.ranks - 1, 1), unitless, "hops: all peers at once", nccl_2025);
  Quantity inside =
      s.let("inside", message*(group.node_ranks - 1) / group.ranks, byte, "bytes to peers in the node", definition);
  Quantity outside = s.let("outside", message*(group.ranks - group.node_ranks) / group.ranks, byte,
                           "bytes to peers in other nodes", definition);
  Quantity sent = s.let("sent", inside + outside, byte, "bytes a rank sends, and receives", definition);
  Quantity inside_time = s.let("inside_time", inside / group.node_link, second, "at the link of the node", definition);
  Quantity outside_time = s.let("outside_time", outside / group.net_link, second, "at the link out of it", definition);
  Quantity link_time = s.let("link_time", max(inside_time, outside_time), second, "both links at once", definition);
  Quantity start =
      s.let("start", group.net.library.p2p_start* hops + group.net.library.peer_latency * (group.ranks - 1), second,
            "more to start, with every peer", aicfg_collectives);
  Quantity near_bytes = s.let("near_bytes", inside + message * group.own_share, byte,
                              "bytes inside the node, its own piece included", aicfg_collectives);
  Transfer direct{s.section("direct"), group, hops, link_time, start, near_bytes, outside};
  Quantity time = s.let("time", direct.time, second, "one all-to-all", nccl_2025);
};

/// One rank's tensor to all the others.
struct Broadcast {
  Section s;
  Collective group;
  Quantity message;  ///< byte: the tensor

  Quantity hops = s.let("hops", group.tree_hops / 2, unitless, "hops down a tree", nccl_2025);
  Quantity sent = s.let("sent", message* min(group.ranks - 1, 1), byte, "bytes a link carries", nccl_2025);
  Quantity link_time = s.let("link_time", sent / group.link, second, "its bytes at the link's full rate", definition);
  Quantity no_start = s.let("no_start", 0 * second, second, "nothing more to start", definition);
  Quantity far_bytes =
      s.let("far_bytes", select(group.nodes > 1, sent, 0 * byte), byte, "bytes between nodes", definition);
  Transfer tree{s.section("tree"), group, hops, link_time, no_start, sent, far_bytes};
  Quantity time = s.let("time", tree.time, second, "one broadcast", nccl_2025);
};

/// One rank's tensor to one other: the hand-over between pipeline stages. `group` says how far apart the two are.
struct PointToPoint {
  Section s;
  Collective group;
  Quantity message;  ///< byte: what is sent

  Quantity hops = s.let("hops", min(group.ranks - 1, 1), unitless, "hops", nccl_2025);
  Quantity sent = s.let("sent", message* hops, byte, "bytes sent", definition);
  Quantity link_time = s.let("link_time", sent / group.link, second, "its bytes at the link's full rate", definition);
  Quantity start =
      s.let("start", group.net.library.p2p_start* hops, second, "more to start, one peer", aicfg_collectives);
  Quantity far_bytes =
      s.let("far_bytes", select(group.nodes > 1, sent, 0 * byte), byte, "bytes between nodes", definition);
  Quantity near_bytes = s.let("near_bytes", sent - far_bytes, byte, "bytes inside the node", definition);
  Transfer direct{s.section("direct"), group, hops, link_time, start, near_bytes, far_bytes};
  Quantity time = s.let("time", direct.time, second, "one message", nccl_2025);
};

}  // namespace wallflip
