#include "model/systems/ranking.hpp"

#include "model/physics/ranking.hpp"

namespace wallflip {
namespace {

struct Pressures {
  Section s, requirement;
  RankingLoad load;
  RankingNeed need;

  Quantity capacity =
      s.let("capacity", need.capacity / load.shards, unitless, "pressure on memory capacity", definition);
  Quantity bandwidth =
      s.let("bandwidth", need.bandwidth / load.shards, unitless, "pressure on memory bandwidth", definition);
  Quantity network = s.let("network", need.network / load.shards, unitless, "pressure on the links", definition);
  Quantity compute = s.let("compute", need.compute / load.shards, unitless, "pressure on compute", definition);
  Quantity met = requirement.let("met", 1.0, unitless, "the line", definition);
  Requirement fits = load.s.require("fits", load.table_bytes <= load.shards * need.gpu.usable_bytes,
                                    "the tables need {need.capacity}, there are {rec.shards}");
  Quantity headroom = load.s.let("headroom", (load.shards / need.largest).given(fits), unitless,
                                 "traffic that the shards could take, times the present", definition);
};

}  // namespace

void build_ranking(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm")};  // only the width of its GEMMs counts here
  const Gpu gpu{sheet.section("gpu"), llm};
  const RankingLoad load{sheet.section("rec"), sheet.section("load")};
  const Section links = sheet.section("net");
  const Quantity link_bw = links.input("link_bw", 450e9 * byte / second / gpu_count,
                                       "link between the shards, one direction", lesson_default);
  const Net net{links, link_bw};
  Gpu linked = gpu;
  linked.link_bw = link_bw;  // one kind of link, however many shards there are
  const Section group = sheet.section("shards");
  const Quantity side_by_side = group.let("side_by_side", 1 * gpu_count, gpu_count, "no shard is far away", definition);
  const Collective shards{group, linked, net, load.shards, side_by_side};
  const RankingStep step{sheet.section("rec"), load, gpu, shards};
  const Quantity mfu = sheet.section("prefill").input("mfu", 0.5, "achieved fraction of the peak", lesson_default, "%");
  const RankingNeed need{sheet.section("need"), load, gpu, step, mfu, link_bw};
  const Pressures p{sheet.section("pressure"), sheet.section("requirement"), load, need};

  const std::vector<Contestant> walls = {{p.capacity, "capacity", Wall::capacity},
                                         {p.bandwidth, "bandwidth", Wall::bandwidth},
                                         {p.network, "network", Wall::network},
                                         {p.compute, "compute", Wall::compute}};
  std::vector<Contestant> requirement = {{p.met, "met", {}}};
  requirement.insert(requirement.end(), walls.begin(), walls.end());
  system.rows = {{"gpu", RowKind::accelerator}};
  system.contests = {{"walls", Pick::largest, walls}, {"requirement", Pick::largest, requirement}};
  system.fits = sheet.gates()[static_cast<size_t>(p.fits.index)].condition;
}

}  // namespace wallflip
