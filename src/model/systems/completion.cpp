#include "model/systems/completion.hpp"

#include "model/physics/sessions.hpp"
#include "model/systems/serving_parts.hpp"

namespace wallflip {
namespace {

// Every trigger sends the whole context; on a hit all but the last few tokens of it are cached.
struct Trigger {
  Section load;
  Section cache;

  Quantity context = load.count("context", 6000 * token, "tokens before the cursor", lesson_default);
  Quantity new_tokens = load.count("new_tokens", 6 * token, "tokens typed since the last trigger", lesson_default);
  Quantity hit_rate = cache.input("hit_rate", 0.5, "share of triggers whose context is cached", lesson_default, "%");
  Quantity prompt = load.let("prompt", max(context, 1 * token), token, "prompt, at least a token", definition);
  Quantity fresh =
      load.let("fresh", max(min(new_tokens, prompt), 1 * token), token, "tokens that a hit prefills", definition);
  Quantity cached = load.let("cached", prompt - fresh, token, "tokens that a hit finds", definition);
  Quantity nothing = load.let("nothing", 0 * token, token, "tokens that a miss finds", definition);
};

struct Needs {
  Section s;  ///< "fleet"
  Section pressure;
  Trigger trigger;
  Requests requests;
  Prefill cold, warm;
  HeldSessions sessions;
  DecodePool pool;

  Quantity prefill_time = s.let("prefill_time", (1 - trigger.hit_rate) * cold.span + trigger.hit_rate * warm.span,
                                second, "prefill of the mean trigger", definition);
  Quantity prefill = s.let("prefill", requests.request_rate* prefill_time* cold.split.tp, gpu_count,
                           "GPUs that prefill demands", pope_2022);
  Quantity compute =
      s.let("compute", prefill + pool.compute, gpu_count, "GPUs that prefill and decode GEMMs demand", pope_2022);
  Quantity capacity = s.let("capacity", sessions.gpus, gpu_count, "GPUs that hold the sessions", definition);
  Quantity need =
      s.let("need", max({capacity, pool.bandwidth, compute}), gpu_count, "GPUs, as a real number", definition);
  Quantity by_capacity = pressure.let("capacity", capacity / need, unitless, "pressure on memory capacity", definition);
  Quantity by_bandwidth =
      pressure.let("bandwidth", pool.bandwidth / need, unitless, "pressure on memory bandwidth", definition);
  Quantity by_network = pressure.let("network", pool.network / need, unitless, "pressure on the network", definition);
  Quantity by_compute = pressure.let("compute", compute / need, unitless, "pressure on compute", definition);
  Quantity gpus_needed = s.let("gpus_needed", whole_replicas(need, cold.split).given(pool.runs), gpu_count,
                               "GPUs, in whole replicas", definition);
};

// The first token: a look-up, the prefill, and one step among few others.
struct FirstToken {
  Section s;  ///< "serving"
  Section slo;
  Section pressure;
  Section cache;
  Trigger trigger;
  Prefill cold, warm;
  DecodePool pool;

  Quantity lookup = cache.input("lookup", 0.003 * second, "look-up of the cache", lesson_default);
  Quantity batch = s.count("first_batch", 8 * sequence, "sequences in the step of a first token", lesson_default);
  Quantity target = slo.input("ttft", 0.2 * second, "target of TTFT", lesson_default);
  Quantity percentile = slo.input("percentile", 0.95, "share of triggers that must meet it", lesson_default, "%");
  Decode step = pool.step_at("first", "with a first token", batch, pool.fits);
  Quantity ttft_cold = s.let("ttft_cold", lookup + cold.span + step.span, second, "TTFT of a miss", definition);
  Quantity ttft_warm = s.let("ttft_warm", lookup + warm.span + step.span, second, "TTFT of a hit", definition);
  Quantity worst = s.let("worst", select(trigger.hit_rate >= percentile, ttft_warm, ttft_cold), second,
                         "TTFT at the percentile", definition);
  Quantity ttft = s.let("ttft", worst.given(pool.fits), second, "TTFT at the percentile, where it fits", definition);
  Quantity tpot =
      s.let("tpot", pool.decode.step_time / (1 * token), second / token, "time per output token", definition);
  Quantity latency = pressure.let("latency", worst / target, unitless, "TTFT over its target", definition);
};

}  // namespace

void build_completion(System& system) {
  Sheet& sheet = system.sheet;
  const Section load = sheet.section("load");
  const Trigger trigger{load, sheet.section("cache")};
  const Requests requests{load, request_rate_input(load, 2000), trigger.prompt, output_input(load, 25)};
  const ServingParts parts{{sheet, requests.mean_context}, requests.token_rate, 0.02};
  const Prefill cold = parts.prefill_of(sheet.section("prefill"), trigger.prompt, trigger.nothing);
  const Prefill warm = parts.prefill_of(sheet.section("warm").noted("of a hit"), trigger.fresh, trigger.cached);
  const HeldSessions sessions{sheet.section("session"), parts.kv, parts.decode_pool, requests.request_rate};
  const Needs needs{sheet.section("fleet"), sheet.section("pressure"), trigger, requests, cold, warm, sessions,
                    parts.decode_pool};
  const FirstToken first{sheet.section("serving"),
                         sheet.section("slo"),
                         sheet.section("pressure"),
                         sheet.section("cache"),
                         trigger,
                         cold,
                         warm,
                         parts.decode_pool};
  const FleetBill bill{sheet.section("fleet"), sheet.section("cost"), parts.gpu, needs.gpus_needed, requests, 1.3};
  const AloneWalls alone{parts};

  finish(system, parts.decode_pool.fits);
  Contest requirement{"requirement", Pick::largest, alone.contestants()};
  requirement.of.push_back({first.latency, "latency", Wall::latency});
  system.contests = {contest_of_walls(needs.by_capacity, needs.by_bandwidth, needs.by_network, needs.by_compute),
                     requirement, contest_of_decode_walls(parts.decode_pool)};
}

}  // namespace wallflip
