#pragma once

// Operators of a training step on one GPU, forward and backward (detailed fidelity). Each is built in
// training_operators.cpp and leaves its two times; all its quantities are on the sheet.
//
// Simplifications: a product's backward pass is two products of its size; unfused attention computes whole squares and
// keeps its scores in memory, flash attention half of them; softmax and its backward pass are bound by memory.
// Sources: Megatron-LM, arXiv 2104.04473; Korthikanti et al., arXiv 2205.05198; FlashAttention-2, arXiv 2307.08691;
// GEMMs: gemm.hpp; attention: attention.hpp; constants: training_library.hpp.
//
//   product (m, n, k): forward, then (m, k, n) and (k, n, m), at the rate kept under load, less when n or k is no
//   multiple of 64
//   unfused: two batched products, and a score moves 4 bytes (dropout 5 more) forward, 6 (and 5) backward
//   flash: five products backward for two forward
//
// Apart from TrainingAttention and EagerAttention (attention.hpp): those are one library's kernel alone, both passes in
// one time, fitted to benchmarks of it. A step needs its passes apart (recomputing, overlap), dropout and a rank's
// share of a ring; its constants are fitted to whole steps. Flash attention forward is the same PrefillAttention.

#include "model/physics/training_shape.hpp"

namespace wallflip {

struct ForwardBackward {
  Quantity forward, backward;  ///< second
};

/// m rows through n x k weights on this GPU.
ForwardBackward training_product(const Section& s, const Gpu& gpu, const TrainingLibrary& library, Quantity m,
                                 Quantity n, Quantity k);
/// Two batched products with a softmax of scores in memory between them.
ForwardBackward unfused_attention(const Section& s, const Gpu& gpu, const TrainingLibrary& library,
                                  const TrainingShape& shape, const Llm& llm);
/// Causal, on a rank's share of a ring of context parallel ranks.
ForwardBackward flash_attention(const Section& s, const Gpu& gpu, const TrainingLibrary& library,
                                const TrainingSplit& split, const TrainingShape& shape, const Llm& llm);

}  // namespace wallflip
