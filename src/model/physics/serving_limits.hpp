#pragma once

// The largest batch that each wall alone allows under a TPOT target, and the tokens a second that each allows at any.
//
// Simplifications: those of decode.hpp; for a mixture of experts all weights count as read (true near the limit).
// The network time is the smallest of a few straight lines in the batch, so each line gives a batch and the largest of
// them is exact: no iteration.
// Detailed fidelity has no straight lines. It takes those of long reads and large GEMMs, looks once at the step that
// the operators make of the batch where both add up to the target, and moves the lines through it: times in proportion,
// the overhead as it is there. What of memory and compute is shorter there counts with the longer, so that the smaller
// limit is that of the whole step (within 10%: a tile more is a jump). Ceilings and the ridge are those of the first
// lines.
// Source: Pope et al. 2022; derivation: solve  t_wall(B) + latency + B * rate = TPOT  for B, path by path.

#include "model/physics/walls.hpp"

namespace wallflip {

/// All-reduces of one step on one path: seconds, and seconds more for each sequence.
struct StepOnPath {
  Section s;
  Quantity per_step;              ///< all-reduces in one step
  Quantity message_per_sequence;  ///< byte/sequence
  CollectivePath path;

  Quantity fixed = s.let("fixed", per_step* path.latency, second, "latency of a step's all-reduces", megatron_2021);
  Quantity slope = s.let("slope", per_step* message_per_sequence* path.seconds_per_byte, second / sequence,
                         "network time that a sequence adds to a step", megatron_2021);
};

struct StepNetwork {
  Section s;
  Llm llm;
  Collective group;

  Quantity per_step = s.let("per_step", 2 * llm.layers, unitless, "all-reduces in one step", megatron_2021);
  Quantity message_per_sequence = s.let("message_per_sequence", llm.activation_bytes_per_token*(1 * token / sequence),
                                        byte / sequence, "hidden state of one sequence", definition);
  Paths<StepOnPath> on_paths() const {
    return of_each(group.paths, [this](const char* name, const CollectivePath& path) {
      return StepOnPath{s.section(name), per_step, message_per_sequence, path};
    });
  }
  Paths<StepOnPath> on = on_paths();
};

/// One wall's batch limit: a step costs `fixed` seconds and `slope` more for each sequence, beside the network.
struct BatchLimit {
  Section s;
  StepNetwork net;
  Quantity target;  ///< second: the TPOT target of one step
  Quantity fixed;   ///< second
  Quantity slope;   ///< second/sequence

  Quantity left = s.let("left", target - fixed, second, "what the wall leaves of the target", definition);
  Paths<Quantity> on_paths() const {
    return of_each(net.on, [this](const char* name, const StepOnPath& path) {
      return s.let(name, (left - path.fixed) / (slope + path.slope), sequence,
                   "largest batch with this all-reduce path", pope_2022);
    });
  }
  Paths<Quantity> on = on_paths();
  PathChoice choice = choose_path(s, net.group, on, {true, sequence, "largest batch", pope_2022});
  Quantity batch = s.let("batch", choice.chosen, sequence, "largest batch inside the target", pope_2022);
};

/// What one sequence adds to a step, and the batch at which GEMMs overtake memory for good.
struct StepRates {
  Section s;
  Llm llm;
  Gpu gpu;
  Split split;
  KvCache kv;
  Quantity mfu;  ///< achieved fraction of the peak in decode GEMMs

  Quantity detailed_read_rate = s.let("detailed_read_rate", gpu.kernels.copy_rate / (1 * gpu_count),
                                      byte / second / gpu_count, "rate of long reads", aicfg_kernels);
  Quantity read_rate = s.let("read_rate", by_fidelity(s, gpu.effective_mem_bw, detailed_read_rate),
                             byte / second / gpu_count, "rate of one GPU's reads", definition);
  Quantity napkin_gemm_rate =
      s.let("napkin_gemm_rate", gpu.peak_flops* mfu, flop / second / gpu_count, "GEMM rate by one MFU", definition);
  Quantity detailed_gemm_rate = s.let("detailed_gemm_rate", gpu.kernels.gemm_rate / (1 * gpu_count),
                                      flop / second / gpu_count, "rate of large GEMMs", aicfg_kernels);
  Quantity gemm_rate = s.let("gemm_rate", by_fidelity(s, napkin_gemm_rate, detailed_gemm_rate),
                             flop / second / gpu_count, "rate of one GPU's GEMMs", definition);
  Quantity replica_bw = s.let("replica_bw", split.tp* read_rate, byte / second, "bandwidth of the replica", definition);
  Quantity replica_flops =
      s.let("replica_flops", split.tp* gemm_rate, flop / second, "GEMM rate of the replica", definition);
  Quantity weight_time =
      s.let("weight_time", llm.weight_bytes / replica_bw, second, "time to read all weights", pope_2022);
  Quantity kv_time =
      s.let("kv_time", kv.sequence_bytes / replica_bw, second / sequence, "time to read one sequence's KV", pope_2022);
  Quantity gemm_time = s.let("gemm_time", llm.forward_flops*(1 * token / sequence) / replica_flops, second / sequence,
                             "GEMM time of one sequence", pope_2022);
  Requirement crosses = s.require(
      "ridge_exists", gemm_time > kv_time,
      "no batch is compute bound: reading the KV of one sequence takes {limits.kv_time}, its GEMMs {limits.gemm_time}");
  Quantity ridge = s.let("ridge", (weight_time / (gemm_time - kv_time)).given(crosses), sequence,
                         "batch at which the GEMMs take as long as memory", pope_2022);
  Quantity least = s.let("least", 1 * byte / kv.sequence_bytes, sequence,
                         "batch whose KV is one byte: keeps what nothing fits into finite", definition);

  Decode step_at(const Section& section, const Collective& group, Quantity batch, Requirement gate) const {
    return {section, llm, gpu, split, group, kv, mfu, batch, gate};
  }
};

/// Detailed fidelity: the step that the operators take near the limit, and both walls' lines moved through it.
struct MovedLimits {
  Section s;  ///< "near"
  StepRates rates;
  StepNetwork net;
  Quantity target;

  Quantity sum_slope = s.let("sum_slope", rates.kv_time + rates.gemm_time, second / sequence,
                             "what a sequence adds when nothing overlaps", definition);
  BatchLimit sum{s.section("sum"), net, target, rates.weight_time, sum_slope};
  Quantity near = s.let("near", max(sum.batch, rates.least), sequence, "batch that is looked at", definition);
  Decode step = rates.step_at(s, net.group, near, {});
  Quantity memory_line = s.let("memory_line", rates.weight_time + rates.kv_time * near, second,
                               "memory time there, by the line", definition);
  Quantity memory_scale =
      s.let("memory_scale", step.bandwidth_wall / memory_line, unitless, "memory time there over it", definition);
  Quantity gemm_scale = s.let("gemm_scale", step.compute_wall / (rates.gemm_time * near), unitless,
                              "compute time there over its line", definition);
  Quantity weight_time =
      s.let("weight_time", memory_scale* rates.weight_time, second, "time to read all weights, moved", definition);
  Quantity kv_time = s.let("kv_time", memory_scale* rates.kv_time, second / sequence,
                           "time to read one sequence's KV, moved", definition);
  Quantity gemm_time = s.let("gemm_time", gemm_scale* rates.gemm_time, second / sequence,
                             "GEMM time of one sequence, moved", definition);
  Quantity by_memory = s.let("by_memory", select(step.bandwidth_wall >= step.compute_wall, 1, 0), unitless,
                             "1 where memory takes longer than compute", definition);
  Quantity bandwidth_fixed = s.let("bandwidth_fixed", weight_time + step.overhead, second,
                                   "before the first sequence, charged to memory", definition);
  Quantity bandwidth_slope = s.let("bandwidth_slope", kv_time + by_memory * gemm_time, second / sequence,
                                   "of a sequence, charged to memory", definition);
  Quantity compute_fixed = s.let("compute_fixed", (1 - by_memory) * weight_time + step.overhead, second,
                                 "before the first sequence, charged to compute", definition);
  Quantity compute_slope = s.let("compute_slope", gemm_time + (1 - by_memory) * kv_time, second / sequence,
                                 "of a sequence, charged to compute", definition);
  BatchLimit bandwidth{s.section("bandwidth").noted("moved"), net, target, bandwidth_fixed, bandwidth_slope};
  BatchLimit compute{s.section("compute").noted("moved"), net, target, compute_fixed, compute_slope};
};

struct ServingLimits {
  Section s;
  StepRates rates;
  Collective group;  ///< of the tensor-parallel ranks
  Quantity target;   ///< second

  Quantity no_time = s.let("no_time", 0 * second, second, "nothing is paid before the first sequence", definition);
  StepNetwork net{s.section("net"), rates.llm, group};
  BatchLimit by_bandwidth{s.section("by_bandwidth"), net, target, rates.weight_time, rates.kv_time};
  BatchLimit by_compute{s.section("by_compute"), net, target, no_time, rates.gemm_time};
  MovedLimits moved{s.sheet().section("near").noted("near the limit"), rates, net, target};
  Quantity bandwidth_batch = s.let("bandwidth_batch", by_fidelity(s, by_bandwidth.batch, moved.bandwidth.batch),
                                   sequence, "batch at which memory time is the target", pope_2022);
  Quantity capacity =
      s.let("capacity", max(rates.kv.batch_limit, 0 * sequence), sequence, "batch limit of capacity", pope_2022);
  Quantity bandwidth =
      s.let("bandwidth", max(bandwidth_batch, 0 * sequence), sequence, "batch limit of bandwidth", pope_2022);
  Quantity compute = s.let("compute", by_fidelity(s, by_compute.batch, moved.compute.batch), sequence,
                           "batch limit of compute", pope_2022);
  Quantity smallest =
      s.let("smallest", min({capacity, bandwidth, compute}), sequence, "the tightest of the three", definition);
};

/// Tokens a second and GPU that no batch can pass: the GEMM rate, and the bandwidth once the KV of the batch dwarfs the
/// weights.
struct Ceilings {
  Section s;
  StepRates rates;
  Quantity compute = s.let("compute", rates.gemm_rate / rates.llm.forward_flops, token / second / gpu_count,
                           "token rate of the GEMMs", pope_2022);
  Quantity bandwidth = s.let("bandwidth", rates.read_rate*(1 * token / sequence) / rates.kv.sequence_bytes,
                             token / second / gpu_count, "token rate of reading KV alone", pope_2022);
};

}  // namespace wallflip
