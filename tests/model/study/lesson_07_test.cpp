#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 07: pretraining of dense-70b.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"llm", "dense-70b"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"pretraining", set};
}

}  // namespace

TEST_CASE("07: the wall along the number of GPUs") {
  const double all = 32768;
  Scenario plain = lesson({});
  expect_flip(plain, {"walls", "train.gpus", 8, all, 15.0018, 16, "capacity", "compute"});
  expect_flip(plain, {"walls", "train.gpus", 8, all, 4042.85, 4043, "compute", "network"});
  Scenario large = lesson({{"train.global_batch_tokens", "16e6"}});
  expect_flip(large, {"walls", "train.gpus", 8, all, 16171.42, 16172, "compute", "network"});
  Scenario alone = lesson({{"split.tp", "1"}});
  expect_flip(alone, {"walls", "train.gpus", 8, all, 505.357, 506, "compute", "network"});
}

TEST_CASE("07: the other contests") {
  Scenario plain = lesson({});
  expect_flip(plain, {"tp_tax", "split.tp", 1, 64, 0, 16, "compute", "network"});
  expect_flip(plain, {"batch", "train.global_batch_tokens", 0.25e6, 64e6, 8e6, 0, "compute", "statistics"});
  Scenario failing = lesson({{"train.gpus", "16384"}});
  expect_flip(failing, {"goodput", "storage.write_bw", 1e9, 2e12, 7.04081e10, 0, "storage", "met"});
}

TEST_CASE("07: activations, tokens to hide, TP tax") {
  Scenario s = lesson({});
  expect_value(s, "train.activation_bytes", 1.34e9, 0.005e9);
  expect_value(s, "train.tokens_to_hide", 7915, 0.5);
  expect_value(s, "train.tp_limit", 28.9, 0.05);
  for (const auto& [tp, tax, half_a_digit] : {std::tuple{"2", 0.036, 5e-4},
                                              {"4", 0.107, 5e-4},
                                              {"8", 0.250, 5e-4},  // LESSONS 5: not peak / (3 BW h) = 4.5%
                                              {"16", 4.83, 5e-3}}) {
    s.subject.set("split.tp", tp);
    expect_value(s, "train.tp_tax", tax, half_a_digit);
  }
  s.subject.set("split.tp", "8");
  s.subject.set("llm.hidden", 16384);
  expect_value(s, "train.tp_tax", 0.125, 5e-4);
  Scenario kept = lesson({{"train.recompute", "none"}});
  expect_value(kept, "train.activation_bytes", 22.8e9, 0.05e9);
}

TEST_CASE("07: failures and checkpoints") {
  Scenario s = lesson({});
  expect_value(s, "checkpoint.interval", 31.1 * 60, 3);
  expect_value(s, "goodput.loss", 0.010, 5e-4);
  s.subject.set("train.gpus", 16384);
  expect_value(s, "failure.mtbf", 3.09 * 3600, 18);
  expect_value(s, "failure.gpu_mtbf", 5.8 * 365.25 * 86400, 0.05 * 365.25 * 86400);
  expect_value(s, "checkpoint.interval", 7.8 * 60, 3);
  expect_value(s, "goodput.loss", 0.042, 5e-4);
  s.subject.set("storage.write_bw", 5e9);
  expect_value(s, "goodput.loss", 0.188, 5e-4);
}

TEST_CASE("07: the pipeline bubble") {
  Scenario s = lesson({{"split.pp", "8"}, {"train.micro_batches", "8"}});
  expect_value(s, "train.bubble", 0.47, 5e-3);
  s.subject.set("train.micro_batches", 64);
  expect_value(s, "train.bubble", 0.10, 5e-3);
}

TEST_CASE("07: a smaller model pays from the tokens answered at which its longer training is saved") {
  Scenario s = lesson({{"train.tokens", "1.4e12"}});
  const double even = s.subject.at("sizing.break_even");
  expect_flip(s, {"lifetime", "sizing.answered", 1e9, 1e16, even, 0, "best for training", "smaller"});
}
