#pragma once

// What the parts of a split send in one step, and how long their links take.
//
// Simplifications (napkin): bytes over the link's rate, no latency; a group that is larger than a node runs at the
// network card's rate. Order of ranks: tp, then cp, ep or pp, then dp, so the innermost groups stay in a node.
// Sources: Megatron-LM, arXiv 2104.04473, section 3.2; Korthikanti et al. 2022; Ring Attention, arXiv 2310.01889;
// GShard, arXiv 2006.16668; ZeRO, arXiv 1910.02054, section 7; LESSONS E12.
//
//   tensor: 4 all-reduces a layer and pass (6 with full recompute), each 2 (tp-1)/tp of the hidden states
//   context: keys and values go round once forward, twice backward
//   expert: 4 all-to-alls a MoE layer and pass (6 with full recompute) of (ep-1)/ep of the chosen copies of a token;
//   detailed: what stays in the node and what leaves it at once, each on its own link
//   pipeline: the hidden states to the next stage and back, for every micro-batch and chunk
//   data: gradients summed in a ring, 2 * 2 B * held; ZeRO 3 gathers 2 B * held twice a micro-batch and
//   scatters them once: three halves of a ring for each micro-batch
//   TP tax, for 12 h^2 parameters a layer and full recompute: 24 (tp-1) h bytes against 72 h^2 FLOP a token

#include "model/physics/training_compute.hpp"
#include "model/physics/training_link.hpp"

namespace wallflip {

struct TrainingNetwork {
  Section s;  ///< "train"
  const Llm& llm;
  const Gpu& gpu;
  const Net& net;
  const TrainingRun& run;
  const TrainingSplit& split;
  const TrainingBatch& batch;
  const TrainingState& state;
  const TrainingFlops& compute;
  Quantity stage_sends;  ///< 1: all TP ranks send all of the hidden states

  Quantity neighbour = s.let("neighbour", 1 * gpu_count, gpu_count, "ranks side by side", definition);
  Quantity two = s.let("two", 2.0, unitless, "a stage and the next", definition);
  Quantity stage_gpus = s.let("stage_gpus", max(split.model_gpus / 2, net.gpus_per_node), gpu_count,
                              "GPUs from a stage to the next, a node at least where they span more", definition);
  Quantity stage_stride = s.let("stage_stride", select(split.model_gpus > net.gpus_per_node, stage_gpus, split.tp),
                                gpu_count, "GPUs from a stage to the next", megatron_2021);
  TrainingLink tp_link = training_link(s.section("tp"), gpu, net, split.ranks, neighbour);
  TrainingLink cp_link = training_link(s.section("cp"), gpu, net, split.cp, split.tp);
  TrainingLink ep_link = all_to_all_link(s.section("ep"), gpu, net, split.ep, split.tp);
  TrainingLink pp_link = training_link(s.section("pp"), gpu, net, two, stage_stride);
  TrainingLink dp_link = training_link(s.section("dp"), gpu, net, split.replicas, split.tp);

  Quantity stage_passes = s.let("stage_passes", batch.passes* batch.stage_layers, unitless,
                                "layers that a GPU passes in a step, each way", megatron_2021);
  Quantity hidden_bytes = s.let("hidden_bytes", batch.cp_tokens* llm.activation_bytes_per_token, byte,
                                "hidden states of a micro-batch", definition);
  Quantity repeats = s.let("repeats", select(run.recompute == 2, 3, 2), unitless,
                           "passes with communication: forward, backward, recompute", korthikanti_2022);

  Quantity tp_bytes = s.let("tp_bytes", stage_passes* repeats * 2 * hidden_bytes * 2 * (split.ranks - 1) / split.tp,
                            byte / gpu_count, "bytes of tensor parallelism", megatron_2021);
  Quantity tp_calls = s.let("tp_calls", select(split.ranks > 1, stage_passes* repeats * 4, 0), unitless,
                            "halves of all-reduces in a step", megatron_2021);
  Quantity tp_time = s.let("tp_time", tp_bytes / tp_link.link_bw + tp_calls * tp_link.latency, second,
                           "tensor parallel communication", megatron_2021);

  Quantity kv_bytes = s.let(
      "kv_bytes", batch.cp_tokens * 2 * llm.kv_heads * llm.head_dim * llm.activation_bytes_per_element / (1 * token),
      byte, "keys and values of a micro-batch and layer", ring_2023);
  Quantity cp_bytes = s.let("cp_bytes", stage_passes * 3 * kv_bytes * (split.cp - 1) / split.tp, byte / gpu_count,
                            "bytes of ring attention", ring_2023);
  Quantity cp_time = s.let("cp_time", cp_bytes / cp_link.link_bw, second, "ring attention communication", ring_2023);

  Quantity moe_share =
      s.let("moe_share", llm.moe_layers / llm.layers, unitless, "share of layers with experts", definition);
  Quantity routed_bytes = s.let("routed_bytes", hidden_bytes* llm.active_experts*(split.ep - 1) / split.ep, byte,
                                "token copies sent to experts elsewhere", gshard_2020);
  Quantity ep_bytes = s.let("ep_bytes", stage_passes* moe_share* repeats * 2 * routed_bytes / split.tp,
                            byte / gpu_count, "bytes of expert parallelism", gshard_2020);
  Quantity ep_time = s.let("ep_time", ep_bytes / ep_link.link_bw, second, "all-to-alls of the experts", gshard_2020);

  Quantity send_calls = s.let("send_calls", 2 + 2 * stage_sends, unitless,
                              "waits for a neighbour a micro-batch: two, four where each call blocks", megatron_2021);
  Quantity pp_sends = s.let("pp_sends", select(split.pp > 1, send_calls* run.interleave* batch.passes, 0), unitless,
                            "sends to other stages, both ways", megatron_2021);
  Quantity sent_share = s.let("sent_share", select(stage_sends == 1, Literal{1, unitless / gpu_count}, 1 / split.tp),
                              unitless / gpu_count, "share of the hidden states that a rank sends", megatron_2021);
  Quantity pp_bytes =
      s.let("pp_bytes", pp_sends* hidden_bytes* sent_share, byte / gpu_count, "bytes between stages", megatron_2021);
  Quantity pp_time = s.let("pp_time", pp_bytes / pp_link.link_bw + pp_sends * pp_link.latency, second,
                           "sends between stages", megatron_2021);

  Quantity synced_experts = s.let("synced_experts", select(split.expert_replicas > 1, llm.expert_params / split.ep, 0),
                                  unitless, "routed experts with copies elsewhere", megatron_2021);
  Quantity synced_dense = s.let("synced_dense", select(split.replicas > 1, state.dense_params, 0), unitless,
                                "dense parameters with copies elsewhere", megatron_2021);
  Quantity synced_params = s.let("synced_params", (synced_dense + synced_experts) / (split.tp * split.pp),
                                 unitless / gpu_count, "parameters of a GPU with copies elsewhere", megatron_2021);
  Quantity sync_bytes = s.let("sync_bytes", 2 * state.grad_bytes_per_param * synced_params, byte / gpu_count,
                              "bytes of the gradient ring", megatron_2021);
  Quantity sync_time = s.let("sync_time", sync_bytes / dp_link.link_bw, second, "gradient sync", megatron_2021);
  Quantity gather_count = s.let("gather_count", select(run.zero >= 3, 3 * batch.passes - 2, 0), unitless,
                                "gathers and scatters of all parameters beside the ring", zero_2019);
  Quantity gather_bytes = s.let("gather_bytes", gather_count* llm.bytes_per_param* synced_params, byte / gpu_count,
                                "weights gathered", zero_2019);
  Quantity gather_time = s.let("gather_time", gather_bytes / dp_link.link_bw, second, "gathering weights", zero_2019);
  Quantity tp_tax =
      s.let("tp_tax", 24 * byte * compute.gpu_rate * (split.ranks - 1) / (72 * flop * tp_link.link_bw * llm.hidden),
            unitless, "tensor parallel communication over compute, 12 h^2 parameters a layer", ultra_scale, "%");
  Quantity tp_even = s.let("tp_even", 1.0, unitless, "communication as long as compute", definition);
  Quantity tp_limit =
      s.let("tp_limit", 1 + 72 * flop * gpu.link_bw * llm.hidden / (24 * byte * compute.gpu_rate), unitless,
            "TP degree in a node at which communication takes as long as compute", ultra_scale);
};

}  // namespace wallflip
