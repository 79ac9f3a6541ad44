#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 20: ranking over embedding tables on four shards.

TEST_CASE("20: rows, link and traffic at which capacity gives way to the network") {
  Scenario s("ranking", {});
  expect_flip(s, {"walls", "rec.rows", 1e7, 1e11, 1.58333e8, 0, "network", "capacity"});
  expect_flip(s, {"walls", "net.link_bw", 3e9, 900e9, 7.125e10, 0, "network", "capacity"});
  expect_flip(s, {"walls", "load.request_rate", 1e3, 1e6, 315789.5, 0, "capacity", "network"});
}

TEST_CASE("20: GPUs that each wall demands") {
  const Scenario s("ranking", {});
  expect_value(s, "need.capacity", 3.37, 5e-3);
  expect_value(s, "need.network", 0.53, 5e-3);
  expect_value(s, "need.compute", 0.25, 5e-3);
  expect_value(s, "need.bandwidth", 0.14, 5e-3);
  expect_value(s, "rec.lookup_bytes", 0.32e12, 5e9);
  const Scenario ten("ranking", {{"rec.rows", "1e10"}});
  CHECK_FALSE(judge(*ten.subject.system, ten.subject.evaluation()).fits);
  expect_value(ten, "need.gpus", 34, 0);
  const Scenario nic("ranking", {{"net.link_bw", "50 GB/s"}});
  CHECK(nic.subject.leader("walls") == "network");
}
