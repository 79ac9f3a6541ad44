#include "model/systems/voice.hpp"

#include "model/physics/voice.hpp"
#include "model/systems/replica_parts.hpp"

namespace wallflip {
namespace {

struct Turn {
  Section s;  ///< "load"
  Quantity prompt = s.count("prompt", 3000 * token, "prompt of a turn with its history", lesson_default);
  Quantity output = s.count("output", 100 * token, "answer of a turn", lesson_default);
  Quantity cached_prefix = s.count("cached_prefix", 0 * token, "prompt tokens already in the KV cache", lesson_default);
  Quantity mean_context = s.let("mean_context", (prompt + output / 2) / (1 * sequence), token / sequence,
                                "context of a running turn", definition);
};

/// Turns that one replica answers at once, and the price of one of them.
struct Streams {
  Section s;     ///< "voice"
  Section cost;  ///< "cost"
  ServingLimits limits;
  Gpu gpu;
  Split split;

  Quantity streams = s.let("streams", floor(max(limits.smallest, 0 * sequence)), sequence,
                           "turns that a replica answers at once", pope_2022);
  Quantity some = s.let("some", max(streams, 1 * sequence), sequence, "turns in a step, at least one", definition);
  Requirement serves = s.require("serves", streams >= 1 * sequence, "not one turn fits inside memory and target");
  Quantity stream_price = cost.let("stream_price", split.tp* gpu.price_per_hour / streams.given(serves),
                                   dollar / second / sequence, "price of one stream", definition);
  Quantity per_minute = cost.let("per_minute", stream_price*(60 * second) * (1 * sequence), dollar,
                                 "$ for a minute of answering", definition);
};

struct Pressures {
  Section s, requirement;
  VoiceBudget voice;
  KvCache kv;

  Quantity needed_bytes = s.let("needed_bytes", kv.llm.weight_bytes + kv.bytes_per_sequence * (1 * sequence), byte,
                                "weights and one turn", pope_2022);
  Quantity capacity =
      s.let("capacity", needed_bytes / kv.available_bytes, unitless, "weights and one turn over memory", definition);
  Quantity bandwidth =
      s.let("bandwidth", voice.step / voice.target, unitless, "one decode step over mouth to ear", definition);
  Quantity compute =
      s.let("compute", voice.prefill.span / voice.target, unitless, "prefill over mouth to ear", definition);
  Quantity latency =
      s.let("latency", voice.fixed / voice.target, unitless, "fixed parts over mouth to ear", definition);
  Quantity met = requirement.let("met", 1.0, unitless, "the line", definition);
  Quantity whole = requirement.let("latency", voice.whole_span / voice.target, unitless,
                                   "the whole chain over mouth to ear", definition);
};

std::vector<Contest> contests_of(const Pressures& p) {
  const Contestant full{p.capacity, "capacity", Wall::capacity};
  return {
      {"walls",
       Pick::largest,
       {full,
        {p.bandwidth, "bandwidth", Wall::bandwidth},
        {p.compute, "compute", Wall::compute},
        {p.latency, "latency", Wall::latency}}},
      {"requirement", Pick::largest, {{p.met, "met", {}}, full, {p.whole, "latency", Wall::latency}}},
      {"chain",
       Pick::largest,
       {{p.voice.endpoint, "endpoint", {}},
        {p.voice.network, "network", {}},
        {p.voice.asr, "recognition", {}},
        {p.voice.tts, "synthesis", {}},
        {p.voice.ttft_span, "model", Wall::compute}}},
  };
}

}  // namespace

void build_voice(System& system) {
  Sheet& sheet = system.sheet;
  const Turn turn{sheet.section("load")};
  const ReplicaParts parts{sheet, turn.mean_context};
  const Quantity prefill_mfu = prefill_mfu_input(sheet);
  const Quantity tpot = sheet.section("slo").input("tpot", 0.02 * second / token, "TPOT target", lesson_default);
  const StepRates rates = parts.step_rates();
  const Quantity target =
      sheet.section("limits").let("target", tpot * (1 * token), second, "time one step takes when full", definition);
  const ServingLimits limits{sheet.section("limits"), rates, parts.group, target};
  const Requirement fits = sheet.section("memory").require("fits", parts.kv.batch_limit >= 1 * sequence,
                                                           "weights and one turn need more than {kv.available_bytes}");
  const Prefill prefill =
      parts.prefill_of(sheet.section("prefill"), prefill_mfu, turn.prompt, turn.cached_prefix, fits);
  const Streams streams{sheet.section("voice"), sheet.section("cost"), limits, parts.gpu, parts.split};
  const Decode full = parts.decode_of(sheet.section("decode").noted("of a full replica"), streams.some, {});
  const Quantity step = sheet.section("voice").let("step", by_fidelity(sheet.section("voice"), target, full.span),
                                                   second, "one step of a full replica", definition);
  const VoiceBudget voice{sheet.section("voice"), prefill, step};
  const Pressures pressures{sheet.section("pressure"), sheet.section("requirement"), voice, parts.kv};

  finish(system, fits);
  system.contests = contests_of(pressures);
}

}  // namespace wallflip
