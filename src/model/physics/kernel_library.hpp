#pragma once

// What kernels cost beyond FLOP and bytes, whatever the accelerator: tiles, waves, splits, ramps (detailed fidelity).
//
// Simplifications: one set of constants for all libraries of a generation; a kernel that quantises its input by itself
// reads it twice (largest value, then values). The L2 cache shows in no measured GEMM (its working set is rotated), so
// it speeds up elementwise operators only.
// Sources: the measured kernels of aiconfigurator on A100 and H200 and the GEMMs of vidur on A100, to which the
// constants are fitted together (median error of a GEMM 5 %); FlashAttention-2's own benchmark for the softmax.

#include <string>

#include "model/physics/sources.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

/// The sheet's one library: a second accelerator on the same sheet finds the inputs of the first.
struct KernelLibrary {
  explicit KernelLibrary(const Section& section);
  KernelLibrary(const KernelLibrary& other);

  Section s;  ///< "kernel"

  Quantity once(const char* name, const Literal& value, const char* label, const char* source,
                const char* display = "") const {
    const NodeId node = s.sheet().find(std::string("kernel.") + name);
    return node >= 0 ? Quantity{&s.sheet(), node} : s.input(name, value, label, source, display);
  }

  // GEMM
  Quantity tile_overhead = once("tile_overhead", 0.5e-6 * second, "start and end of one tile of a GEMM", aicfg_kernels);
  Quantity wave_loss =
      once("wave_loss", {0.5, unitless}, "share of the last wave's idle units that is lost", aicfg_kernels, "%");
  Quantity overlap_loss =
      once("overlap_loss", {0.22, unitless}, "share of the shorter of memory and compute time that does not hide",
           aicfg_kernels, "%");
  Quantity narrow_fraction =
      once("narrow_fraction", {0.935, unitless}, "rate of 64-row tiles against 128-row ones", aicfg_kernels, "%");
  Quantity split_depth =
      once("split_depth", {256, unitless}, "least inner dimension of one part of a split GEMM", aicfg_kernels);
  Quantity quantise_launch =
      once("quantise_launch", 9e-6 * second, "kernels that quantise a GEMM's input apart", aicfg_kernels);
  Quantity quantise_fraction = once("quantise_fraction", {0.54, unitless},
                                    "achieved fraction of the copy rate while quantising", aicfg_kernels, "%");
  // attention
  Quantity softmax_flops =
      once("softmax_flops", 100 * flop, "softmax of one score, as matrix FLOP of the same time", flashattn2_a100);
  Quantity prefill_tail = once("prefill_tail", {0.43, unitless},
                               "share of the longest row block that the last wave waits for", aicfg_kernels);
  Quantity prefill_passes = once("prefill_passes", {1.9, unitless},
                                 "times that queries, keys, values and output cross memory beside the "
                                 "scores: rotary positions, cache, output",
                                 aicfg_kernels);
  Quantity training_gain = once("training_gain", {1.08, unitless},
                                "rate of attention in training against that over a paged cache", flashattn2_a100);
  Quantity training_passes =
      once("training_passes", {3.2, unitless}, "times that they cross memory, forward and backward", flashattn2_a100);
  Quantity unfused_passes =
      once("unfused_passes", {15.4, unitless}, "times that a score crosses memory without fusion, forward and backward",
           flashattn2_a100);
  Quantity mask_passes =
      once("mask_passes", {4.9, unitless}, "times more under a causal mask, without fusion", flashattn2_a100);
  Quantity decode_ramp = once("decode_ramp", 22e-6 * second,
                              "time that splitting the KV cache over the chip costs at most, 16-bit KV", aicfg_kernels);
  Quantity decode_ramp_half =
      once("decode_ramp_half", 23e-6 * second, "reading time at which half of that cost is there", aicfg_kernels);
  Quantity widen_rate = once("widen_rate", Literal{2.15e10, unitless} / second,
                             "8-bit KV elements that a compute unit widens for one query head", aicfg_kernels);
  // experts
  Quantity experts_launch =
      once("experts_launch", 28e-6 * second, "kernels that sort, gather, multiply and scatter", aicfg_kernels);
  Quantity experts_passes =
      once("experts_passes", {9, unitless}, "times that a routed hidden state crosses memory", aicfg_kernels);
  Quantity experts_overlap_loss =
      once("experts_overlap_loss", {0.36, unitless},
           "share of the shorter of memory and compute time that does not hide, experts", aicfg_kernels, "%");
  // elementwise
  Quantity l2_speedup = once("l2_speedup", {2.5, unitless}, "rate of the L2 cache against memory", kernel_assumption);
  // the host
  Quantity graphs = graphs_choice();
  Quantity host_launch =
      once("host_launch", 5e-6 * second, "time in which the host starts one kernel", kernel_assumption);

 private:
  Quantity graphs_choice() const {
    const NodeId node = s.sheet().find("kernel.graphs");
    if (node >= 0) return {&s.sheet(), node};
    return s.choice("graphs", {"off", "on"}, 1, "kernels started from a recorded graph", kernel_assumption);
  }
};

}  // namespace wallflip
