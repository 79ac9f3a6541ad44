#pragma once

// Continuous batching, simulated step by step: requests queue, are admitted while their KV blocks fit, prefill in
// chunks, decode one token a step, leave, and make room.
//
// Simplifications: one replica, first come first served; a step's time depends on sums over its sequences alone; the
// scheduler itself takes no time beyond the step model's; a stretch of steps between two events, in which only the
// context grows, is taken at once by the trapezoid rule (exact for a step time that is linear in the context).
// Sources: continuous batching, Orca (OSDI 2022); paging, preemption by recomputation, vLLM, arXiv 2309.06180; chunked
// prefill, Sarathi-Serve, arXiv 2403.02310.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/study/arrivals.hpp"
#include "model/study/study_control.hpp"

namespace wallflip {

/// What one step does, as sums over its sequences.
struct StepWork {
  double decoding = 0;      ///< sequences that make a token
  double context = 0;       ///< tokens that they attend to, all together
  double prompt = 0;        ///< tokens of prompts
  double prompt_pairs = 0;  ///< pairs (new token, token before it) of these: (c + n)^2 / 2 - c^2 / 2 for n after c
};

/// Seconds that a step takes. Finite and above 0 for any work.
class StepModel {
 public:
  StepModel() = default;
  StepModel(const StepModel&) = delete;
  StepModel& operator=(const StepModel&) = delete;
  virtual ~StepModel() = default;
  virtual double seconds(const StepWork& work) const = 0;
};

/// Linear in the work: what a closed form gives while memory is the wall.
class LinearStep : public StepModel {
 public:
  struct Costs {
    double step = 0.01;        ///< seconds a step: weights, launches
    double sequence = 0;       ///< a decoding sequence
    double context_token = 0;  ///< a token of context read
    double prompt_token = 0;
    double prompt_pair = 0;
  };
  explicit LinearStep(const Costs& costs) : costs_(costs) {}
  double seconds(const StepWork& work) const override;

 private:
  Costs costs_;
};

struct BatchingOptions {
  int max_running = 256;        ///< sequences that run at once
  int step_tokens = 8192;       ///< most tokens in one step: one a running sequence, prompts in the rest
  bool prefill_first = false;   ///< a step is either prompts or decoding, prompts first; else both share it
  int block_tokens = 16;        ///< tokens a KV block holds
  int64_t blocks = 1 << 30;     ///< KV blocks in memory
  bool reserve_output = false;  ///< admit only with room for the whole output: nothing is ever preempted
  double intake_seconds = 0;    ///< the front end's time for a request; it takes one after the other
  size_t users = 0;  ///< 0: requests come when the trace says. Else that many callers, each with one request at a time
};

/// What became of one request.
struct Served {
  double arrival = 0, first_token = 0, finish = 0;  ///< seconds
  int prompt = 0, output = 0;                       ///< tokens
  int preemptions = 0;
  bool rejected = false;  ///< longer than all of memory: never admitted, no times

  double ttft() const { return first_token - arrival; }
  double e2e() const { return finish - arrival; }
  /// Seconds a token after the first; 0 for one-token answers.
  double tpot() const { return output > 1 ? (finish - first_token) / (output - 1) : 0; }
};

struct BatchingResult {
  std::vector<Served> requests;  ///< in the order of the trace
  double duration = 0;           ///< seconds to the last finish
  double busy = 0;               ///< seconds spent in steps
  double mean_in_system = 0;     ///< time averages: requests arrived and unfinished
  double mean_running = 0;       ///< of them admitted
  int64_t steps = 0;
  int64_t prompt_tokens = 0;      ///< prefilled, recomputed ones not counted
  int64_t output_tokens = 0;      ///< handed out
  int64_t recomputed_tokens = 0;  ///< prefilled again after a preemption
  int64_t preemptions = 0;
  int64_t peak_blocks = 0;
  int peak_running = 0;
  bool cancelled = false;  ///< then only requests with a finish are complete
};

/// `control` counts requests finished. Deterministic: same requests, model and options, same result.
BatchingResult simulate_batching(const std::vector<Request>& requests, const StepModel& model,
                                 const BatchingOptions& options, StudyControl* control = nullptr);

/// Order statistics of a sample: the smallest value that at least the share p of the sample does not exceed.
struct Distribution {
  size_t count = 0;
  double mean = 0, p50 = 0, p90 = 0, p95 = 0, p99 = 0, max = 0;
};
Distribution distribution_of(std::vector<double> sample);

struct ServiceTargets {
  double ttft = 1, tpot = 0.05;  ///< seconds
};

/// What users saw. Only finished requests count; TPOT leaves out one-token answers.
struct ServiceSummary {
  Distribution ttft, tpot, e2e;
  double request_rate = 0;  ///< finished a second
  double output_rate = 0;   ///< tokens a second
  double goodput = 0;       ///< requests a second that met both targets
  double met = 0;           ///< share of the finished ones that did
};
ServiceSummary summarise(const BatchingResult& result, const ServiceTargets& targets);

}  // namespace wallflip
