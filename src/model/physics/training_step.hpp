#pragma once

// One training step: what a stage does, the bubble around it, what does not hide, the optimizer.
//
// Simplifications (napkin): tensor, expert and pipeline communication is exposed but for a stated share; ring attention
// hides behind attention, the gradient sync behind the backward pass (ZeRO 3: weights behind the whole of it).
// Sources: Megatron-LM, arXiv 2104.04473; Zero Bubble, arXiv 2401.10241; PaLM, arXiv 2204.02311, appendix B (MFU, HFU).
//
//   step = busy * (1 + slots / micro-batches) + exposed + optimizer
//   MFU = 6 N tokens / (step * GPUs * peak)      HFU counts attention and what is computed again

#include "model/physics/training_times.hpp"

namespace wallflip {

struct TrainingStep {
  Section s;  ///< "train"
  const Gpu& gpu;
  const TrainingRun& run;
  const TrainingBatch& batch;
  const TrainingPipeline& pipeline;
  const TrainingState& state;
  const TrainingFlops& flops;
  const TrainingNetwork& network;
  const TrainingTimes& compute;
  Requirement fits;

  Quantity tp_overlap =
      s.input("tp_overlap", 0, "share of tensor parallel communication that hides", lesson_default, "%");
  Quantity ep_overlap = s.input("ep_overlap", 0, "share of the experts' all-to-alls that hides", lesson_default, "%");
  Quantity dp_overlap =
      s.input("dp_overlap", 1, "share of the pass that can hide data parallel communication", lesson_default, "%");

  Quantity tp_exposed =
      s.let("tp_exposed", network.tp_time*(1 - tp_overlap), second, "tensor parallel, exposed", megatron_2021);
  Quantity cp_exposed = s.let("cp_exposed", max(network.cp_time - compute.cp_cover, 0 * second), second,
                              "ring attention, exposed", ring_2023);
  Quantity ep_exposed = s.let("ep_exposed", network.ep_time*(1 - ep_overlap), second, "experts, exposed", gshard_2020);
  Quantity stage_net = s.let("stage_net", tp_exposed + cp_exposed + ep_exposed + network.pp_time, second,
                             "communication inside a stage, exposed", megatron_2021);
  Quantity busy_time =
      s.let("busy_time", compute.compute_time + stage_net, second, "what a stage is busy", megatron_2021);
  Quantity bubble_time = s.let("bubble_time", (busy_time - compute.head_time) * pipeline.bubble_slots / pipeline.filled,
                               second, "pipeline bubble", megatron_2021);
  Quantity dp_cover = s.let("dp_cover", dp_overlap* select(run.zero >= 3, compute.compute_time, compute.backward_time),
                            second, "compute that data parallel communication hides behind", zero_2019);
  Quantity dp_exposed = s.let("dp_exposed", max(network.sync_time + network.gather_time - dp_cover, 0 * second), second,
                              "data parallel, exposed", megatron_2021);
  Quantity net_exposed = s.let("net_exposed", stage_net + dp_exposed, second, "network, exposed", definition);
  Quantity optimizer_napkin =
      s.let("optimizer_napkin",
            state.updated_params*(2 * state.optimizer_bytes_per_param + 2 * byte + 2 * byte) / gpu.effective_mem_bw,
            second, "state read and written, gradients read, weights written", zero_2019);
  Quantity optimizer_bytes_moved =
      s.let("optimizer_bytes_moved", state.updated_params* compute.library.optimizer_traffic, byte / gpu_count,
            "bytes of the optimizer step", training_fit);
  Quantity optimizer_detailed =
      s.let("optimizer_detailed",
            optimizer_bytes_moved*(1 * gpu_count) / gpu.kernels.copy_rate + 5 * compute.library.host_layer, second,
            "bytes moved, and the host", training_fit);
  Quantity optimizer_time = s.let("optimizer_time", by_fidelity(s, optimizer_napkin, optimizer_detailed), second,
                                  "optimizer step", zero_2019);
  Quantity whole_time = s.let("whole_time", busy_time + bubble_time + dp_exposed + optimizer_time, second,
                              "one step, whether or not it fits", megatron_2021);
  Quantity step_time = s.let("step_time", whole_time.given(fits), second, "one step", megatron_2021);

  Quantity span = s.let("span", step_time* run.gpus* gpu.peak_flops, flop, "FLOP at the peak in a step", palm_2022);
  Quantity mfu = s.let("mfu", flops.model_flops / span, unitless, "MFU", palm_2022, "%");
  Quantity hfu = s.let("hfu", flops.hardware_flops / span, unitless, "HFU", palm_2022, "%");
  Quantity throughput =
      s.let("throughput", run.global_batch_tokens / step_time, token / second, "throughput", definition);
  Quantity throughput_per_gpu =
      s.let("throughput_per_gpu", throughput / run.gpus, token / second / gpu_count, "throughput of a GPU", definition);

  Quantity window = s.let("window", max(compute.backward_time, network.sync_time), second,
                          "backward pass with its gradient sync", definition);
};

}  // namespace wallflip
