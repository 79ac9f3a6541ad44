#include "model/systems/kernel.hpp"

#include "model/physics/attention.hpp"
#include "model/physics/elementwise.hpp"
#include "model/physics/experts.hpp"
#include "model/physics/fidelity.hpp"

namespace wallflip {
namespace {

// The shapes of all operators: an operator reads its own. Defaults: the products and attention of an 8B model.
struct Shape {
  Section s;  ///< "kernel"
  Quantity op = s.choice("op",
                         {"gemm", "prefill_attention", "decode_attention", "training_attention", "unfused_attention",
                          "experts", "elementwise", "sampling"},
                         0, "operator", lesson_default);
  Quantity m = s.count("m", {1024, unitless}, "rows: tokens", lesson_default);
  Quantity n = s.count("n", {28672, unitless}, "columns of the weights", lesson_default);
  Quantity k = s.count("k", {4096, unitless}, "inner dimension", lesson_default);
  Quantity apart = s.choice("quantise", {"fused", "apart"}, 0, "quantisation of a GEMM's input", lesson_default);
  Quantity batch = s.count("batch", {8, unitless}, "sequences", lesson_default);
  Quantity q_heads = s.count("q_heads", {32, unitless}, "query heads", lesson_default);
  Quantity kv_heads = s.count("kv_heads", {8, unitless}, "key-value heads", lesson_default);
  Quantity head_dim = s.count("head_dim", {128, unitless}, "size of a head", lesson_default);
  Quantity fresh = s.count("fresh", {4096, unitless}, "new tokens of a sequence", lesson_default);
  Quantity cached = s.count("cached", {0, unitless}, "tokens of a sequence in the KV cache", lesson_default);
  Quantity causal = s.count("causal", {1, unitless}, "1: a token sees those before it", lesson_default);
  Quantity hidden = s.count("hidden", {4096, unitless}, "hidden size before experts", lesson_default);
  Quantity width = s.count("width", {1536, unitless}, "width of one expert on this GPU", lesson_default);
  Quantity experts = s.count("experts", {128, unitless}, "experts", lesson_default);
  Quantity chosen = s.count("chosen", {8, unitless}, "experts a token visits", lesson_default);
  Quantity ranks = s.degree("ranks", {1, unitless}, "GPUs over which experts are spread", lesson_default);
  Quantity bytes = s.input("bytes", 64e6 * byte, "bytes of an elementwise operator", lesson_default);
  Quantity vocab = s.count("vocab", {128256, unitless}, "logits of a sequence", lesson_default);
};

// What an operator is made of, picked by kernel.op.
struct Parts {
  Quantity flops, compute_time, mem_time, time;
};

struct Operator {
  Section s;  ///< "kernel"
  Gpu gpu;
  Shape shape;
  Parts none, gemm, prefill, decode, training, unfused, experts, elementwise, sampling;

  Quantity pick(const char* name, Quantity Parts::*part, const Unit& unit, const char* label) const {
    Quantity value = none.*part;
    const Parts* all[] = {&gemm, &prefill, &decode, &training, &unfused, &experts, &elementwise, &sampling};
    for (int i = 7; i >= 0; --i) {
      const std::string step = std::string(name) + "_" + std::to_string(i);
      value = s.section("pick").let(step.c_str(), select(shape.op == i, all[i]->*part, value), unit, label, definition);
    }
    return s.let(name, value, unit, label, definition);
  }
  Quantity flops = pick("flops", &Parts::flops, flop, "useful FLOP");
  Quantity compute_time = pick("compute_time", &Parts::compute_time, second, "time of the compute units");
  Quantity mem_time = pick("mem_time", &Parts::mem_time, second, "time of memory");
  Quantity detailed_time = pick("detailed_time", &Parts::time, second, "time by shape");
  Quantity mfu = s.input("mfu", 0.6, "achieved fraction of the peak, napkin", lesson_default, "%");
  Quantity napkin_compute =
      s.let("napkin_compute", flops / (gpu.peak_flops * mfu * (1 * gpu_count)), second, "FLOP at one MFU", pope_2022);
  Quantity napkin_mem =
      s.let("napkin_mem", mem_time* gpu.kernels.copy_fraction / gpu.mbu, second, "bytes at one MBU", pope_2022);
  Quantity napkin_time = s.let("napkin_time", max(napkin_compute, napkin_mem), second, "time by roofline", pope_2022);
  Quantity span =
      s.let("span", by_fidelity(s, napkin_time, detailed_time), second, "napkin or detailed time", definition);
  Quantity time = s.let("time", max(span, 1e-9 * second), second, "time, at least a nanosecond", definition);
  Quantity latency = s.let("latency", max(time - max(compute_time, mem_time), 0 * second), second,
                           "time in which neither is busy alone", definition);
  Quantity achieved = s.let("achieved", flops / time, flop / second, "useful FLOP a second", definition);
};

}  // namespace

void build_kernel(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm")};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Section s = sheet.section("kernel");
  const Shape shape{s};
  const Heads heads{shape.q_heads, shape.kv_heads, shape.head_dim};

  const Gemm gemm{sheet.section("gemm"), gpu, model_width(gpu), shape.m, shape.n, shape.k};
  const QuantiseActivations quantise{sheet.section("quantise"), gpu, shape.m, shape.k};
  const Quantity gemm_time =
      sheet.section("gemm").let("whole_time", gemm.time + select(shape.apart == 1, quantise.time, 0 * second), second,
                                "time with the quantisation of the input", aicfg_kernels);
  const PrefillAttention prefill{
      sheet.section("prefill"), gpu, heads, shape.batch, shape.fresh, shape.cached, shape.causal};
  const Quantity elements = sheet.section("decode").let("elements", 2 * shape.kv_heads * shape.head_dim, unitless,
                                                        "KV elements a token", definition);
  const DecodeAttention decode{sheet.section("decode"), gpu, heads, shape.batch, shape.cached, elements,
                               llm.kv_bytes_per_element};
  const TrainingAttention training{sheet.section("training"), gpu, heads, shape.batch, shape.fresh, shape.causal};
  const EagerAttention unfused{sheet.section("unfused"), gpu, heads, shape.batch, shape.fresh, shape.causal};
  const ExpertLoad load{sheet.section("load"), routing_of(s), shape.m, shape.experts, shape.chosen, shape.ranks};
  const Experts experts{sheet.section("experts"), gpu, model_width(gpu), load, shape.hidden, shape.width,
                        llm.mlp_matrices};
  const Elementwise elementwise{sheet.section("elementwise"), gpu, shape.bytes};
  const Sampling sampling{sheet.section("sampling"), gpu, shape.batch, shape.vocab};

  const Quantity no_flops = s.let("no_flops", 0 * flop, flop, "no FLOP worth counting", definition);
  const Quantity no_time = s.let("no_time", 0 * second, second, "no time", definition);
  const auto parts = [](const auto& op) { return Parts{op.flops, op.compute_time, op.mem_time, op.time}; };
  const auto moves = [&](const auto& op) { return Parts{no_flops, no_time, op.mem_time, op.time}; };
  const Operator op{s,
                    gpu,
                    shape,
                    Parts{no_flops, no_time, no_time, no_time},
                    Parts{gemm.flops, gemm.compute_time, gemm.mem_time, gemm_time},
                    parts(prefill),
                    parts(decode),
                    parts(training),
                    parts(unfused),
                    parts(experts),
                    moves(elementwise),
                    moves(sampling)};

  const Section pressure = sheet.section("pressure");
  const Quantity bandwidth =
      pressure.let("bandwidth", op.mem_time / op.time, unitless, "share of the time memory is busy", definition);
  const Quantity compute =
      pressure.let("compute", op.compute_time / op.time, unitless, "share of the time units are busy", definition);
  const Quantity latency =
      pressure.let("latency", op.latency / op.time, unitless, "share of the time neither is", definition);
  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.contests = {{"walls",
                      Pick::largest,
                      {{bandwidth, "bandwidth", Wall::bandwidth},
                       {compute, "compute", Wall::compute},
                       {latency, "latency", Wall::latency}}}};
}

}  // namespace wallflip
