#include "model/systems/chat.hpp"

#include "model/physics/sessions.hpp"
#include "model/systems/serving_parts.hpp"

namespace wallflip {
namespace {

constexpr double seconds_a_day = 86400, seconds_a_month = 730 * 3600;

struct Users {
  Section s;  ///< "users"
  Section demand, load, cache;

  Quantity daily = s.input("daily", 1e7, "users a day", lesson_default);
  Quantity turns = s.input("turns", 12, "turns of a user a day", lesson_default);
  Quantity peak_to_mean = demand.input("peak_to_mean", 2, "peak over mean demand", lesson_default);
  Quantity request_rate = load.let("request_rate", daily* turns* peak_to_mean / (seconds_a_day * second),
                                   unitless / second, "requests a second at the peak", definition);
  Quantity history = load.count("history", 2000 * token, "history sent with a turn", lesson_default);
  Quantity new_tokens = load.count("new_tokens", 60 * token, "tokens of a turn", lesson_default);
  Quantity prompt = load.let("prompt", history + new_tokens, token, "prompt of one request", definition);
  Quantity hit_rate = cache.input("hit_rate", 0.8, "share of the history that is cached", lesson_default, "%");
  Quantity cached = cache.let("cached", history* hit_rate, token, "tokens found in the cache", definition);
  Quantity fresh = load.let("fresh", prompt - cached, token, "tokens to prefill", definition);
  Quantity again = cache.let("again", max(cached, 1 * token), token, "the cached part, at least a token", definition);
  Quantity nothing = cache.let("nothing", 0 * token, token, "nothing before the cached part", definition);
};

// The bill of a month, as a real number of GPUs, against what a user may cost.
struct Budget {
  Section slo, cost, pressure;
  TwoPools pools;
  FleetBill bill;
  Quantity users;

  Quantity budget = slo.input("budget", 0.1 * dollar, "what a user may cost a month", lesson_default);
  Quantity month_price = cost.let("month_price", bill.gpu.price_per_hour*(seconds_a_month* second), dollar / gpu_count,
                                  "price of a GPU for a month", definition);
  Quantity real_gpus =
      cost.let("real_gpus", pools.need* bill.headroom, gpu_count, "GPUs with headroom, as a real number", definition);
  Quantity real_per_user = cost.let("real_per_user", real_gpus* month_price / users, dollar,
                                    "$ per user and month before rounding up", definition);
  Quantity per_month = cost.let("per_month", bill.gpus* month_price, dollar, "$ a month", definition);
  Quantity per_user = cost.let("per_user", per_month / users, dollar, "$ per user and month", definition);
  Quantity dollars = pressure.let("dollars", real_per_user / budget, unitless, "bill over budget", definition);
};

}  // namespace

void build_chat(System& system) {
  Sheet& sheet = system.sheet;
  const Section load = sheet.section("load");
  const Users users{sheet.section("users"), sheet.section("demand"), load, sheet.section("cache")};
  const Requests requests{load, users.request_rate, users.prompt, output_input(load, 300)};
  const ServingParts parts{{sheet, requests.mean_context, 4, shape_70b}, requests.token_rate, 0.05};
  const Prefill prefill = parts.prefill_of(sheet.section("prefill"), users.fresh, users.cached);
  const PrefillPool prefill_pool{sheet.section("prefill_pool"), prefill, requests.request_rate};
  const TwoPools pools{sheet.section("fleet"), sheet.section("serving"), parts.decode_pool, prefill_pool, requests};
  const FleetBill bill{sheet.section("fleet"), sheet.section("cost"), parts.gpu, pools.gpus_needed, requests, 1.3};
  const Budget budget{sheet.section("slo"), sheet.section("cost"), sheet.section("pressure"), pools, bill, users.daily};
  const Prefill again =
      parts.prefill_of(sheet.section("again").noted("of the cached part"), users.again, users.nothing);
  const HoldOrRecompute hold{sheet.section("cache"), parts.kv, again};
  const PoolWalls walls{sheet.section("pressure"), parts.decode_pool, prefill_pool, pools.largest_need};
  const AloneWalls alone{parts};

  finish(system, parts.decode_pool.fits);
  Contest requirement{"requirement", Pick::largest, alone.contestants()};
  requirement.of.push_back({budget.dollars, "dollars", Wall::dollars});
  system.contests = {contest_of_walls(walls),
                     requirement,
                     contest_of_pools(prefill_pool, parts.decode_pool),
                     contest_of_decode_walls(parts.decode_pool),
                     {"hold", Pick::largest, {{hold.recompute, "recompute", {}}, {hold.hold, "hold", {}}}}};
}

}  // namespace wallflip
