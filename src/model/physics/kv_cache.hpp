#pragma once

// The KV cache and what of it fits.
//
// Simplifications: cache and weights spread evenly over the GPUs of a replica; every running sequence holds `context`
// tokens (the mean where requests flow); nothing is lost to paging (lesson 04 shows what is).
// Sources: Pope et al. 2022 (GQA, MQA); DeepSeek-V2, arXiv 2405.04434 (the MLA latent); the models' own configurations.
//
//   elements a layer and token = 2 * kv heads * head size      (MLA: latent rank + rotary part, shared by all heads)
//   bytes a sequence = bytes * (full layers * elements * L + window layers * elements * min(L, window))
//   limit = (n * (HBM - reserve) - weights) / bytes a sequence

#include "model/physics/gpu.hpp"
#include "model/physics/load.hpp"

namespace wallflip {

struct KvCache {
  Section s;
  Llm llm;
  Gpu gpu;
  Quantity context;  ///< token/sequence: of every running sequence
  Split split;

  Quantity elements_per_layer =
      s.let("elements_per_layer",
            select(llm.latent_rank > 0, llm.latent_rank + llm.rope_dim, 2 * llm.kv_heads * llm.head_dim), unitless,
            "KV elements a token and layer", definition);
  Quantity full_layers = s.let("full_layers", llm.layers - llm.window_layers - llm.uncached_layers, unitless,
                               "layers that cache the whole context", definition);
  Quantity bytes_per_layer = s.let("bytes_per_layer", elements_per_layer* llm.kv_bytes_per_element / (1 * token),
                                   byte / token, "KV bytes a token and layer", definition);
  Quantity window_bytes_per_layer = s.let(
      "window_bytes_per_layer", 2 * llm.window_kv_heads * llm.window_head_dim * llm.kv_bytes_per_element / (1 * token),
      byte / token, "KV bytes a token and window layer", definition);
  Quantity bytes_per_token =
      s.let("bytes_per_token", full_layers* bytes_per_layer + llm.window_layers * window_bytes_per_layer, byte / token,
            "KV bytes of a new token", pope_2022);
  Quantity windowed_context =
      s.let("windowed_context", min(context, llm.window), token / sequence, "context inside the window", definition);
  Quantity full_bytes = s.let("full_bytes", full_layers* bytes_per_layer* context, byte / sequence,
                              "KV of one sequence, full layers", pope_2022);
  Quantity window_bytes = s.let("window_bytes", llm.window_layers* window_bytes_per_layer* windowed_context,
                                byte / sequence, "KV of one sequence, window layers", pope_2022);
  Quantity bytes_per_sequence = s.let("bytes_per_sequence", full_bytes + window_bytes, byte / sequence,
                                      "KV bytes of one running sequence", pope_2022);
  Quantity available_bytes =
      s.let("available_bytes", split.tp* gpu.usable_bytes, byte, "memory for weights and KV", definition);
  Quantity pool_bytes = s.let("pool_bytes", available_bytes - llm.weight_bytes, byte, "memory left for KV", definition);
  Quantity sequence_bytes = s.let("sequence_bytes", max(bytes_per_sequence, 1 * byte / sequence), byte / sequence,
                                  "KV of one sequence, at least a byte", definition);
  Quantity batch_limit =
      s.let("batch_limit", pool_bytes / sequence_bytes, sequence, "sequences that fit, as a real number", pope_2022);
  Quantity batch_max =
      s.let("batch_max", floor(max(batch_limit, 0 * sequence)), sequence, "sequences that fit", definition);
};

/// What a batch that is set by hand holds.
struct KvUse {
  Section s;
  KvCache kv;
  Quantity batch;  ///< sequence

  Quantity used_bytes = s.let("used_bytes", batch* kv.bytes_per_sequence, byte, "KV cache of the batch", pope_2022);
};

}  // namespace wallflip
