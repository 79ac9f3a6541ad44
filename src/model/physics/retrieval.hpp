#pragma once

// Retrieval before generation: what is looked up, what of it is already computed, what must be read or recomputed.
//
// Simplifications: the KV of a chunk that is reused in the middle of a prompt is right except for a share of its
// tokens, which are recomputed; shares of a prompt cost shares of its prefill; look-up, fetch and prefill follow one
// another. Sources: CacheBlend, arXiv 2405.16444 (partial recomputation); LESSONS 15.
//
//   prefill = ((1 - hit) + recomputed * hit) * prefill of all chunks          fetch = hit * KV of all chunks / store
//   TTFT = look-up + fetch + prefill + one decode step

#include "model/physics/pool.hpp"

namespace wallflip {

struct Retrieval {
  Section s;        ///< "retrieval"
  Section cache;    ///< "cache"
  Section storage;  ///< "storage"
  KvCache kv;
  Prefill chunks;  ///< all retrieved tokens, none of them cached

  Quantity lookup = s.input("time", 0.2 * second, "embedding, search and reranking of one question", lesson_default);
  Quantity hit_rate = cache.input("hit_rate", 0, "share of retrieved tokens whose KV is stored", lesson_default, "%");
  Quantity recompute =
      cache.input("recompute", 0.15, "share of reused tokens that is recomputed", cacheblend_2024, "%");
  Quantity read_bw = storage.input("read_bw", 50e9 * byte / second, "store of KV, read by one replica", lesson_default);

  Quantity chunk_bytes =
      s.let("chunk_bytes", chunks.tokens* kv.bytes_per_token, byte, "KV of all retrieved tokens", definition);
  Quantity computed_share = s.let("computed_share", 1 - hit_rate + recompute * hit_rate, unitless,
                                  "share of the retrieved tokens that is prefilled", cacheblend_2024, "%");
  Quantity prefill_time =
      s.let("prefill_time", computed_share* chunks.span, second, "prefill of what is not reused", cacheblend_2024);
  Quantity fetch_time = s.let("fetch_time", hit_rate* chunk_bytes / read_bw, second, "reading stored KV", definition);
  Quantity storage_time =
      s.let("storage_time", lookup + fetch_time, second, "look-up and fetch before the prefill", definition);
  Quantity reuse_fetch =
      s.let("reuse_fetch", chunk_bytes / read_bw, second, "reading the KV of all chunks", definition);
  Quantity reuse_saving = s.let("reuse_saving", (1 - recompute) * chunks.span, second,
                                "prefill that reusing all chunks saves", cacheblend_2024);
};

}  // namespace wallflip
