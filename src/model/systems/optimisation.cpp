#include "model/systems/optimisation.hpp"

#include "model/physics/chunked_prefill.hpp"
#include "model/physics/expert_reads.hpp"
#include "model/physics/prefix_cache.hpp"
#include "model/physics/quantise.hpp"
#include "model/physics/speculation.hpp"
#include "model/physics/walls.hpp"

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
  const Contestant full{memory.capacity, "capacity", Wall::capacity};
  return {
      {"walls",
       Pick::largest,
       {full,
        {walls.bandwidth, "bandwidth", Wall::bandwidth},
        {walls.network, "network", Wall::network},
        {walls.compute, "compute", Wall::compute}}},
      {"requirement", Pick::largest, {{memory.met, "met", {}}, full}},
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
  const Llm llm{sheet.section("llm")};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Slo slo{sheet.section("slo")};
  const Split split{sheet.section("split")};
  const Net net{sheet.section("net")};
  const KvCache kv{sheet.section("kv"), llm, gpu, context, split};
  const Memory memory{sheet.section("memory"), sheet.section("pressure"), kv, batch};
  const Collective group{sheet.section("collective"), gpu, net, split.tp};

  const Section decode_section = sheet.section("decode");
  const Quantity decode_mfu =
      decode_section.input("mfu", 0.6, "achieved fraction of the peak in decode", lesson_default, "%");
  const Decode decode{decode_section, llm, gpu, split, group, kv, decode_mfu, batch, memory.fits};
  const Section prefill_section = sheet.section("prefill");
  const Quantity prefill_mfu =
      prefill_section.input("mfu", 0.5, "achieved fraction of the peak in prefill", lesson_default, "%");
  const Quantity nothing = prefill_section.let("cached", 0 * token, token, "nothing is cached", definition);
  const Prefill prefill{prefill_section, llm, gpu, split, prefill_mfu, prompt, nothing, memory.fits, group};

  const Speculation spec{sheet.section("spec"), decode};
  const Quantise quantise{sheet.section("quantise"), sheet.section("step"), llm, gpu, split, decode_mfu};
  const Quantity target =
      sheet.section("limits").let("target", slo.tpot * (1 * token), second, "time one step may take", definition);
  const Quantity chunk = sheet.section("serve").count("chunk", 512 * token, "prompt tokens in a step", lesson_default);
  const Prefill chunk_prefill{sheet.section("chunk"), llm, gpu, split, prefill_mfu, chunk, nothing, memory.fits, group};
  const ChunkedPrefill chunked{sheet.section("chunk"), decode, chunk_prefill, target};
  const ExpertReads experts{sheet.section("moe"), llm, gpu, decode_mfu, batch};
  const Section cache = sheet.section("cache");
  const PrefixHit hit{cache, prompt, 0.05};
  const Prefill fresh{sheet.section("fresh").noted("of the new tokens"),
                      llm,
                      gpu,
                      split,
                      prefill_mfu,
                      hit.new_tokens,
                      hit.cached_tokens,
                      memory.fits,
                      group};
  const CacheTiers tiers{cache, kv, hit, prefill, fresh};
  const TimeWalls walls{sheet.section("pressure"), sheet.section("requirement"),
                        decode.bandwidth_wall,     decode.compute_wall,
                        decode.net_time,           decode.span};

  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.contests = contests_of(walls, memory, spec, quantise, tiers);
  system.fits = sheet.gates()[static_cast<size_t>(memory.fits.index)].condition;
}

}  // namespace wallflip
