#include "model/catalog/accelerator.hpp"

namespace wallflip {

std::optional<Sourced> dense_16bit_peak(const Accelerator& accelerator) {
  const std::optional<Sourced>& bf16 = accelerator.peak(Dtype::bf16).dense;
  return bf16 ? bf16 : accelerator.peak(Dtype::fp16).dense;
}

std::optional<double> ridge_point(const Accelerator& accelerator) {
  const std::optional<Sourced> peak = dense_16bit_peak(accelerator);
  if (!peak || !accelerator.mem_bytes_per_s) return std::nullopt;
  return peak->value / accelerator.mem_bytes_per_s->value;
}

}  // namespace wallflip
