#include "model/systems/decode_step.hpp"

#include "model/physics/cost.hpp"
#include "model/physics/roofline.hpp"
#include "model/physics/walls.hpp"
#include "model/systems/replica_parts.hpp"

namespace wallflip {

void build_decode_step(System& system) {
  Sheet& sheet = system.sheet;
  const Load load{sheet.section("load")};
  const ReplicaParts parts{sheet, load.context};
  const Quantity prefill_mfu = prefill_mfu_input(sheet);
  const KvUse kv_use{sheet.section("kv"), parts.kv, load.batch};
  const Decode decode = parts.decode_of(sheet.section("decode"), load.batch, {});
  const Prefill prefill = parts.prefill_of(sheet.section("prefill"), prefill_mfu, load.prompt, load.cached_prefix, {});
  add_roofline(decode, prefill);
  const StepRates rates = parts.step_rates();
  const Ceilings ceilings{sheet.section("ceiling"), rates};
  const Cost cost{sheet.section("cost"), parts.gpu, parts.split.tp, decode.throughput};
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
