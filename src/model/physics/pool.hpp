#pragma once

// Pools: a fleet whose answer is a number of GPUs. For every wall, the real-valued number of GPUs that it alone
// demands.
//
// Simplifications: steady arrivals; every request holds the mean context (prompt and half of its output); replicas of a
// pool are alike and fill evenly; KV moves from prefill to decode for free. For a mixture of experts the limit of
// bandwidth counts all weights as read (true at the batches where it binds).
// Sources: Pope et al. 2022; Little's law by way of "Queueing Systems"; derivation below.
//
// A replica of n GPUs at batch B makes B tokens in a step t(B), so a rate of tokens R wants n * R * t(B) / B GPUs.
//   capacity   n * R * (t_bw + t_net)(B_mem) / B_mem             B_mem fills memory
//   bandwidth  n * R * TPOT target / B_bw                        t_bw + t_net = target at B_bw
//   compute    n * R * (t_cmp + t_net)(b) / b                    b = min(B_mem, B_cmp), t_cmp + t_net = target at B_cmp
// At napkin fidelity. Detailed fidelity takes the times of the operators and the limits as serving_limits.hpp moves
// them. Both times over B fall with B. Hence the largest of the three is exactly n * R * t(B) / B at B = min(B_mem,
// B_bw, B_cmp), the batch the pool runs at, and the wall that has it is the one to move (detailed: but for what the
// moved line leaves).

#include "model/physics/decode.hpp"
#include "model/physics/prefill.hpp"
#include "model/physics/serving_limits.hpp"
#include "model/physics/walls.hpp"

namespace wallflip {

/// A need in whole replicas: for counts on screen and for dollars, never inside a contest.
inline Quantity whole_replicas(Quantity need, const Split& split) {
  return ceil(need / split.tp) * split.tp;
}

/// GPUs that decode `token_rate` tokens a second. Every member but `decode` has a value in a design that cannot run.
struct DecodePool {
  Section s;  ///< "decode_pool"
  ServingLimits limits;
  Quantity token_rate;  ///< token/second

  Quantity full_batch = s.let("full_batch", max(limits.rates.kv.batch_limit, limits.rates.least), sequence,
                              "batch that fills memory", pope_2022);
  Quantity bandwidth_batch = s.let("bandwidth_batch", max(limits.bandwidth_batch, limits.rates.least), sequence,
                                   "batch at which memory time is the target", pope_2022);
  Quantity slo_gemm_batch = s.let("slo_gemm_batch", max(limits.compute, limits.rates.least), sequence,
                                  "batch at which GEMM time is the target", pope_2022);
  Quantity gemm_batch = s.let("gemm_batch", min(full_batch, slo_gemm_batch), sequence,
                              "largest batch that memory and the GEMMs allow", pope_2022);
  Quantity batch =
      s.let("batch", min(gemm_batch, bandwidth_batch), sequence, "batch the pool runs at, as a real number", pope_2022);
  Requirement fits = s.require("fits", limits.rates.kv.batch_limit >= 1 * sequence,
                               "one request beside the weights needs more than {kv.available_bytes}");
  Requirement runs = s.require("runs", batch >= 1 * sequence, "not one request runs inside memory and target");

  Decode step_at(const char* section, const char* note, Quantity at, Requirement gate) const {
    return limits.rates.step_at(s.sheet().section(section).noted(note), limits.group, at, gate);
  }
  Decode full = step_at("full", "with full memory", full_batch, {});
  Decode gemms = step_at("gemms", "at the batch that the GEMMs allow", gemm_batch, {});
  Decode decode = step_at("decode", "", batch, runs);

  Quantity sequence_rate = s.let("sequence_rate", token_rate*(1 * sequence / token), sequence / second,
                                 "steps of one sequence asked for a second", definition);
  Quantity busy = s.let("busy", limits.rates.split.tp* sequence_rate, sequence* gpu_count / second,
                        "GPUs of a replica times the rate of steps", definition);
  Quantity full_time = s.let("full_time", full.bandwidth_wall + full.net_time + rest_of_step(full.s, full), second,
                             "memory and network time with full memory", pope_2022);
  Quantity gemms_time = s.let("gemms_time", gemms.compute_wall + gemms.net_time + rest_of_step(gemms.s, gemms), second,
                              "GEMM and network time at the batch they allow", pope_2022);
  Quantity capacity =
      s.let("capacity", busy* full_time / full_batch, gpu_count, "GPUs that memory capacity demands", pope_2022);
  Quantity bandwidth =
      s.let("bandwidth", busy* limits.target / bandwidth_batch, gpu_count, "GPUs that bandwidth demands", pope_2022);
  Quantity compute =
      s.let("compute", busy* gemms_time / gemm_batch, gpu_count, "GPUs that the GEMMs of decode demand", pope_2022);
  Quantity network = s.let("network", busy* decode.net_time / batch, gpu_count,
                           "GPUs that wait for all-reduces (inside the other three)", pope_2022);
  Quantity need = s.let("need", max({capacity, bandwidth, compute}), gpu_count, "GPUs to decode with", pope_2022);
  Quantity running = s.let("running", floor(batch), sequence, "sequences that run at once on a replica", definition);
  Quantity gpus = s.let("gpus", whole_replicas(need, limits.rates.split).given(runs), gpu_count,
                        "GPUs to decode with, in whole replicas", definition);
};

/// GPUs that prefill `request_rate` prompts a second, one after the other.
struct PrefillPool {
  Section s;  ///< "prefill_pool"
  Prefill prefill;
  Quantity request_rate;  ///< 1/second

  Quantity need =
      s.let("need", request_rate* prefill.span* prefill.split.tp, gpu_count, "GPUs to prefill with", pope_2022);
  Quantity gpus = s.let("gpus", whole_replicas(need, prefill.split).given(prefill.fits), gpu_count,
                        "GPUs to prefill with, in whole replicas", definition);
};

/// The pressures of a fleet of both pools: need / GPUs to be had. Compute is the larger of the two pools' needs.
struct PoolWalls {
  Section s;  ///< "pressure"
  DecodePool decode;
  PrefillPool prefill;
  Quantity supply;  ///< GPU: those available, or the largest need where there is no limit

  Quantity capacity = s.let("capacity", decode.capacity / supply, unitless, "pressure on memory capacity", definition);
  Quantity bandwidth =
      s.let("bandwidth", decode.bandwidth / supply, unitless, "pressure on memory bandwidth", definition);
  Quantity network = s.let("network", decode.network / supply, unitless, "pressure on the network", definition);
  Quantity compute =
      s.let("compute", max(decode.compute, prefill.need) / supply, unitless, "pressure on compute", definition);
};

}  // namespace wallflip
