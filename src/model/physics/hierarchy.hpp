#pragma once

// All-reduce in two levels: summed in the node, then between nodes, then handed round in the node.
//
// Simplifications: the three phases follow one another; every rank of a node talks to its counterpart in the others.
// Source: "Demystifying NCCL", arXiv 2507.04786.
//
//   time = reduce-scatter of the message in the node + all-reduce of 1/g of it between nodes + all-gather in the node

#include "model/physics/collective_ops.hpp"

namespace wallflip {

struct HierarchicalAllReduce {
  Section s;
  Collective whole;  ///< the group, over all its nodes
  Quantity message;  ///< byte

  Quantity near_group = s.let("near_group", whole.node_ranks*(1 * gpu_count), gpu_count, "ranks in a node", definition);
  Quantity far_group = s.let("far_group", whole.ranks / whole.node_ranks * (1 * gpu_count), gpu_count,
                             "ranks with the same place in their nodes", definition);
  Quantity near_span =
      s.let("near_span", min(whole.span, whole.net.gpus_per_node), gpu_count, "GPUs of a node", definition);
  Quantity far_message =
      s.let("far_message", message / whole.node_ranks, byte, "part that a rank sums between nodes", nccl_2025);
  Collective near{s.section("near"), whole.gpu, whole.net, near_group, near_span};
  Collective far{s.section("far"), whole.gpu, whole.net, far_group, whole.span};
  ReduceScatter scatter{s.section("scatter"), near, message};
  AllReduce across{s.section("across"), far, far_message};
  AllGather gather{s.section("gather"), near, message};
  Quantity time =
      s.let("time", scatter.time + across.time + gather.time, second, "one all-reduce in two levels", nccl_2025);
};

}  // namespace wallflip
