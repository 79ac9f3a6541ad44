#include "model/systems/production.hpp"

#include "model/physics/production.hpp"

namespace wallflip {
namespace {

struct Pressures {
  Section s;
  ProductionFleet fleet;
  Promise promise;

  Quantity compute =
      s.let("compute", fleet.demand.mean / fleet.replicas, unitless, "work over what is paid for", definition, "%");
  Quantity dollars =
      s.let("dollars", fleet.idle / fleet.replicas, unitless, "idle over what is paid for", definition, "%");
  Quantity storage = s.let("storage", fleet.start.lag / fleet.start.target, unitless,
                           "a cold start over the time it may take", definition);
  Quantity met = s.let("met", 1.0, unitless, "the line", definition);
};

std::vector<Contest> contests_of(const Pressures& p) {
  const ProductionFleet& fleet = p.fleet;
  return {
      {"walls",
       Pick::largest,
       {{p.compute, "compute", Wall::compute},
        {p.dollars, "dollars", Wall::dollars},
        {p.storage, "storage", Wall::storage}}},
      {"requirement",
       Pick::largest,
       {{p.met, "met", {}}, {p.promise.pressure, "availability", {}}, {p.storage, "storage", Wall::storage}}},
      {"bill", Pick::largest, {{fleet.demand.mean, "work", Wall::compute}, {fleet.idle, "idle", Wall::dollars}}},
  };
}

}  // namespace

void build_production(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm"), shape_70b};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Split split{sheet.section("split"), 8};
  const Demand demand{sheet.section("demand")};
  const ColdStart start{sheet.section("start"), sheet.section("storage"), sheet.section("net"), llm, split};
  const ProductionFleet fleet{
      sheet.section("fleet"), sheet.section("deploy"), sheet.section("bill"), gpu, split, demand, start};
  const Spot spot{sheet.section("spot"), fleet};
  const Promise promise{sheet.section("availability"), gpu, split, fleet};
  const FanOut fan_out{sheet.section("straggler")};
  const Anchor anchor{sheet.section("anchor")};
  const Pressures pressures{sheet.section("pressure"), fleet, promise};

  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.contests = contests_of(pressures);
}

}  // namespace wallflip
