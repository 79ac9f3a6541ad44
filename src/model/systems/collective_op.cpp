#include "model/systems/collective_op.hpp"

#include "model/physics/collective_ops.hpp"
#include "model/physics/expert_exchange.hpp"
#include "model/physics/hierarchy.hpp"

namespace wallflip {
namespace {

// The message and the group. Lesson 05: 1 MB over the eight GPUs of a node.
struct Request {
  Section s;
  Quantity kind =
      s.choice("kind", {"all_reduce", "all_gather", "reduce_scatter", "all_to_all", "broadcast", "point_to_point"}, 0,
               "operation", lesson_default);
  Quantity message = s.input("message", 1e6 * byte, "message, as the operation counts it", lesson_default);
  Quantity ranks = s.count("ranks", 8 * gpu_count, "GPUs that take part", lesson_default);
  Quantity stride = s.count("stride", {1, unitless}, "one GPU in so many takes part", lesson_default);
  Quantity span = s.let("span", ranks* stride, gpu_count, "neighbours among which they stand", definition);
};

/// The operation as the program that measures it sees it.
struct Benchmark {
  Section s;  ///< "benchmark"
  Quantity operation;

  Quantity script = s.choice("script", {"compiled", "python"}, 0, "program that measures", lesson_default);
  Quantity script_time =
      s.input("script_time", 20e-6 * second, "time of a Python script beside the operation, on H200 up to 1 MiB",
              kernel_assumption);
  Quantity time = s.let("time", operation + script * script_time, second, "the operation as measured", definition);
};

struct Operation {
  Section s;
  Request op;
  Collective group;

  AllReduce all_reduce{s.section("all_reduce"), group, op.message};
  AllGather all_gather{s.section("all_gather"), group, op.message};
  ReduceScatter reduce_scatter{s.section("reduce_scatter"), group, op.message};
  AllToAll all_to_all{s.section("all_to_all"), group, op.message};
  Broadcast broadcast{s.section("broadcast"), group, op.message};
  PointToPoint point{s.section("point"), group, op.message};

  Quantity reduced =
      s.let("reduced", op.message* group.ring_share, byte, "bytes a rank sends in an all-reduce", nccl_2025);
  Quantity half_sent = s.let("half_sent", select(op.kind == 1, all_gather.half.sent, reduce_scatter.half.sent), byte,
                             "bytes a rank sends once round the ring", nccl_2025);
  Quantity other_sent =
      s.let("other_sent", select(op.kind == 3, all_to_all.sent, select(op.kind == 4, broadcast.sent, point.sent)), byte,
            "bytes a rank sends to peers", nccl_2025);
  Quantity sent = s.let("sent", select(op.kind == 0, reduced, select(op.kind <= 2, half_sent, other_sent)), byte,
                        "bytes a rank sends", nccl_2025);
  Quantity half_time = s.let("half_time", select(op.kind == 1, all_gather.time, reduce_scatter.time), second,
                             "once round the ring", nccl_2025);
  Quantity other_time =
      s.let("other_time", select(op.kind == 3, all_to_all.time, select(op.kind == 4, broadcast.time, point.time)),
            second, "to peers", nccl_2025);
  Quantity time = s.let("time", select(op.kind == 0, all_reduce.time, select(op.kind <= 2, half_time, other_time)),
                        second, "the operation", nccl_2025);
  Quantity link_time = s.let("link_time", min(sent / group.link, time), second,
                             "its bytes at the link's full rate, no more than the operation takes", definition);
  Quantity overhead =
      s.let("overhead", time - link_time, second, "start, hops and what the protocol leaves of the link", definition);
  Quantity clock = s.let("clock", max(time, 1e-9 * second), second, "the operation, at least a nanosecond", definition);
  Quantity algorithm_bw = s.let("algorithm_bw", op.message / clock, byte / second, "message over time", definition);
  Quantity bus_bw = s.let("bus_bw", sent / clock, byte / second, "bytes a rank sends over time", definition);
};

}  // namespace

void build_collective_op(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm")};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Net net{sheet.section("net")};
  const Request op{sheet.section("op")};
  const Collective group{sheet.section("collective"), gpu, net, op.ranks, op.span};
  const Operation run{sheet.section("op"), op, group};
  const Benchmark benchmark{sheet.section("benchmark"), run.time};

  const HierarchicalAllReduce levels{sheet.section("levels"), group, op.message};
  const ExpertExchange experts{sheet.section("experts"), group};

  const Section pressure = sheet.section("pressure");
  const Quantity network = pressure.let("network", run.link_time / run.clock, unitless,
                                        "share of the time that the link needs", definition, "%");
  const Quantity latency = pressure.let("latency", run.overhead / run.clock, unitless,
                                        "share of the time beside what the link needs", definition, "%");
  system.rows = {{"gpu", RowKind::accelerator}};
  system.contests = {
      {"walls", Pick::largest, {{latency, "latency", Wall::latency}, {network, "network", Wall::network}}},
      {"algorithms",
       Pick::smallest,
       {{run.all_reduce.on.ring_simple, "ring", {}}, {run.all_reduce.on.tree_simple, "tree", {}}}},
      {"levels", Pick::smallest, {{run.all_reduce.time, "flat", {}}, {levels.time, "two levels", {}}}},
      {"experts",
       Pick::largest,
       {{experts.near_time, "in the node", {}}, {experts.far_time, "between nodes", Wall::network}}},
      {"protocols",
       Pick::smallest,
       {{run.all_reduce.choice.protocols.simple, "Simple", {}},
        {run.all_reduce.choice.protocols.ll, "LL", {}},
        {run.all_reduce.choice.protocols.ll128, "LL128", {}}}},
  };
}

}  // namespace wallflip
