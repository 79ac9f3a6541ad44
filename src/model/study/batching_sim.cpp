#include "model/study/batching_sim.hpp"

#include <algorithm>
#include <cmath>
#include <deque>

namespace wallflip {
namespace {

/// A request inside the replica. Prefills `target` tokens (after a preemption these hold what it had generated), then
/// decodes: each step writes the last token's KV and makes the next one.
struct Job {
  size_t request = 0;
  int target = 0;     ///< tokens to prefill
  int held = 0;       ///< tokens whose KV is in memory
  int generated = 0;  ///< tokens handed out
  int seen = 0;       ///< tokens that were held once: to prefill them again is recomputation
  int64_t blocks = 0;
  bool makes_token = false;  ///< in the present step

  bool prefilling() const { return held < target; }
};

class Simulation {
 public:
  Simulation(const std::vector<Request>& trace, const StepModel& model, const BatchingOptions& options,
             StudyControl* control)
      : trace_(trace), model_(model), options_(options), control_(control) {
    options_.block_tokens = std::max(options_.block_tokens, 1);
    options_.max_running = std::max(options_.max_running, 1);
    options_.step_tokens = std::max(options_.step_tokens, 1);
    result_.requests.resize(trace.size());
  }

  BatchingResult run() {
    const size_t first_callers = options_.users > 0 ? std::min(options_.users, trace_.size()) : trace_.size();
    for (size_t i = 0; i < first_callers; ++i) call(options_.users > 0 ? 0 : trace_[i].arrival);
    take_in_until(0);
    while (true) {
      if (control_ && control_->cancel.load(std::memory_order_relaxed)) {
        result_.cancelled = true;
        break;
      }
      if (waiting_.empty() && running_.empty()) {
        if (coming_.empty()) break;
        now_ = std::max(now_, coming_.front().entry);
        take_in_until(now_);
        continue;
      }
      admit();
      if (prefilling()) {
        prompt_step();
      } else {
        decode_stretch();
      }
    }
    result_.duration = now_;
    if (now_ > 0) {
      result_.mean_in_system = in_system_seconds_ / now_;
      result_.mean_running = running_seconds_ / now_;
    }
    return std::move(result_);
  }

 private:
  int64_t blocks_of(int64_t tokens) const { return (tokens + options_.block_tokens - 1) / options_.block_tokens; }

  // ---- arrivals

  /// The next request of the trace comes at `arrival`, and reaches the queue once the front end has taken it in.
  void call(double arrival) {
    while (next_ < trace_.size()) {
      const size_t request = next_++;
      Served& served = result_.requests[request];
      served.arrival = arrival;
      served.prompt = std::max(trace_[request].prompt, 1);
      served.output = std::max(trace_[request].output, 1);
      served.rejected = blocks_of(served.prompt + served.output) > options_.blocks;
      if (!served.rejected) {
        front_end_free_ = std::max(front_end_free_, arrival) + options_.intake_seconds;
        coming_.push_back({request, front_end_free_});
        return;
      }
      count_finished();
      if (options_.users == 0) return;  // a caller who is refused sends the next one
    }
  }

  void take_in_until(double time) {
    for (; !coming_.empty() && coming_.front().entry <= time; coming_.pop_front()) {
      const Served& served = result_.requests[coming_.front().request];
      waiting_.push_back({.request = coming_.front().request, .target = served.prompt});
      in_system_seconds_ += now_ - served.arrival;  // until now it was at the front end, or in the step that ends now
    }
  }

  void count_finished() {
    if (control_) control_->done.fetch_add(1, std::memory_order_relaxed);
  }

  // ---- memory

  int64_t free_blocks() const { return options_.blocks - used_blocks_; }

  void resize(Job& job, int64_t tokens) {
    const int64_t blocks = std::max(blocks_of(tokens), job.blocks);
    used_blocks_ += blocks - job.blocks;
    job.blocks = blocks;
    result_.peak_blocks = std::max(result_.peak_blocks, used_blocks_);
  }

  void release(Job& job) {
    used_blocks_ -= job.blocks;
    job.blocks = 0;
  }

  /// The oldest waiting ones, while there is a place and memory for the prompt and one token (or the whole answer).
  void admit() {
    while (!waiting_.empty() && static_cast<int>(running_.size()) < options_.max_running) {
      Job job = waiting_.front();
      const Served& served = result_.requests[job.request];
      const int64_t tokens = options_.reserve_output ? served.prompt + served.output : job.target + 1;
      if (blocks_of(tokens) > free_blocks()) return;
      waiting_.pop_front();
      resize(job, tokens);
      running_.push_back(job);
      result_.peak_running = std::max(result_.peak_running, static_cast<int>(running_.size()));
    }
  }

  /// Blocks that `steps` more decode steps need beyond those in hand.
  int64_t growth(int steps) const {
    int64_t blocks = 0;
    for (const Job& job : running_) {
      if (!job.prefilling()) blocks += std::max<int64_t>(blocks_of(job.held + steps) - job.blocks, 0);
    }
    return blocks;
  }

  /// Sends the youngest back to the head of the queue until the next step has its blocks.
  void preempt_for_a_step() {
    while (growth(1) > free_blocks()) {
      Job job = running_.back();
      running_.pop_back();
      release(job);
      job.target = result_.requests[job.request].prompt + job.generated;
      job.seen = std::max(job.seen, job.held);
      job.held = 0;
      ++result_.requests[job.request].preemptions;
      ++result_.preemptions;
      waiting_.push_front(job);
    }
  }

  // ---- steps

  bool prefilling() const {
    return std::any_of(running_.begin(), running_.end(), [](const Job& job) { return job.prefilling(); });
  }

  StepWork decode_work() const {
    StepWork work;
    for (const Job& job : running_) {
      if (job.prefilling()) continue;
      work.decoding += 1;
      work.context += job.held + 1;
    }
    return work;
  }

  void advance(double seconds, int64_t steps) {
    in_system_seconds_ += seconds * static_cast<double>(waiting_.size() + running_.size());
    running_seconds_ += seconds * static_cast<double>(running_.size());
    now_ += seconds;
    result_.busy += seconds;
    result_.steps += steps;
    take_in_until(now_);
  }

  /// Takes as many prompt tokens as the step has room for, oldest first. The step that takes a prompt's last token
  /// makes a token, too.
  void take_prompts(int room, StepWork& work) {
    for (Job& job : running_) {
      if (!job.prefilling()) continue;
      const int tokens = std::min(job.target - job.held, room);
      if (tokens <= 0) break;
      const int before = job.held, after = job.held + tokens;
      work.prompt += tokens;
      work.prompt_pairs += (static_cast<double>(after) * after - static_cast<double>(before) * before) / 2;
      const int prompt = result_.requests[job.request].prompt;
      const int fresh = std::max(std::min(after, prompt) - std::max(before, job.seen), 0);
      result_.prompt_tokens += fresh;
      result_.recomputed_tokens += tokens - fresh;
      job.held = after;
      job.makes_token = !job.prefilling();
      room -= tokens;
    }
  }

  void prompt_step() {
    const bool mixed = !options_.prefill_first;
    if (mixed) preempt_for_a_step();
    StepWork work = mixed ? decode_work() : StepWork{};
    for (Job& job : running_) {
      job.makes_token = mixed && !job.prefilling();
      if (job.makes_token) resize(job, ++job.held);
    }
    take_prompts(options_.step_tokens - static_cast<int>(work.decoding), work);
    advance(model_.seconds(work), 1);
    for (Job& job : running_) {
      if (job.makes_token) hand_out(job, 1);
    }
    leave();
  }

  void decode_stretch() {
    preempt_for_a_step();
    const StepWork first = decode_work();
    int steps = longest_stretch();
    const auto seconds = [&](int n) {
      StepWork last = first;
      last.context += first.decoding * (n - 1);
      return n * (model_.seconds(first) + model_.seconds(last)) / 2;
    };
    if (!coming_.empty() && steps > 1) {  // stop at the end of the step inside which the next request comes
      const double until = coming_.front().entry - now_;
      steps = first_that(1, steps, [&](int n) { return seconds(n) >= until; });
    }
    for (Job& job : running_) resize(job, job.held += steps);
    advance(seconds(steps), steps);
    for (Job& job : running_) hand_out(job, steps);
    leave();
  }

  /// Steps until the first running sequence ends or memory runs out. At least 1: one step's blocks are there.
  int longest_stretch() const {
    int steps = 1 << 30;
    for (const Job& job : running_) steps = std::min(steps, result_.requests[job.request].output - job.generated);
    if (growth(steps) <= free_blocks()) return steps;
    return first_that(1, steps, [&](int n) { return growth(n + 1) > free_blocks(); });
  }

  /// The first n of low..high for which `holds`, which stays true once it is; high if none.
  template <class Predicate>
  static int first_that(int low, int high, Predicate holds) {
    while (low < high) {
      const int middle = low + (high - low) / 2;
      if (holds(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  void hand_out(Job& job, int tokens) {
    if (job.generated == 0) result_.requests[job.request].first_token = now_;
    job.generated += tokens;
    result_.output_tokens += tokens;
  }

  void leave() {
    size_t finished = 0;
    for (Job& job : running_) {
      Served& served = result_.requests[job.request];
      if (job.generated < served.output) continue;
      served.finish = now_;
      release(job);
      count_finished();
      ++finished;
    }
    if (finished == 0) return;
    std::erase_if(running_, [&](const Job& job) { return job.generated >= result_.requests[job.request].output; });
    if (options_.users == 0) return;
    for (size_t i = 0; i < finished; ++i) call(now_);
    take_in_until(now_);
  }

  const std::vector<Request>& trace_;
  const StepModel& model_;
  BatchingOptions options_;
  StudyControl* control_;
  BatchingResult result_;
  struct Coming {
    size_t request;
    double entry;  ///< into the queue
  };

  double now_ = 0, front_end_free_ = 0, in_system_seconds_ = 0, running_seconds_ = 0;
  size_t next_ = 0;
  std::deque<Coming> coming_;
  std::deque<Job> waiting_;
  std::vector<Job> running_;  // in order of admission
  int64_t used_blocks_ = 0;
};

}  // namespace

double LinearStep::seconds(const StepWork& work) const {
  return costs_.step + costs_.sequence * work.decoding + costs_.context_token * work.context +
         costs_.prompt_token * work.prompt + costs_.prompt_pair * work.prompt_pairs;
}

BatchingResult simulate_batching(const std::vector<Request>& requests, const StepModel& model,
                                 const BatchingOptions& options, StudyControl* control) {
  if (control != nullptr) control->done = 0, control->all = requests.size();
  return Simulation(requests, model, options, control).run();
}

}  // namespace wallflip
