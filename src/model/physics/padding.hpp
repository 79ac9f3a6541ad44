#pragma once

// What a scheduler loses: slots to static batching, memory to reservations and blocks, decode time to long prefills.
//
// Simplifications: two lengths of output in a static batch; lengths end evenly inside a block; layers with a sliding
// window are counted as full ones.
// Sources: Kwon et al. 2023 (paged attention), arXiv 2309.06180; Agrawal et al. 2024 (chunked prefill), arXiv
// 2403.02310.
//
//   static use = mean / longest output     contiguous waste = 1 - used / reserved     paged waste = half a block / used

#include "model/physics/kv_cache.hpp"

namespace wallflip {

struct Padding {
  Section s;
  KvCache kv;
  Load load;

  Quantity batching = s.choice("batching", {"static", "continuous"}, 1, "batching", lesson_default);
  Quantity short_count = s.count("short_count", 31 * sequence, "short answers in a static batch", lesson_default);
  Quantity short_output = s.count("short_output", 50 * token / sequence, "tokens of a short answer", lesson_default);
  Quantity long_count = s.count("long_count", 1 * sequence, "long answers in a static batch", lesson_default);
  Quantity long_output = s.count("long_output", 2000 * token / sequence, "tokens of a long answer", lesson_default);
  Quantity max_model_len = s.count("max_model_len", 8192 * token / sequence, "reserved length", lesson_default);
  Quantity block = s.count("block", 16 * token / sequence, "tokens of a KV block", vllm_2023);
  Quantity chunk = s.count("chunk", 8192 * token, "longest piece of a prompt in one step", lesson_default);

  Quantity mean_output =
      s.let("mean_output", (short_count * short_output + long_count * long_output) / (short_count + long_count),
            token / sequence, "mean output", definition);
  Quantity static_use = s.let("static_use", mean_output / max(short_output, long_output), unitless,
                              "slots in use when all wait for the longest", vllm_2023, "%");
  Quantity use = s.let("use", select(batching == 0, static_use, 1.0), unitless, "slots in use", vllm_2023, "%");
  Quantity contiguous_waste = s.let("contiguous_waste", 1 - min(load.context / max_model_len, 1.0), unitless,
                                    "reserved KV never used", vllm_2023, "%");
  Quantity paged_waste = s.let("paged_waste", block / 2 / max(load.context, 1 * token / sequence), unitless,
                               "KV lost in half-filled blocks", vllm_2023, "%");
  Quantity sequences_contiguous =
      s.let("sequences_contiguous", floor(max(kv.pool_bytes / (kv.bytes_per_token * max_model_len), 0 * sequence)),
            sequence, "fit when all is reserved", vllm_2023);
  Quantity sequences_paged = s.let(
      "sequences_paged", floor(max(kv.pool_bytes / (kv.bytes_per_token * (load.context + block / 2)), 0 * sequence)),
      sequence, "fit when paged", vllm_2023);
  Quantity chunk_tokens = s.let("chunk_tokens", min(chunk, load.prompt), token,
                                "prompt tokens that one decode step waits for", sarathi_2024);
};

}  // namespace wallflip
