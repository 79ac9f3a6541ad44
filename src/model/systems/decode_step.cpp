#include "model/systems/decode_step.hpp"

#include "model/physics/cost.hpp"
#include "model/physics/decode.hpp"
#include "model/physics/prefill.hpp"
#include "model/physics/roofline.hpp"
#include "model/physics/serving_limits.hpp"
#include "model/physics/walls.hpp"

namespace wallflip {

void build_decode_step(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm")};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Load load{sheet.section("load")};
  const Split split{sheet.section("split")};
  const Net net{sheet.section("net")};
  const KvCache kv{sheet.section("kv"), llm, gpu, load.context, split};
  const KvUse kv_use{sheet.section("kv"), kv, load.batch};

  const Collective group{sheet.section("collective"), gpu, net, split.tp};
  const Section decode_section = sheet.section("decode");
  const Quantity decode_mfu =
      decode_section.input("mfu", 0.6, "achieved fraction of the peak in decode", lesson_default, "%");
  const Decode decode{decode_section, llm, gpu, split, group, kv, decode_mfu, load.batch, {}};
  const Section prefill_section = sheet.section("prefill");
  const Quantity prefill_mfu =
      prefill_section.input("mfu", 0.5, "achieved fraction of the peak in prefill", lesson_default, "%");
  const Prefill prefill{prefill_section, llm, gpu, split, prefill_mfu, load.prompt, load.cached_prefix, {}, group};
  add_roofline(decode, prefill);
  const StepRates rates{sheet.section("limits"), llm, gpu, split, kv, decode_mfu};
  const Ceilings ceilings{sheet.section("ceiling"), rates};
  const Cost cost{sheet.section("cost"), gpu, split.tp, decode.throughput};
  const TimeWalls walls{sheet.section("pressure"), sheet.section("requirement"),
                        decode.bandwidth_wall,     decode.compute_wall,
                        decode.net_time,           decode.span};

  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.contests = {
      {"walls",
       Pick::largest,
       {{walls.bandwidth, "bandwidth", Wall::bandwidth},
        {walls.network, "network", Wall::network},
        {walls.compute, "compute", Wall::compute}}},
      {"ceilings",
       Pick::smallest,
       {{ceilings.compute, "compute", Wall::compute}, {ceilings.bandwidth, "bandwidth", Wall::bandwidth}}},
  };
}

}  // namespace wallflip
