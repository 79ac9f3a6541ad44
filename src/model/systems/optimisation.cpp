#include "model/systems/optimisation.hpp"

#include "model/physics/chunked_prefill.hpp"
#include "model/physics/expert_reads.hpp"
#include "model/physics/prefix_cache.hpp"
#include "model/physics/quantise.hpp"
#include "model/physics/speculation.hpp"
#include "model/physics/walls.hpp"
#include "model/systems/replica_parts.hpp"

namespace wallflip {
namespace {

struct Memory {
  Section s, pressure;
  KvCache kv;
  Quantity batch;

  Quantity needed_bytes = s.let("needed_bytes", kv.llm.weight_bytes + batch * kv.bytes_per_sequence, byte,
                                "memory for weights and KV", pope_2022);
  Requirement fits =
      s.require("fits", needed_bytes <= kv.available_bytes, "needs {memory.needed_bytes}, has {kv.available_bytes}");
  Quantity capacity =
      pressure.let("capacity", needed_bytes / kv.available_bytes, unitless, "pressure on memory capacity", definition);
  Quantity met = s.let("met", 1.0, unitless, "the line", definition);
};

std::vector<Contest> contests_of(const TimeWalls& walls, const Memory& memory, const Speculation& spec,
                                 const Quantise& quantise, const CacheTiers& tiers) {
  return {
      contest_of_walls(memory.capacity, walls.bandwidth, walls.network, walls.compute),
      {"requirement", Pick::largest, {{memory.met, "met", {}}, {memory.capacity, "capacity", Wall::capacity}}},
      {"speculation", Pick::largest, {{spec.plain_time, "plain", {}}, {spec.token_time, "speculative", {}}}},
      {"verify_walls",
       Pick::largest,
       {{spec.bandwidth_wall, "bandwidth", Wall::bandwidth}, {spec.compute_wall, "compute", Wall::compute}}},
      {"quantise", Pick::largest, {{quantise.plain_time, "W16A16", {}}, {quantise.quantised_time, "W4A16", {}}}},
      {"reuse",
       Pick::largest,
       {{tiers.fetch_time, "storage", Wall::storage}, {tiers.saved_time, "compute", Wall::compute}}},
  };
}

}  // namespace

void build_optimisation(System& system) {
  Sheet& sheet = system.sheet;
  const Section load = sheet.section("load");
  const Quantity batch = load.count("batch", 64 * sequence, "batch", lesson_default);
  const Quantity context = load.count("context", 128 * token / sequence, "context", lesson_default);
  const Quantity prompt = load.count("prompt", 2000 * token, "prompt of one request", lesson_default);
  const ReplicaParts parts{sheet, context};
  const Quantity prefill_mfu = prefill_mfu_input(sheet);
  const Slo slo{sheet.section("slo")};
  const Memory memory{sheet.section("memory"), sheet.section("pressure"), parts.kv, batch};
  const auto prefill_of = [&](const Section& section, Quantity tokens, Quantity cached) {
    return parts.prefill_of(section, prefill_mfu, tokens, cached, memory.fits);
  };
  const Decode decode = parts.decode_of(sheet.section("decode"), batch, memory.fits);
  const Section prefill_section = sheet.section("prefill");
  const Quantity nothing = nothing_cached(prefill_section);
  const Prefill prefill = prefill_of(prefill_section, prompt, nothing);

  const Speculation spec{sheet.section("spec"), decode};
  const Quantise quantise{sheet.section("quantise"), sheet.section("step"), parts.llm, parts.gpu, parts.split,
                          parts.decode_mfu};
  const Quantity target =
      sheet.section("limits").let("target", slo.tpot * (1 * token), second, "time one step may take", definition);
  const Quantity chunk = sheet.section("serve").count("chunk", 512 * token, "prompt tokens in a step", lesson_default);
  const Prefill chunk_prefill = prefill_of(sheet.section("chunk"), chunk, nothing);
  const ChunkedPrefill chunked{sheet.section("chunk"), decode, chunk_prefill, target};
  const ExpertReads experts{sheet.section("moe"), parts.llm, parts.gpu, parts.decode_mfu, batch};
  const Section cache = sheet.section("cache");
  const PrefixHit hit{cache, prompt, 0.05};
  const Prefill fresh =
      prefill_of(sheet.section("fresh").noted("of the new tokens"), hit.new_tokens, hit.cached_tokens);
  const CacheTiers tiers{cache, parts.kv, hit, prefill, fresh};
  const TimeWalls walls{sheet.section("pressure"), sheet.section("requirement"),
                        decode.bandwidth_wall,     decode.compute_wall,
                        decode.net_time,           decode.span};

  finish(system, memory.fits);
  system.contests = contests_of(walls, memory, spec, quantise, tiers);
}

}  // namespace wallflip
