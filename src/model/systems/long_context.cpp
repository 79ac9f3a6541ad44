#include "model/systems/long_context.hpp"

#include "model/physics/fleet.hpp"
#include "model/systems/replica_parts.hpp"

namespace wallflip {
namespace {

struct Query {
  Section s, pressure, limit;
  Requests requests;
  KvCache kv;
  Decode decode;
  Prefill prefill;
  Quantity batch;
  Requirement fits;

  Quantity ttft_target = limit.input("ttft", 20 * second, "target of the first token", lesson_default);
  Quantity needed_bytes = s.let("needed_bytes", kv.llm.weight_bytes + batch * kv.bytes_per_sequence, byte,
                                "memory for weights and KV", pope_2022);
  Quantity first_token = s.let("first_token", prefill.span + decode.span, second,
                               "time to the first token, whether or not it fits", pope_2022);
  Quantity ttft = s.let("ttft", first_token.given(fits), second, "time to the first token", pope_2022);
  Quantity tpot = s.let("tpot", decode.step_time / (1 * token), second / token, "time per output token", definition);
  Quantity answer_span = s.let("answer_span", requests.output / (1 * token) * decode.span, second,
                               "time of all output tokens, whether or not they fit", definition);
  Quantity capacity =
      pressure.let("capacity", needed_bytes / kv.available_bytes, unitless, "pressure on memory capacity", definition);
  Quantity compute = pressure.let("compute", first_token / ttft_target, unitless,
                                  "time to the first token over its target", definition);
  Quantity met = pressure.let("met", 1.0, unitless, "the line", definition);
  Quantity gpus_for_target =
      s.let("gpus_for_target", ceil(prefill.flops / (kv.gpu.peak_flops * prefill.mfu * ttft_target)), gpu_count,
            "GPUs that prefill within the target", pope_2022);
  Quantity context_limit =
      s.let("context_limit", max(kv.pool_bytes, 0 * byte) / max(kv.bytes_per_token, 1 * byte / token), token,
            "tokens whose KV fills memory", pope_2022);
};

// What a question costs when several share one document, and how long holding the document beats computing it again.
struct Reuse {
  Section load, cost, hold;
  Query query;

  Quantity queries = load.count("queries", {1, unitless}, "questions asked of one document", lesson_default);
  Quantity query_time = query.s.let("query_time", query.prefill.time / queries + query.answer_span, second,
                                    "time of the node for one question", definition);
  Quantity per_query = cost.let("per_query", query_time* query.kv.split.tp* query.kv.gpu.price_per_hour, dollar,
                                "$ per question", definition);
  Quantity documents = hold.let("documents", floor(max(query.kv.batch_limit, 1 * sequence)), sequence,
                                "documents that memory holds, at least one", definition);
  Quantity time = hold.let("time", query.prefill.time* documents / (1 * sequence), second,
                           "holding a document this long costs as much as computing it again", definition);
};

// Nodes that serve a rate of questions without reuse: prefill one after the other, decode with full memory.
struct Nodes {
  Section s;  ///< "fleet"
  Query query;
  Decode full;  ///< at the batch that fills memory
  Quantity full_batch;

  Quantity prefill_nodes = s.let("prefill_nodes", query.requests.request_rate* query.prefill.time, unitless,
                                 "replicas that prefill, as a real number", definition);
  Quantity decode_nodes =
      s.let("decode_nodes", query.requests.token_rate*(1 * sequence / token) * full.span / full_batch, unitless,
            "replicas that decode, as a real number", definition);
  Quantity gpus_needed = s.let("gpus_needed", query.kv.split.tp*(ceil(prefill_nodes) + ceil(decode_nodes)), gpu_count,
                               "GPUs of both pools, in whole replicas", definition);
};

}  // namespace

void build_long_context(System& system) {
  Sheet& sheet = system.sheet;
  const Section load = sheet.section("load");
  const Requests requests{load, request_rate_input(load, 0.5), prompt_input(load, 128000), output_input(load, 1000)};
  const Quantity batch = load.count("batch", 1 * sequence, "batch", lesson_default);
  const ReplicaParts parts{sheet, requests.mean_context, 8, shape_70b};
  const Quantity prefill_mfu = prefill_mfu_input(sheet);
  const KvCache& kv = parts.kv;
  const KvUse use{sheet.section("kv"), kv, batch};
  const Requirement fits =
      sheet.section("kv").require("fits", kv.llm.weight_bytes + use.used_bytes <= kv.available_bytes,
                                  "weights and KV need {serving.needed_bytes}, memory has {kv.available_bytes}");
  const Decode decode = parts.decode_of(sheet.section("decode"), batch, fits);
  const Section prefill_section = sheet.section("prefill");
  const Prefill prefill =
      parts.prefill_of(prefill_section, prefill_mfu, requests.prompt, nothing_cached(prefill_section), fits);

  const Query query{sheet.section("serving"),
                    sheet.section("pressure"),
                    sheet.section("slo"),
                    requests,
                    kv,
                    decode,
                    prefill,
                    batch,
                    fits};
  const Reuse reuse{load, sheet.section("cost"), sheet.section("hold"), query};
  const Section full_section = sheet.section("full");
  const Quantity full_batch = full_section.let("batch", max(kv.batch_limit, 1 * sequence), sequence,
                                               "batch that fills memory, at least one", pope_2022);
  const Decode full = parts.decode_of(full_section.noted("with full memory"), full_batch, fits);
  const Nodes nodes{sheet.section("fleet"), query, full, full_batch};
  const FleetBill bill{sheet.section("fleet"), sheet.section("cost"), parts.gpu, nodes.gpus_needed, requests, 1.3};

  const Contestant memory{query.capacity, "capacity", Wall::capacity};
  const Contestant time{query.compute, "compute", Wall::compute};
  finish(system, fits);
  system.contests = {
      {"walls", Pick::largest, {memory, time}},
      {"requirement", Pick::largest, {{query.met, "met", {}}, memory, time}},
      {"prefill_parts",
       Pick::largest,
       {{prefill.linear_flops, "linear", {}}, {prefill.quadratic_flops, "quadratic", {}}}},
      {"tenants", Pick::largest, {{decode.weight_bytes, "weights", {}}, {decode.kv_bytes, "kv", {}}}},
      {"phases", Pick::largest, {{prefill.span, "prefill", {}}, {query.answer_span, "decode", {}}}},
  };
}

}  // namespace wallflip
