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
//   step  = max(t_bw, t_cmp) + t_net

#include "model/physics/collective.hpp"
#include "model/physics/kv_cache.hpp"

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
  Quantity span = s.let("span", max(mem_time, compute_time) + net_time, second,
                        "one decode step, whether or not it fits", pope_2022);
  Quantity step_time = s.let("step_time", span.given(fits), second, "one decode step", pope_2022);
  Quantity throughput = s.let("throughput", tokens / step_time, token / second, "throughput", definition);
};

}  // namespace wallflip
