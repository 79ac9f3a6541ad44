#pragma once

// Recommendation: embedding tables spread over shards, many small look-ups, then a small network for each candidate.
//
// Simplifications: look-ups fall evenly on the shards and miss every cache; a row crosses the link unless it lies on
// the shard that asks. Napkin: the network's weights are small and stay on the chip. Detailed: its layers are alike and
// square; memory reads whole accesses, an exchange is one all-to-all of a step's rows.
// Sources: Naumov et al. 2019 (DLRM), arXiv 1906.00091; detailed: gemm.hpp, collective_ops.hpp.
//
//   what each wall alone demands, in GPUs:
//   capacity = rows * row / usable HBM
//   napkin    bandwidth = bytes a second / BW_e      network = (k-1)/k of them / link
//             compute = candidates a second * 2 * parameters / F
//   detailed  steps a second * the time of the step's reads, exchange, products

#include "model/physics/collective_ops.hpp"
#include "model/physics/gemm.hpp"

namespace wallflip {

struct RankingLoad {
  Section s;  ///< "rec"
  Section load;

  Quantity rows = s.input("rows", 1e9, "rows of all tables", lesson_default);
  Quantity row_bytes = s.input("row_bytes", 256 * byte, "one row", lesson_default);
  Quantity candidates = s.count("candidates", {500, unitless}, "candidates ranked for a request", lesson_default);
  Quantity lookups = s.count("lookups", {50, unitless}, "look-ups for a candidate", lesson_default);
  Quantity mlp_params = s.input("mlp_params", 2.5e6, "parameters of the network", lesson_default);
  Quantity shards = s.count("shards", 4 * gpu_count, "GPUs that share the tables", lesson_default);
  Quantity request_rate = load.input("request_rate", 50000 * (unitless / second), "requests a second", lesson_default);

  Quantity table_bytes = s.let("table_bytes", rows* row_bytes, byte, "all tables", dlrm_2019);
  Quantity candidate_rate =
      s.let("candidate_rate", request_rate* candidates, unitless / second, "candidates a second", definition);
  Quantity lookup_bytes =
      s.let("lookup_bytes", candidate_rate* lookups* row_bytes, byte / second, "rows read a second", dlrm_2019);
  Quantity remote_share = s.let("remote_share", 1 - 1 * gpu_count / shards, unitless,
                                "look-ups that another shard answers", definition, "%");
  Quantity remote_bytes =
      s.let("remote_bytes", lookup_bytes* remote_share, byte / second, "rows sent between shards a second", dlrm_2019);
  Quantity candidate_flops = s.let("candidate_flops", 2 * flop * mlp_params, flop, "FLOP for a candidate", dlrm_2019);
};

/// The requests that one GPU ranks together (detailed fidelity): operator by operator.
struct RankingStep {
  Section s;  ///< "rec"
  RankingLoad load;
  Gpu gpu;
  Collective shards;

  Quantity together = s.count("together", {16, unitless}, "requests that a GPU ranks in one step", lesson_default);
  Quantity mlp_layers = s.count("mlp_layers", {3, unitless}, "layers of the network", lesson_default);
  Quantity access_bytes = s.input("access_bytes", 64 * byte, "least that memory reads at once", kernel_assumption);
  Quantity gather_fraction =
      s.input("gather_fraction", 0.8, "rate of reads at random against long ones", kernel_assumption, "%");

  Quantity step_candidates =
      s.let("step_candidates", load.candidates* together, unitless, "candidates of a step", definition);
  Quantity step_rate = s.let("step_rate", load.candidate_rate / step_candidates, unitless / second,
                             "steps a second, of all GPUs", definition);
  Quantity mlp_width = s.let("mlp_width", sqrt(load.mlp_params / mlp_layers), unitless,
                             "width of the layers that have these parameters", dlrm_2019);
  Gemm layer{s.section("layer"), gpu, model_width(gpu), step_candidates, mlp_width, mlp_width};
  Quantity mlp_time = s.let("mlp_time", mlp_layers* layer.time, second, "the network in a step", dlrm_2019);

  Quantity step_rows = s.let("step_rows", step_candidates* load.lookups, unitless, "rows of a step", dlrm_2019);
  Quantity row_read = s.let("row_read", access_bytes* ceil(load.row_bytes / access_bytes), byte,
                            "bytes that memory reads for a row", kernel_assumption);
  Quantity gather_rate = s.let("gather_rate", gpu.kernels.copy_rate* gather_fraction, byte / second,
                               "achieved rate of reads at random", kernel_assumption);
  Quantity gather_time = s.let("gather_time", gpu.kernels.kernel_launch + step_rows * row_read / gather_rate, second,
                               "reading the rows of a step", dlrm_2019);
  Quantity step_bytes =
      s.let("step_bytes", step_rows* load.row_bytes, byte, "rows that a step receives, its own too", dlrm_2019);
  AllToAll exchange{s.section("exchange"), shards, step_bytes};
  Quantity step_time = s.let("step_time", gather_time + exchange.time + mlp_time, second,
                             "one step, one thing after the other", definition);
};

struct RankingNeed {
  Section s;  ///< "need"
  RankingLoad load;
  Gpu gpu;
  RankingStep step;
  Quantity mfu;
  Quantity link_bw;  ///< byte/second/GPU: between the shards

  Quantity by_step(const char* name, Quantity time) const {
    return s.let(name, step.step_rate * time * (1 * gpu_count), gpu_count, "GPUs that it demands, step by step",
                 definition);
  }
  Quantity link = s.let("link", max(link_bw, 1 * byte / second / gpu_count), byte / second / gpu_count,
                        "link between the shards, at least a byte a second", definition);
  Quantity capacity =
      s.let("capacity", load.table_bytes / gpu.usable_bytes, gpu_count, "GPUs that memory capacity demands", dlrm_2019);
  Quantity napkin_bandwidth = s.let("napkin_bandwidth", load.lookup_bytes / gpu.effective_mem_bw, gpu_count,
                                    "GPUs that the bytes of rows demand", dlrm_2019);
  Quantity napkin_network = s.let("napkin_network", load.remote_bytes / link, gpu_count,
                                  "GPUs that the bytes between shards demand", dlrm_2019);
  Quantity napkin_compute = s.let("napkin_compute", load.candidate_rate* load.candidate_flops / (gpu.peak_flops * mfu),
                                  gpu_count, "GPUs that the network's FLOP demand", dlrm_2019);
  Quantity detailed_bandwidth = by_step("detailed_bandwidth", step.gather_time);
  Quantity detailed_network = by_step("detailed_network", step.exchange.time);
  Quantity detailed_compute = by_step("detailed_compute", step.mlp_time);
  Quantity bandwidth = s.let("bandwidth", by_fidelity(s, napkin_bandwidth, detailed_bandwidth), gpu_count,
                             "GPUs that memory bandwidth demands", definition);
  Quantity network = s.let("network", by_fidelity(s, napkin_network, detailed_network), gpu_count,
                           "GPUs that the links demand", definition);
  Quantity compute = s.let("compute", by_fidelity(s, napkin_compute, detailed_compute), gpu_count,
                           "GPUs that the network demands", definition);
  Quantity largest = s.let("largest", max({capacity, bandwidth, network, compute}), gpu_count,
                           "GPUs demanded, as a real number", definition);
  Quantity gpus = s.let("gpus", ceil(largest), gpu_count, "GPUs demanded", definition);
  Quantity per_million_requests = s.let("per_million_requests", gpus* gpu.price_per_hour / load.request_rate * 1e6,
                                        dollar, "$ for a million requests", definition);
};

}  // namespace wallflip
