#pragma once

// A training run on the back of an envelope: FLOP, days, dollars, and the memory of its state.
//
// Simplifications: 6 FLOP per parameter and token, recompute and attention inside the assumed MFU; state fully sharded,
// activations left out; no failures. Detailed: the MFU is that of one sequence on one GPU, the forward pass operator by
// operator at the matrix rate kept under load, the backward pass twice as long for twice the FLOP; no communication, no
// recompute. The full model is the system `pretraining`.
// Sources: the scaling book, "training"; ZeRO, arXiv 1910.02054 (bytes of state).
//
//   detailed MFU = 2 N s / (operators of s tokens * peak)
//   FLOP = 6 N D      seconds = FLOP / (GPUs * peak * MFU)      dollars = FLOP / (peak * MFU) * price     state = 16 N
//   Dollars do not see the number of GPUs: twice as many cost twice as much for half as long.

#include "model/physics/fidelity.hpp"
#include "model/physics/step_operators.hpp"

namespace wallflip {

struct TrainingBill {
  Section s;  ///< "train"
  Llm llm;
  Gpu gpu;

  Quantity tokens = s.input("tokens", 15e12 * token, "training tokens", lesson_default);
  Quantity gpus = s.count("gpus", 1024 * gpu_count, "GPUs that train", lesson_default);
  Quantity budget = s.input("budget", 1e7 * dollar, "budget", lesson_default);
  Quantity mfu_assumed = s.input("mfu_assumed", 0.4, "achieved fraction of the peak in training", lesson_default, "%");
  Quantity state_per_param =
      s.input("state_per_param", 16 * byte, "weights, gradients, master copy and both moments", zero_2019);

  Quantity context =
      s.count("context", 8192 * token / sequence, "length of a sequence that is trained on", lesson_default);

  Section pass = s.sheet().section("forward").noted("of one sequence on one GPU");
  Split alone{pass, 1, pass.let("gpus", 1 * gpu_count, gpu_count, "no layer is cut", definition)};
  Quantity pass_tokens =
      pass.let("tokens", max(context, 1 * token / sequence) * (1 * sequence), token, "tokens of it", definition);
  Quantity nothing_cached = pass.let("cached", 0 * token, token, "nothing before them", definition);
  Quantity no_network = pass.let("network", 0 * second, second, "no all-reduce", definition);
  StepTimes operators =
      prefill_operators(pass, llm, gpu, alone, pass_tokens, nothing_cached, no_network, HeadRows::all);
  Quantity loaded_compute = pass.let("loaded_compute", operators.compute / gpu.kernels.sustained, second,
                                     "time charged to compute, under full load", training_fit);
  Quantity pass_time = pass.let("pass_time", operators.bandwidth + loaded_compute + operators.overhead, second,
                                "operators, one after another", megatron_2021);
  Quantity detailed_mfu =
      s.let("detailed_mfu", llm.forward_flops* pass_tokens / (pass_time * gpu.peak_flops * alone.tp), unitless,
            "achieved fraction of the peak, by operator", megatron_2021, "%");
  Quantity mfu = s.let("mfu", by_fidelity(s, mfu_assumed, detailed_mfu), unitless,
                       "achieved fraction of the peak in training", definition, "%");

  Quantity state_bytes = s.let("state_bytes", llm.params* state_per_param, byte, "training state", zero_2019);
  Quantity held_bytes = s.let("held_bytes", gpus* gpu.usable_bytes, byte, "memory of all GPUs", definition);
  Quantity gpus_to_hold = s.let("gpus_to_hold", ceil(state_bytes / gpu.usable_bytes), gpu_count,
                                "GPUs whose memory holds the state", definition);
  Requirement fits = s.require("fits", state_bytes <= held_bytes,
                               "the state needs {train.state_bytes}, all GPUs have {train.held_bytes}");
  Quantity flops_per_token = s.let("flops_per_token", 3 * llm.forward_flops, flop / token,
                                   "FLOP a token: forward, and twice that backward", scaling_book);
  Quantity flops = s.let("flops", flops_per_token* tokens, flop, "FLOP of the run", scaling_book);
  Quantity gpu_time =
      s.let("gpu_time", flops / (gpu.peak_flops * mfu), second* gpu_count, "GPU time of the run", scaling_book);
  Quantity run_time = s.let("run_time", gpu_time / gpus, second, "time of the run", scaling_book);
  Quantity run_cost = s.let("run_cost", gpu_time* gpu.price_per_hour, dollar, "rent of the run", definition);
  Quantity time = s.let("time", run_time.given(fits), second, "time of a run that fits", definition);
  Quantity cost = s.let("cost", run_cost.given(fits), dollar, "rent of a run that fits", definition);
};

}  // namespace wallflip
