#pragma once

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "model/sheet/sheet.hpp"

// Random but well-formed sheets for property tests: plain numbers and seconds, every operation, names in between,
// values kept near 1 so that no chain of operations runs off to infinity.

namespace wallflip::test {

struct RandomSheet {
  Sheet sheet;
  std::mt19937 random;
  std::vector<Quantity> numbers;

  RandomSheet(unsigned seed, int inputs, int operations) : random(seed) {
    const Section s = sheet.section("r");
    for (int i = 0; i < inputs; ++i) {
      numbers.push_back(s.input(name("in", i).c_str(), uniform(0.5, 2), "input", "definition"));
    }
    for (int i = 0; i < operations; ++i) {
      const Quantity q = operation();
      numbers.push_back(pick(3) == 0 ? s.let(name("q", i).c_str(), q, unitless, "let", "definition") : q);
    }
    for (int i = 0; i < 5; ++i) s.let(name("out", i).c_str(), tame(any()), unitless, "output", "definition");
  }

  int pick(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }
  double uniform(double low, double high) { return low + (high - low) * static_cast<double>(random()) / 4294967296.0; }
  Quantity any() { return numbers[static_cast<size_t>(pick(static_cast<int>(numbers.size())))]; }
  // Into [0.25, 4]: keeps divisions, powers and logarithms away from their edges.
  static Quantity tame(Quantity q) { return min(max(q, 0.25), 4.0); }

  std::vector<double> inputs() {
    std::vector<double> values;
    for (size_t i = 0; i < sheet.inputs().size(); ++i) values.push_back(uniform(0.3, 3));
    return values;
  }

 private:
  static std::string name(const char* stem, int i) { return stem + std::to_string(i); }

  Condition condition() {
    switch (pick(8)) {
      case 0:
        return any() < any();
      case 1:
        return any() <= any();
      case 2:
        return any() > any();
      case 3:
        return any() >= any();
      case 4:
        return any() == any();
      case 5:
        return any() != uniform(0.5, 2);
      case 6:
        return any() < any() && any() > 1.0;
      default:
        return !(any() < 1.0) || any() > any();
    }
  }

  Quantity operation() {
    switch (pick(18)) {
      case 0:
        return any() + any();
      case 1:
        return any() - any();
      case 2:
        return tame(any()) * tame(any());
      case 3:
        return any() / tame(any());
      case 4:
        return min(any(), any());
      case 5:
        return max({any(), any(), any()});
      case 6:
        return ceil(tame(any()) * 3);
      case 7:
        return floor(any());
      case 8:
        return round(any() * uniform(1, 9));
      case 9:
        return sqrt(tame(any()));
      case 10:
        return log2(tame(any()));
      case 11:
        return exp(-tame(any()));
      case 12:
        return pow(tame(any()), tame(any()));
      case 13:
        return select(condition(), any(), any());
      case 14:
        return select(condition(), any(), uniform(0.5, 2));
      case 15:
        return -any();
      case 16:
        return uniform(0.5, 2) * any();
      default:
        return 1 / tame(any());
    }
  }
};

}  // namespace wallflip::test
