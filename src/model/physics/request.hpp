#pragma once

// One request from arrival to its last token, and how many GPUs hold many of them at once.
//
// Simplifications: Poisson arrivals at one prefill server whose prompts are all alike (M/D/1) unless a spread is given
// (M/G/1, queue.hpp); the first token comes with the
// prefill and one decode step, the other G - 1 with a step each.
// Sources: "Queueing Systems" (M/D/1, Little); Pope et al. 2022.
//
//   wait = rho / (2 (1 - rho)) * prefill       TTFT = wait + prefill + step       decode = (G - 1) * TPOT
//   GPUs = n * ceil(requests in flight / whole sequences that a replica holds)

#include "model/physics/decode.hpp"
#include "model/physics/prefill.hpp"
#include "model/physics/queue.hpp"

namespace wallflip {

/// What a running request holds on average: a context set by hand, or that of a request half way through its output.
struct RunningContext {
  Section s;  ///< "load"
  Load load;

  Quantity held = s.choice("held", {"context", "prompt and half the output"}, 0, "tokens that a running request holds",
                           lesson_default);
  Quantity mean_context = s.let("mean_context", (load.prompt + load.output / 2) / (1 * sequence), token / sequence,
                                "context of a request half way through its output", definition);
  Quantity running_context = s.let("running_context", select(held == 0, load.context, mean_context), token / sequence,
                                   "context of a running request", definition);
};

struct RequestTimes {
  Section s;      ///< "serving"
  Section queue;  ///< "queue"
  Load load;
  Prefill prefill;
  Decode decode;

  Quantity utilisation =
      queue.input("utilisation", 0, "share of the time the prefill queue is busy", lesson_default, "%");
  Quantity cv2 =
      queue.input("cv2", 0, "squared spread of prefill times over their mean, 0 when all are alike", lesson_default);
  Quantity level = queue.input("level", 0.95, "share of requests that wait no longer", lesson_default, "%");
  SingleQueue line{queue, utilisation, prefill.time, cv2, level};
  Quantity ttft =
      s.let("ttft", line.wait + prefill.time + decode.step_time, second, "time to the first token", pope_2022);
  Quantity ttft_quantile = s.let("ttft_quantile", line.wait_quantile + prefill.time + decode.step_time, second,
                                 "time to the first token at the quantile of the queue", queueing);
  Quantity tpot = s.let("tpot", decode.step_time / (1 * token), second / token, "time per output token", definition);
  Quantity single_stream =
      s.let("single_stream", 1 / tpot, token / second, "tokens a second that one user sees", definition);
  Quantity decode_time = s.let("decode_time", max(load.output - 1 * token, 0 * token) * tpot, second,
                               "time of all tokens after the first", definition);
  Quantity latency = s.let("latency", ttft + decode_time, second, "time of the whole request", definition);
};

/// Replicas enough for a number of requests in flight.
struct HeldInFlight {
  Section s;  ///< "fleet"
  Section load;
  KvCache kv;

  Quantity in_flight = load.count("in_flight", 15300 * sequence, "requests in flight over the fleet", lesson_default);
  Requirement holds_one =
      s.require("holds_one", kv.batch_max >= 1 * sequence, "a replica holds no whole sequence beside the weights");
  Quantity replica_cap =
      s.let("replica_cap", kv.batch_max.given(holds_one), sequence, "sequences that a replica holds", definition);
  Quantity replicas = s.let("replicas", ceil(in_flight / max(replica_cap, 1 * sequence)), unitless,
                            "replicas that hold them all", definition);
  Quantity gpus = s.let("gpus", kv.split.tp* replicas, gpu_count, "GPUs that hold them all", definition);
};

}  // namespace wallflip
