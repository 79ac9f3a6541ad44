#include "model/systems/napkin.hpp"

#include "model/physics/collective.hpp"
#include "model/physics/training_bill.hpp"

namespace wallflip {
namespace {

// Weights and cached tokens on one GPU. A step reads both and makes a token for each request that the tokens add up to.
// The napkin reads all experts and counts no network; the operators do as they do in a replica.
struct Serve {
  Section s;     ///< "serve"
  Section held;  ///< "kv"
  KvCache kv;
  Quantity mfu;
  Collective group;

  Quantity cached_tokens = held.count("cached_tokens", 60000 * token, "tokens in the KV cache", lesson_default);
  Quantity cached_bytes =
      held.let("cached_bytes", cached_tokens* kv.bytes_per_token, byte, "KV cache of all tokens", pope_2022);
  Quantity requests = s.let("requests", cached_tokens / max(kv.context, 1 * token / sequence), sequence,
                            "requests of this context that the tokens are", definition);
  Quantity needed_bytes =
      s.let("needed_bytes", kv.llm.weight_bytes + cached_bytes, byte, "memory for weights and KV", pope_2022);
  Quantity mem_time =
      s.let("mem_time", needed_bytes / (kv.split.tp * kv.gpu.effective_mem_bw), second, "time to read both", pope_2022);
  Quantity compute_time = s.let(
      "compute_time", requests*(1 * token / sequence) * kv.llm.forward_flops / (kv.split.tp * kv.gpu.peak_flops * mfu),
      second, "GEMMs of one token for each request", pope_2022);
  Quantity napkin_time =
      s.let("napkin_time", max(mem_time, compute_time), second, "one step by one MFU and one MBU", pope_2022);
  Quantity batch =
      s.let("batch", max(requests, 1 * sequence), sequence, "the same, at least one: operators need a row", definition);
  AllReduce all_reduce{s.section("all_reduce"), group,
                       s.let("message", batch*(1 * token / sequence) * kv.llm.activation_bytes_per_token, byte,
                             "one all-reduce's message", megatron_2021)};
  Quantity net_time = s.let("net_time", 2 * kv.llm.layers * all_reduce.time, second,
                            "time of the all-reduces, detailed fidelity only", megatron_2021);
  StepTimes detailed = decode_operators(s.section("step"), kv, batch, net_time);
  Quantity span =
      s.let("span", by_fidelity(s, napkin_time, detailed.time), second, "one step, whether or not it fits", definition);
  Quantity compute_wall = s.let("compute_wall", by_fidelity(s, compute_time, detailed.compute), second,
                                "time charged to compute", definition);
};

struct Plan {
  Section s;  ///< "plan"
  Section pressure;
  Serve serve;
  TrainingBill train;

  Quantity mode = s.choice("mode", {"serve", "train"}, 0, "what is planned", lesson_default);
  Quantity needed_bytes = s.let("needed_bytes", select(mode == 0, serve.needed_bytes, train.state_bytes), byte,
                                "memory that the plan needs", definition);
  Quantity available_bytes = s.let("available_bytes", select(mode == 0, serve.kv.available_bytes, train.held_bytes),
                                   byte, "memory that the plan has", definition);
  Requirement fits =
      s.require("fits", needed_bytes <= available_bytes, "needs {plan.needed_bytes}, has {plan.available_bytes}");
  Quantity step_time =
      serve.s.let("step_time", serve.span.given(fits), second, "one token for every request", pope_2022);
  Quantity capacity =
      pressure.let("capacity", needed_bytes / available_bytes, unitless, "pressure on memory capacity", definition);
  Quantity compute = pressure.let("compute", select(mode == 0, serve.compute_wall / serve.span, 1), unitless,
                                  "GEMMs over the step; a run without a deadline over itself", definition);
  Quantity dollars = pressure.let("dollars", select(mode == 0, 0, train.run_cost / train.budget), unitless,
                                  "rent over the budget; nothing is budgeted for serving", definition);
  Quantity met = pressure.let("met", 1.0, unitless, "the line", definition);
};

}  // namespace

void build_napkin(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm")};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Split split{sheet.section("split")};
  const Quantity context =
      sheet.section("load").count("context", 8192 * token / sequence, "context of one request", lesson_default);
  const KvCache kv{sheet.section("kv"), llm, gpu, context, split};
  const Quantity decode_mfu =
      sheet.section("decode").input("mfu", 0.6, "achieved fraction of the peak in decode", lesson_default, "%");
  const Net net{sheet.section("net")};
  const Collective group{sheet.section("collective"), gpu, net, split.tp};
  const Serve serve{sheet.section("serve"), sheet.section("kv"), kv, decode_mfu, group};
  const TrainingBill train{sheet.section("train"), llm, gpu};
  const Plan plan{sheet.section("plan"), sheet.section("pressure"), serve, train};

  const Contestant full{plan.capacity, "capacity", Wall::capacity};
  const Contestant dear{plan.dollars, "dollars", Wall::dollars};
  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.contests = {
      {"walls", Pick::largest, {full, {plan.compute, "compute", Wall::compute}, dear}},
      {"requirement", Pick::largest, {{plan.met, "met", {}}, full, dear}},
      {"tenants", Pick::largest, {{llm.weight_bytes, "weights", {}}, {serve.cached_bytes, "kv", {}}}},
  };
  system.fits = sheet.gates()[static_cast<size_t>(plan.fits.index)].condition;
}

}  // namespace wallflip
