#pragma once

// Where a phase stands on the roofline plot.
//
// Simplifications: bytes are those read from HBM once; activations are not counted.
// Source: Williams et al. 2009 by way of the scaling book, "rooflines".
//
//   intensity = FLOP / bytes read          achieved = FLOP / (time * GPUs)

#include "model/physics/decode.hpp"
#include "model/physics/prefill.hpp"

namespace wallflip {

struct RooflinePoint {
  Section s;
  Quantity flops;  ///< FLOP
  Quantity bytes;  ///< byte: read from memory
  Quantity time;   ///< second
  Quantity gpus;   ///< GPU

  Quantity intensity = s.let("intensity", flops / bytes, flop / byte, "arithmetic intensity", scaling_book);
  Quantity achieved_flops =
      s.let("achieved_flops", flops / (time * gpus), flop / second / gpu_count, "FLOP/s reached", definition);
};

/// The points "decode" and "prefill".
inline void add_roofline(const Decode& decode, const Prefill& prefill) {
  const RooflinePoint of_decode{decode.s, decode.flops, decode.weight_bytes + decode.kv_bytes, decode.step_time,
                                decode.split.tp};
  const RooflinePoint of_prefill{prefill.s, prefill.flops, prefill.llm.weight_bytes, prefill.time, prefill.split.tp};
}

}  // namespace wallflip
