#pragma once

// Disaggregated serving: prefill replicas hand the KV cache of a prompt over to decode replicas.
//
// Simplifications: every GPU sends its own share over its own link out of the node; the latency of the message is
// nothing beside its bytes. Layer by layer the hand-over hides behind the prefill as long as it is the shorter one.
// Source: Zhong et al. 2024 (DistServe), arXiv 2401.09670.
//
//   network = KV of the prompt / (n * link)          compute = prefill of the prompt

#include "model/physics/kv_cache.hpp"
#include "model/physics/prefill.hpp"

namespace wallflip {

struct Handoff {
  Section s;
  Split split;
  Net net;
  Quantity kv_bytes;      ///< byte: KV of one prompt
  Quantity prefill_time;  ///< second: of that prompt, whether or not it fits

  Quantity link = s.let("link", split.tp* max(net.link_bw, 1 * byte / second / gpu_count), byte / second,
                        "links of a replica out of the node", definition);
  Quantity network = s.let("network", kv_bytes / link, second, "time to hand the KV over", distserve_2024);
  Quantity compute = s.let("compute", prefill_time, second, "time to prefill it", distserve_2024);
  Quantity emitted =
      s.let("emitted", kv_bytes / prefill_time, byte / second, "KV that a prefill replica makes", distserve_2024);
  Quantity exposed = s.let("exposed", max(network - compute, 0 * second), second,
                           "wait for the hand-over when it streams layer by layer", distserve_2024);
};

}  // namespace wallflip
