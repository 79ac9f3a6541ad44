#pragma once

// Compute of one step at either fidelity: at one MFU, or as the sum over the operators of every layer.
//
// Simplifications (detailed): the last stage, with the output head, is the slowest; the GPU waits for the host where
// that takes longer to start a layer than the GPU to run it.
// Sources: training_layer.hpp, training_library.hpp; PaLM, arXiv 2204.02311, appendix B.
//
//   pass of a layer = GPU + max(host - GPU - its communication, 0), forward and backward
//   again: full recompute one more forward pass, selective the attention (or half of the pass: every other product)
//   compute = micro-batches * (layers of a stage * (forward + backward + again) + head)

#include "model/physics/fidelity.hpp"
#include "model/physics/training_layer.hpp"
#include "model/physics/training_network.hpp"

namespace wallflip {

struct TrainingTimes {
  Section s;  ///< "train"
  const TrainingRun& run;
  const TrainingBatch& batch;
  const TrainingFlops& flops;
  const TrainingNetwork& network;
  const TrainingLibrary& library;
  const TrainingLayer& layer;
  const TrainingHead& head;

  Quantity layer_net = s.let("layer_net", network.tp_time / (network.stage_passes * network.repeats), second,
                             "tensor parallel communication of one pass of a layer", megatron_2021);
  Quantity forward_wait = s.let("forward_wait", max(library.host_layer - layer.forward - layer_net, 0 * second), second,
                                "waiting for the host, forward", training_fit);
  Quantity backward_wait = s.let("backward_wait", max(library.host_layer - layer.backward - layer_net, 0 * second),
                                 second, "waiting for the host, backward", training_fit);
  Quantity layer_forward =
      s.let("layer_forward", layer.forward + forward_wait, second, "one layer forward", megatron_2021);
  Quantity layer_backward =
      s.let("layer_backward", layer.backward + backward_wait, second, "one layer backward", megatron_2021);
  Quantity selective_again =
      s.let("selective_again", select(library.selective == 1, layer_forward / 2, layer.attention), second,
            "done again, selective", korthikanti_2022);
  Quantity partly_again = s.let("partly_again", select(run.recompute == 1, selective_again, 0 * second), second,
                                "done again unless all is", korthikanti_2022);
  Quantity layer_again = s.let("layer_again", select(run.recompute == 2, layer_forward, partly_again), second,
                               "done again in the backward pass", korthikanti_2022);
  Quantity forward_detailed = s.let("forward_detailed", network.stage_passes* layer_forward, second,
                                    "compute of the forward pass, by operator", megatron_2021);
  Quantity head_detailed =
      s.let("head_detailed", batch.passes* head.needed, second, "output head in a step", megatron_2021);
  Quantity layers_detailed =
      s.let("layers_detailed", network.stage_passes*(layer_forward + layer_backward + layer_again), second,
            "layers of a stage in a step", megatron_2021);
  Quantity compute_detailed = s.let("compute_detailed", layers_detailed + head_detailed, second,
                                    "compute of a step, by operator", megatron_2021);
  Quantity no_head = s.let("no_head", 0 * second, second, "the head is one with the layers", definition);

  Quantity forward_time = s.let("forward_time", by_fidelity(s, flops.forward_napkin, forward_detailed), second,
                                "compute of the forward pass", scaling_book);
  Quantity compute_time = s.let("compute_time", by_fidelity(s, flops.compute_napkin, compute_detailed), second,
                                "compute of a step", scaling_book);
  Quantity head_time = s.let("head_time", by_fidelity(s, no_head, head_detailed), second,
                             "what only the last stage does", megatron_2021);
  Quantity backward_time =
      s.let("backward_time", compute_time - forward_time, second, "compute of the backward pass", scaling_book);
  Quantity tokens_to_hide =
      s.let("tokens_to_hide", batch.rank_tokens* network.sync_time / backward_time, token,
            "tokens of a DP rank from which the backward pass hides the gradient sync", megatron_2021);
  Quantity ring_napkin = s.let("ring_napkin", 3 * flops.attention_forward / flops.run_rate, second,
                               "attention of a step, at one MFU", ring_2023);
  Quantity ring_detailed = s.let("ring_detailed", network.stage_passes*(layer.attention + layer.attention_back), second,
                                 "attention of a step, by operator", ring_2023);
  Quantity cp_cover = s.let("cp_cover", by_fidelity(s, ring_napkin, ring_detailed), second,
                            "attention that ring attention hides behind", ring_2023);
};

}  // namespace wallflip
