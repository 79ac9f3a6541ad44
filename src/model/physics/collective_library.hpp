#pragma once

// What a collective library makes of a link beyond its data sheet (detailed fidelity): start, hops, achieved bandwidth.
//
// Simplifications: one set of constants for one generation of accelerators and libraries (the defaults: Hopper with
// NCCL 2.29); a protocol keeps its share of the link whatever the operation; the library picks the truly cheapest path.
// Sources: the measured NCCL and TensorRT-LLM tables of aiconfigurator, to which the defaults are fitted (median error
// 5.5 % over 252 points); NCCL's own tuning constants for the share of LL on a network.
//
//   time = start + hops * hop + bytes / (link * fraction)      a rank's own piece costs `own_part` of a hop as well
//   on a host bridge that all ranks share, link = link * (2 / ranks)^contention

#include "model/physics/sources.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

struct CollectiveLibrary {
  Section s;
  Section gpu = s.sheet().section("gpu");  ///< what differs between generations: rows of kernels.json fill it

  Quantity launch = gpu.input("link_launch", 4.25e-6 * second, "start of a collective", aicfg_collectives);
  Quantity ll_hop = s.input("ll_hop", 0.86e-6 * second, "a hop, LL, measured", aicfg_collectives);
  Quantity ll_fraction =
      s.input("ll_fraction", 0.033, "achieved fraction of the node's link, LL", aicfg_collectives, "%");
  Quantity ll128_start = s.input("ll128_start", 1.74e-6 * second, "more to start, LL128", aicfg_collectives);
  Quantity ll128_hop = s.input("ll128_hop", 0.9e-6 * second, "a hop, LL128, measured", aicfg_collectives);
  Quantity ll128_fraction =
      s.input("ll128_fraction", 0.434, "achieved fraction of the node's link, LL128", aicfg_collectives, "%");
  Quantity simple_start = gpu.input("link_simple_start", 14.8e-6 * second, "more to start, Simple", aicfg_collectives);
  Quantity simple_hop = gpu.input("link_simple_hop", 0.78e-6 * second, "a hop, Simple, measured", aicfg_collectives);
  Quantity simple_fraction =
      gpu.input("link_simple_fraction", 0.778, "achieved fraction of the node's link, Simple", aicfg_collectives, "%");
  Quantity own_part =
      s.input("own_part", 0.32, "cost of a rank's own piece, in pieces that it sends", aicfg_collectives, "%");
  Quantity p2p_start = s.input("p2p_start", 1.64e-6 * second, "more to start, sends to peers", aicfg_collectives);
  Quantity peer_latency = s.input("peer_latency", 0.31e-6 * second, "each peer of an all-to-all", aicfg_collectives);
  Quantity contention = gpu.input("link_contention", 0.0, "how fast a rank's share falls with the ranks, 0 on a switch",
                                  aicfg_collectives);
  Quantity switch_start =
      s.input("switch_start", 69.7e-6 * second, "more to start, sums in the switch", aicfg_collectives);
  Quantity switch_fraction =
      gpu.input("link_switch_fraction", 0.683, "achieved fraction of the link, sums in the switch; 0: none",
                aicfg_collectives, "%");
  Quantity one_shot_start =
      s.input("one_shot_start", 2.66e-6 * second, "start of a one-shot all-reduce", aicfg_collectives);
  Quantity one_shot_peer =
      s.input("one_shot_peer", 0.076e-6 * second, "each peer of a one-shot all-reduce", aicfg_collectives);
  Quantity one_shot_fraction =
      s.input("one_shot_fraction", 0.674, "achieved fraction of the link, one-shot", aicfg_collectives, "%");
  Quantity two_shot_start =
      s.input("two_shot_start", 18.5e-6 * second, "start of a two-shot all-reduce", aicfg_collectives);
  Quantity two_shot_fraction =
      s.input("two_shot_fraction", 0.56, "achieved fraction of the link, two-shot", aicfg_collectives, "%");
  Quantity net_fraction =
      s.input("net_fraction", 0.9, "achieved fraction of the link out of the node", rule_of_thumb, "%");
  Quantity net_ll_fraction =
      s.input("net_ll_fraction", 0.5, "the same with LL: half of every word is a flag", nccl_tuning, "%");
};

}  // namespace wallflip
