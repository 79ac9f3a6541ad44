#pragma once

// What is asked of a design: the load, the targets, the split over GPUs and the links between them. Inputs only.

#include "model/physics/collective_library.hpp"
#include "model/physics/sources.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

struct Load {
  Section s;
  Quantity batch = s.count("batch", 64 * sequence, "batch", lesson_default);
  Quantity context = s.count("context", 2048 * token / sequence, "context", lesson_default);
  Quantity prompt = s.count("prompt", 2000 * token, "prompt of one request", lesson_default);
  Quantity output = s.count("output", 300 * token, "output of one request", lesson_default);
  Quantity cached_prefix = s.count("cached_prefix", 0 * token, "prompt tokens already in the KV cache", lesson_default);
};

struct Slo {
  Section s;
  double tpot_seconds = 0.025;  ///< default
  Quantity tpot = s.input("tpot", tpot_seconds* second / token, "TPOT target", lesson_default);
};

/// A target that may be left out: times are then measured against the step itself.
struct StatedSlo : Slo {
  Quantity stated = s.choice("stated", {"yes", "no"}, 0, "TPOT target stated", lesson_default);
};

struct Split {
  Section s;
  double ways = 1;  ///< default
  Quantity tp = s.degree("tp", ways* gpu_count, "tensor parallel", lesson_default);
};

/// Links and the collective library. LESSONS: in the node the GPU's own link, beyond it the NIC and 3 us more a hop.
struct Net {
  Section s;
  Quantity link_bw =
      s.input("link_bw", 50e9 * byte / second / gpu_count, "link out of the node, one direction", lesson_default);
  Quantity gpus_per_node = s.count("gpus_per_node", 8 * gpu_count, "GPUs in a node", lesson_default);
  Quantity hop_cross_node =
      s.input("hop_cross_node", 3e-6 * second, "extra latency of a hop between nodes", lesson_default);
  Quantity protocol = s.choice("protocol", {"auto", "Simple", "LL", "LL128"}, 0, "collective protocol", nccl_2025);
  Quantity simple_latency = s.input("simple_latency", 6e-6 * second, "latency of a hop, Simple", nccl_2025);
  Quantity ll_latency = s.input("ll_latency", 1e-6 * second, "latency of a hop, LL", nccl_2025);
  Quantity ll128_latency = s.input("ll128_latency", 2e-6 * second, "latency of a hop, LL128", nccl_2025);
  Quantity simple_efficiency = s.input("simple_efficiency", 1.0, "bandwidth fraction, Simple", nccl_2025, "%");
  Quantity ll_efficiency = s.input("ll_efficiency", 0.40, "bandwidth fraction, LL", nccl_2025, "%");
  Quantity ll128_efficiency = s.input("ll128_efficiency", 0.95, "bandwidth fraction, LL128", nccl_2025, "%");
  Quantity in_network = s.choice("in_network", {"off", "in the node", "in node and fabric"}, 0,
                                 "sums made in the switches (NVLS, SHARP)", lesson_default);
  Quantity one_shot =
      s.choice("one_shot", {"off", "on"}, 0, "one-shot all-reduce kernels of the serving framework", lesson_default);
  CollectiveLibrary library{s.section("library")};
};

}  // namespace wallflip
