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
  std::vector<Quantity> modes;  ///< named choices: rows of Sheet::inputs() from 0 on

  RandomSheet(unsigned seed, int inputs, int operations, int choices = 0) : random(seed) {
    const Section s = sheet.section("r");
    for (int i = 0; i < choices; ++i) {
      modes.push_back(s.choice(name("mode", i).c_str(), {"a", "b", "c"}, 0, "choice", "definition"));
    }
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
    for (const Input& input : sheet.inputs()) {
      values.push_back(input.steps == Steps::named ? pick(static_cast<int>(input.choices.size())) : uniform(0.3, 3));
    }
    return values;
  }

 private:
  static std::string name(const char* stem, int i) { return stem + std::to_string(i); }

  Condition mode() { return modes[static_cast<size_t>(pick(static_cast<int>(modes.size())))] == pick(3); }

  Condition condition() {
    if (!modes.empty() && pick(2) == 0) {
      const int form = pick(4);
      return form == 0 ? mode() && any() < any() : form == 1 ? any() > 1.0 || !mode() : mode();
    }
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
