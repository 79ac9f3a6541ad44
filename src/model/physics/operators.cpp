#include "model/physics/attention.hpp"
#include "model/physics/elementwise.hpp"
#include "model/physics/experts.hpp"

// The constructors of the operators stand here, so that their many definitions are compiled once and not wherever an
// operator is used.

namespace wallflip {

KernelLibrary::KernelLibrary(const Section& section) : s(section) {}
KernelLibrary::KernelLibrary(const KernelLibrary& other) = default;

GpuKernels::GpuKernels(const Section& section, Quantity dtype, Quantity peak, Quantity wide_peak, Quantity bandwidth)
    : s(section), gemm_dtype(dtype), peak_flops(peak), peak_bf16(wide_peak), mem_bw(bandwidth) {}
GpuKernels::GpuKernels(const GpuKernels& other) = default;

GemmTiling::GemmTiling(const Section& section, const GpuKernels& gpu, Quantity height, Quantity breadth, Quantity depth,
                       Quantity rate, double high, double wide)
    : s(section), kernels(gpu), m(height), n(breadth), k(depth), unit_rate(rate), rows(high), columns(wide) {}

Gemm::Gemm(const Section& section, const Gpu& gpu, GemmWidth multiplies, Quantity rows, Quantity columns,
           Quantity depth)
    : s(section), kernels(gpu.kernels), width(multiplies), m(rows), n(columns), k(depth) {}

QuantiseActivations::QuantiseActivations(const Section& section, const Gpu& gpu, Quantity rows, Quantity depth)
    : s(section), kernels(gpu.kernels), m(rows), k(depth) {}

Scores::Scores(const Section& section, const GpuKernels& gpu, Heads here, Quantity sequences, Quantity new_tokens,
               Quantity old_tokens, Quantity is_causal)
    : s(section),
      kernels(gpu),
      heads(here),
      batch(sequences),
      fresh(new_tokens),
      cached(old_tokens),
      causal(is_causal) {}

PrefillAttention::PrefillAttention(const Section& section, const Gpu& gpu, Heads here, Quantity sequences,
                                   Quantity new_tokens, Quantity old_tokens, Quantity is_causal)
    : s(section),
      kernels(gpu.kernels),
      heads(here),
      batch(sequences),
      fresh(new_tokens),
      cached(old_tokens),
      causal(is_causal) {}

TrainingAttention::TrainingAttention(const Section& section, const Gpu& gpu, Heads here, Quantity sequences,
                                     Quantity length, Quantity is_causal)
    : s(section), kernels(gpu.kernels), heads(here), batch(sequences), tokens(length), causal(is_causal) {}

EagerAttention::EagerAttention(const Section& section, const Gpu& gpu, Heads here, Quantity sequences, Quantity length,
                               Quantity is_causal)
    : s(section), kernels(gpu.kernels), heads(here), batch(sequences), tokens(length), causal(is_causal) {}

DecodeAttention::DecodeAttention(const Section& section, const Gpu& gpu, Heads here, Quantity sequences,
                                 Quantity cached, Quantity elements_per_token, Quantity width)
    : s(section),
      kernels(gpu.kernels),
      heads(here),
      batch(sequences),
      context(cached),
      elements(elements_per_token),
      kv_width(width) {}

ExpertLoad::ExpertLoad(const Section& section, Routing how, Quantity rows_in, Quantity all, Quantity visits,
                       Quantity gpus)
    : s(section), routing(how), tokens(rows_in), experts(all), chosen(visits), ranks(gpus) {}

Experts::Experts(const Section& section, const Gpu& gpu, GemmWidth how, const ExpertLoad& here, Quantity state,
                 Quantity wide, Quantity products)
    : s(section), kernels(gpu.kernels), multiplies(how), load(here), hidden(state), width(wide), matrices(products) {}

Elementwise::Elementwise(const Section& section, const Gpu& gpu, Quantity moved)
    : s(section), kernels(gpu.kernels), bytes(moved) {}

Sampling::Sampling(const Section& section, const Gpu& gpu, Quantity sequences, Quantity logits)
    : s(section), kernels(gpu.kernels), batch(sequences), vocab(logits) {}

}  // namespace wallflip
