#include "model/systems/on_device.hpp"

#include "model/physics/fidelity.hpp"
#include "model/physics/step_operators.hpp"
#include "model/systems/replica_parts.hpp"

namespace wallflip {
namespace {

constexpr LlmShape dense_3b{3e9, 28, 3072, 24};
constexpr Widths four_bits{0.5625, 2, 0};  // groups of 32 weights share a 16-bit scale: 4.5 bits each

struct Question {
  Section s;  ///< "load"
  Quantity context = s.count("context", 1000 * token / sequence, "context of the token looked at", lesson_default);
  Quantity prompt = s.count("prompt", 1000 * token, "prompt", lesson_default);
  Quantity output = s.count("output", 150 * token, "answer", lesson_default);
  Quantity cached_prefix = s.count("cached_prefix", 0 * token, "prompt tokens already in the KV cache", lesson_default);
  Quantity mean_context = s.let("mean_context", (prompt + output / 2) / (1 * sequence), token / sequence,
                                "context half way through the answer", definition);
};

/// One token for the one user: nothing is batched and nobody is talked to.
struct Token {
  Section s;
  StepRates rates;
  Requirement fits;

  Quantity one = s.let("one", 1 * sequence, sequence, "one user", definition);
  Quantity needed_bytes = s.let("needed_bytes", rates.llm.weight_bytes + rates.kv.bytes_per_sequence * one, byte,
                                "weights and KV read for a token", pope_2022);
  Quantity mem_time = s.let("mem_time", needed_bytes / (rates.split.tp * rates.gpu.effective_mem_bw), second,
                            "time to read them", pope_2022);
  Quantity compute_time =
      s.let("compute_time", rates.llm.forward_flops*(1 * token) / (rates.split.tp * rates.napkin_gemm_rate), second,
            "time of the GEMMs", pope_2022);
  Quantity net_time = s.let("net_time", 0 * second, second, "one device talks to nobody", definition);
  Quantity napkin_time =
      s.let("napkin_time", max(mem_time, compute_time), second, "one token by one MFU and one MBU", pope_2022);
  StepTimes detailed = decode_operators(s, rates.kv, one, net_time);
  Quantity span = s.let("span", by_fidelity(s, napkin_time, detailed.time), second, "one token, whether or not it fits",
                        definition);
  Quantity bandwidth_wall = s.let("bandwidth_wall", by_fidelity(s, mem_time, detailed.bandwidth), second,
                                  "time charged to memory", definition);
  Quantity compute_wall = s.let("compute_wall", by_fidelity(s, compute_time, detailed.compute), second,
                                "time charged to compute", definition);
  Quantity no_overhead = s.let("no_overhead", 0 * second, second, "nothing else at napkin fidelity", definition);
  Quantity overhead = s.let("overhead", by_fidelity(s, no_overhead, detailed.overhead), second,
                            "time in which neither memory nor compute is at work", definition);
  Quantity step_time = s.let("step_time", span.given(fits), second, "one token", pope_2022);
};

struct Answer {
  Section s;  ///< "serving"
  Question question;
  Prefill prefill;
  Token token_at;  ///< half way through the answer

  Quantity ttft_span = s.let("ttft_span", prefill.span + token_at.span, second,
                             "time to the first token, whether or not it fits", pope_2022);
  Quantity ttft = s.let("ttft", prefill.time + token_at.step_time, second, "time to the first token", pope_2022);
  Quantity tokens_after = s.let("tokens_after", max(question.output - 1 * token, 0 * token) / (1 * token), unitless,
                                "tokens after the first", definition);
  Quantity decode_span =
      s.let("decode_span", tokens_after* token_at.span, second, "time of the tokens after the first", pope_2022);
  Quantity latency = s.let("latency", ttft + tokens_after * token_at.step_time, second, "the whole answer", definition);
};

/// Whichever of memory and compute takes longer is charged with the whole token.
struct Walls {
  Section pressure, requirement;
  Token token_now;
  Quantity target;  ///< second

  Quantity bandwidth = pressure.let("bandwidth", token_now.bandwidth_wall / target, unitless,
                                    "pressure on memory bandwidth", definition);
  Quantity compute =
      pressure.let("compute", token_now.compute_wall / target, unitless, "pressure on compute", definition);
  Quantity met = requirement.let("met", 1.0, unitless, "the line", definition);
  Quantity whole =
      requirement.let("whole", token_now.span / target, unitless, "the whole token over its target", definition);
  Quantity by_bandwidth = requirement.let("bandwidth", whole* min(bandwidth / compute, 1), unitless,
                                          "the token if memory bandwidth is to blame", definition);
  Quantity by_compute = requirement.let("compute", whole* min(compute / bandwidth, 1), unitless,
                                        "the token if compute is to blame", definition);
};

std::vector<Contest> contests_of(const Walls& walls, Quantity capacity, const Answer& answer) {
  const Contestant full{capacity, "capacity", Wall::capacity};
  return {
      {"walls",
       Pick::largest,
       {full, {walls.bandwidth, "bandwidth", Wall::bandwidth}, {walls.compute, "compute", Wall::compute}}},
      {"requirement",
       Pick::largest,
       {{walls.met, "met", {}},
        full,
        {walls.by_bandwidth, "bandwidth", Wall::bandwidth},
        {walls.by_compute, "compute", Wall::compute}}},
      {"phases",
       Pick::largest,
       {{answer.ttft_span, "ttft", Wall::compute}, {answer.decode_span, "decode", Wall::bandwidth}}},
  };
}

}  // namespace

void build_on_device(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm"), dense_3b, four_bits};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Split split{sheet.section("split")};
  const Question question{sheet.section("load")};
  const Quantity tpot =
      sheet.section("slo").input("tpot", 0.1 * second / token, "time a token may take", lesson_default);
  const Quantity decode_mfu = decode_mfu_input(sheet);
  const Quantity prefill_mfu = prefill_mfu_input(sheet);

  const KvCache kv{sheet.section("kv"), llm, gpu, question.context, split};
  const StepRates rates{sheet.section("limits"), llm, gpu, split, kv, decode_mfu};
  const Section memory = sheet.section("memory");
  const Quantity needed = memory.let("needed_bytes", llm.weight_bytes + kv.bytes_per_sequence * (1 * sequence), byte,
                                     "memory for weights and KV", pope_2022);
  const Requirement fits =
      memory.require("fits", needed <= kv.available_bytes, "needs {memory.needed_bytes}, has {kv.available_bytes}");
  const Token decode{sheet.section("decode"), rates, fits};

  const Section half_way = sheet.section("answer").noted("half way through the answer");
  const KvCache answer_kv{half_way.section("kv"), llm, gpu, question.mean_context, split};
  const StepRates answer_rates{half_way.section("limits"), llm, gpu, split, answer_kv, decode_mfu};
  const Token answer_token{half_way, answer_rates, fits};
  const Prefill prefill{sheet.section("prefill"), llm, gpu, split, prefill_mfu, question.prompt,
                        question.cached_prefix,   fits};
  const Answer answer{sheet.section("serving"), question, prefill, answer_token};

  const Section pressure = sheet.section("pressure");
  const Quantity capacity =
      pressure.let("capacity", needed / kv.available_bytes, unitless, "pressure on memory capacity", definition);
  const Quantity target =
      sheet.section("slo").let("step", tpot * (1 * token), second, "time one token may take", definition);
  const Walls walls{pressure, sheet.section("requirement"), decode, target};

  finish(system, fits);
  system.contests = contests_of(walls, capacity, answer);
}

}  // namespace wallflip
