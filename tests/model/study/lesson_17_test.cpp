#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 17: dense-70b bf16 on a node of eight, one prompt of 128,000 tokens.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"llm", "dense-70b"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"long_context", set};
}

}  // namespace

TEST_CASE("17: what a longer prompt runs into") {
  Scenario s = lesson({});
  expect_flip(s, {"walls", "load.prompt", 4000, 4e6, 86439.84, 86440, "capacity", "compute"});
  expect_flip(s, {"requirement", "load.prompt", 4000, 4e6, 197999, 198000, "met", "compute"});
  expect_flip(s, {"prefill_parts", "load.prompt", 4000, 4e6, 106811.5, 106812, "linear", "quadratic"});
  expect_flip(s, {"tenants", "load.prompt", 4000, 4e6, 426746.1, 426747, "weights", "kv"});
  expect_flip(s, {"phases", "load.output", 16, 16000, 930.674, 931, "prefill", "decode"});
}

TEST_CASE("17: prefill and step by prompt length") {
  struct Row {
    const char* prompt;
    double prefill, half;
  };
  for (const Row& row :
       {Row{"128000", 9.95, 0.005}, Row{"256000", 30.8, 0.05}, Row{"512000", 105, 0.5}, Row{"1e6", 367, 0.5}}) {
    Scenario s = lesson({{"load.prompt", row.prompt}});
    CAPTURE(row.prompt);
    expect_value(s, "prefill.time", row.prefill, row.half);
  }
  Scenario s = lesson({});
  expect_value(s, "prefill.linear_flops", 1.79e16, 0.005e16);
  expect_value(s, "prefill.quadratic_flops", 2.15e16, 0.005e16);
  expect_value(s, "serving.tpot", 10.7e-3, 0.05e-3);
  expect_value(s, "serving.context_limit", 1.43e6, 0.005e6);
  Scenario million = lesson({{"load.prompt", "1e6"}});
  expect_value(million, "serving.tpot", 25.9e-3, 0.05e-3);
  expect_value(million, "serving.gpus_for_target", 147, 0);
}

TEST_CASE("17: $ a question, and what reuse saves") {
  for (const auto& [queries, dollars] : {std::pair{"1", 0.092}, {"5", 0.056}, {"20", 0.050}}) {
    Scenario s = lesson({{"load.queries", queries}});
    expect_value(s, "cost.per_query", dollars, 0.0005);
  }
  Scenario s = lesson({});
  expect_value(s, "hold.documents", 11, 0);
  expect_value(s, "hold.time", 1.8 * 60, 0.05 * 60);
}

TEST_CASE("17: half a question a second without reuse") {
  Scenario s = lesson({});
  expect_value(s, "fleet.prefill_nodes", 5.0, 0.05);
  expect_value(s, "fleet.decode_nodes", 1.5, 0.05);
  expect_value(s, "fleet.gpus", 73, 0);
  expect_value(s, "cost.per_request", 0.081, 0.0005);
}
