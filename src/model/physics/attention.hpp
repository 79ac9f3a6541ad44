#pragma once

// Attention of one layer on one accelerator (detailed fidelity): fused (flash) over a prompt, forward and backward in
// training, without fusion, and over the KV cache for one new token of each sequence.
//
// Simplifications: sequences of equal length; queries in blocks of 128, those on the diagonal computed in full; 16-bit
// arithmetic; two products forward, five backward; a latent (MLA) cache is read once for all heads.
// Sources: Dao 2023, "FlashAttention-2", arXiv 2307.08691 (work split, causal skipping, FLOP); constants:
// gpu_kernels.hpp, kernel_library.hpp. Held against 96 measured prefills (median error 3 %), 21 forward and backward
// passes (1 %), 134 decodes (6 %).
//
//   scores = b q s (c + s (1 - causal/2) + 64 causal)     s new tokens after c cached ones
//   tail = share * 128 (c + s) * units                    scores that the last wave waits for
//   prefill  time = launch + (scores + tail) * (4 d + softmax) / rate + bytes / copy rate
//   training time = 3.5 * (scores + tail) * (4 d + softmax) / (rate * gain) + bytes / copy rate
//   decode   time = launch + max(t_mem, t_cmp, widening) + ramp * t_mem / (t_mem + half)
//            ramp: cost of splitting the cache over the chip; widening: 8-bit KV with one query head a KV head

#include "model/physics/gpu.hpp"

namespace wallflip {

/// What of the heads is on this GPU; plain numbers, each a named quantity.
struct Heads {
  Quantity q_heads, kv_heads, head_dim;
};

/// The scores of a prompt and what they cost.
struct Scores {
  Scores(const Section& section, const GpuKernels& gpu, Heads here, Quantity sequences, Quantity new_tokens,
         Quantity old_tokens, Quantity is_causal);

  Section s;
  GpuKernels kernels;
  Heads heads;
  Quantity batch;   ///< sequences, plain
  Quantity fresh;   ///< new tokens a sequence, plain
  Quantity cached;  ///< tokens before them, plain
  Quantity causal;  ///< 1, or 0: every token sees all

  Quantity row_flops = s.let("row_flops", 4 * flop * heads.head_dim + kernels.library.softmax_flops, flop,
                             "matrix FLOP and softmax of one score", flashattn2_a100);
  Quantity seen =
      s.let("seen", cached + fresh * (1 - causal / 2), unitless, "tokens a query sees, mean", flashattn_2023);
  Quantity queries = s.let("queries", batch* heads.q_heads* fresh, unitless, "queries", flashattn_2023);
  Quantity done =
      s.let("done", queries*(seen + 64 * causal), unitless, "scores with whole blocks on the diagonal", flashattn_2023);
  Quantity tail = s.let("tail", kernels.library.prefill_tail * 128 * (cached + fresh) * kernels.compute_units, unitless,
                        "scores that the last wave could have done", aicfg_kernels);
  Quantity flops =
      s.let("flops", 4 * flop * queries * seen * heads.head_dim, flop, "FLOP of attention", flashattn_2023);
  Quantity counted = s.let("counted", done + tail, unitless, "scores that take time", aicfg_kernels);
  Quantity rows_bytes = s.let("rows_bytes", fresh*(heads.q_heads + heads.kv_heads) * heads.head_dim * (4 * byte), byte,
                              "queries, output, new keys and values of a sequence", flashattn_2023);
  Quantity compute_time = s.let("compute_time", counted* row_flops / kernels.attention_rate, second,
                                "time of the scores, forward", aicfg_kernels);
};

struct PrefillAttention {
  PrefillAttention(const Section& section, const Gpu& gpu, Heads here, Quantity sequences, Quantity new_tokens,
                   Quantity old_tokens, Quantity is_causal);

  Section s;
  GpuKernels kernels;
  Heads heads;
  Quantity batch, fresh, cached, causal;  ///< as in Scores

  Scores scores{s.section("scores"), kernels, heads, batch, fresh, cached, causal};
  Quantity flops = scores.flops, compute_time = scores.compute_time;
  Quantity bytes =
      s.let("bytes", batch* kernels.library.prefill_passes* scores.rows_bytes, byte, "bytes moved", aicfg_kernels);
  Quantity mem_time = s.let("mem_time", bytes / kernels.copy_rate, second, "memory time", aicfg_kernels);
  Quantity busy = s.let("busy", compute_time + mem_time, second, "one after the other", aicfg_kernels);
  Quantity time = s.let("time", kernels.prefill_launch + busy, second, "prefill attention", aicfg_kernels);
};

/// Forward and backward, no cache.
struct TrainingAttention {
  TrainingAttention(const Section& section, const Gpu& gpu, Heads here, Quantity sequences, Quantity length,
                    Quantity is_causal);

  Section s;
  GpuKernels kernels;
  Heads heads;
  Quantity batch, tokens, causal;

  Quantity nothing_cached = s.let("nothing_cached", 0.0, unitless, "nothing is cached", definition);
  Scores scores{s.section("scores"), kernels, heads, batch, tokens, nothing_cached, causal};
  Quantity flops =
      s.let("flops", (2 + 5) / 2.0 * scores.flops, flop, "FLOP: two products forward, five backward", flashattn_2023);
  Quantity compute_time = s.let("compute_time", (2 + 5) / 2.0 * scores.compute_time / kernels.library.training_gain,
                                second, "time of the scores, forward and backward", flashattn2_a100);
  Quantity bytes =
      s.let("bytes", batch* kernels.library.training_passes* scores.rows_bytes, byte, "bytes moved", flashattn2_a100);
  Quantity mem_time = s.let("mem_time", bytes / kernels.copy_rate, second, "memory time", flashattn2_a100);
  Quantity time = s.let("time", compute_time + mem_time, second, "attention, forward and backward", flashattn2_a100);
};

/// The same with scores written to memory and read back at every step; a mask saves no work.
struct EagerAttention {
  EagerAttention(const Section& section, const Gpu& gpu, Heads here, Quantity sequences, Quantity length,
                 Quantity is_causal);

  Section s;
  GpuKernels kernels;
  Heads heads;
  Quantity batch, tokens, causal;

  Quantity scores = s.let("scores", batch* heads.q_heads* tokens* tokens, unitless, "scores", flashattn_2023);
  Quantity done_flops = s.let("done_flops", (2 + 5) / 2.0 * 4 * flop * scores * heads.head_dim, flop,
                              "FLOP done, forward and backward", flashattn_2023);
  Quantity flops =
      s.let("flops", done_flops*(1 - causal / 2), flop, "FLOP that a mask leaves to be useful", flashattn_2023);
  Quantity compute_time =
      s.let("compute_time", done_flops / kernels.wide_rate, second, "time of the products", aicfg_kernels);
  Quantity passes = s.let("passes", kernels.library.unfused_passes + kernels.library.mask_passes * causal, unitless,
                          "times that a score crosses memory", flashattn2_a100);
  Quantity bytes = s.let("bytes", scores* passes*(2 * byte), byte, "bytes moved", flashattn2_a100);
  Quantity mem_time = s.let("mem_time", bytes / kernels.copy_rate, second, "memory time", flashattn2_a100);
  Quantity time =
      s.let("time", compute_time + mem_time, second, "unfused attention, forward and backward", flashattn2_a100);
};

struct DecodeAttention {
  DecodeAttention(const Section& section, const Gpu& gpu, Heads here, Quantity sequences, Quantity cached,
                  Quantity elements_per_token, Quantity width);

  Section s;
  GpuKernels kernels;
  Heads heads;
  Quantity batch;     ///< sequences, plain
  Quantity context;   ///< tokens of KV cache a sequence, plain
  Quantity elements;  ///< KV elements a token and layer on this GPU, plain: 2 * KV heads * size, or the latent
  Quantity kv_width;  ///< byte: of one KV element

  Quantity kv_elements = s.let("kv_elements", batch* context* elements, unitless, "KV elements read", flashattn_2023);
  Quantity bytes = s.let("bytes", kv_elements* kv_width, byte, "KV cache read", flashattn_2023);
  Quantity flops = s.let("flops", 4 * flop * batch * heads.q_heads * context * heads.head_dim, flop,
                         "FLOP of attention", flashattn_2023);
  Quantity mem_time = s.let("mem_time", bytes / kernels.copy_rate, second, "memory time", aicfg_kernels);
  Quantity compute_time = s.let("compute_time", flops / kernels.attention_rate, second, "compute time", flashattn_2023);
  Quantity widens = s.let("widens", select(kv_width < 2 * byte && heads.q_heads <= heads.kv_heads, 1, 0), unitless,
                          "1 when narrow KV serves one query head at a time", aicfg_kernels);
  Quantity widen_time = s.let("widen_time", widens* kv_elements / (kernels.library.widen_rate * kernels.compute_units),
                              second, "time to widen the KV elements", aicfg_kernels);
  Quantity busy =
      s.let("busy", max({mem_time, compute_time, widen_time}), second, "the longest of the three", flashattn_2023);
  Quantity ramp = s.let("ramp", kernels.library.decode_ramp* kv_width / (2 * byte), second, "most that splitting costs",
                        aicfg_kernels);
  Quantity split_time = s.let("split_time", ramp* mem_time / (mem_time + kernels.library.decode_ramp_half), second,
                              "cost of splitting the cache over the chip", aicfg_kernels);
  Quantity time = s.let("time", kernels.decode_launch + busy + split_time, second, "decode attention", aicfg_kernels);
};

}  // namespace wallflip
