#include <algorithm>
#include <cmath>
#include <string>

#include "tests/model/physics/parts.hpp"

using namespace wallflip;
using wallflip::test::Parts;
using wallflip::test::relative;

namespace {

struct Protocol {
  const char* name;
  double latency, efficiency;
};
// arXiv 2507.04786 as LESSONS E10 rounds it.
constexpr Protocol protocols[] = {{"Simple", 6e-6, 1.0}, {"LL", 1e-6, 0.40}, {"LL128", 2e-6, 0.95}};

// Every rank passes a piece of 1/p to its neighbour, p-1 times to add up and p-1 times to hand round.
double ring(double bytes, int ranks, double hop, double bandwidth) {
  double time = 0;
  for (int round = 0; round < 2; ++round) {
    for (int step = 1; step < ranks; ++step) time += hop + bytes / ranks / bandwidth;
  }
  return time;
}

// Up the tree and down again; the two half-trees keep the link busy with the whole message each way.
double tree(double bytes, int ranks, double hop, double bandwidth) {
  int depth = 0;
  while ((1 << depth) < ranks) ++depth;
  return 2 * (depth * hop + bytes / bandwidth);
}

struct Best {
  double time;
  std::string path;
};

Best fastest(double bytes, int ranks, double bandwidth, double extra, int forced) {
  Best best{1e300, ""};
  for (int i = 0; i < 3; ++i) {
    if (forced > 0 && forced != i + 1) continue;
    const Protocol& p = protocols[i];
    const double r = ring(bytes, ranks, p.latency + extra, bandwidth * p.efficiency);
    const double t = tree(bytes, ranks, p.latency + extra, bandwidth * p.efficiency);
    if (r < best.time) best = {r, std::string("ring/") + p.name};
    if (t < best.time) best = {t, std::string("tree/") + p.name};
  }
  return best;
}

}  // namespace

// LESSONS 05, over 8 ranks at 450 GB/s. Half a last digit.
TEST_CASE("the all-reduce table of lesson 05") {
  struct Row {
    double bytes, microseconds;
    const char* path;
  };
  for (const Row& row : {Row{64e3, 6.7, "tree/LL"}, Row{1e6, 16.7, "tree/LL128"}, Row{16e6, 86.9, "tree/LL128"},
                         Row{256e6, 1076, "ring/LL128"}}) {
    Parts p;
    p.set("split.tp", 8);
    p.set("message", row.bytes);
    const Best best = fastest(row.bytes, 8, 450e9, 0, 0);
    CAPTURE(row.bytes);
    CHECK(best.path == row.path);
    CHECK(relative(p.at(p.all_reduce.time), best.time) < 1e-13);
    CHECK(std::abs(best.time * 1e6 - row.microseconds) <= (row.microseconds < 1000 ? 0.05 : 0.5));
  }
}

TEST_CASE("ring takes over from tree above 27 MB") {
  Parts p;
  p.set("split.tp", 8);
  p.set("message", 26e6);
  CHECK(p.at(p.all_reduce.on.tree_ll128) < p.at(p.all_reduce.on.ring_ll128));
  p.set("message", 28e6);
  CHECK(p.at(p.all_reduce.on.tree_ll128) > p.at(p.all_reduce.on.ring_ll128));
}

TEST_CASE("every group, size and protocol agrees with going round hop by hop") {
  Parts p;
  for (const int ranks : {2, 4, 8, 16, 64}) {
    const bool crosses = ranks > 8;  // a node holds 8: beyond it 50 GB/s and 3 us more a hop
    for (double bytes = 1e3; bytes < 1e10; bytes *= 7) {
      for (int forced = 0; forced <= 3; ++forced) {
        p.set("split.tp", ranks);
        p.set("message", bytes);
        p.set("net.protocol", forced);
        const Best best = fastest(bytes, ranks, crosses ? 50e9 : 450e9, crosses ? 3e-6 : 0, forced);
        CHECK(relative(p.at(p.all_reduce.time), best.time) < 1e-13);
      }
    }
  }
}

TEST_CASE("one rank has nobody to talk to") {
  Parts p;
  for (int forced = 0; forced <= 3; ++forced) {
    p.set("net.protocol", forced);
    CHECK(p.at(p.all_reduce.group.ring_hops) == 0);
    CHECK(p.at(p.all_reduce.on.ring_ll128) == 0);
    CHECK(p.at(p.all_reduce.time) == 0);
    CHECK(p.at(p.decode.net_time) == 0);
  }
}
