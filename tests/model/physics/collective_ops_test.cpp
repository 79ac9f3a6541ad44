#include "model/physics/hierarchy.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

#include "tests/model/physics/parts.hpp"

using namespace wallflip;
using wallflip::test::Parts;
using wallflip::test::relative;

namespace {

struct Operations : Parts {
  Quantity ranks = sheet.section("").input("ranks", 8 * gpu_count, "ranks", lesson_default);
  Quantity spread =
      sheet.section("").input("spread", 8 * gpu_count, "GPUs among which the ranks stand", lesson_default);
  Collective some{sheet.section("some"), gpu, net, ranks, spread};
  AllReduce reduce{sheet.section("reduce"), some, message};
  AllGather gather{sheet.section("gather"), some, message};
  ReduceScatter scatter{sheet.section("scatter"), some, message};
  AllToAll exchange{sheet.section("exchange"), some, message};
  Broadcast broadcast{sheet.section("broadcast"), some, message};
  PointToPoint point{sheet.section("point"), some, message};
  HierarchicalAllReduce levels{sheet.section("levels"), some, message};
  std::array<Quantity, 7> times{reduce.time,    gather.time, scatter.time, exchange.time,
                                broadcast.time, point.time,  levels.time};

  Operations() { REQUIRE(sheet.issues().empty()); }
  void group(int count, int apart = 1) {
    set("ranks", count);
    set("spread", count * apart);
  }
};

// Moves numbered pieces around a ring until every rank holds them all; counts what each rank sends and receives.
struct Moved {
  double sent = 0, received = 0;  // bytes, of the busiest rank
  bool complete = true;
  int rounds = 0;
};
Moved ring_all_gather(int ranks, double bytes) {
  std::vector<std::set<int>> holds(static_cast<size_t>(ranks));
  std::vector<double> sent(holds.size()), received(holds.size());
  for (int r = 0; r < ranks; ++r) holds[static_cast<size_t>(r)].insert(r);
  Moved moved;
  for (; moved.rounds < ranks - 1; ++moved.rounds) {
    for (int r = 0; r < ranks; ++r) {
      const auto next = static_cast<size_t>((r + 1) % ranks);
      holds[next].insert((r - moved.rounds + ranks) % ranks);
      sent[static_cast<size_t>(r)] += bytes / ranks;
      received[next] += bytes / ranks;
    }
  }
  for (const std::set<int>& pieces : holds) moved.complete &= pieces.size() == holds.size();
  moved.sent = *std::max_element(sent.begin(), sent.end());
  moved.received = *std::max_element(received.begin(), received.end());
  CHECK(std::accumulate(sent.begin(), sent.end(), 0.0) ==
        doctest::Approx(std::accumulate(received.begin(), received.end(), 0.0)));
  return moved;
}

// Every operation over a range of sizes, with the links as they are and twice as fast.
void check_monotone(Operations& p) {
  std::array<double, 7> before{};
  for (double bytes = 1; bytes < 1e11; bytes *= 9) {
    p.set("message", bytes);
    std::array<double, 7> now{};
    for (size_t i = 0; i < now.size(); ++i) now[i] = p.at(p.times[i]);
    p.set("gpu.link_bw", 900e9);
    p.set("net.link_bw", 100e9);
    for (size_t i = 0; i < now.size(); ++i) {
      CHECK(now[i] >= before[i]);
      CHECK(p.at(p.times[i]) <= now[i]);
    }
    p.set("gpu.link_bw", 450e9);
    p.set("net.link_bw", 50e9);
    before = now;
  }
}

}  // namespace

TEST_CASE("moving the pieces round by round takes the hops and the bytes that the formulas say") {
  Operations p;
  for (const int ranks : {1, 2, 3, 8, 16, 24}) {
    const Moved moved = ring_all_gather(ranks, 1e6);
    p.group(ranks);
    CHECK(moved.complete);
    CHECK(moved.rounds == p.at(p.gather.half.hops));
    CHECK(moved.sent == doctest::Approx(p.at(p.gather.half.sent)).epsilon(1e-12));
    CHECK(moved.received == doctest::Approx(p.at(p.gather.half.sent)).epsilon(1e-12));
    CHECK(moved.sent == doctest::Approx(p.at(p.scatter.half.sent)).epsilon(1e-12));
    CHECK((ranks - 1) * (1e6 / ranks) == doctest::Approx(p.at(p.exchange.sent)).epsilon(1e-12));
  }
}

TEST_CASE("an all-reduce by ring is a reduce-scatter and an all-gather") {
  Operations p;
  for (const int ranks : {2, 8, 32}) {
    for (const double bytes : {1e3, 1e6, 1e9}) {
      p.group(ranks);
      p.set("message", bytes);
      CHECK(relative(p.at(p.gather.half.ring.simple) + p.at(p.scatter.half.ring.simple),
                     p.at(p.reduce.on.ring_simple)) < 1e-13);
      CHECK(relative(p.at(p.gather.half.ring.ll) + p.at(p.scatter.half.ring.ll), p.at(p.reduce.on.ring_ll)) < 1e-13);
    }
  }
}

TEST_CASE("one rank sends nothing and waits for nobody") {
  Operations p;
  p.group(1);
  for (int fidelity = 0; fidelity <= 1; ++fidelity) {
    for (int forced = 0; forced <= 3; ++forced) {
      for (int in_network = 0; in_network <= 2; ++in_network) {
        p.set("model.fidelity", fidelity);
        p.set("net.protocol", forced);
        p.set("net.in_network", in_network);
        p.set("net.one_shot", in_network > 0 ? 1 : 0);
        for (const Quantity time : p.times) CHECK(p.at(time) == 0);
      }
    }
  }
}

TEST_CASE("with a link of infinite bandwidth only the hops are left") {
  Operations p;
  p.group(8);
  p.set("gpu.link_bw", 1e30);
  CHECK(p.at(p.gather.time) == doctest::Approx(7e-6));  // LL, 1 us a hop
  CHECK(p.at(p.exchange.time) == doctest::Approx(1e-6));
  CHECK(p.at(p.broadcast.time) == doctest::Approx(3e-6));
  CHECK(p.at(p.point.time) == doctest::Approx(1e-6));
}

TEST_CASE("more bandwidth is never slower, more bytes never faster") {
  Operations p;
  for (const int setting : {0, 1, 2, 3}) {  // either fidelity, without and with sums in the switch and one-shot kernels
    p.set("model.fidelity", setting % 2);
    p.set("net.in_network", setting / 2 * 2);
    p.set("net.one_shot", setting / 2);
    for (const int ranks : {2, 4, 8, 64}) {
      p.group(ranks);
      check_monotone(p);
    }
  }
}

TEST_CASE("ranks that stand a node apart use the link out of it") {
  Operations p;
  p.set("message", 1e9);
  p.group(4, 8);  // 4 ranks, one a node
  CHECK(p.at(p.some.node_ranks) == 1);
  CHECK(p.at(p.exchange.inside) == 0);
  CHECK(p.at(p.gather.half.ring.simple) == doctest::Approx(3 * 9e-6 + 0.75e9 / 50e9));
  p.group(16);  // two full nodes: 7 peers inside, 8 outside
  CHECK(p.at(p.exchange.inside) == doctest::Approx(1e9 * 7 / 16));
  CHECK(p.at(p.exchange.outside) == doctest::Approx(1e9 * 8 / 16));
  CHECK(p.at(p.exchange.direct.simple) == doctest::Approx(9e-6 + 0.5e9 / 50e9));
}

// By hand, Hopper's constants: eight ranks, 64 kB by LL: 4.25 us + 14 * .86 us + (14 + .32) * 8 kB / (14.85 GB/s).
TEST_CASE("a measured all-reduce, counted by hand") {
  Operations p;
  p.set("model.fidelity", 1);
  p.set("net.protocol", 2);
  p.set("message", 64e3);
  CHECK(p.at(p.reduce.time) == doctest::Approx(4.25e-6 + 14 * 0.86e-6 + 14.32 * 8e3 / 14.85e9).epsilon(1e-12));
  p.set("net.protocol", 0);
  p.set("net.one_shot", 1);  // 2.66 us + 7 * .076 us + 7 * 64 kB / (303.3 GB/s)
  CHECK(p.at(p.reduce.time) == doctest::Approx(2.66e-6 + 7 * 0.076e-6 + 7 * 64e3 / 303.3e9).epsilon(1e-12));
}

TEST_CASE("sums in the switch need fewer bytes than a ring, and a switch that sums") {
  Operations p;
  p.set("model.fidelity", 1);
  p.set("message", 1e9);
  const double ring = p.at(p.reduce.time);
  p.set("net.in_network", 1);
  CHECK(p.at(p.reduce.time) == doctest::Approx(73.95e-6 + 1.125e9 / (450e9 * 0.683)).epsilon(1e-9));
  CHECK(p.at(p.reduce.time) < ring);
  p.set("gpu.link_switch_fraction", 0);
  CHECK(p.at(p.reduce.time) == ring);
}

// 16 nodes: the ring passes 127 ranks twice and sends everything over the cards; two levels send an eighth of it there.
TEST_CASE("two levels beat a ring over many nodes, and are the node's own ring inside one") {
  Operations p;
  p.group(128);
  p.set("message", 1e9);
  CHECK(p.at(p.levels.far_message) == doctest::Approx(1e9 / 8));
  CHECK(p.at(p.levels.time) < p.at(p.reduce.on.ring_simple));
  p.group(8);
  CHECK(p.at(p.levels.across.time) == 0);
  CHECK(p.at(p.levels.time) == doctest::Approx(p.at(p.levels.scatter.time) + p.at(p.levels.gather.time)));
}

// The limit solves weights + B * KV + all-reduces(B) = target path by path; put back, the step must take the target.
TEST_CASE("at the batch limit memory and all-reduces take exactly the target, at either fidelity and with shots") {
  Parts p;
  p.set("split.tp", 4);
  for (const int setting : {0, 1, 2, 3}) {
    p.set("model.fidelity", setting % 2);
    p.set("net.one_shot", setting / 2);
    p.set("net.in_network", setting / 2);
    const double batch = p.at(p.limits.by_bandwidth.batch);
    p.set("message", batch * p.at(p.limits.net.message_per_sequence));
    const double net = p.at(p.limits.net.per_step) * p.at(p.all_reduce.time);
    CHECK(net > 0);
    CHECK(p.at(p.rates.weight_time) + batch * p.at(p.rates.kv_time) + net == doctest::Approx(0.025).epsilon(1e-12));
  }
}
