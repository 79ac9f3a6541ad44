#pragma once

// Decode: one token for every running sequence.
//
// Simplifications: memory and compute overlap perfectly, the network does not; heads and layers shard evenly over tp;
// decode attention FLOPs are not counted (with grouped queries they stay below the ridge; their bytes are counted);
// a step reads each expert that any of its tokens visits once, experts being chosen evenly.
// Sources: Pope et al. 2022, sections 2 and 3; the scaling book, "inference".
//
//   t_bw  = (weights read + B * KV of a sequence) / (n * bandwidth * MBU)
//   t_cmp = 2 * N_active * B / (n * peak * MFU)
//   t_net = 2 all-reduces a layer of B hidden states
//   napkin step = max(t_bw, t_cmp) + t_net
//   detailed step = sum of operators (step_operators.hpp); mem_time and compute_time stay napkin at either fidelity,
//   the times charged to walls (bandwidth_wall, compute_wall, net_time, overhead) follow it

#include "model/physics/collective.hpp"
#include "model/physics/fidelity.hpp"
#include "model/physics/kv_cache.hpp"
#include "model/physics/step_operators.hpp"

namespace wallflip {

struct Decode {
  Section s;
  Llm llm;
  Gpu gpu;
  Split split;
  Collective group;  ///< of the tensor-parallel ranks
  KvCache kv;
  Quantity mfu;    ///< achieved fraction of the peak in decode GEMMs
  Quantity batch;  ///< sequence
  Requirement fits;

  Quantity tokens = s.let("tokens", batch*(1 * token / sequence), token, "tokens made in one step", definition);
  Quantity expert_missed = s.let("expert_missed", pow(1 - llm.active_experts / llm.experts, tokens / (1 * token)),
                                 unitless, "chance that a step skips an expert", scaling_book, "%");
  Quantity read_params = s.let("read_params", llm.params - llm.expert_params * expert_missed, unitless,
                               "parameters read in one step", scaling_book);
  Quantity weight_bytes =
      s.let("weight_bytes", read_params* llm.bytes_per_param, byte, "weights read in one step", pope_2022);
  Quantity kv_bytes = s.let("kv_bytes", batch* kv.bytes_per_sequence, byte, "KV cache read in one step", pope_2022);
  Quantity mem_time = s.let("mem_time", (weight_bytes + kv_bytes) / (split.tp * gpu.mem_bw * gpu.mbu), second,
                            "time to stream weights and KV", pope_2022);
  Quantity flops = s.let("flops", llm.forward_flops* tokens, flop, "FLOP of one step", pope_2022);
  Quantity compute_time =
      s.let("compute_time", flops / (split.tp * gpu.peak_flops * mfu), second, "time of the GEMMs", pope_2022);
  AllReduce all_reduce{
      s.section("all_reduce"), group,
      s.let("message", tokens* llm.activation_bytes_per_token, byte, "one all-reduce's message", megatron_2021)};
  Quantity net_time =
      s.let("net_time", 2 * llm.layers * all_reduce.time, second, "time of the all-reduces", megatron_2021);
  Quantity napkin_time = s.let("napkin_time", max(mem_time, compute_time) + net_time, second,
                               "one decode step by one MFU and one MBU", pope_2022);
  StepTimes detailed = decode_operators(s, kv, batch, net_time);
  Quantity span = s.let("span", by_fidelity(s, napkin_time, detailed.time), second,
                        "one decode step, whether or not it fits", definition);
  Quantity bandwidth_wall = s.let("bandwidth_wall", by_fidelity(s, mem_time, detailed.bandwidth), second,
                                  "time charged to memory", definition);
  Quantity compute_wall = s.let("compute_wall", by_fidelity(s, compute_time, detailed.compute), second,
                                "time charged to compute", definition);
  Quantity overhead = shown_overhead(s, detailed);
  Quantity step_time = s.let("step_time", span.given(fits), second, "one decode step", pope_2022);
  Quantity throughput = s.let("throughput", tokens / step_time, token / second, "throughput", definition);
};

}  // namespace wallflip
