#pragma once

// Attention of one layer on one accelerator (detailed fidelity): fused (flash) over a prompt, and over the KV cache for
// one new token of each sequence.
//
// Simplifications: sequences of equal length; queries in blocks of 128; 16-bit arithmetic; a latent (MLA) cache is read
// once for all heads, and every head multiplies with it.
// Sources: Dao 2023, "FlashAttention-2", arXiv 2307.08691 (work split, causal skipping, softmax); constants:
// gpu_kernels.hpp, kernel_library.hpp. Held against 96 measured prefills (median error 4 %) and 134 decodes (7 %).
//
//   prefill  FLOP = b q s (c + s (1 - causal/2)) * (4 d + softmax)     s new tokens after c cached ones
//            tail = share * 128 (c + s) * (4 d + softmax) * units / rate    the last wave waits for its longest block
//   decode   time = launch + max(t_mem, t_cmp, widening) + ramp * t_mem / (t_mem + half)
//            ramp: cost of splitting the cache over the chip; widening: 8-bit KV with one query head a KV head

#include "model/physics/gpu.hpp"

namespace wallflip {

/// What of the heads is on this GPU; plain numbers, each a named quantity.
struct Heads {
  Quantity q_heads, kv_heads, head_dim;
};

struct PrefillAttention {
  Section s;
  Gpu gpu;
  Heads heads;
  Quantity batch;   ///< sequences, plain
  Quantity fresh;   ///< new tokens a sequence, plain
  Quantity cached;  ///< tokens before them, plain
  Quantity causal;  ///< 1, or 0: every token sees all

  Quantity score_flops = s.let("score_flops", 4 * flop * heads.head_dim + gpu.kernels.library.softmax_flops, flop,
                               "matrix FLOP and softmax of one score", flashattn2_a100);
  Quantity seen =
      s.let("seen", cached + fresh * (1 - causal / 2), unitless, "tokens a query sees, mean", flashattn_2023);
  Quantity scores = s.let("scores", batch* heads.q_heads* fresh* seen, unitless, "scores", flashattn_2023);
  Quantity flops = s.let("flops", 4 * flop * scores * heads.head_dim, flop, "FLOP of attention", flashattn_2023);
  Quantity rows_bytes = s.let("rows_bytes", fresh*(heads.q_heads + heads.kv_heads) * heads.head_dim * (4 * byte), byte,
                              "queries, output, new keys and values of a sequence", flashattn_2023);
  Quantity bytes =
      s.let("bytes", batch* gpu.kernels.library.prefill_passes* rows_bytes, byte, "bytes moved", aicfg_kernels);
  Quantity tail_flops = s.let("tail_flops", gpu.kernels.library.prefill_tail * 128 * (cached + fresh) * score_flops,
                              flop, "FLOP that the last wave waits for", aicfg_kernels);
  Quantity compute_time = s.let(
      "compute_time", (scores * score_flops + tail_flops * gpu.kernels.compute_units) / gpu.kernels.attention_rate,
      second, "compute time", aicfg_kernels);
  Quantity mem_time = s.let("mem_time", bytes / gpu.kernels.copy_rate, second, "memory time", aicfg_kernels);
  Quantity longer = s.let("longer", max(compute_time, mem_time), second, "the longer of the two", flashattn_2023);
  Quantity shorter = s.let("shorter", min(compute_time, mem_time), second, "the shorter of the two", flashattn_2023);
  Quantity busy = s.let("busy", longer + gpu.kernels.library.prefill_overlap_loss * shorter, second,
                        "memory and compute time, overlapped in part", aicfg_kernels);
  Quantity time = s.let("time", gpu.kernels.prefill_launch + busy, second, "prefill attention", aicfg_kernels);
};

struct DecodeAttention {
  Section s;
  Gpu gpu;
  Heads heads;
  Quantity batch;     ///< sequences, plain
  Quantity context;   ///< tokens of KV cache a sequence, plain
  Quantity elements;  ///< KV elements a token and layer on this GPU, plain: 2 * KV heads * size, or the latent
  Quantity kv_width;  ///< byte: of one KV element

  Quantity kv_elements = s.let("kv_elements", batch* context* elements, unitless, "KV elements read", flashattn_2023);
  Quantity bytes = s.let("bytes", kv_elements* kv_width, byte, "KV cache read", flashattn_2023);
  Quantity flops = s.let("flops", 4 * flop * batch * heads.q_heads * context * heads.head_dim, flop,
                         "FLOP of attention", flashattn_2023);
  Quantity mem_time = s.let("mem_time", bytes / gpu.kernels.copy_rate, second, "memory time", aicfg_kernels);
  Quantity compute_time =
      s.let("compute_time", flops / gpu.kernels.attention_rate, second, "compute time", flashattn_2023);
  Quantity widens = s.let("widens", select(kv_width < 2 * byte && heads.q_heads <= heads.kv_heads, 1, 0), unitless,
                          "1 when narrow KV serves one query head at a time", aicfg_kernels);
  Quantity widen_time =
      s.let("widen_time", widens* kv_elements / (gpu.kernels.library.widen_rate * gpu.kernels.compute_units), second,
            "time to widen the KV elements", aicfg_kernels);
  Quantity busy =
      s.let("busy", max({mem_time, compute_time, widen_time}), second, "the longest of the three", flashattn_2023);
  Quantity ramp = s.let("ramp", gpu.kernels.library.decode_ramp* kv_width / (2 * byte), second,
                        "most that splitting costs", aicfg_kernels);
  Quantity split_time = s.let("split_time", ramp* mem_time / (mem_time + gpu.kernels.library.decode_ramp_half), second,
                              "cost of splitting the cache over the chip", aicfg_kernels);
  Quantity time =
      s.let("time", gpu.kernels.decode_launch + busy + split_time, second, "decode attention", aicfg_kernels);
};

}  // namespace wallflip
