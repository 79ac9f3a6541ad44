#include "model/validation/system_run.hpp"

#include <doctest/doctest.h>

#include "model/systems/decode_step.hpp"

using namespace wallflip;

TEST_CASE("a run is asked for what its system has, in every build") {
  validation::SystemRun run(build_decode_step);
  run.set("load.batch", 64);
  CHECK(run.input("load.batch") == 64);
  CHECK(run.value("decode.tokens") == 64);
  CHECK_THROWS_WITH_AS(run.value("decode.token"), "the system has no \"decode.token\"", std::out_of_range);
  CHECK_THROWS_AS(run.set("load.batches", 64), std::out_of_range);
  CHECK_THROWS_AS(run.input("decode.tokens"), std::out_of_range);  // a quantity is no input
}
