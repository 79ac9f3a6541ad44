#pragma once

// Continuous batching in steady state: a fixed number of callers, each with one request at a time (a closed loop).
//
// Simplifications: callers are out of step with each other (in step when prompts go first and lengths are equal: then
// half of all prompts delays the first token, half the others); context at its mean; the start is over. The
// simulation in study/batching_sim.hpp does without these.
// Sources: Orca (OSDI 2022); Sarathi-Serve, arXiv 2403.02310; Little's law; M/D/1 for the queue of prompts.
//
//   running = min(callers, sequences that fit)
//   TPOT = decode step + (running - 1) / output * prompt       everybody sees everybody else's prompt once an answer;
//   those of the same step are done together
//   wait for memory = (callers - running) / rate               rate = running / (output * TPOT)
//   TTFT = delay + wait for memory + rest of a step + queue of prompts + decode step + prompt

#include "model/physics/serving_engine.hpp"

namespace wallflip {

/// How many sequences the memory holds under the engine's rule of admission.
struct EngineMemory {
  Section s;
  EngineRates rates;
  KvCache held;  ///< at the context that a running sequence keeps room for

  Quantity weight_bytes = s.let(
      "weight_bytes",
      rates.dense_params* rates.llm.bytes_per_param + rates.llm.expert_params * rates.engine.expert_bytes_per_param,
      byte, "weights in memory", definition);
  Quantity available_bytes = s.let("available_bytes", rates.split.tp* rates.gpu.mem_bytes* rates.engine.memory_fraction,
                                   byte, "memory for weights and KV", engine_runs);
  Quantity pool_bytes = s.let("pool_bytes", available_bytes - weight_bytes, byte, "memory left for KV", definition);
  Quantity copies = s.let("copies", rates.ranks / rates.kv_ranks, unitless,
                          "times the KV cache is kept, for want of heads to cut it over", pope_2022);
  Quantity sequence_bytes = s.let("sequence_bytes", held.sequence_bytes* copies, byte / sequence,
                                  "KV of one sequence, all copies", pope_2022);
  Quantity limit =
      s.let("limit", pool_bytes / sequence_bytes, sequence, "sequences that fit, as a real number", pope_2022);
  Requirement fits =
      s.require("fits", limit >= 1 * sequence,
                "one sequence needs {memory.sequence_bytes}, beside the weights there is {memory.pool_bytes}");
};

struct ContinuousBatching {
  Section s;
  EngineRates rates;
  EngineMemory memory;
  Quantity callers;  ///< sequence
  Quantity prompt;   ///< token
  Quantity output;   ///< token

  Quantity running = s.let("running", max(min(callers, memory.limit), 1 * sequence), sequence,
                           "sequences that run at once", definition);
  EngineDecode decode{s.section("decode"), rates, running};
  Quantity others = s.let("others", (running - 1 * sequence) / (1 * sequence), unitless,
                          "prompts of others during one answer", definition);
  Quantity seen = s.let("seen", select(rates.engine.scheduling == 0, others, others / 2), unitless,
                        "prompts of others that delay tokens after the first", definition);
  Quantity steps = s.let("steps", max(output / (1 * token), 1), unitless, "steps of one answer", definition);
  Quantity together = s.let("together", max(seen / steps, 1), unitless,
                            "prompts that share a step, in steps that have any", sarathi_2024);
  EnginePrompt prefill{s.section("prefill"), rates, prompt, together, decode.tokens, decode.gemms.gemm_time};
  Quantity prompt_steps =
      s.let("prompt_steps", seen / (steps * together), unitless, "share of the steps that have prompts", sarathi_2024);
  Quantity prompt_share_time =
      s.let("prompt_share_time", prompt_steps* prefill.time, second, "prompts of others in one step", sarathi_2024);
  Quantity span =
      s.let("span", decode.step_time + prompt_share_time, second, "mean step of a running sequence", sarathi_2024);
  Quantity tpot =
      s.let("tpot", (span / (1 * token)).given(memory.fits), second / token, "time per output token", sarathi_2024);
  Quantity answer_time = s.let("answer_time", steps* span, second, "tokens after the first", definition);
  Quantity waiting = s.let("waiting", callers - min(running, callers), sequence, "callers without a place", definition);
  Quantity memory_wait =
      s.let("memory_wait", waiting / running * answer_time, second, "wait for a place (Little's law)", queueing);
  Quantity prompt_load = s.let("prompt_load", min(prompt_share_time / span, 0.95), unitless,
                               "share of the time with prompts", definition, "%");
  Quantity queue_wait = s.let("queue_wait", prompt_load / (2 * (1 - prompt_load)) * prefill.time, second,
                              "wait for others' prompts (M/D/1)", queueing);
  Quantity in_step_wait = s.let("in_step_wait", others / (2 * together) * prefill.time, second,
                                "wait for others' prompts when all come at once", definition);
  Quantity prompt_wait = s.let("prompt_wait", select(rates.engine.scheduling == 0, queue_wait + span / 2, in_step_wait),
                               second, "wait for the step under way and others' prompts", queueing);
  Quantity delay = s.let("delay", rates.engine.request_delay + callers * rates.engine.caller_delay, second,
                         "outside the engine", engine_runs);
  Quantity own_steps_time = s.let("own_steps_time", prefill.chunks* decode.step_time + prefill.time, second,
                                  "steps of the prompt", sarathi_2024);
  Quantity first_token_time = s.let("first_token_time", delay + memory_wait + prompt_wait + own_steps_time, second,
                                    "from request to first token, whether or not it fits", sarathi_2024);
  Quantity ttft = s.let("ttft", first_token_time.given(memory.fits), second, "time to the first token", sarathi_2024);
  Quantity e2e = s.let("e2e", ttft + answer_time, second, "whole request", definition);
  Quantity rate = s.let("rate", callers / e2e, sequence / second, "requests a second (Little's law)", queueing);
  Quantity throughput =
      s.let("throughput", rate* output / (1 * sequence), token / second, "output tokens a second", definition);
};

/// A batch that starts and ends together, as offline benchmarks run it.
struct StaticBatching {
  Section s;
  EngineRates rates;
  Quantity batch;   ///< sequence
  Quantity prompt;  ///< token
  Quantity output;  ///< token

  Quantity prompts = s.let("prompts", batch / (1 * sequence), unitless, "prompts at once", definition);
  Quantity nothing = s.let("nothing", 0 * token, token, "no tokens beside them", definition);
  Quantity no_time = s.let("no_time", 0 * second, second, "no step without them", definition);
  EnginePrompt prefill{s.section("prefill"), rates, prompt, prompts, nothing, no_time};
  Quantity prefill_time = s.let("prefill_time", prefill.chunks*(rates.host_time + rates.hops_time) + prefill.time,
                                second, "all prompts, nothing else", pope_2022);
  EngineDecode decode{s.section("decode"), rates, batch};
  Quantity steps =
      s.let("steps", max(output / (1 * token) - 1, 0), unitless, "steps after the first token", definition);
  Quantity decode_time =
      s.let("decode_time", steps* decode.step_time, second, "all steps, context at its mean", pope_2022);
  Quantity time = s.let("time", prefill_time + decode_time, second, "the whole batch", pope_2022);
  Quantity throughput =
      s.let("throughput", prompts* output / time, token / second, "output tokens a second", definition);
};

}  // namespace wallflip
