#pragma once

// Serving spread four ways: attention over tp GPUs, copied dp times; a layer's experts over all of these (ep = tp *
// dp); layers over pp stages. A dense model with dp = pp = 1 is plain tensor parallelism.
//
// Simplifications: experts are drawn evenly; the fullest GPU has `imbalance` times the mean; a latent KV cache is held
// whole by each GPU of a tensor-parallel group; sequences fill all stages evenly; transfers are not overlapped.
// Sources: DeepSeek-V3, arXiv 2412.19437 (expert-parallel serving); GShard, arXiv 2006.16668 (all-to-all);
// Megatron-LM, arXiv 2104.04473 (stages).
//
//   memory of a GPU = unrouted / (tp * pp) + experts / (ep * pp) + B * KV / (tp * pp)
//   stage = max(bytes / bandwidth, FLOP / peak) + all-reduces + all-to-alls + hand-over, on B / pp sequences a copy
//   step = pp * stage        throughput = dp * B / step
//   detailed step = operators of all layers on B / pp sequences, whole experts on ep GPUs, and the network of all
//   stages

#include "model/physics/collective_ops.hpp"
#include "model/physics/fidelity.hpp"
#include "model/physics/step_operators.hpp"

namespace wallflip {

struct ServingLayout {
  Section s;  ///< "split"
  Llm llm;
  Split split;

  Quantity dp = s.degree("dp", {1, unitless}, "copies of attention", lesson_default);
  Quantity pp = s.degree("pp", {1, unitless}, "pipeline stages", lesson_default);
  Quantity ep = s.let("ep", split.tp* dp, gpu_count, "GPUs that share a layer's experts", gshard_2020);
  Quantity gpus = s.let("gpus", ep* pp, gpu_count, "GPUs of the whole", definition);
  Quantity experts_per_gpu =
      s.let("experts_per_gpu", llm.experts / ep, unitless / gpu_count, "experts of a layer on one GPU", gshard_2020);
  Quantity layers_per_stage = s.let("layers_per_stage", llm.layers / pp, unitless, "layers of a stage", definition);
};

struct ShardedMemory {
  Section s;  ///< "memory"
  Gpu gpu;
  KvCache kv;
  ServingLayout layout;
  Quantity batch;  ///< sequence: of one copy of attention

  Quantity unrouted_params = s.let("unrouted_params", kv.llm.params - kv.llm.expert_params, unitless,
                                   "parameters outside routed experts", scaling_book);
  Quantity unrouted_bytes =
      s.let("unrouted_bytes", unrouted_params* kv.llm.bytes_per_param / (layout.split.tp * layout.pp), byte / gpu_count,
            "weights outside experts on one GPU", megatron_2021);
  Quantity expert_bytes = s.let("expert_bytes", kv.llm.expert_params* kv.llm.bytes_per_param / layout.gpus,
                                byte / gpu_count, "experts on one GPU", gshard_2020);
  Quantity kv_shards = s.let("kv_shards", select(kv.llm.latent_rank > 0, 1 * gpu_count, layout.split.tp), gpu_count,
                             "GPUs that share one sequence's KV", definition);
  Quantity kv_bytes = s.let("kv_bytes", batch* kv.bytes_per_sequence / (kv_shards * layout.pp), byte / gpu_count,
                            "KV cache on one GPU", pope_2022);
  Quantity needed_bytes = s.let("needed_bytes", unrouted_bytes + expert_bytes + kv_bytes, byte / gpu_count,
                                "memory of one GPU", definition);
  Quantity experts_there =
      s.let("experts_there", select(kv.llm.moe_layers > 0, layout.experts_per_gpu, 1 * unitless / gpu_count),
            unitless / gpu_count, "experts of a layer on one GPU, 1 without experts", definition);
  Requirement fits = s.require(
      "fits",
      needed_bytes <= gpu.usable_bytes && experts_there >= 1 * unitless / gpu_count && layout.layers_per_stage >= 1,
      "a GPU needs {memory.needed_bytes} of {gpu.usable_bytes}, holds {memory.experts_there} experts of a layer and "
      "{split.layers_per_stage} layers: at least one of each");
};

struct ExpertDecode {
  Section s;  ///< "decode"
  ShardedMemory memory;
  Collective tp_group, ep_group, stage_pair;
  Quantity mfu;

  Quantity imbalance = s.input("imbalance", 1, "tokens of the fullest GPU over the mean", lesson_default);
  Quantity dispatch_bytes = s.input("dispatch_bytes", 1 * byte, "bytes an element sent to experts", lesson_default);

  Quantity tokens = s.let("tokens", memory.batch / memory.layout.pp * (1 * token / sequence), token,
                          "tokens of one copy in a stage", definition);
  Quantity all_tokens =
      s.let("all_tokens", tokens* memory.layout.dp, token, "tokens that reach a layer's experts", definition);
  Quantity chosen_share = s.let("chosen_share", memory.kv.llm.active_experts / memory.kv.llm.experts, unitless,
                                "share of the experts one token visits", definition);
  Quantity missed = s.let("missed", pow(1 - chosen_share, all_tokens / (1 * token)), unitless,
                          "chance that a stage skips an expert", scaling_book, "%");
  Quantity expert_read = s.let("expert_read", memory.expert_bytes*(1 - missed), byte / gpu_count,
                               "experts that one GPU reads in a stage", scaling_book);
  Quantity kv_read =
      s.let("kv_read", memory.kv_bytes / memory.layout.pp, byte / gpu_count, "KV that it reads", pope_2022);
  Quantity read_bytes = s.let("read_bytes", memory.unrouted_bytes + expert_read + kv_read, byte / gpu_count,
                              "bytes that one GPU reads in a stage", pope_2022);
  Quantity mem_time =
      s.let("mem_time", read_bytes / memory.gpu.effective_mem_bw, second, "memory time of a stage", pope_2022);
  Quantity unrouted_flops =
      s.let("unrouted_flops",
            2 * flop / token * memory.unrouted_params * tokens / (memory.layout.split.tp * memory.layout.pp),
            flop / gpu_count, "FLOP outside experts on one GPU", pope_2022);
  Quantity routed_params = s.let("routed_params", memory.kv.llm.expert_params* chosen_share, unitless,
                                 "expert parameters a token uses", scaling_book);
  Quantity expert_flops =
      s.let("expert_flops", 2 * flop / token * routed_params * all_tokens * imbalance / memory.layout.gpus,
            flop / gpu_count, "FLOP of experts on the fullest GPU", gshard_2020);
  Quantity compute_time = s.let("compute_time", (unrouted_flops + expert_flops) / (memory.gpu.peak_flops * mfu), second,
                                "GEMMs of a stage", pope_2022);

  AllReduce all_reduce{s.section("all_reduce"), tp_group,
                       s.let("message", tokens* memory.kv.llm.activation_bytes_per_token, byte,
                             "one all-reduce's message", megatron_2021)};
  Quantity all_reduces =
      s.let("all_reduces", (2 * memory.kv.llm.layers - memory.kv.llm.moe_layers) / memory.layout.pp, unitless,
            "all-reduces of a stage: two a dense layer, one a layer of experts", megatron_2021);
  Quantity reduce_time =
      s.let("reduce_time", all_reduces* all_reduce.time, second, "all-reduces of a stage", megatron_2021);
  Quantity copies = s.let("copies", tokens / tp_group.ranks * memory.kv.llm.active_experts, token,
                          "tokens that one GPU sends, once for each expert", gshard_2020);
  AllToAll dispatch{s.section("dispatch"), ep_group,
                    s.let("dispatch_message", copies / (1 * token) * memory.kv.llm.hidden * dispatch_bytes, byte,
                          "what one GPU sends to experts in a layer", gshard_2020)};
  AllToAll combine{s.section("combine"), ep_group,
                   s.let("combine_message", copies* memory.kv.llm.activation_bytes_per_token, byte,
                         "what comes back to it", gshard_2020)};
  Quantity exchange_time =
      s.let("exchange_time", memory.kv.llm.moe_layers / memory.layout.pp * (dispatch.time + combine.time), second,
            "all-to-alls of a stage", gshard_2020);
  PointToPoint hand_over{s.section("hand_over"), stage_pair,
                         s.let("hand_over_message", tokens* memory.kv.llm.activation_bytes_per_token / tp_group.ranks,
                               byte, "hidden states of one GPU to the next stage", megatron_2021)};
  Quantity pass_time = s.let("pass_time", select(memory.layout.pp > 1, hand_over.time, 0 * second), second,
                             "hand-over to the next stage", megatron_2021);
  Quantity net_time =
      s.let("net_time", reduce_time + exchange_time + pass_time, second, "network time of a stage", definition);

  Quantity stage_time = s.let("stage_time", max(mem_time, compute_time) + net_time, second,
                              "one stage, whether or not it fits", pope_2022);
  Quantity napkin_time =
      s.let("napkin_time", memory.layout.pp* stage_time, second, "one step by one MFU and one MBU", pope_2022);
  Quantity network_time =
      s.let("network_time", memory.layout.pp* net_time, second, "network time of a step", definition);
  Quantity stage_batch =
      s.let("stage_batch", memory.batch / memory.layout.pp, sequence, "sequences of one copy in a stage", definition);
  Quantity fullest_tokens = s.let("fullest_tokens", all_tokens* imbalance / (1 * token), unitless,
                                  "tokens as the fullest GPU's experts see them", gshard_2020);
  StepTimes detailed = decode_operators(s, memory.kv, stage_batch, network_time,
                                        {.experts = ExpertSpread{fullest_tokens, ep_group.ranks}});
  Quantity span =
      s.let("span", by_fidelity(s, napkin_time, detailed.time), second, "one step, whether or not it fits", definition);
  Quantity bandwidth_wall = s.let("bandwidth_wall", by_fidelity(s, memory.layout.pp* mem_time, detailed.bandwidth),
                                  second, "memory time of a step", definition);
  Quantity compute_wall = s.let("compute_wall", by_fidelity(s, memory.layout.pp* compute_time, detailed.compute),
                                second, "compute time of a step", definition);
  Quantity overhead = shown_overhead(s, detailed);
  Quantity step_time = s.let("step_time", span.given(memory.fits), second, "one decode step", pope_2022);
  Quantity throughput = s.let("throughput", memory.layout.dp* memory.batch*(1 * token / sequence) / step_time,
                              token / second, "throughput", definition);
};

}  // namespace wallflip
