#include "model/physics/attention.hpp"
#include "model/physics/elementwise.hpp"
#include "model/physics/experts.hpp"

// The constructors of the operators stand here, so that their many definitions are compiled once and not wherever an
// operator is used.

namespace wallflip {

KernelLibrary::KernelLibrary(Section section) : s(std::move(section)) {}
KernelLibrary::KernelLibrary(const KernelLibrary& other) = default;

GpuKernels::GpuKernels(Section section, Quantity dtype, Quantity peak, Quantity wide_peak, Quantity bandwidth)
    : s(std::move(section)), gemm_dtype(dtype), peak_flops(peak), peak_bf16(wide_peak), mem_bw(bandwidth) {}
GpuKernels::GpuKernels(const GpuKernels& other) = default;

GemmTiling::GemmTiling(Section section, const GpuKernels& gpu, Quantity height, Quantity breadth, Quantity depth,
                       Quantity rate, double high, double wide)
    : s(std::move(section)),
      kernels(gpu),
      m(height),
      n(breadth),
      k(depth),
      unit_rate(rate),
      rows(high),
      columns(wide) {}

Gemm::Gemm(Section section, const Gpu& gpu, GemmWidth multiplies, Quantity rows, Quantity columns, Quantity depth)
    : s(std::move(section)), kernels(gpu.kernels), width(multiplies), m(rows), n(columns), k(depth) {}

QuantiseActivations::QuantiseActivations(Section section, const Gpu& gpu, Quantity rows, Quantity depth)
    : s(std::move(section)), kernels(gpu.kernels), m(rows), k(depth) {}

Scores::Scores(Section section, const GpuKernels& gpu, Heads here, Quantity sequences, Quantity new_tokens,
               Quantity old_tokens, Quantity is_causal)
    : s(std::move(section)),
      kernels(gpu),
      heads(here),
      batch(sequences),
      fresh(new_tokens),
      cached(old_tokens),
      causal(is_causal) {}

PrefillAttention::PrefillAttention(Section section, const Gpu& gpu, Heads here, Quantity sequences, Quantity new_tokens,
                                   Quantity old_tokens, Quantity is_causal)
    : s(std::move(section)),
      kernels(gpu.kernels),
      heads(here),
      batch(sequences),
      fresh(new_tokens),
      cached(old_tokens),
      causal(is_causal) {}

TrainingAttention::TrainingAttention(Section section, const Gpu& gpu, Heads here, Quantity sequences, Quantity length,
                                     Quantity is_causal)
    : s(std::move(section)), kernels(gpu.kernels), heads(here), batch(sequences), tokens(length), causal(is_causal) {}

EagerAttention::EagerAttention(Section section, const Gpu& gpu, Heads here, Quantity sequences, Quantity length,
                               Quantity is_causal)
    : s(std::move(section)), kernels(gpu.kernels), heads(here), batch(sequences), tokens(length), causal(is_causal) {}

DecodeAttention::DecodeAttention(Section section, const Gpu& gpu, Heads here, Quantity sequences, Quantity cached,
                                 Quantity elements_per_token, Quantity width)
    : s(std::move(section)),
      kernels(gpu.kernels),
      heads(here),
      batch(sequences),
      context(cached),
      elements(elements_per_token),
      kv_width(width) {}

ExpertLoad::ExpertLoad(Section section, Routing how, Quantity rows_in, Quantity all, Quantity visits, Quantity gpus)
    : s(std::move(section)), routing(how), tokens(rows_in), experts(all), chosen(visits), ranks(gpus) {}

Experts::Experts(Section section, const Gpu& gpu, const ExpertLoad& here, Quantity state, Quantity wide,
                 Quantity products)
    : s(std::move(section)),
      kernels(gpu.kernels),
      weight_width(gpu.llm.bytes_per_param),
      load(here),
      hidden(state),
      width(wide),
      matrices(products) {}

Elementwise::Elementwise(Section section, const Gpu& gpu, Quantity moved)
    : s(std::move(section)), kernels(gpu.kernels), bytes(moved) {}

Sampling::Sampling(Section section, const Gpu& gpu, Quantity sequences, Quantity logits)
    : s(std::move(section)), kernels(gpu.kernels), batch(sequences), vocab(logits) {}

}  // namespace wallflip
