#include "model/systems/capstone.hpp"

#include "model/systems/serving_parts.hpp"

namespace wallflip {
namespace {

struct Limit {
  Section fleet, pressure;
  Quantity need;         ///< GPU, as a real number
  Quantity gpus_needed;  ///< GPU, in whole replicas

  Quantity gpus_available = fleet.count("gpus_available", 1024 * gpu_count, "GPUs there are", lesson_default);
  Quantity dollars =
      pressure.let("dollars", need / gpus_available, unitless, "both pools over the GPUs there are", definition);
  Quantity gpus_left = fleet.let("gpus_left", max(gpus_available - gpus_needed, 0 * gpu_count), gpu_count,
                                 "GPUs left for other work", definition);
};

}  // namespace

void build_capstone(System& system) {
  Sheet& sheet = system.sheet;
  const Section load = sheet.section("load");
  const Requests requests{load, request_rate_input(load, 500), prompt_input(load, 1000), output_input(load, 4000)};
  const ServingParts parts{{sheet, requests.mean_context, 4, shape_70b, w8a8_kv8}, requests.token_rate, 0.05};
  const Section prefill_section = sheet.section("prefill");
  const Quantity cached = prefill_section.let("cached", 0 * token, token, "nothing is cached", definition);
  const Prefill prefill = parts.prefill_of(prefill_section, requests.prompt, cached);
  const PrefillPool prefill_pool{sheet.section("prefill_pool"), prefill, requests.request_rate};
  const TwoPools pools{sheet.section("fleet"), sheet.section("serving"), parts.decode_pool, prefill_pool, requests};
  const FleetBill bill{sheet.section("fleet"), sheet.section("cost"), parts.gpu, pools.gpus_needed, requests};
  const Limit limit{sheet.section("fleet"), sheet.section("pressure"), pools.need, pools.gpus_needed};
  const PoolWalls walls{sheet.section("pressure"), parts.decode_pool, prefill_pool, limit.gpus_available};
  const AloneWalls alone{parts};

  finish(system, parts.decode_pool.fits);
  Contest requirement{"requirement", Pick::largest, alone.contestants()};
  requirement.of.push_back({limit.dollars, "dollars", Wall::dollars});
  system.contests = {contest_of_walls(walls), requirement, contest_of_pools(prefill_pool, parts.decode_pool),
                     contest_of_decode_walls(parts.decode_pool)};
}

}  // namespace wallflip
