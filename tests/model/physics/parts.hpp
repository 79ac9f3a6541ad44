#pragma once

#include <cmath>

#include "model/physics/decode.hpp"
#include "model/physics/prefill.hpp"
#include "model/physics/serving_limits.hpp"
#include "tests/model/physics/by_hand.hpp"

namespace wallflip::test {

/// The physics of serving without a catalog: dense-8b on an H100, every input set by name.
struct Parts : ByHand {
  Llm llm{sheet.section("llm")};
  Gpu gpu{sheet.section("gpu"), llm};
  Load load{sheet.section("load")};
  Split split{sheet.section("split")};
  Net net{sheet.section("net")};
  KvCache kv{sheet.section("kv"), llm, gpu, load.context, split};
  Collective group{sheet.section("collective"), gpu, net, split.tp};
  Quantity mfu = sheet.section("").input("mfu", 0.6, "achieved fraction of the peak", lesson_default);
  Quantity message = sheet.section("").input("message", 1e6 * byte, "message of one all-reduce", lesson_default);
  Quantity target = sheet.section("").input("target", 0.025 * second, "time of one step", lesson_default);
  Decode decode{sheet.section("decode"), llm, gpu, split, group, kv, mfu, load.batch, {}};
  Prefill prefill{sheet.section("prefill"), llm, gpu, split, mfu, load.prompt, load.cached_prefix, {}};
  AllReduce all_reduce{sheet.section("all_reduce"), group, message};
  StepRates rates{sheet.section("limits"), llm, gpu, split, kv, mfu};
  ServingLimits limits{sheet.section("limits"), rates, group, target};
};

inline double relative(double value, double truth) {
  return std::abs(value - truth) / std::abs(truth);
}

}  // namespace wallflip::test
