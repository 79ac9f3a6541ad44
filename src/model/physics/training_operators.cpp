#include "model/physics/training_operators.hpp"

#include "model/physics/attention.hpp"
#include "model/physics/gemm.hpp"

namespace wallflip {
namespace {

GemmWidth width_at(const Gpu& gpu, Quantity rate) {
  return {rate, gpu.llm.activation_bytes_per_element, gpu.llm.activation_bytes_per_element};
}

Quantity gemm_time(const Section& s, const Gpu& gpu, const GemmWidth& width, Quantity m, Quantity n, Quantity k) {
  return Gemm{s, gpu, width, m, n, k}.time;
}

struct Unfused {
  Section s;
  const Gpu& gpu;
  const TrainingLibrary& library;
  const TrainingShape& shape;
  const Llm& llm;

  Quantity rows = s.let("rows", shape.sequences* shape.heads* shape.length, unitless, "rows of scores", definition);
  Quantity scores = s.let("scores", rows* shape.length, unitless, "scores", definition);
  Quantity rate = s.let("rate", gpu.kernels.wide_rate* gpu.kernels.sustained, flop / second, "matrix rate under load",
                        training_fit);
  Quantity score_time = gemm_time(s.section("qk"), gpu, width_at(gpu, rate), rows, shape.length, llm.head_dim);
  Quantity value_time = gemm_time(s.section("pv"), gpu, width_at(gpu, rate), rows, llm.head_dim, shape.length);
  Quantity products = s.let("products", score_time + value_time, second, "both products", megatron_2021);
  Quantity softmax_time = s.let("softmax_time", scores*(4 * byte + 5 * byte * library.dropout) / gpu.kernels.copy_rate,
                                second, "softmax and dropout of the scores", korthikanti_2022);
  Quantity softmax_backward =
      s.let("softmax_backward", scores*(6 * byte + 5 * byte * library.dropout) / gpu.kernels.copy_rate, second,
            "their backward pass", korthikanti_2022);
  Quantity forward = s.let("forward", products + softmax_time, second, "unfused attention", megatron_2021);
  Quantity backward = s.let("backward", 2 * products + softmax_backward, second, "its backward pass", megatron_2021);
};

struct Flash {
  Section s;
  const Gpu& gpu;
  const TrainingLibrary& library;
  const TrainingSplit& split;
  const TrainingShape& shape;
  const Llm& llm;

  Quantity causal = s.let("causal", 1.0, unitless, "a token sees only those before it", definition);
  Quantity fresh = s.let("fresh", shape.length / split.cp, unitless, "tokens of a sequence on a rank", ring_2023);
  Quantity others = s.let("others", shape.length - fresh, unitless, "tokens on other ranks", ring_2023);
  Quantity before = s.let("before", select(library.ring_order == 1, others, others / 2), unitless,
                          "tokens on other ranks that a query sees, rank with most", ring_2023);
  PrefillAttention kernel{s, gpu, {shape.heads, shape.kv_heads, llm.head_dim}, shape.sequences, fresh, before, causal};
  Quantity rate = s.let("rate", library.attention_fraction* gpu.kernels.sustained, unitless,
                        "rate under load over that of the kernel library", training_fit, "%");
  Quantity forward = s.let("forward", kernel.time / rate, second, "flash attention", flashattn_2023);
  Quantity backward = s.let("backward", 5 * forward / (2 * library.attention_backward), second,
                            "its backward pass: five products for two", flashattn_2023);
};

}  // namespace

ForwardBackward training_product(const Section& s, const Gpu& gpu, const TrainingLibrary& library, Quantity m,
                                 Quantity n, Quantity k) {
  const Quantity over_n =
      s.let("over_n", n / 64 - floor(n / 64), unitless, "columns beyond a multiple of 64, in 64s", nvidia_matmul);
  const Quantity over_k =
      s.let("over_k", k / 64 - floor(k / 64), unitless, "depth beyond a multiple of 64, in 64s", nvidia_matmul);
  const Quantity shape_share = s.let("shape_share", select(over_n + over_k == 0, 1, library.misaligned_fraction),
                                     unitless, "rate with these sides", training_fit, "%");
  const Quantity rate = s.let("rate", gpu.kernels.gemm_rate * gpu.kernels.sustained * shape_share, flop / second,
                              "matrix rate under load", training_fit);
  const GemmWidth width = width_at(gpu, rate);
  const Quantity forward = gemm_time(s.section("fwd"), gpu, width, m, n, k);
  const Quantity input_grad = gemm_time(s.section("dx"), gpu, width, m, k, n);
  const Quantity weight_grad = gemm_time(s.section("dw"), gpu, width, k, n, m);
  return {forward, s.let("backward", input_grad + weight_grad, second, "both gradients", megatron_2021)};
}

ForwardBackward unfused_attention(const Section& s, const Gpu& gpu, const TrainingLibrary& library,
                                  const TrainingShape& shape, const Llm& llm) {
  const Unfused attention{s, gpu, library, shape, llm};
  return {attention.forward, attention.backward};
}

ForwardBackward flash_attention(const Section& s, const Gpu& gpu, const TrainingLibrary& library,
                                const TrainingSplit& split, const TrainingShape& shape, const Llm& llm) {
  const Flash attention{s, gpu, library, split, shape, llm};
  return {attention.forward, attention.backward};
}

}  // namespace wallflip
