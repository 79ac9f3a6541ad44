#pragma once

// What a conversation keeps in memory between its turns, and what it costs to compute it again.
//
// Simplifications: a session is routed to the replica that holds its KV; the cache is evicted whole sessions at a time.
// Sources: SGLang (RadixAttention), arXiv 2312.07104; definition.
//
//   sessions alive = rate * time between turns        GPUs = sessions * KV of one / room for KV
//   hold = KV / usable memory * retention             recompute = prefill of the same tokens          (GPU seconds)

#include "model/physics/pool.hpp"

namespace wallflip {

/// Sessions that wait in memory for their next turn.
struct HeldSessions {
  Section s;  ///< "session"
  KvCache kv;
  DecodePool pool;
  Quantity request_rate;  ///< 1/second

  Quantity think = s.input("think", 3 * second, "time between the turns of a session", lesson_default);
  Quantity alive =
      s.let("alive", request_rate* think*(1 * sequence), sequence, "sessions held at once (Little)", queueing);
  Quantity bytes = s.let("bytes", alive* kv.bytes_per_sequence, byte, "KV of all sessions", definition);
  Quantity gpus = s.let("gpus", kv.split.tp* alive / pool.full_batch, gpu_count,
                        "GPUs whose memory holds all sessions beside the weights", definition);
};

/// Holding KV in HBM against computing it again, in GPU seconds for one session.
struct HoldOrRecompute {
  Section s;  ///< "cache"
  KvCache kv;
  Prefill again;  ///< of the tokens held

  Quantity retention = s.input("retention", 60 * second, "time that KV is held for a session", lesson_default);
  Quantity held_bytes =
      s.let("held_bytes", again.tokens* kv.bytes_per_token, byte, "KV held for one session", definition);
  Quantity hold = s.let("hold", held_bytes / kv.gpu.usable_bytes * retention, second* gpu_count,
                        "GPU time whose memory is taken", definition);
  Quantity recompute =
      s.let("recompute", again.span* again.split.tp, second* gpu_count, "GPU time to prefill it again", pope_2022);
  Quantity break_even = s.let("break_even", recompute* kv.gpu.usable_bytes / held_bytes, second,
                              "retention beyond which recomputing is cheaper", definition);
};

}  // namespace wallflip
