#include <algorithm>
#include <cstring>
#include <random>

#include "model/systems/evaluation.hpp"
#include "tests/model/systems/subject.hpp"

namespace wallflip::test {
namespace {

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

// What a hand does to an input: choices step, numbers grow or shrink.
double moved(const Input& input, double value, std::mt19937& random) {
  if (input.steps == Steps::named) return static_cast<double>(random() % input.choices.size());
  return value * std::uniform_real_distribution(0.5, 2.0)(random);
}

TEST_CASE("a live evaluation is bit for bit the whole one, however many inputs moved") {
  std::mt19937 random(7);
  for (const SystemRow& row : system_table()) {
    const auto system = make_system(row.id);
    const std::deque<Input>& all = system->sheet.inputs();
    std::vector<double> inputs = system->sheet.defaults();
    LiveEvaluation live(*system);
    size_t input = 0;
    for (int step = 0; step < 60; ++step) {
      const Evaluation whole = evaluate(*system, inputs);
      const Evaluation& kept = live.at(inputs);
      REQUIRE_MESSAGE(same_bits(kept.nodes, whole.nodes), row.id);
      REQUIRE(kept.closed == whole.closed);
      CHECK(&live.last() == &kept);
      // Mostly one knob, sometimes twice the same one, none, or two at once.
      const int hands = step % 10 == 9 ? 2 : step % 7 == 6 ? 0 : 1;
      for (int i = 0; i < hands; ++i) {
        if (step % 3 != 2) input = random() % all.size();
        inputs[input] = moved(all[input], inputs[input], random);
      }
    }
  }
}

TEST_CASE("dependents of an input are the nodes that it moves, and no others are needed") {
  const auto system = make_system("replica");
  const Sheet& sheet = system->sheet;
  const std::vector<double> before = evaluate_nodes(sheet, sheet.defaults());
  for (size_t i = 0; i < sheet.inputs().size(); ++i) {
    const std::vector<NodeId> reached = dependents(sheet, static_cast<int>(i));
    CHECK(std::is_sorted(reached.begin(), reached.end()));
    std::vector<double> inputs = sheet.defaults();
    inputs[i] = inputs[i] * 1.25 + 1;
    const std::vector<double> after = evaluate_nodes(sheet, inputs);
    for (size_t node = 0; node < after.size(); ++node) {
      if (std::memcmp(&after[node], &before[node], sizeof(double)) == 0) continue;
      CHECK(std::binary_search(reached.begin(), reached.end(), static_cast<NodeId>(node)));
    }
  }
}

}  // namespace
}  // namespace wallflip::test
