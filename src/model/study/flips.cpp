#include "model/study/flips.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wallflip {
namespace {

constexpr long budget = 100'000;  // columns and cells of one search, about 20 ms
constexpr size_t first_cells = 64;
constexpr size_t cut = 16;               // a cell that may hold a flip is cut into this many
constexpr double narrow = 1e-7;          // of the slider: where the search for hidden pairs ends
constexpr double enumerate_below = 256;  // integers

// Who races: quantities, then numbers that stay as they are.
struct Racers {
  Pick pick;
  std::vector<NodeId> nodes;
  std::vector<double> numbers;
};

class Search {
 public:
  Search(Programs& programs, const Racers& racers, const Knob& knob, const std::vector<double>& inputs)
      : knob_(knob),
        pick_(racers.pick),
        base_(inputs),
        rows_(knob.inputs()),
        nodes_(racers.nodes),
        numbers_(racers.numbers),
        sweep_(programs.get(nodes_, rows_, inputs)) {
    drop_twins();
    sweep_.runner.set_inputs(inputs);
    sweep_.intervals.set_inputs(inputs);
  }

  FlipSearch run() {
    const bool listed =
        knob_.kind == KnobKind::choice || (knob_.kind == KnobKind::integer && knob_.max - knob_.min < enumerate_below);
    if (listed) {
      enumerate();
    } else {
      leader_ = leader_at(knob_.first(), -1);
      visit(edges(knob_.first(), knob_.last(), first_cells));
    }
    return std::move(result_);
  }

 private:
  // Two contestants that are one value after compilation tie for ever: the first stands for both.
  void drop_twins() {
    for (size_t i = 0; i < numbers_.size(); ++i) racing_.push_back(nodes_.size() + i);  // first: they keep a tie
    for (size_t i = 0; i < nodes_.size(); ++i) {
      bool twin = false;
      for (const size_t j : racing_) twin = twin || (j < nodes_.size() && sweep_.program->same_output(i, j));
      if (!twin) racing_.push_back(i);
    }
    column_.resize(racing_.size());
  }

  /// [j][k]: contestant j at position k
  using Values = std::vector<std::vector<double>>;

  Values evaluate(const std::vector<double>& positions) {
    result_.evaluations += static_cast<long>(positions.size());
    const auto columns = columns_of(knob_, positions, base_);
    std::vector<const double*> in;
    for (const auto& column : columns) in.push_back(column.data());
    Values values(nodes_.size(), std::vector<double>(positions.size()));
    std::vector<double*> out;
    for (auto& column : values) out.push_back(column.data());
    sweep_.runner.run(in, positions.size(), out);
    for (const double number : numbers_) values.emplace_back(positions.size(), number);
    return values;
  }

  int leader_in_column(const Values& values, size_t k, int previous) {
    int held = -1;
    for (size_t i = 0; i < racing_.size(); ++i) {
      column_[i] = values[racing_[i]][k];
      if (static_cast<int>(racing_[i]) == previous) held = static_cast<int>(i);
    }
    const int best = leader_of(pick_, column_, held);
    return static_cast<int>(racing_[static_cast<size_t>(best)]);
  }

  int leader_at(double position, int previous) { return leader_in_column(evaluate({position}), 0, previous); }

  void enumerate() {
    std::vector<double> all;
    for (double p = knob_.first(); p <= knob_.last(); ++p) all.push_back(p);
    const Values values = evaluate(all);
    int leader = leader_in_column(values, 0, -1);
    for (size_t k = 1; k < all.size(); ++k) {
      const int next = leader_in_column(values, k, leader);
      if (next == leader) continue;
      record(all[k - 1], all[k], leader, next);
      leader = next;
    }
  }

  std::vector<double> edges(double low, double high, size_t cells) const {
    const double a = knob_.fraction_of(low);
    const double b = knob_.fraction_of(high);
    std::vector<double> all = {low};
    for (size_t i = 1; i < cells; ++i) {
      const double p = knob_.at_fraction(a + (b - a) * static_cast<double>(i) / static_cast<double>(cells));
      if (p > all.back() && p < high) all.push_back(p);
    }
    all.push_back(high);
    return all;
  }

  bool may_cut(double low, double high) const {
    if (knob_.kind == KnobKind::integer) return high - low > 1;
    return knob_.fraction_of(high) - knob_.fraction_of(low) > narrow;
  }

  // Bounds of every contestant on every cell between neighbours of `at`: low[j][k], high[j][k].
  struct Bounds {
    std::vector<std::vector<double>> low, high;
  };

  Bounds bounds_of(const std::vector<double>& at) {
    const size_t cells = at.size() - 1;
    result_.evaluations += static_cast<long>(cells);
    Bounds bounds{std::vector(nodes_.size(), std::vector<double>(cells)), {}};
    for (const double number : numbers_) bounds.low.emplace_back(cells, number);
    bounds.high = bounds.low;
    std::vector<double*> low_out;
    std::vector<double*> high_out;
    for (size_t j = 0; j < nodes_.size(); ++j) {
      low_out.push_back(bounds.low[j].data());
      high_out.push_back(bounds.high[j].data());
    }
    const double* from = at.data();
    const double* to = at.data() + 1;
    sweep_.intervals.run({&from, 1}, {&to, 1}, cells, low_out, high_out);
    return bounds;
  }

  // Does `leader_` provably lead all over cell k? The slack covers the missing directed rounding.
  bool certain(const Bounds& bounds, size_t k) const {
    const auto leader = static_cast<size_t>(leader_);
    return std::all_of(racing_.begin(), racing_.end(), [&](size_t j) {
      if (j == leader) return true;
      if (pick_ == Pick::largest) {
        return bounds.low[leader][k] + 1e-13 * std::abs(bounds.low[leader][k]) >= bounds.high[j][k];
      }
      return bounds.high[leader][k] - 1e-13 * std::abs(bounds.high[leader][k]) <= bounds.low[j][k];
    });
  }

  // Walks cells from left to right; `leader_` leads at at[0].
  void visit(const std::vector<double>& at) {
    if (result_.evaluations > budget) {
      result_.complete = false;
      return;
    }
    const Values values = evaluate(at);
    const Bounds bounds = bounds_of(at);
    for (size_t k = 0; k + 1 < at.size(); ++k) {
      const int next = leader_in_column(values, k + 1, leader_);
      if (next == leader_ && (certain(bounds, k) || !may_cut(at[k], at[k + 1]))) continue;
      if (may_cut(at[k], at[k + 1])) {
        visit(edges(at[k], at[k + 1], cut));
      } else {
        settle(at[k], at[k + 1], next);
      }
      if (!result_.complete) return;
    }
  }

  // A narrow cell (or two neighbouring integers) with different leaders at its ends: usually one flip, but a third
  // contestant may lead in between.
  void settle(double low, double high, int last) {
    if (knob_.kind == KnobKind::integer) {
      record(low, high, leader_, last);
      leader_ = last;
      return;
    }
    for (int guard = 0; guard < 8 && leader_ != last; ++guard) {
      const Solved solved = solve(low, high, leader_);
      result_.flips.push_back({solved.crossing, solved.high, leader_, solved.to});
      low = solved.high;
      leader_ = solved.to;
    }
  }

  void record(double low, double high, int from, int to) {
    std::optional<double> crossing;
    if (knob_.kind == KnobKind::integer) {
      const Solved solved = solve(low, high, from);
      if (solved.to == to) crossing = solved.crossing;
    }
    result_.flips.push_back({crossing, high, from, to});
  }

  struct Solved {
    std::optional<double> crossing;
    double high;  // first double at which `to` leads
    int to;
  };

  // The first change away from `from` in (low, high], to the last bit, 64 points at a time.
  Solved solve(double low, double high, int from) {
    int to = from;
    while (true) {
      std::vector<double> points;
      for (int i = 1; i < block_width; ++i) {
        const double p = low + (high - low) * i / block_width;
        if (p > low && p < high) points.push_back(p);
      }
      points.push_back(high);
      const Values values = evaluate(points);
      size_t k = 0;
      while (k + 1 < points.size() && leader_in_column(values, k, from) == from) ++k;
      to = leader_in_column(values, k, from);
      high = points[k];
      if (k > 0) low = points[k - 1];
      if (points.size() > 1) continue;
      // Nothing lies between low and high any more.
      const double a = values[static_cast<size_t>(from)][0];
      const double b = values[static_cast<size_t>(to)][0];
      const bool jumps = std::abs(a - b) > 1e-9 * std::max(std::abs(a), std::abs(b));
      return {jumps ? std::nullopt : std::optional(high), high, to};
    }
  }

  const Knob& knob_;
  Pick pick_;
  const std::vector<double>& base_;
  std::vector<int> rows_;
  std::vector<NodeId> nodes_;
  std::vector<double> numbers_;
  CompiledSweep& sweep_;
  std::vector<size_t> racing_;
  std::vector<double> column_;  // one value for each of racing_
  int leader_ = 0;
  FlipSearch result_;
};

}  // namespace

FlipSearch find_flips(Programs& programs, const Contest& contest, const Knob& knob, const std::vector<double>& inputs) {
  return Search(programs, {contest.pick, nodes_of(contest), {}}, knob, inputs).run();
}

FlipSearch find_crossings(Programs& programs, NodeId quantity, double level, const Knob& knob,
                          const std::vector<double>& inputs) {
  FlipSearch search = Search(programs, {Pick::largest, {quantity}, {level}}, knob, inputs).run();
  for (Flip& flip : search.flips) std::swap(flip.from, flip.to);  // inside, the quantity is 0
  return search;
}

}  // namespace wallflip
