#pragma once

// One all-reduce of one message over a group: the fastest of the group's paths.
//
// Simplifications and sources: collective_group.hpp.
//
//   time = min over the paths of latency + message * seconds a byte        (or with the protocol asked for)

#include "model/physics/collective_group.hpp"

namespace wallflip {

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
  Quantity switched = on_path("switched", group.switched);
  Quantity one_shot = on_path("one_shot", group.one_shot);
  Quantity two_shot = on_path("two_shot", group.two_shot);
  Quantity shots = s.let("shots", min(one_shot, two_shot), second, "fastest of one and two shots", nccl_2025);
  Quantity with_switch = s.let("with_switch", select(group.net.in_network > 0, min(fastest, switched), fastest), second,
                               "fastest, with the switch where it sums", nccl_2025);
  Quantity with_shots = s.let("with_shots", min(with_switch, shots), second, "with one or two shots", nccl_2025);
  Quantity best = s.let("best", select(group.has_shots > 0, with_shots, with_switch), second,
                        "fastest of what is there", nccl_2025);
  Quantity low_latency =
      s.let("low_latency", select(group.net.protocol == 2, ll, ll128), second, "LL or LL128, as asked for", nccl_2025);
  Quantity forced = s.let("forced", select(group.net.protocol == 1, simple, low_latency), second,
                          "with the protocol asked for", nccl_2025);
  Quantity time = s.let("time", select(group.net.protocol == 0, best, forced), second, "one all-reduce", nccl_2025);
};

}  // namespace wallflip
