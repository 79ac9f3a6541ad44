#pragma once

// What a training library and a loaded accelerator make of kernels, beyond their shapes (detailed fidelity).
//
// Simplifications: constants of a library, whatever the model; a chip under full load runs its matrix units at one
// lower clock; the host starts a layer's kernels in the time it takes, whatever their number.
// Sources: fitted to the published training runs of Megatron-LM, Megatron-DeepSpeed, llm-foundry, torchtitan and vTrain
// (median errors: see the command validate); the defaults are today's PyTorch with fused kernels.

#include "model/physics/training_run.hpp"

namespace wallflip {

/// An input of another family's section that a detailed model needs: found, or made by whoever asks first.
inline Quantity once_input(const Section& section, const std::string& full_name, const char* name, const Literal& value,
                           const char* label, const char* source, const char* display = "") {
  const NodeId node = section.sheet().find(full_name);
  return node >= 0 ? Quantity{&section.sheet(), node} : section.input(name, value, label, source, display);
}

struct TrainingLibrary {
  Section s;  ///< "train.library"

  Quantity misaligned_fraction =
      s.input("misaligned_fraction", 0.78, "rate of a GEMM whose sides are no multiples of 64", training_fit, "%");
  Quantity elementwise_passes =
      s.input("elementwise_passes", 1.0,
              "memory traffic of norms, residuals and activations over that of fused kernels", training_fit);
  Quantity dropout = s.choice("dropout", {"off", "on"}, 0, "dropout", lesson_default);
  Quantity attention_fraction =
      s.input("attention_fraction", 1.0, "rate of flash attention over that of the kernel library", training_fit, "%");
  Quantity attention_backward =
      s.input("attention_backward", 0.8, "rate of flash attention backward over forward", training_fit, "%");
  Quantity ring_order =
      s.choice("ring_order", {"zigzag", "contiguous"}, 0,
               "order of tokens in ring attention: contiguous leaves the last rank most work", lesson_default);
  Quantity selective =
      s.choice("selective", {"attention", "half"}, 0,
               "selective recompute: attention, or every other product and what is around it", korthikanti_2022);
  Quantity narrow_weights =
      s.choice("narrow_weights", {"each pass", "once a step"}, 0,
               "weights written in fewer bits: for each micro-batch, or kept over those of a step", lesson_default);
  Quantity accumulate_bytes = s.input("accumulate_bytes", 10 * byte,
                                      "bytes moved a parameter to add up one micro-batch's gradients", zero_2019);
  Quantity optimizer_traffic =
      s.input("optimizer_traffic", 48 * byte, "bytes moved a parameter in the optimizer step", training_fit);
  Quantity loss_copies = s.input("loss_copies", 14 * byte, "bytes a logit while the loss is computed", training_fit);
  Quantity context_bytes = s.input("context_bytes", 1e9 * byte / gpu_count,
                                   "driver context, kernels and buffers of the collectives", ml_engineering);
  Quantity host_layer =
      s.input("host_layer", 0.3e-3 * second, "time in which the host starts one pass of one layer", training_fit);
  Quantity host_head = s.input("host_head", 2e-3 * second,
                               "time in which the host starts what surrounds the layers, a micro-batch", training_fit);
  Quantity stage_sends =
      s.choice("stage_sends", {"scattered", "whole"}, 0,
               "a TP rank sends its part of the hidden states, both ways at once; or all, one call after the other",
               megatron_2021);
};

}  // namespace wallflip
