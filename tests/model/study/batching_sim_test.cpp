#include "model/study/batching_sim.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace wallflip;

namespace {

const LinearStep::Costs typical = {
    .step = 0.01, .sequence = 2e-5, .context_token = 3e-8, .prompt_token = 4e-6, .prompt_pair = 1e-10};

double total(const BatchingResult& result, double (Served::*of)() const) {
  double sum = 0;
  for (const Served& s : result.requests) sum += s.rejected ? 0 : (s.*of)();
  return sum;
}

/// One random workload with options from roomy to so tight that sequences are preempted and some never fit.
struct Case {
  std::vector<Request> requests;
  BatchingOptions options;

  explicit Case(uint64_t seed) {
    std::mt19937_64 random(seed);
    const auto pick = [&](int low, int high) {
      return low + static_cast<int>(random() % static_cast<uint64_t>(high - low + 1));
    };
    ArrivalPattern pattern{.count = 200, .seed = seed};
    pattern.rate = pick(1, 40);
    pattern.burstiness = pick(1, 9);
    pattern.prompt = {pick(1, 50), pick(50, 900)};
    pattern.output = {pick(1, 10), pick(10, 300)};
    requests = draw_arrivals(pattern);
    options.max_running = pick(1, 64);
    options.step_tokens = pick(1, 2048);
    options.prefill_first = pick(0, 1) == 1;
    options.reserve_output = pick(0, 3) == 0;
    options.block_tokens = pick(1, 32);
    options.blocks = pick(20, 6000) / options.block_tokens + 1;
    options.users = pick(0, 1) == 1 ? static_cast<size_t>(pick(1, 50)) : 0;
    options.intake_seconds = pick(0, 1) * 0.003;
  }
};

// The same scheduler with no memory limit, one plain step at a time: an independent check of the stretches.
std::vector<double> finish_times(const std::vector<Request>& requests, const StepModel& model,
                                 const BatchingOptions& options) {
  struct Sequence {
    size_t request;
    int left_of_prompt, generated;
  };
  std::vector<double> finish(requests.size());
  std::vector<Sequence> running;
  size_t next = 0, done = 0;
  double now = 0;
  while (done < requests.size()) {
    if (running.empty()) now = std::max(now, requests[next].arrival);
    while (next < requests.size() && requests[next].arrival <= now &&
           static_cast<int>(running.size()) < options.max_running) {
      running.push_back({next, requests[next].prompt, 0});
      ++next;
    }
    StepWork work;
    for (const Sequence& s : running) {
      if (s.left_of_prompt > 0) continue;
      work.decoding += 1;
      work.context += requests[s.request].prompt + s.generated;
    }
    int room = options.step_tokens - static_cast<int>(work.decoding);
    for (Sequence& s : running) {
      if (s.left_of_prompt == 0) {
        ++s.generated;
        continue;
      }
      const int tokens = std::max(std::min(room, s.left_of_prompt), 0);
      const double before = requests[s.request].prompt - s.left_of_prompt;
      work.prompt += tokens;
      work.prompt_pairs += tokens * before + tokens * static_cast<double>(tokens) / 2;
      room -= tokens;
      s.left_of_prompt -= tokens;
      if (s.left_of_prompt == 0) s.generated = 1;
    }
    now += model.seconds(work);
    for (const Sequence& s : running) {
      if (s.generated < requests[s.request].output) continue;
      finish[s.request] = now;
      ++done;
    }
    std::erase_if(running, [&](const Sequence& s) { return s.generated >= requests[s.request].output; });
  }
  return finish;
}

}  // namespace

TEST_CASE("whatever the workload: tokens in are tokens out, memory holds, nobody starves, Little's law") {
  const LinearStep model(typical);
  int preempted = 0, rejected = 0;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    CAPTURE(seed);
    const Case c(seed);
    const BatchingResult result = simulate_batching(c.requests, model, c.options);
    int64_t prompts = 0, outputs = 0, accepted = 0;
    double last = 0;
    for (size_t i = 0; i < c.requests.size(); ++i) {
      const Served& s = result.requests[i];
      const int64_t blocks = (s.prompt + s.output + c.options.block_tokens - 1) / c.options.block_tokens;
      REQUIRE(s.rejected == (blocks > c.options.blocks));
      if (s.rejected) {
        ++rejected;
        continue;
      }
      ++accepted;
      prompts += c.requests[i].prompt;
      outputs += c.requests[i].output;
      REQUIRE(s.first_token > s.arrival);
      REQUIRE(s.finish >= s.first_token);
      REQUIRE((s.output == 1) == (s.finish == s.first_token));
      if (c.options.users == 0) REQUIRE(s.arrival == c.requests[i].arrival);
      last = std::max(last, s.finish);
    }
    CHECK(result.prompt_tokens == prompts);
    CHECK(result.output_tokens == outputs);
    CHECK(result.peak_blocks <= c.options.blocks);
    CHECK(result.peak_running <= c.options.max_running);
    CHECK(result.duration >= last);
    CHECK(result.busy <= result.duration * (1 + 1e-12));
    CHECK(result.mean_running <= result.mean_in_system * (1 + 1e-9) + 1e-12);
    if (c.options.reserve_output) CHECK(result.preemptions == 0);
    if (result.recomputed_tokens > 0) CHECK(result.preemptions > 0);
    preempted += result.preemptions > 0;
    if (accepted == 0) continue;
    // L = lambda W: the area under "in the system" against the sum of the stays, two different sums
    CHECK(result.mean_in_system * result.duration == doctest::Approx(total(result, &Served::e2e)).epsilon(1e-9));
  }
  CHECK(preempted > 20);  // the cases do reach what they are for
  CHECK(rejected > 20);
}

TEST_CASE("stretches give what single steps give") {
  const LinearStep model(typical);
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Case c(seed);
    c.options.users = 0;
    c.options.intake_seconds = 0;
    c.options.prefill_first = false;
    c.options.reserve_output = false;
    c.options.blocks = 1 << 30;
    const auto expected = finish_times(c.requests, model, c.options);
    const BatchingResult result = simulate_batching(c.requests, model, c.options);
    for (size_t i = 0; i < expected.size(); ++i) {
      REQUIRE(result.requests[i].finish == doctest::Approx(expected[i]).epsilon(1e-9));
    }
  }
}

TEST_CASE("prompts of one size, one at a time, wait as in M/D/1") {
  const double service = 0.1;
  const LinearStep model({.step = 0, .prompt_token = service / 64});
  BatchingOptions options;
  options.max_running = 1;
  for (const double load : {0.3, 0.6, 0.8}) {
    CAPTURE(load);
    const auto requests =
        draw_arrivals({.rate = load / service, .count = 400'000, .prompt = {64, 64}, .output = {1, 1}, .seed = 11});
    const BatchingResult result = simulate_batching(requests, model, options);
    const double wait = summarise(result, {}).ttft.mean - service;
    // 400,000 requests; the waits of a busy queue hang together, so 4% at load 0.8
    CHECK(wait == doctest::Approx(load / (2 * (1 - load)) * service).epsilon(0.04));
    CHECK(result.busy / result.duration == doctest::Approx(load).epsilon(0.01));
  }
}

TEST_CASE("a fixed batch decodes at batch over step time") {
  const LinearStep model({.step = 0.02, .sequence = 1e-4, .context_token = 1e-6});
  const int users = 32, prompt = 100, output = 401;
  const std::vector<Request> requests(static_cast<size_t>(users), {0, prompt, output});
  BatchingOptions options;
  options.users = static_cast<size_t>(users);
  const BatchingResult result = simulate_batching(requests, model, options);
  // one prompt step, then 400 steps over contexts 101, 102 ... 500 of each of 32 sequences
  const double decode = 400 * (0.02 + users * 1e-4) + users * 1e-6 * 400 * (101 + 500) / 2.0;
  CHECK(result.duration == doctest::Approx(0.02 + decode).epsilon(1e-12));
  CHECK(result.steps == output);
  CHECK(summarise(result, {}).tpot.mean == doctest::Approx(decode / 400).epsilon(1e-12));
  CHECK(result.mean_running == doctest::Approx(users));
}

TEST_CASE("callers in a closed loop see a step plus everybody's prompts: TPOT = decode + batch / output * prefill") {
  // no context cost, so the closed form is exact up to the first and last generation of callers
  const LinearStep model({.step = 0.01, .sequence = 1e-4, .prompt_token = 1e-5});
  const int users = 32;
  const auto requests = draw_arrivals({.count = 3200, .prompt = {900, 1100}, .output = {300, 500}, .seed = 4});
  BatchingOptions options;
  options.users = static_cast<size_t>(users);
  const ServiceSummary mixed = summarise(simulate_batching(requests, model, options), {});
  const double decode = 0.01 + users * 1e-4, prefill = 1000 * 1e-5;
  CHECK(mixed.tpot.mean == doctest::Approx(decode + users / 400.0 * prefill).epsilon(0.02));
  CHECK(mixed.output_rate == doctest::Approx(users / mixed.tpot.mean).epsilon(0.05));
}

TEST_CASE(
    "callers of one length move in step when prompts go first: half the prompts delay the first token, half the rest") {
  const double prefill = 1000 * 1e-5;
  const LinearStep model({.step = 0, .sequence = 1e-4, .prompt_token = 1e-5});
  const size_t users = 64;
  const std::vector<Request> requests(users * 10, {0, 1000, 201});
  BatchingOptions options;
  options.users = users;
  options.prefill_first = true;
  options.step_tokens = 1000;
  const ServiceSummary summary = summarise(simulate_batching(requests, model, options), {});
  CHECK(summary.ttft.mean == doctest::Approx(prefill * (1 + 64) / 2.0).epsilon(1e-9));
  CHECK(summary.tpot.mean == doctest::Approx(64 * 1e-4 + prefill * 63 / 2.0 / 200).epsilon(1e-9));
}

TEST_CASE("the front end takes requests one after the other: a burst enters in single file") {
  const LinearStep model({.step = 1e-6});
  const std::vector<Request> requests(10, {0, 1, 1});
  BatchingOptions options;
  options.intake_seconds = 0.01;
  const BatchingResult result = simulate_batching(requests, model, options);
  for (size_t i = 0; i < 10; ++i) {
    CHECK(result.requests[i].ttft() == doctest::Approx(0.01 * static_cast<double>(i + 1) + 1e-6));
  }
}

TEST_CASE("first come, first served: first tokens of equal prompts come in the order of arrival") {
  const LinearStep model(typical);
  const auto requests =
      draw_arrivals({.rate = 30, .burstiness = 5, .count = 2000, .prompt = {256, 256}, .output = {1, 400}, .seed = 8});
  BatchingOptions options;
  options.blocks = 400;  // 6,400 tokens: at most 25 prompts
  const BatchingResult result = simulate_batching(requests, model, options);
  CHECK(result.preemptions > 0);
  for (size_t i = 1; i < requests.size(); ++i) {
    REQUIRE(result.requests[i].first_token >= result.requests[i - 1].first_token);
  }
}

TEST_CASE("room for the whole answer at admission trades batch for preemptions") {
  const LinearStep model(typical);
  const auto requests =
      draw_arrivals({.rate = 100, .count = 300, .prompt = {100, 100}, .output = {400, 400}, .seed = 8});
  BatchingOptions options;
  options.blocks = 250;  // 4,000 tokens: 8 whole requests of 500, 39 prompts of 101
  const BatchingResult on_demand = simulate_batching(requests, model, options);
  options.reserve_output = true;
  const BatchingResult reserved = simulate_batching(requests, model, options);
  CHECK(reserved.peak_running == 7);  // 32 blocks each
  CHECK(on_demand.peak_running > 30);
  CHECK(on_demand.preemptions > 0);
  CHECK(on_demand.duration < reserved.duration);  // more run at once, even after recomputation
}

TEST_CASE("more load never makes the mean TTFT shorter, and goodput never exceeds the rate") {
  const LinearStep model(typical);
  double before = 0;
  for (const double rate : {2.0, 5.0, 10.0, 20.0, 40.0}) {
    CAPTURE(rate);
    const auto requests =
        draw_arrivals({.rate = rate, .count = 3000, .prompt = {500, 1500}, .output = {100, 300}, .seed = 21});
    const ServiceSummary s = summarise(simulate_batching(requests, model, {}), {.ttft = 0.1, .tpot = 0.02});
    CHECK(s.ttft.mean >= before);
    CHECK(s.goodput <= s.request_rate);
    CHECK(s.goodput == doctest::Approx(s.met * s.request_rate));
    CHECK(s.ttft.p50 <= s.ttft.p90);
    CHECK(s.ttft.p99 <= s.ttft.max);
    before = s.ttft.mean;
  }
}

TEST_CASE("order statistics: the value that a share of the sample does not exceed") {
  std::vector<double> sample;
  for (int i = 100; i >= 1; --i) sample.push_back(i);
  const Distribution d = distribution_of(sample);
  CHECK(d.mean == 50.5);
  CHECK(d.p50 == 50);
  CHECK(d.p90 == 90);
  CHECK(d.p99 == 99);
  CHECK(d.max == 100);
  CHECK(distribution_of({7}).p50 == 7);
  CHECK(distribution_of({}).count == 0);
}

TEST_CASE("an empty trace and a lone request") {
  const LinearStep model(typical);
  CHECK(simulate_batching({}, model, {}).duration == 0);
  const BatchingResult lone = simulate_batching({{3, 10, 1}}, model, {});
  CHECK(lone.duration == doctest::Approx(3 + 0.01 + 10 * 4e-6 + 50 * 1e-10));
  CHECK(lone.requests[0].tpot() == 0);
}

TEST_CASE("a cancelled run stops, a whole one counts its requests") {
  const LinearStep model(typical);
  const auto requests = draw_arrivals({.rate = 10, .count = 200, .output = {100, 300}, .seed = 9});
  StudyControl control;
  simulate_batching(requests, model, {}, &control);
  CHECK(control.progress() == 1);
  control.cancel = true;
  const BatchingResult stopped = simulate_batching(requests, model, {}, &control);
  CHECK(stopped.cancelled);
  CHECK(stopped.output_tokens == 0);
}
