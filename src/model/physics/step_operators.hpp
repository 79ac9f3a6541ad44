#pragma once

// One pass of a decoder through its operators (detailed fidelity): every kernel of a layer, times the layers, and the
// output head. Used for a decode step (a row for each sequence), for a prefill (a row for each token) and for a decode
// step with a chunk of a prompt in it.
//
// Simplifications: every layer of a kind is alike; heads, widths and vocabulary shard evenly over tp; the router,
// rotary positions and the cache's writes ride on their neighbours; below 16 bits the input of a product is quantised
// by the operator before it; the projections of latent (MLA) attention count as two products of the same weights; an
// expert layer's shared expert is one product. Sources: Megatron-LM, arXiv 2104.04473 (how a layer is split);
// operators: gemm.hpp, attention.hpp, experts.hpp, elementwise.hpp.
//
//   layer = norms + QKV + attention + output + all-reduce + (up, activation, down | experts, shared) + all-reduce
//   step = max(layers * layer + head + sampling, kernels * host launch without graphs)
//   each operator's busy time is shared between memory and compute as its two times are; starting and waiting is
//   overhead

#include <optional>

#include "model/physics/fidelity.hpp"
#include "model/physics/gemm.hpp"
#include "model/physics/kv_cache.hpp"

namespace wallflip {

/// Seconds of one pass. time = bandwidth + compute + network + overhead.
struct StepTimes {
  Quantity time, bandwidth, compute, network, overhead;
};

/// What a step shows as its overhead: none at napkin fidelity.
inline Quantity shown_overhead(const Section& s, const StepTimes& detailed) {
  const Quantity no_overhead = s.let("no_overhead", 0 * second, second, "nothing else at napkin fidelity", definition);
  return s.let("overhead", by_fidelity(s, no_overhead, detailed.overhead), second,
               "time in which neither memory, compute nor network is at work", definition);
}

/// Whole experts spread over GPUs, rather than cut over those that share attention. Plain numbers.
struct ExpertSpread {
  Quantity tokens;  ///< that reach a layer's experts, from all copies of attention
  Quantity ranks;   ///< GPUs that share them
};

/// What a decode step does beyond one token of each sequence.
struct DecodeVariant {
  std::optional<Quantity> queries{};      ///< tokens of each sequence at once, plain: one checks drafted tokens so
  std::optional<ExpertSpread> experts{};  ///< absent: cut over tp
};

/// One new token of each of `batch` sequences; operators stand below `s`: "decode.qkv", "decode.attention" ...
StepTimes decode_operators(const Section& s, const KvCache& kv, Quantity batch, Quantity network,
                           const DecodeVariant& variant = {});

/// All but attention and sampling for `rows` tokens (plain), with products of this width; the head keeps 16 bits.
StepTimes product_operators(const Section& s, const Llm& llm, const Gpu& gpu, const Split& split, Quantity rows,
                            const GemmWidth& width);

enum class HeadRows { last, all };  ///< tokens of a prompt that go through the output head

/// `tokens` of one prompt after `cached` ones; the output head sees the last token only, all of them in training.
StepTimes prefill_operators(const Section& s, const Llm& llm, const Gpu& gpu, const Split& split, Quantity tokens,
                            Quantity cached, Quantity network, HeadRows head = HeadRows::last);

/// Both in one pass: a token of each of `batch` sequences and `tokens` of a prompt that share the products, each with
/// its own attention; the output head sees the sequences and the last of the tokens.
StepTimes mixed_operators(const Section& s, const KvCache& kv, Quantity batch, Quantity tokens, Quantity cached,
                          Quantity network);

}  // namespace wallflip
