#pragma once

// A fleet of a prefill pool and a decode pool: what it counts, what waits in it, what it costs.
//
// Simplifications: requests do not queue (their wait is a term where a lesson asks for it); GPUs are rented whole and
// all day. Rounding up happens here and in the pools' counts and nowhere before, so that no contest sees a step.
// Sources: Little's law ("Queueing Systems"); definition.
//
//   in flight = rate * (prefill + output * TPOT)            GPUs = ceil(whole replicas * headroom)

#include "model/physics/pool.hpp"

namespace wallflip {

/// Requests that arrive at a steady rate.
struct Requests {
  Section s;              ///< "load"
  Quantity request_rate;  ///< 1/second
  Quantity prompt;        ///< token: the whole of it, cached or not
  Quantity output;        ///< token

  Quantity token_rate =
      s.let("token_rate", request_rate* output, token / second, "output tokens asked for a second", definition);
  Quantity mean_context = s.let("mean_context", (prompt + output / 2) / (1 * sequence), token / sequence,
                                "mean context of a running request", definition);
};

// The usual inputs of a system whose requests are stated as they are.
inline Quantity request_rate_input(const Section& load, double a_second) {
  return load.input("request_rate", a_second * unitless / second, "requests a second", lesson_default);
}
inline Quantity prompt_input(const Section& load, double tokens) {
  return load.count("prompt", tokens * token, "prompt of one request", lesson_default);
}
inline Quantity output_input(const Section& load, double tokens) {
  return load.count("output", tokens * token, "output of one request", lesson_default);
}

/// Both pools together, and the requests that live in them (Little's law).
struct TwoPools {
  Section s;        ///< "fleet"
  Section serving;  ///< "serving"
  DecodePool decode_pool;
  PrefillPool prefill_pool;
  Requests requests;

  Quantity need = s.let("need", prefill_pool.need + decode_pool.need, gpu_count, "GPUs, as a real number", pope_2022);
  Quantity largest_need = s.let("largest_need", max(prefill_pool.need, decode_pool.need), gpu_count,
                                "the larger pool, as a real number", definition);
  Quantity gpus_needed = s.let("gpus_needed", prefill_pool.gpus + decode_pool.gpus, gpu_count,
                               "GPUs of both pools, in whole replicas", definition);
  Quantity ttft = serving.let("ttft", prefill_pool.prefill.time + decode_pool.decode.step_time, second,
                              "time to the first token", pope_2022);
  Quantity tpot = serving.let("tpot", decode_pool.decode.step_time / (1 * token), second / token,
                              "time per output token", definition);
  Quantity residence = s.let("residence", prefill_pool.prefill.time + requests.output * tpot, second,
                             "time of one request in the fleet", queueing);
  Quantity in_flight =
      s.let("in_flight", requests.request_rate* residence*(1 * sequence), sequence, "requests in flight", queueing);
};

/// GPUs with headroom, and dollars.
struct FleetBill {
  Section s;     ///< "fleet"
  Section cost;  ///< "cost"
  Gpu gpu;
  Quantity gpus_needed;  ///< GPU: of all pools, in whole replicas
  Requests requests;
  double spare = 1;  ///< default of the headroom

  Quantity headroom = s.input("headroom", spare, "GPUs held for each GPU needed", lesson_default);
  Quantity gpus = s.let("gpus", ceil(gpus_needed* headroom), gpu_count, "GPUs of the fleet", definition);
  Quantity price =
      cost.let("price", gpus* gpu.price_per_hour, dollar / second, "price of the fleet", definition, "$/h");
  Quantity tokens_per_dollar =
      cost.let("tokens_per_dollar", requests.token_rate / price, token / dollar, "tokens for a dollar", definition);
  Quantity per_million_output_tokens = cost.let("per_million_output_tokens", 1e6 * token / tokens_per_dollar, dollar,
                                                "$ per million output tokens", definition);
  Quantity per_request = cost.let("per_request", price / requests.request_rate, dollar, "$ per request", definition);
};

}  // namespace wallflip
