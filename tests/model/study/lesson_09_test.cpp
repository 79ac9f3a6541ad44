#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 09: GRPO on 256 GPUs: rollout, learner, the tail, or the wire?

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"llm", "dense-70b"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"rl", set};
}

}  // namespace

TEST_CASE("09: output length and share of actors that change who waits, actors that only wait for the tail") {
  Scenario s = lesson({});
  expect_flip(s, {"pools", "rl.output_mean", 128, 65536, 12296.88, 12297, "learner", "rollout"});
  expect_flip(s, {"pools", "rl.actor_share", 0.05, 0.95, 0.401772, 0, "rollout", "learner"});
  expect_flip(s, {"tail", "rl.actor_gpus", 8, 4096, 162.883, 163, "rollout", "tail"});
}

TEST_CASE("09: rates, times, wire") {
  const Scenario s = lesson({});
  expect_value(s, "rl.gpus", 256, 0);
  expect_value(s, "rl.learner_rate", 565, 0.5);
  expect_value(s, "rl.rollout_time", 324, 0.5);
  expect_value(s, "rl.train_time", 482, 0.5);
  expect_value(s, "rl.tail_time", 254, 0.5);
  expect_value(s, "rl.sync_time", 0.70, 5e-3);
  expect_value(s, "rl.sync_share", 0.0022, 5e-5);
  expect_value(s, "rl.slot_use", 0.5, 0);
}

TEST_CASE("09: batch, tokens a second of an actor GPU and the balanced share, by output") {
  struct Row {
    const char* output;
    double batch, rate, share;
  };
  for (const Row& row : {Row{"1000", 495, 3180, 0.11}, Row{"2000", 331, 2214, 0.17}, Row{"8000", 111, 791, 0.40},
                         Row{"16000", 59, 427, 0.56}}) {
    const Scenario s = lesson({{"rl.output_mean", row.output}});
    CAPTURE(row.output);
    expect_value(s, "kv.batch_limit", row.batch, 0.5);
    expect_value(s, "rl.actor_rate", row.rate, 0.5);
    expect_value(s, "rl.balanced_share", row.share, 5e-3);
  }
}

TEST_CASE("09: at the balanced share both pools take the same time, and partial rollouts wait for no tail") {
  Scenario s = lesson({});
  s.subject.set("rl.actor_share", s.subject.at("rl.balanced_share"));
  CHECK(relative(s.subject.at("rl.rollout_time"), s.subject.at("rl.train_time")) < 1e-12);
  const Scenario many = lesson({{"rl.actor_gpus", "1024"}});
  const Scenario partial = lesson({{"rl.actor_gpus", "1024"}, {"rl.waiting", "partial"}});
  CHECK(many.subject.leader("walls") == "latency");
  CHECK(partial.subject.at("rl.step_time") < many.subject.at("rl.step_time") / 4);
}

// More of anything never makes a step longer, and no step is shorter than the thing it waits for.
TEST_CASE("09: monotony and bounds") {
  struct Row {
    const char* input;
    double from, to;
  };
  for (const Row& row : {Row{"net.link_bw", 1e9, 900e9}, Row{"gpu.mem_bw", 1e12, 20e12},
                         Row{"gpu.peak_bf16", 1e14, 1e16}, Row{"rl.actor_gpus", 8, 4096}}) {
    Scenario s = lesson({});
    double before = 1e300;
    for (double v = row.from; v < row.to; v *= 1.7) {
      s.subject.set(row.input, std::floor(v));
      const double now = s.subject.at("rl.step_time");
      CAPTURE(row.input);
      CHECK(now <= before);
      for (const char* part : {"rl.rollout_time", "rl.train_time", "rl.tail_time"}) CHECK(now >= s.subject.at(part));
      before = now;
    }
  }
}
