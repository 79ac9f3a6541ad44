#include "model/systems/expert_serving.hpp"

#include "model/physics/cost.hpp"
#include "model/physics/expert_parallel.hpp"
#include "model/physics/walls.hpp"

namespace wallflip {

void build_expert_serving(System& system) {
  Sheet& sheet = system.sheet;
  const Section load = sheet.section("load");
  const Quantity batch = load.count("batch", 64 * sequence, "batch of one copy of attention", lesson_default);
  const Quantity context = load.count("context", 2048 * token / sequence, "context", lesson_default);
  const Llm llm{sheet.section("llm")};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Slo slo{sheet.section("slo"), 0.05};
  const Split split{sheet.section("split")};
  const Net net{sheet.section("net")};
  const KvCache kv{sheet.section("kv"), llm, gpu, context, split};
  const ServingLayout layout{sheet.section("split"), llm, split};
  const ShardedMemory memory{sheet.section("memory"), gpu, kv, layout, batch};

  const Collective tp_group{sheet.section("collective"), gpu, net, split.tp};
  const Collective ep_group{sheet.section("expert_group"), gpu, net, layout.ep};
  const Section pair = sheet.section("stage_pair");
  const Quantity two = pair.let("gpus", 2 * gpu_count, gpu_count, "a GPU and its successor", definition);
  const Collective stage_pair{pair, gpu, net, two, layout.gpus};
  const Section decode_section = sheet.section("decode");
  const Quantity mfu = decode_section.input("mfu", 0.6, "achieved fraction of the peak in decode", lesson_default, "%");
  const ExpertDecode decode{decode_section, memory, tp_group, ep_group, stage_pair, mfu};
  const Cost cost{sheet.section("cost"), gpu, layout.gpus, decode.throughput};

  const Section work = sheet.section("work");
  const Quantity target = work.let("target", slo.tpot * (1 * token), second, "time one step may take", definition);
  const Section pressure = sheet.section("pressure");
  const Quantity capacity = pressure.let("capacity", memory.needed_bytes / gpu.usable_bytes, unitless,
                                         "pressure on memory capacity", definition);
  const Quantity rest =
      rest_of_step(work, decode.span, decode.bandwidth_wall, decode.compute_wall, decode.network_time);
  const TimeWalls walls{
      pressure, sheet.section("requirement"), decode.bandwidth_wall, decode.compute_wall, decode.network_time, target,
      rest};

  const Contestant full{capacity, "capacity", Wall::capacity};
  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.contests = {
      {"walls",
       Pick::largest,
       {full,
        {walls.bandwidth, "bandwidth", Wall::bandwidth},
        {walls.network, "network", Wall::network},
        {walls.compute, "compute", Wall::compute}}},
      {"requirement",
       Pick::largest,
       {{walls.met, "met", {}},
        full,
        {walls.by_bandwidth, "bandwidth", Wall::bandwidth},
        {walls.by_network, "network", Wall::network},
        {walls.by_compute, "compute", Wall::compute}}},
      {"tenants",
       Pick::largest,
       {{memory.unrouted_bytes, "attention", {}}, {memory.expert_bytes, "experts", {}}, {memory.kv_bytes, "kv", {}}}},
  };
  system.fits = sheet.gates()[static_cast<size_t>(memory.fits.index)].condition;
}

}  // namespace wallflip
