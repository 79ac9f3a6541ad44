#pragma once

// A fleet of a prefill pool and a decode pool: what it counts, what waits in it, what it costs.
//
// Simplifications: requests do not queue (their wait is a term where a lesson asks for it); GPUs are rented whole and
// all day. Rounding up happens here and nowhere before, so that no contest sees a step.
// Sources: Little's law ("Queueing Systems"); definition.
//
//   in flight = rate * (prefill + output * TPOT)            GPUs = ceil(whole replicas * headroom)

#include "model/physics/pool.hpp"

namespace wallflip {

/// Requests that arrive at a steady rate. The defaults are the lesson's.
struct Requests {
  Section s;  ///< "load"
  double a_second, prompt_tokens, output_tokens;

  Quantity request_rate = s.input("request_rate", a_second* unitless / second, "requests a second", lesson_default);
  Quantity prompt = s.count("prompt", prompt_tokens* token, "prompt of one request", lesson_default);
  Quantity output = s.count("output", output_tokens* token, "output of one request", lesson_default);
  Quantity token_rate =
      s.let("token_rate", request_rate* output, token / second, "output tokens asked for a second", definition);
  Quantity mean_context = s.let("mean_context", (prompt + output / 2) / (1 * sequence), token / sequence,
                                "mean context of a running request", definition);
};

/// GPUs and dollars of a need: `headroom` is 1 where a lesson has none.
struct FleetBill {
  Section s;     ///< "fleet"
  Section cost;  ///< "cost"
  Gpu gpu;
  Quantity pools;         ///< GPU: of all pools, in whole replicas
  Quantity headroom;      ///< at least 1
  Quantity token_rate;    ///< token/second
  Quantity request_rate;  ///< 1/second

  Quantity gpus = s.let("gpus", ceil(pools* headroom), gpu_count, "GPUs of the fleet", definition);
  Quantity price =
      cost.let("price", gpus* gpu.price_per_hour, dollar / second, "price of the fleet", definition, "$/h");
  Quantity tokens_per_dollar =
      cost.let("tokens_per_dollar", token_rate / price, token / dollar, "tokens for a dollar", definition);
  Quantity per_million_output_tokens = cost.let("per_million_output_tokens", 1e6 * token / tokens_per_dollar, dollar,
                                                "$ per million output tokens", definition);
  Quantity per_request = cost.let("per_request", price / request_rate, dollar, "$ per request", definition);
};

/// Little's law over both pools.
struct InFlight {
  Section s;  ///< "fleet"
  Requests requests;
  Prefill prefill;
  Decode decode;

  Quantity residence = s.let("residence", prefill.time + requests.output / (1 * token) * decode.step_time, second,
                             "time of one request in the fleet", queueing);
  Quantity in_flight =
      s.let("in_flight", requests.request_rate* residence*(1 * sequence), sequence, "requests in flight", queueing);
};

}  // namespace wallflip
