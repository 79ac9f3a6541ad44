#include "model/systems/expert_serving.hpp"

#include "model/physics/cost.hpp"
#include "model/physics/expert_parallel.hpp"
#include "model/physics/walls.hpp"
#include "model/systems/replica_parts.hpp"

namespace wallflip {

void build_expert_serving(System& system) {
  Sheet& sheet = system.sheet;
  const Section load = sheet.section("load");
  const Quantity batch = load.count("batch", 64 * sequence, "batch of one copy of attention", lesson_default);
  const Quantity context = load.count("context", 2048 * token / sequence, "context", lesson_default);
  const ReplicaParts parts{sheet, context};
  const Slo slo{sheet.section("slo"), 0.05};
  const ServingLayout layout{sheet.section("split"), parts.llm, parts.split};
  const ShardedMemory memory{sheet.section("memory"), parts.gpu, parts.kv, layout, batch};

  const Collective ep_group{sheet.section("expert_group"), parts.gpu, parts.net, layout.ep};
  const Section pair = sheet.section("stage_pair");
  const Quantity two = pair.let("gpus", 2 * gpu_count, gpu_count, "a GPU and its successor", definition);
  const Collective stage_pair{pair, parts.gpu, parts.net, two, layout.gpus};
  const ExpertDecode decode{sheet.section("decode"), memory, parts.group, ep_group, stage_pair, parts.decode_mfu};
  const Cost cost{sheet.section("cost"), parts.gpu, layout.gpus, decode.throughput};

  const Section work = sheet.section("work");
  const Quantity target = work.let("target", slo.tpot * (1 * token), second, "time one step may take", definition);
  const Section pressure = sheet.section("pressure");
  const Quantity capacity = pressure.let("capacity", memory.needed_bytes / parts.gpu.usable_bytes, unitless,
                                         "pressure on memory capacity", definition);
  const Quantity rest =
      rest_of_step(work, decode.span, decode.bandwidth_wall, decode.compute_wall, decode.network_time);
  const TimeWalls walls{
      pressure, sheet.section("requirement"), decode.bandwidth_wall, decode.compute_wall, decode.network_time, target,
      rest};

  finish(system, memory.fits);
  system.contests = {
      contest_of_walls(capacity, walls.bandwidth, walls.network, walls.compute),
      contest_of_requirement(walls.met, capacity, walls.by_bandwidth, walls.by_network, walls.by_compute),
      {"tenants",
       Pick::largest,
       {{memory.unrouted_bytes, "attention", {}}, {memory.expert_bytes, "experts", {}}, {memory.kv_bytes, "kv", {}}}},
  };
}

}  // namespace wallflip
