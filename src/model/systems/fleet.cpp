#include "model/systems/fleet.hpp"

#include "model/physics/handoff.hpp"
#include "model/systems/serving_parts.hpp"

namespace wallflip {

void build_fleet(System& system) {
  Sheet& sheet = system.sheet;
  const Section load = sheet.section("load");
  const Requests requests{load, request_rate_input(load, 1000), prompt_input(load, 2000), output_input(load, 300)};
  const ServingParts parts{{sheet, requests.mean_context}, requests.token_rate};
  const Quantity cached =
      load.count("cached_prefix", 0 * token, "prompt tokens already in the KV cache", lesson_default);
  const Prefill prefill = parts.prefill_of(sheet.section("prefill"), requests.prompt, cached);
  const PrefillPool prefill_pool{sheet.section("prefill_pool"), prefill, requests.request_rate};
  const TwoPools pools{sheet.section("fleet"), sheet.section("serving"), parts.decode_pool, prefill_pool, requests};
  const FleetBill bill{sheet.section("fleet"), sheet.section("cost"), parts.gpu, pools.gpus_needed, requests};
  const PoolWalls walls{sheet.section("pressure"), parts.decode_pool, prefill_pool, pools.largest_need};
  const AloneWalls alone{parts};
  const Section handoff_section = sheet.section("handoff");
  const Quantity prompt_kv =
      handoff_section.let("kv_bytes", requests.prompt * parts.kv.bytes_per_token, byte, "KV of one prompt", pope_2022);
  const Handoff handoff{handoff_section, parts.split, parts.net, prompt_kv, prefill.span};

  finish(system, parts.decode_pool.fits);
  system.contests = {contest_of_walls(walls),
                     {"requirement", Pick::largest, alone.contestants()},
                     contest_of_pools(prefill_pool, parts.decode_pool),
                     contest_of_decode_walls(parts.decode_pool),
                     {"handoff",
                      Pick::largest,
                      {{handoff.network, "network", Wall::network}, {handoff.compute, "compute", Wall::compute}}}};
}

}  // namespace wallflip
