#pragma once

// Tasks of many model calls with tools between them.
//
// Simplifications: calls follow one another; each is slow with the same chance, independently, and then takes the p99;
// the KV of a task stays in memory while its tool runs, unless it is moved to the host; moving it takes no GPU time.
// Napkin: the median of a call is stated, whatever serves it. Detailed: it is what the operators take on the replica,
// full of tasks, of which those compute whose call runs by the stated times (looked at once); nothing queues, and a
// slow call is as many times the median as stated. Sources: Little's law ("Queueing Systems"); the binomial quantile of
// NIST DLMF; LESSONS E18.
//
//   a call of the model = prefill of what the tool returned, after the history + output * step
//   in flight = tasks a second * calls * (median + tool)
//   p95 = calls * (median + tool) + q * (p99 - median)       q = smallest with P(at most q of the calls are slow) >=
//   95%

#include "model/physics/binomial.hpp"
#include "model/physics/decode.hpp"
#include "model/physics/prefill.hpp"

namespace wallflip {

/// What is asked of the tasks, and the times that are stated for a call.
struct AgentCalls {
  Section s;      ///< "agent"
  Section cache;  ///< "cache"

  Quantity task_rate = s.input("task_rate", 20 * unitless / second, "tasks a second", lesson_default);
  Quantity calls = s.count("calls", {20, unitless}, "model calls of a task", lesson_default);
  Quantity call_median = s.input("call_median", 0.8 * second, "median of one call", lesson_default);
  Quantity call_p99 = s.input("call_p99", 5 * second, "99th percentile of one call", lesson_default);
  Quantity tool_time = s.input("tool_time", 1.5 * second, "tool between two calls", lesson_default);
  Quantity slow_share = s.input("slow_share", 0.01, "share of calls beyond the p99", definition, "%");
  Quantity percentile = s.input("percentile", 0.95, "share of tasks that must be in time", lesson_default, "%");
  Quantity offload = cache.choice("offload", {"off", "on"}, 0, "KV to the host while a tool runs", lesson_default);
  Quantity stated_duty = s.let("stated_duty", call_median / (call_median + tool_time), unitless,
                               "share of a task in which a call runs, as stated", definition, "%");
  Quantity computing = s.let("computing", select(offload == 1, 1, stated_duty), unitless,
                             "share of the tasks on a replica whose call runs", definition, "%");
  Quantity slow_times =
      s.let("slow_times", call_p99 / call_median, unitless, "a slow call over the median, as stated", definition);
};

/// One call as the model runs it on a replica that holds `resident` tasks.
struct ModelCall {
  Section s;  ///< "call"
  AgentCalls calls;
  Prefill prefill;  ///< of what the tool returned, after the history
  Decode decode;    ///< of the tasks whose call runs
  Quantity output;  ///< token: of one call

  Quantity decode_time =
      s.let("decode_time", output / (1 * token) * decode.span, second, "writing the call's output", pope_2022);
  Quantity model_time =
      s.let("model_time", prefill.span + decode_time, second, "prefill and output of one call", pope_2022);
  Quantity slow_time =
      s.let("slow_time", model_time* calls.slow_times, second, "a slow one, as many times as stated", definition);
};

struct AgentTasks {
  Section s;    ///< "agent"
  Section net;  ///< "net"
  AgentCalls asked;
  ModelCall model;
  KvCache kv;

  Quantity task_rate = asked.task_rate, calls = asked.calls;
  Quantity host_bw = net.input("host_bw", 55e9 * byte / second / gpu_count, "link to the host", lesson_default);
  Quantity call =
      s.let("call", by_fidelity(s, asked.call_median, model.model_time), second, "median of one call", definition);
  Quantity slow_call =
      s.let("slow_call", by_fidelity(s, asked.call_p99, model.slow_time), second, "a slow call", definition);

  Quantity round = s.let("round", call + asked.tool_time, second, "one call and its tool", definition);
  Quantity duty = s.let("duty", call / round, unitless, "share of a task in which a call runs", definition, "%");
  Quantity in_flight =
      s.let("in_flight", task_rate* calls* round*(1 * sequence), sequence, "tasks in flight", queueing);
  Quantity holding = s.let("holding", select(asked.offload == 1, in_flight* duty, in_flight), sequence,
                           "tasks whose KV is in GPU memory", definition);
  Quantity swap_time = s.let("swap_time", kv.bytes_per_sequence*(1 * sequence) / (kv.split.tp * host_bw), second,
                             "moving one task's KV between host and GPUs", definition);
  Quantity slow_calls = s.let("slow_calls", binomial_quantile, {calls, asked.slow_share, asked.percentile}, unitless,
                              "slow calls that the percentile must stand", nist_dlmf);
  Quantity tail_time =
      s.let("tail_time", slow_calls*(slow_call - call), second, "time that slow calls add", definition);
  Quantity median_time = s.let("median_time", calls* round, second, "a task without a slow call", definition);
  Quantity task_p95 = s.let("task_p95", median_time + tail_time, second, "the percentile of a task", definition);
};

}  // namespace wallflip
