#include "model/physics/expert_exchange.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "tests/model/physics/parts.hpp"

using namespace wallflip;
using wallflip::test::Parts;

namespace {

struct Exchange : Parts {
  Quantity ranks = sheet.section("").input("ranks", 32 * gpu_count, "ranks", lesson_default);
  Collective wide{sheet.section("wide"), gpu, net, ranks};
  ExpertExchange experts{sheet.section("experts"), wide};
  Exchange() { REQUIRE(sheet.issues().empty()); }
};

struct Reached {
  double ranks = 0, nodes = 0;
};

// Throws tokens: four of eight groups, then eight experts among the ranks of those groups, a rank to each group or
// more.
Reached thrown(int ranks, int nodes, int tokens) {
  std::mt19937 random(3);
  Reached sum;
  for (int t = 0; t < tokens; ++t) {
    std::vector<int> groups{0, 1, 2, 3, 4, 5, 6, 7};
    std::shuffle(groups.begin(), groups.end(), random);
    std::set<int> to_ranks, to_nodes;
    for (int k = 0; k < 8; ++k) {
      const int group = groups[static_cast<size_t>(random() % 4)];
      const int rank = group * ranks / 8 + static_cast<int>(random() % static_cast<unsigned>(std::max(ranks / 8, 1)));
      to_ranks.insert(rank);
      to_nodes.insert(rank / (ranks / nodes));
    }
    sum.ranks += static_cast<double>(to_ranks.size()) / tokens;
    sum.nodes += static_cast<double>(to_nodes.size()) / tokens;
  }
  return sum;
}

}  // namespace

// Groups are drawn without putting back, experts are not all in different groups: the closed form is 10 % near.
TEST_CASE("ranks and nodes that a token reaches agree with throwing tokens") {
  Exchange p;
  for (const int ranks : {16, 32, 64}) {
    p.set("ranks", ranks);
    const Reached truth = thrown(ranks, ranks / 8, 20'000);
    CHECK(p.at(p.experts.rank_copies) == doctest::Approx(truth.ranks).epsilon(0.1));
    CHECK(p.at(p.experts.node_copies) == doctest::Approx(truth.nodes).epsilon(0.1));
  }
}

TEST_CASE("inside one node nothing crosses; copies an expert are at least copies a node") {
  Exchange p;
  p.set("ranks", 8);
  CHECK(p.at(p.experts.far_time) == 0);
  for (const int ranks : {16, 64, 256}) {
    p.set("ranks", ranks);
    p.set("experts.copies", 0);
    const double merged = p.at(p.experts.far_time);
    p.set("experts.copies", 1);
    CHECK(p.at(p.experts.far_time) >= merged);
  }
}
