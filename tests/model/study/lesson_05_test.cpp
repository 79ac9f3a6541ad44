#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 05: dense-70b over more and more GPUs, without a target.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"llm", "dense-70b"}, {"load.context", "4096"}, {"slo.stated", "no"}, {"split.tp", "2"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"replica", set};
}

}  // namespace

TEST_CASE("05: capacity, then bandwidth, then the network; the link that a hand-over wants") {
  Scenario s = lesson({});
  expect_flip(s, {"walls", "split.tp", 1, 64, 0, 4, "capacity", "bandwidth"});
  expect_flip(s, {"walls", "split.tp", 1, 64, 0, 16, "bandwidth", "network"});
  Scenario four = lesson({{"split.tp", "4"}});
  expect_flip(four, {"handoff", "net.link_bw", 0.3e9, 900e9, 1.11512e9, 0, "network", "compute"});
}

TEST_CASE("05: the step by tensor parallelism") {
  struct Row {
    const char* tp;
    double memory, network, step;
  };
  for (const Row& row : {Row{"4", 24.1, 2.06, 26.1}, Row{"8", 12.0, 2.70, 14.7}, Row{"16", 6.0, 13.46, 19.5}}) {
    Scenario s = lesson({{"split.tp", row.tp}});
    CAPTURE(row.tp);
    expect_value(s, "decode.mem_time", row.memory * 1e-3, 0.05e-3);
    expect_value(s, "decode.net_time", row.network * 1e-3, 0.005e-3);
    expect_value(s, "decode.step_time", row.step * 1e-3, 0.05e-3);
  }
  Scenario two = lesson({});
  expect_value(two, "memory.needed_bytes", 2 * 113e9, 2 * 0.5e9);
  CHECK(std::isnan(two.subject.at("decode.step_time")));
}

TEST_CASE("05: GPUs that hold 15,300 requests of 8,192 tokens") {
  struct Row {
    const char* gpu;
    const char* tp;
    double cap, gpus;
  };
  for (const Row& row : {Row{"h100-sxm", "2", 4, 7650}, Row{"h100-sxm", "4", 61, 1004}, Row{"h100-sxm", "8", 174, 704},
                         Row{"h200-sxm", "2", 49, 626}}) {
    Scenario s = lesson({{"gpu", row.gpu}, {"split.tp", row.tp}, {"load.context", "8192"}});
    CAPTURE(row.tp);
    expect_value(s, "fleet.replica_cap", row.cap, 0);
    expect_value(s, "fleet.gpus", row.gpus, 0);
  }
}

TEST_CASE("05: one all-reduce over eight, and the way it takes") {
  struct Row {
    const char* bytes;
    double microseconds, half_a_digit;
    const char* path;
  };
  for (const Row& row : {Row{"64kB", 6.7, 0.05, "tree_ll"}, Row{"1MB", 16.7, 0.05, "tree_ll128"},
                         Row{"16MB", 86.9, 0.05, "tree_ll128"}, Row{"256MB", 1076, 0.5, "ring_ll128"}}) {
    Scenario s = lesson({{"split.tp", "8"}, {"net.message", row.bytes}});
    CAPTURE(row.bytes);
    expect_value(s, "all_reduce.time", row.microseconds * 1e-6, row.half_a_digit * 1e-6);
    CHECK(s.subject.at("all_reduce.time") == s.subject.at((std::string("all_reduce.") + row.path).c_str()));
  }
  for (const auto& [bytes, path] : {std::pair{"26MB", "all_reduce.tree_ll128"}, {"28MB", "all_reduce.ring_ll128"}}) {
    Scenario s = lesson({{"split.tp", "8"}, {"net.message", bytes}});
    CHECK(s.subject.at("all_reduce.time") == s.subject.at(path));
  }
}

TEST_CASE("05: a prefill replica and its hand-over") {
  Scenario s = lesson({{"split.tp", "4"}});
  expect_value(s, "document.time", 301e-3, 0.5e-3);
  expect_value(s, "document.rate", 13612, 0.5);
  expect_value(s, "handoff.emitted", 4.46e9, 0.005e9);
  for (const auto& [link, milliseconds, half] :
       {std::tuple{"400Gb/s", 6.7, 0.05}, {"100Gb/s", 27.0, 0.5}, {"25Gb/s", 107.0, 0.5}, {"10Gb/s", 268.0, 0.5}}) {
    Scenario at = lesson({{"split.tp", "4"}, {"net.link_bw", link}});
    expect_value(at, "handoff.network", milliseconds * 1e-3, half * 1e-3);
  }
}
