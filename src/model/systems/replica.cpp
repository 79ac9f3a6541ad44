#include "model/systems/replica.hpp"

#include "model/physics/cost.hpp"
#include "model/physics/handoff.hpp"
#include "model/physics/padding.hpp"
#include "model/physics/request.hpp"
#include "model/physics/roofline.hpp"
#include "model/physics/serving_footprint.hpp"
#include "model/physics/walls.hpp"
#include "model/systems/replica_parts.hpp"

namespace wallflip {
namespace {

// A replica decodes for a batch, or embeds one document of `context` tokens after the other (no KV is kept then).
struct Memory {
  Section s;
  Quantity job;
  KvCache kv;
  KvUse use;

  Quantity kv_bytes =
      s.let("kv_bytes", select(job == 1, 0 * byte, use.used_bytes), byte, "KV cache the job holds", pope_2022);
  Quantity needed_bytes =
      s.let("needed_bytes", kv.llm.weight_bytes + kv_bytes, byte, "memory the job needs", pope_2022);
  Quantity gpus_to_hold = s.let("gpus_to_hold", ceil(needed_bytes / kv.gpu.usable_bytes), gpu_count,
                                "GPUs whose memory holds it", definition);
  Quantity free_bytes = s.let("free_bytes", kv.available_bytes - needed_bytes, byte, "memory left over", definition);
  Quantity free_tokens = s.let("free_tokens", max(free_bytes, 0 * byte) / max(kv.bytes_per_token, 1 * byte / token),
                               token, "tokens whose KV still fits", definition);
  Requirement fits =
      s.require("fits", needed_bytes <= kv.available_bytes, "needs {memory.needed_bytes}, has {kv.available_bytes}");
};

struct Work {
  Section s;
  Quantity job;
  Decode decode;
  Prefill document;
  StepRates rates;
  StatedSlo slo;

  Quantity mem_time = s.let("mem_time", select(job == 1, rates.weight_time, decode.bandwidth_wall), second,
                            "memory time of one unit of work", pope_2022);
  Quantity compute_time = s.let("compute_time", select(job == 1, document.span, decode.compute_wall), second,
                                "compute time of one unit of work", pope_2022);
  Quantity net_time = s.let("net_time", select(job == 1, 0 * second, decode.net_time), second,
                            "network time of one unit of work", pope_2022);
  Quantity step_rest = rest_of_step(s, decode);
  Quantity rest_time =
      s.let("rest_time", select(job == 1, 0 * second, step_rest), second, "rest of one unit of work", definition);
  Quantity document_time =
      s.let("document_time", max(rates.weight_time, document.span), second, "one document", pope_2022);
  Quantity step_target = s.let("step_target", select(slo.stated == 0, slo.tpot*(1 * token), decode.span), second,
                               "time one step may take; without a target, the step itself", definition);
  Quantity target = s.let("target", select(job == 1, document_time, step_target), second,
                          "time one unit of work may take", definition);
};

struct Serving {
  Section s;
  Quantity job;
  Decode decode;
  Prefill document;
  Padding padding;

  Quantity throughput = s.let("throughput", select(job == 1, document.rate, decode.throughput* padding.use),
                              token / second, "throughput", definition);
};

// Times ask for something only where a target is stated: a step is never too long for itself.
struct AskedTimes {
  Section s;
  StatedSlo slo;
  TimeWalls walls;

  Quantity asked(const char* name, Quantity pressure, const char* label) const {
    return s.let(name, select(slo.stated == 0, pressure, 0), unitless, label, definition);
  }
  Quantity bandwidth = asked("asked_of_bandwidth", walls.by_bandwidth, "asked of memory bandwidth, 0 without target");
  Quantity network = asked("asked_of_network", walls.by_network, "asked of the network, 0 without target");
  Quantity compute = asked("asked_of_compute", walls.by_compute, "asked of compute, 0 without target");
};

// The best batch: the tightest limit, rounded down, and the whole step at it.
struct Knee {
  Section s;
  ServingLimits limits;

  Quantity batch = s.let("batch", floor(max(limits.smallest, 0 * sequence)), sequence, "batch", definition);
  Requirement exists = s.require("exists", batch >= 1 * sequence, "not one sequence fits inside the limits");
  Quantity run_batch =
      s.let("run_batch", max(batch, 1 * sequence), sequence, "batch, at least one: operators need a row", definition);
  Decode decode = limits.rates.step_at(s, limits.group, run_batch, exists);
  Cost cost{s.section("cost"), limits.rates.gpu, limits.rates.split.tp, decode.throughput};
};

std::vector<Contest> contests_of(const TimeWalls& walls, const AskedTimes& asked, Quantity capacity,
                                 const ServingLimits& limits, const Ceilings& ceilings) {
  return {
      contest_of_walls(capacity, walls.bandwidth, walls.network, walls.compute),
      contest_of_requirement(walls.met, capacity, asked.bandwidth, asked.network, asked.compute),
      {"limits",
       Pick::smallest,
       {{limits.capacity, "capacity", Wall::capacity},
        {limits.bandwidth, "bandwidth", Wall::bandwidth},
        {limits.compute, "compute", Wall::compute}}},
      {"ceilings",
       Pick::smallest,
       {{ceilings.compute, "compute", Wall::compute}, {ceilings.bandwidth, "bandwidth", Wall::bandwidth}}},
  };
}

}  // namespace

void build_replica(System& system) {
  Sheet& sheet = system.sheet;
  const Quantity job = sheet.section("").choice("job", {"generate", "embed"}, 0, "job", lesson_default);
  const Load load{sheet.section("load")};
  const RunningContext running{sheet.section("load"), load};
  const ReplicaParts parts{sheet, running.running_context};
  const Quantity prefill_mfu = prefill_mfu_input(sheet);
  const StatedSlo slo{{sheet.section("slo")}};
  const KvCache& kv = parts.kv;
  const KvUse kv_use{sheet.section("kv"), kv, load.batch};
  const Memory memory{sheet.section("memory"), job, kv, kv_use};
  const auto prefill_of = [&](const Section& section, Quantity tokens, Quantity cached) {
    return parts.prefill_of(section, prefill_mfu, tokens, cached, memory.fits);
  };

  const Decode decode = parts.decode_of(sheet.section("decode"), load.batch, memory.fits);
  const Prefill prefill = prefill_of(sheet.section("prefill"), load.prompt, load.cached_prefix);
  add_roofline(decode, prefill);
  const Section document_section = sheet.section("document");
  const Quantity document_tokens =
      document_section.let("tokens", max(load.context, 1 * token / sequence) * (1 * sequence), token,
                           "tokens of one document, at least one", definition);
  const Prefill document = prefill_of(document_section, document_tokens, nothing_cached(document_section));
  const Padding padding{sheet.section("serve"), kv, load};
  const Prefill chunk = prefill_of(sheet.section("chunk"), padding.chunk_tokens, load.cached_prefix);

  const Section limit_section = sheet.section("limits");
  const StepRates rates = parts.step_rates();
  const Work work{sheet.section("work"), job, decode, document, rates, slo};
  const Quantity slo_step =
      limit_section.let("target", slo.tpot * (1 * token), second, "time one step may take", definition);
  const ServingLimits limits{limit_section, rates, parts.group, slo_step};
  const Knee knee{sheet.section("knee").noted("at the knee"), limits};
  const Ceilings ceilings{sheet.section("ceiling"), rates};
  const RequestTimes request{sheet.section("serving"), sheet.section("queue"), load, prefill, decode};
  const Serving serving{sheet.section("serving"), job, decode, document, padding};
  const HeldInFlight held{sheet.section("fleet"), sheet.section("load"), kv};
  const Quantity one_sequence = sheet.section("handoff").let("kv_bytes", kv.bytes_per_sequence * (1 * sequence), byte,
                                                             "KV of one prompt", pope_2022);
  const Quantity message =
      sheet.section("net").input("message", 1e6 * byte, "message of one all-reduce", lesson_default);
  const AllReduce all_reduce{sheet.section("all_reduce"), parts.group, message};
  const Handoff handoff{sheet.section("handoff"), parts.split, parts.net, one_sequence, document.span};
  const Cost cost{sheet.section("cost"), parts.gpu, parts.split.tp, serving.throughput};
  const ServingFootprint footprint{sheet.section(""), parts.gpu,     parts.split.tp,    work.compute_time,
                                   work.mem_time,     work.net_time, serving.throughput};

  const Section pressure = sheet.section("pressure");
  const Quantity capacity = pressure.let("capacity", memory.needed_bytes / kv.available_bytes, unitless,
                                         "pressure on memory capacity", definition);
  const TimeWalls walls{
      pressure,      sheet.section("requirement"), work.mem_time, work.compute_time, work.net_time, work.target,
      work.rest_time};

  finish(system, memory.fits);
  const AskedTimes asked{sheet.section("requirement"), slo, walls};
  system.contests = contests_of(walls, asked, capacity, limits, ceilings);
  system.contests.push_back(
      {"phases", Pick::largest, {{request.ttft, "ttft", {}}, {request.decode_time, "decode", {}}}});
  system.contests.push_back({"prefill_parts",
                             Pick::largest,
                             {{prefill.linear_flops, "linear", {}}, {prefill.quadratic_flops, "quadratic", {}}}});
  system.contests.push_back(
      {"tenure", Pick::smallest, {{footprint.own.rented, "rent", {}}, {footprint.own.price, "own", {}}}});
  system.contests.push_back(
      {"handoff",
       Pick::largest,
       {{handoff.network, "network", Wall::network}, {handoff.compute, "compute", Wall::compute}}});
}

}  // namespace wallflip
