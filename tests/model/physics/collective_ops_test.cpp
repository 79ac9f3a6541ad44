#include "model/physics/collective_ops.hpp"

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
  std::array<Quantity, 6> times{reduce.time, gather.time, scatter.time, exchange.time, broadcast.time, point.time};

  Operations() {
    inputs = sheet.defaults();
    REQUIRE(sheet.issues().empty());
  }
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
      CHECK(relative(p.at(p.gather.half.ring.simple) + p.at(p.scatter.half.ring.simple), p.at(p.reduce.ring_simple)) <
            1e-13);
      CHECK(relative(p.at(p.gather.half.ring.ll) + p.at(p.scatter.half.ring.ll), p.at(p.reduce.ring_ll)) < 1e-13);
    }
  }
}

TEST_CASE("one rank sends nothing and waits for nobody") {
  Operations p;
  for (int forced = 0; forced <= 3; ++forced) {
    p.set("net.protocol", forced);
    p.group(1);
    for (const Quantity time : p.times) CHECK(p.at(time) == 0);
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
  for (const int ranks : {2, 4, 8, 64}) {
    p.group(ranks);
    for (size_t i = 0; i < p.times.size(); ++i) {
      double before = 0;
      for (double bytes = 1; bytes < 1e11; bytes *= 3) {
        p.set("message", bytes);
        const double time = p.at(p.times[i]);
        CHECK(time >= before);
        before = time;
        p.set("gpu.link_bw", 900e9);
        p.set("net.link_bw", 100e9);
        CHECK(p.at(p.times[i]) <= time);
        p.set("gpu.link_bw", 450e9);
        p.set("net.link_bw", 50e9);
      }
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
