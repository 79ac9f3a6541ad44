#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::Subject;

// grids.json: France 56.04, Poland 661.93 g/kWh.
TEST_CASE("a grid is a row of the catalog like a GPU") {
  Subject run("footprint");
  run.set("grid", "FRA");
  CHECK(run.at("grid.intensity") * 3.6e6 == doctest::Approx(56.04));
  const double there = run.at("run.operational");
  run.set("grid", "POL");
  CHECK(run.at("run.operational") / there == doctest::Approx(661.93 / 56.04));
  CHECK(run.at("run.embodied") > 0);
}

// Lesson 02's run: 6.3e24 FLOP, 4.42 M GPU-hours, 8.84 million dollars rented.
TEST_CASE("the footprint's run is lesson 02's") {
  Subject run("footprint");
  run.set("llm", "dense-70b");
  CHECK(run.at("train.gpu_time") / 3600 == doctest::Approx(4.42e6).epsilon(0.002));
  CHECK(run.at("run.rented") == doctest::Approx(8.84e6).epsilon(0.002));
  CHECK(run.at("run.bill") <= run.at("run.rented"));
}
