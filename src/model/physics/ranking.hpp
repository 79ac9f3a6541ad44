#pragma once

// Recommendation: embedding tables spread over shards, many small look-ups, then a small network for each candidate.
//
// Simplifications: look-ups fall evenly on the shards and miss every cache; a row crosses the link unless it lies on
// the shard that asks; the network's weights are small and stay on the chip. Source: Naumov et al. 2019 (DLRM), arXiv
// 1906.00091.
//
//   what each wall alone demands, in GPUs:
//   capacity = rows * row / usable HBM     bandwidth = bytes a second / BW_e      network = (k-1)/k of them / link
//   compute = candidates a second * 2 * parameters / F

#include "model/physics/gpu.hpp"
#include "model/physics/load.hpp"

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

struct RankingNeed {
  Section s;  ///< "need"
  RankingLoad load;
  Gpu gpu;
  Quantity mfu;
  Quantity link_bw;  ///< byte/second/GPU: between the shards

  Quantity link = s.let("link", max(link_bw, 1 * byte / second / gpu_count), byte / second / gpu_count,
                        "link between the shards, at least a byte a second", definition);
  Quantity capacity =
      s.let("capacity", load.table_bytes / gpu.usable_bytes, gpu_count, "GPUs that memory capacity demands", dlrm_2019);
  Quantity bandwidth = s.let("bandwidth", load.lookup_bytes / gpu.effective_mem_bw, gpu_count,
                             "GPUs that memory bandwidth demands", dlrm_2019);
  Quantity network = s.let("network", load.remote_bytes / link, gpu_count, "GPUs that the links demand", dlrm_2019);
  Quantity compute = s.let("compute", load.candidate_rate* load.candidate_flops / (gpu.peak_flops * mfu), gpu_count,
                           "GPUs that the network's FLOP demand", dlrm_2019);
  Quantity largest = s.let("largest", max({capacity, bandwidth, network, compute}), gpu_count,
                           "GPUs demanded, as a real number", definition);
  Quantity gpus = s.let("gpus", ceil(largest), gpu_count, "GPUs demanded", definition);
  Quantity per_million_requests = s.let("per_million_requests", gpus* gpu.price_per_hour / load.request_rate * 1e6,
                                        dollar, "$ for a million requests", definition);
};

}  // namespace wallflip
