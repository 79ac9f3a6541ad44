#pragma once

// A cache of prompt prefixes: KV that is there need not be computed again, wherever it lies.
//
// Simplifications: a hit covers a share of the prompt from its start; at least one token is always new; a tier delivers
// its bandwidth to one request at a time; what lies in HBM costs nothing to fetch.
// Sources: Zheng et al. 2023 (SGLang), arXiv 2312.07104; Gao et al. 2024 (CachedAttention), arXiv 2403.19708.
//
//   prefill(hit) = FLOP of the new tokens after the cached ones           fetch = KV of the cached tokens / tier
//   bandwidth a tier is worth its fetch while that is shorter than computing the same tokens

#include "model/physics/kv_cache.hpp"
#include "model/physics/prefill.hpp"

namespace wallflip {

/// How a prompt divides into cached and new tokens.
struct PrefixHit {
  Section s;         ///< "cache"
  Quantity prompt;   ///< token
  double hit_share;  ///< default

  Quantity hit_rate = s.input("hit_rate", hit_share, "share of a prompt found in the cache", lesson_default, "%");
  Quantity cached_tokens = s.let("cached_tokens", max(min(prompt* hit_rate, prompt - 1 * token), 0 * token), token,
                                 "prompt tokens found", sglang_2023);
  Quantity new_tokens = s.let("new_tokens", prompt - cached_tokens, token, "prompt tokens to compute", sglang_2023);
};

/// Where the found KV lies, and whether fetching it beats computing it.
struct CacheTiers {
  Section s;  ///< "cache"
  KvCache kv;
  PrefixHit hit;
  Prefill all, fresh;  ///< the whole prompt; its new tokens after the cached ones

  Quantity tier = s.choice("tier", {"HBM", "DRAM", "SSD"}, 0, "where cached prefixes lie", lesson_default);
  Quantity dram_bw =
      s.input("dram_bw", 55e9 * byte / second / gpu_count, "from host memory, over PCIe", lesson_default);
  Quantity ssd_bw = s.input("ssd_bw", 7e9 * byte / second / gpu_count, "from local flash", lesson_default);
  Quantity dram_bytes =
      s.input("dram_bytes", 128e9 * byte / gpu_count, "host memory given to the cache", lesson_default);
  Quantity ssd_bytes = s.input("ssd_bytes", 3.84e12 * byte / gpu_count, "flash given to the cache", lesson_default);

  Quantity found_bytes =
      s.let("found_bytes", hit.cached_tokens* kv.bytes_per_token, byte, "KV of the tokens found", cachedattention_2024);
  Quantity fetched(const char* name, Quantity bandwidth) const {
    return s.let(name, found_bytes / (kv.split.tp * max(bandwidth, 1 * byte / second / gpu_count)), second,
                 "fetching it from this tier", cachedattention_2024);
  }
  Quantity dram_fetch = fetched("dram_fetch", dram_bw);
  Quantity ssd_fetch = fetched("ssd_fetch", ssd_bw);
  Quantity far_fetch =
      s.let("far_fetch", select(tier == 1, dram_fetch, ssd_fetch), second, "from outside HBM", definition);
  Quantity fetch_time = s.let("fetch_time", select(tier == 0, 0 * second, far_fetch), second, "fetching the KV found",
                              cachedattention_2024);
  Quantity saved_time = s.let("saved_time", max(all.span - fresh.span, 0 * second), second,
                              "prefill that the cached tokens save", cachedattention_2024);
  Quantity used_time = s.let("used_time", min(fetch_time, saved_time), second,
                             "the cheaper of fetching and computing again", cachedattention_2024);
  Quantity prefill_time = s.let("prefill_time", fresh.span + used_time, second,
                                "new tokens, and the cheaper way to the old ones", cachedattention_2024);
  Quantity speedup = s.let("speedup", all.span / prefill_time, unitless, "prefill speed-up", sglang_2023);
  Quantity far_bytes =
      s.let("far_bytes", select(tier == 1, dram_bytes, ssd_bytes) * kv.split.tp, byte, "room outside HBM", definition);
  Quantity tier_bytes = s.let("tier_bytes", select(tier == 0, max(kv.pool_bytes, 0 * byte), far_bytes), byte,
                              "room for cached prefixes", definition);
  Quantity tier_tokens = s.let("tier_tokens", tier_bytes / max(kv.bytes_per_token, 1 * byte / token), token,
                               "tokens whose KV the tier holds", definition);
};

}  // namespace wallflip
