#include "model/physics/step_operators.hpp"

#include <vector>

#include "model/physics/attention.hpp"
#include "model/physics/elementwise.hpp"
#include "model/physics/experts.hpp"

namespace wallflip {
namespace {

// How much of the model is on one GPU, in plain numbers.
struct Shard {
  Section s;
  Llm llm;
  Split split;

  Quantity tp = s.let("tp", split.tp / (1 * gpu_count), unitless, "GPUs that share a layer", definition);
  Quantity q_heads = s.let("q_heads", max(llm.heads / tp, 1), unitless, "query heads here", megatron_2021);
  Quantity kv_heads = s.let("kv_heads", max(llm.kv_heads / tp, 1), unitless, "key-value heads here", megatron_2021);
  Quantity window_kv_heads =
      s.let("window_kv_heads", max(llm.window_kv_heads / tp, 1), unitless, "of a window layer", megatron_2021);
  Quantity projected = s.let("projected", llm.attention_params / (2 * llm.hidden * tp), unitless,
                             "half of the attention weights, as columns (MLA)", definition);
  Quantity qkv_full = s.let("qkv_full", (q_heads + 2 * kv_heads) * llm.head_dim, unitless,
                            "columns of queries, keys and values", megatron_2021);
  Quantity qkv_n = s.let("qkv_n", select(llm.latent_rank > 0, projected, qkv_full), unitless,
                         "columns of the first attention product", megatron_2021);
  Quantity out_full = s.let("out_full", q_heads* llm.head_dim, unitless, "depth of the output product", megatron_2021);
  Quantity out_k = s.let("out_k", select(llm.latent_rank > 0, projected, out_full), unitless,
                         "depth of the second attention product", megatron_2021);
  Quantity ffn = s.let("ffn", llm.ffn_width / tp, unitless, "width of the MLP here", megatron_2021);
  Quantity up_n = s.let("up_n", (llm.mlp_matrices - 1) * ffn, unitless, "columns of gate and up", megatron_2021);
  Quantity expert = s.let("expert", llm.expert_hidden / tp, unitless, "width of an expert here", megatron_2021);
  Quantity shared_n = s.let("shared_n", llm.mlp_matrices* llm.shared_hidden / tp, unitless,
                            "columns of all matrices of the shared expert", megatron_2021);
  Quantity vocab_n = s.let("vocab_n", llm.vocab / tp, unitless, "columns of the output head", megatron_2021);
};

// Sums of operators: named only at the end.
struct Sum {
  Quantity time, bandwidth, compute, kernels;
};

// The busy time of an operator, shared as its memory and compute times are to one another.
template <class Operator>
Sum sum_of(const Operator& op, Quantity busy, double kernels = 1) {
  const Quantity both = op.s.let("both", max(op.mem_time + op.compute_time, 1e-15 * second), second,
                                 "memory and compute time", definition);
  const Quantity bandwidth =
      op.s.let("memory", busy * op.mem_time / both, second, "busy time charged to memory", definition);
  const Quantity compute =
      op.s.let("compute", busy * op.compute_time / both, second, "busy time charged to compute", definition);
  return {op.time, bandwidth, compute, op.s.let("kernels", kernels, unitless, "kernels", definition)};
}
Sum sum_of(const Elementwise& op) {
  const Quantity none = op.s.let("compute", 0 * second, second, "nothing to compute", definition);
  return {op.time, op.mem_time, none, op.s.let("kernels", 1.0, unitless, "kernels", definition)};
}
Sum sum_of(const Sampling& op) {
  const Quantity none = op.s.let("compute", 0 * second, second, "nothing to compute", definition);
  return {op.time, op.mem_time, none, op.s.let("kernels", op.count, unitless, "kernels", definition)};
}

// Adds up parts under one name; each term is a sum and how often it stands there.
struct Term {
  Sum sum;
  Quantity times{};  ///< absent: once
};
Sum total(const Section& s, const std::vector<Term>& terms) {
  const auto add = [&](const char* name, Quantity Sum::*part, const Unit& unit, const char* label) {
    Quantity value;
    for (const Term& term : terms) {
      const Quantity one = term.sum.*part;
      const Quantity all = term.times.sheet == nullptr ? one : one * term.times;
      value = value.sheet == nullptr ? all : value + all;
    }
    return s.let(name, value, unit, label, definition);
  };
  return {add("time", &Sum::time, second, "time"), add("memory", &Sum::bandwidth, second, "time charged to memory"),
          add("compute", &Sum::compute, second, "time charged to compute"),
          add("kernels", &Sum::kernels, unitless, "kernels")};
}

// All that does not look at other tokens: products, experts, norms.
struct Linear {
  Sum projections, mlp, moe, head;
};

Linear linear_operators(const Section& s, const Llm& llm, const Gpu& gpu, const GemmWidth& width, const Shard& shard,
                        Quantity rows, Quantity last_rows, const std::optional<ExpertSpread>& spread = {}) {
  const Gemm qkv{s.section("qkv"), gpu, width, rows, shard.qkv_n, llm.hidden};
  const Gemm out{s.section("out"), gpu, width, rows, llm.hidden, shard.out_k};
  const Gemm up{s.section("up"), gpu, width, rows, shard.up_n, llm.hidden};
  const Gemm down{s.section("down"), gpu, width, rows, llm.hidden, shard.ffn};
  const Gemm common{s.section("shared"), gpu, width, rows, shard.shared_n, llm.hidden};
  const Gemm head{s.section("head"), gpu, wide_width(gpu), last_rows, shard.vocab_n, llm.hidden};
  // a residual read and written, a state read and written
  const Quantity norm_bytes = s.section("norm").let("bytes", rows * llm.hidden * (8 * byte), byte,
                                                    "residual and state, read and written", definition);
  const Elementwise norm{s.section("norm"), gpu, norm_bytes};
  const Quantity act_bytes = s.section("act").let("bytes", rows * (shard.up_n + shard.ffn) * (2 * byte), byte,
                                                  "gate and up read, product written", definition);
  const Elementwise act{s.section("act"), gpu, act_bytes};
  const Quantity ranks =
      spread ? spread->ranks
             : s.section("experts").let("ranks", 1.0, unitless, "experts are cut, not spread", definition);
  const ExpertLoad load{s.section("load"), routing_of(s),      spread ? spread->tokens : rows,
                        llm.experts,       llm.active_experts, ranks};
  const Experts experts{s.section("experts"), gpu, width, load, llm.hidden, spread ? llm.expert_hidden : shard.expert,
                        llm.mlp_matrices};

  const Quantity two = s.let("two", 2.0, unitless, "norms of a layer", definition);
  const Quantity has_shared =
      s.let("has_shared", select(llm.shared_hidden > 0, 1, 0), unitless, "1 with a shared expert", definition);
  return {total(s.section("project"), {{sum_of(norm), two}, {sum_of(qkv, qkv.busy)}, {sum_of(out, out.busy)}}),
          total(s.section("mlp"), {{sum_of(up, up.busy)}, {sum_of(act)}, {sum_of(down, down.busy)}}),
          total(s.section("moe"), {{sum_of(experts, experts.busy, 6)}, {sum_of(common, common.busy), has_shared}}),
          sum_of(head, head.busy)};
}

Sum layers_of(const Section& s, const Llm& llm, const Linear& linear) {
  const Sum mlps = total(s.section("mlps"), {{linear.mlp, llm.dense_layers}, {linear.moe, llm.moe_layers}});
  return total(s.section("layers"), {{linear.projections, llm.layers}, {mlps}});
}

// Attention of one new token of each sequence: `readers` caches, each read once for `q_heads` rows of queries.
Sum decode_looks(const Section& s, const KvCache& kv, const Shard& shard, Quantity readers, Quantity q_heads) {
  const Llm& llm = kv.llm;
  const Gpu& gpu = kv.gpu;
  const Section full = s.section("attention");
  const Quantity context =
      full.let("context", kv.context / (1 * token / sequence), unitless, "tokens a sequence", definition);
  const Quantity elements =
      full.let("elements", select(llm.latent_rank > 0, kv.elements_per_layer, 2 * shard.kv_heads * llm.head_dim),
               unitless, "KV elements a token here; a latent is not cut", definition);
  const DecodeAttention attention{
      full, gpu, {q_heads, shard.kv_heads, llm.head_dim}, readers, context, elements, llm.kv_bytes_per_element};
  const Section window = s.section("window");
  const Quantity seen =
      window.let("context", kv.windowed_context / (1 * token / sequence), unitless, "tokens in the window", definition);
  const Quantity window_elements = window.let("elements", 2 * shard.window_kv_heads * llm.window_head_dim, unitless,
                                              "KV elements a token here", definition);
  const DecodeAttention windowed{window,
                                 gpu,
                                 {q_heads, shard.window_kv_heads, llm.window_head_dim},
                                 readers,
                                 seen,
                                 window_elements,
                                 llm.kv_bytes_per_element};
  return total(s.section("looks"), {{sum_of(attention, attention.busy, 2), kv.full_layers},
                                    {sum_of(windowed, windowed.busy, 2), llm.window_layers}});
}

// Attention of `rows` tokens of one prompt after `cached` ones.
Sum prefill_looks(const Section& s, const Llm& llm, const Gpu& gpu, const Shard& shard, Quantity rows, Quantity cached,
                  Quantity one) {
  const Section full = s.section("attention");
  const Quantity before = full.let("cached", cached / (1 * token), unitless, "tokens before the new ones", definition);
  const PrefillAttention attention{full, gpu, {shard.q_heads, shard.kv_heads, llm.head_dim}, one, rows, before, one};
  // As many pieces as windows, each seeing one window: its own half and half of the one before.
  const Section window = s.section("window");
  const Quantity width = window.let("width", max(llm.window / (1 * token / sequence), 1), unitless,
                                    "window, at least a token", definition);
  const Quantity piece = window.let("piece", min(rows, width), unitless, "new tokens of a piece", definition);
  const Quantity pieces = window.let("pieces", rows / piece, unitless, "pieces of the prompt", definition);
  const Quantity behind =
      window.let("behind", min(before + rows - piece, width / 2), unitless, "tokens seen before a piece", definition);
  const PrefillAttention windowed{
      window, gpu, {shard.q_heads, shard.window_kv_heads, llm.window_head_dim}, pieces, piece, behind, one};
  const Quantity attending = s.let("attending", llm.layers - llm.window_layers - llm.uncached_layers, unitless,
                                   "layers that see the whole prompt", definition);
  return total(s.section("looks"), {{sum_of(attention, attention.busy, 2), attending},
                                    {sum_of(windowed, windowed.busy, 2), llm.window_layers}});
}

StepTimes step_times(const Section& s, const Gpu& gpu, const Sum& all, Quantity network) {
  const KernelLibrary& library = gpu.kernels.library;
  const Quantity host_time =
      s.let("host_time", select(library.graphs == 1, 0 * second, all.kernels * library.host_launch), second,
            "time of the host to start all kernels, without graphs", kernel_assumption);
  const Quantity device_time =
      s.let("device_time", all.time + network, second, "kernels and all-reduces, one after another", definition);
  const Quantity detailed_time =
      s.let("detailed_time", max(device_time, host_time), second, "sum of all operators", definition);
  const Quantity working_time =
      s.let("working_time", all.bandwidth + all.compute + network, second, "time in which something works", definition);
  const Quantity detailed_overhead = s.let("detailed_overhead", max(detailed_time - working_time, 0 * second), second,
                                           "starting, splitting and waiting", definition);
  return {detailed_time, all.bandwidth, all.compute, network, detailed_overhead};
}

}  // namespace

StepTimes decode_operators(const Section& s, const KvCache& kv, Quantity batch, Quantity network,
                           const DecodeVariant& variant) {
  const Llm& llm = kv.llm;
  const Gpu& gpu = kv.gpu;
  const Shard shard{s.section("shard"), llm, kv.split};
  const Quantity sequences = batch / (1 * sequence);
  const Quantity rows = s.let("rows", variant.queries ? sequences * *variant.queries : sequences, unitless,
                              "rows of the products", definition);
  const Linear linear = linear_operators(s, llm, gpu, model_width(gpu), shard, rows, rows, variant.experts);
  // Attention reads the cache of a sequence once, for all of its queries.
  const Quantity readers =
      variant.queries ? s.let("readers", sequences, unitless, "sequences that attention reads", definition) : rows;
  const Quantity q_heads = variant.queries ? s.let("q_heads", shard.q_heads * *variant.queries, unitless,
                                                   "query heads of all tokens of a sequence", leviathan_2023)
                                           : shard.q_heads;

  const Sum looks = decode_looks(s, kv, shard, readers, q_heads);
  const Sampling sampling{s.section("sampling"), gpu, rows, shard.vocab_n};

  const Sum layers = layers_of(s, llm, linear);
  const Sum all = total(s.section("operators"), {{layers}, {looks}, {linear.head}, {sum_of(sampling)}});
  return step_times(s, gpu, all, network);
}

StepTimes product_operators(const Section& s, const Llm& llm, const Gpu& gpu, const Split& split, Quantity rows,
                            const GemmWidth& width) {
  const Shard shard{s.section("shard"), llm, split};
  const Linear linear = linear_operators(s, llm, gpu, width, shard, rows, rows);
  const Sum all = total(s.section("operators"), {{layers_of(s, llm, linear)}, {linear.head}});
  return step_times(s, gpu, all, s.let("network", 0 * second, second, "no all-reduce counted", definition));
}

StepTimes prefill_operators(const Section& s, const Llm& llm, const Gpu& gpu, const Split& split, Quantity tokens,
                            Quantity cached, Quantity network, HeadRows head) {
  const Shard shard{s.section("shard"), llm, split};
  const Quantity rows = s.let("rows", tokens / (1 * token), unitless, "rows of the products", definition);
  const Quantity one = s.let("one", 1.0, unitless, "one prompt, one last token, causal", definition);
  const Linear linear =
      linear_operators(s, llm, gpu, model_width(gpu), shard, rows, head == HeadRows::all ? rows : one);
  const Sum looks = prefill_looks(s, llm, gpu, shard, rows, cached, one);
  const Sum layers = layers_of(s, llm, linear);
  const Sum all = total(s.section("operators"), {{layers}, {looks}, {linear.head}});
  return step_times(s, gpu, all, network);
}

StepTimes mixed_operators(const Section& s, const KvCache& kv, Quantity batch, Quantity tokens, Quantity cached,
                          Quantity network) {
  const Llm& llm = kv.llm;
  const Gpu& gpu = kv.gpu;
  const Shard shard{s.section("shard"), llm, kv.split};
  const Section chunk = s.section("new");
  const Quantity one = chunk.let("one", 1.0, unitless, "one prompt, one last token, causal", definition);
  const Quantity fresh = chunk.let("rows", tokens / (1 * token), unitless, "rows of the prompt", definition);
  const Quantity sequences = s.let("sequences", batch / (1 * sequence), unitless, "rows of decode", definition);
  const Quantity rows = s.let("rows", sequences + fresh, unitless, "rows of the products", definition);
  const Quantity last = s.let("last", sequences + one, unitless, "rows of the output head", definition);
  const Linear linear = linear_operators(s, llm, gpu, model_width(gpu), shard, rows, last);
  const Sum looks = decode_looks(s, kv, shard, sequences, shard.q_heads);
  const Sum prompt_looks = prefill_looks(chunk, llm, gpu, shard, fresh, cached, one);
  const Sampling sampling{s.section("sampling"), gpu, last, shard.vocab_n};

  const Sum layers = layers_of(s, llm, linear);
  const Sum all = total(s.section("operators"), {{layers}, {looks}, {prompt_looks}, {linear.head}, {sum_of(sampling)}});
  return step_times(s, gpu, all, network);
}

}  // namespace wallflip
