#include "model/study/flips.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>

namespace wallflip {

int FlipSearch::leader_at(double position) const {
  int leader = first;
  for (const Flip& flip : flips) {
    if (flip.value <= position) leader = flip.to;
  }
  return leader;
}

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
    result_.reached = knob_.last();
    const bool listed =
        knob_.kind == KnobKind::choice || (knob_.kind == KnobKind::integer && knob_.max - knob_.min < enumerate_below);
    if (listed) {
      enumerate();
    } else {
      single_.at = {knob_.first()};
      evaluate(single_);
      leader_ = result_.first = leader_in(single_, 0, -1);
      visit(0, knob_.first(), knob_.last(), first_cells);
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

  /// Positions and what every contestant is there: contestant j at position k is values[j * at.size() + k]. Bounds
  /// likewise, of the cell from position k to the next.
  struct Points {
    std::vector<double> at, values, low, high;
  };

  // One pointer a node into `all`, which then holds `count` values of every contestant; those of numbers are filled in.
  void spread(std::vector<double>& all, size_t count, std::vector<double*>& places) const {
    all.resize((nodes_.size() + numbers_.size()) * count);
    places.clear();
    for (size_t j = 0; j < nodes_.size(); ++j) places.push_back(all.data() + j * count);
    for (size_t j = 0; j < numbers_.size(); ++j)
      std::fill_n(all.data() + (nodes_.size() + j) * count, count, numbers_[j]);
  }

  void evaluate(Points& points) {
    const size_t count = points.at.size();
    result_.evaluations += static_cast<long>(count);
    spread(points.values, count, out_);
    if (knob_.kind != KnobKind::choice) {
      const double* column = points.at.data();
      return sweep_.runner.run({&column, 1}, count, out_);
    }
    const auto columns = columns_of(knob_, points.at, base_);
    std::vector<const double*> in;
    for (const auto& column : columns) in.push_back(column.data());
    sweep_.runner.run(in, count, out_);
  }

  int leader_in(const Points& points, size_t k, int previous) {
    int held = -1;
    for (size_t i = 0; i < racing_.size(); ++i) {
      column_[i] = points.values[racing_[i] * points.at.size() + k];
      if (static_cast<int>(racing_[i]) == previous) held = static_cast<int>(i);
    }
    const int best = leader_of(pick_, column_, held);
    return static_cast<int>(racing_[static_cast<size_t>(best)]);
  }

  void enumerate() {
    Points all;
    for (double p = knob_.first(); p <= knob_.last(); ++p) all.at.push_back(p);
    evaluate(all);
    int leader = result_.first = leader_in(all, 0, -1);
    for (size_t k = 1; k < all.at.size(); ++k) {
      const int next = leader_in(all, k, leader);
      if (next == leader) continue;
      record(all.at[k - 1], all.at[k], leader, next);
      leader = next;
    }
  }

  void cut_range(double low, double high, size_t cells, std::vector<double>& all) const {
    const double a = knob_.fraction_of(low);
    const double b = knob_.fraction_of(high);
    all.assign(1, low);
    for (size_t i = 1; i < cells; ++i) {
      const double p = knob_.at_fraction(a + (b - a) * static_cast<double>(i) / static_cast<double>(cells));
      if (p > all.back() && p < high) all.push_back(p);
    }
    all.push_back(high);
  }

  bool may_cut(double low, double high) const {
    if (knob_.kind == KnobKind::integer) return high - low > 1;
    return knob_.fraction_of(high) - knob_.fraction_of(low) > narrow;
  }

  void bound(Points& points) {
    const size_t cells = points.at.size() - 1;
    result_.evaluations += static_cast<long>(cells);
    spread(points.low, points.at.size(), out_);
    spread(points.high, points.at.size(), high_out_);
    const double* from = points.at.data();
    const double* to = points.at.data() + 1;
    sweep_.intervals.run({&from, 1}, {&to, 1}, cells, out_, high_out_);
  }

  // Does `leader_` provably lead all over cell k? The slack covers the missing directed rounding.
  bool certain(const Points& points, size_t k) const {
    const auto leader = static_cast<size_t>(leader_);
    const auto low = [&](size_t j) { return points.low[j * points.at.size() + k]; };
    const auto high = [&](size_t j) { return points.high[j * points.at.size() + k]; };
    return std::all_of(racing_.begin(), racing_.end(), [&](size_t j) {
      if (j == leader) return true;
      if (pick_ == Pick::largest) return low(leader) + 1e-13 * std::abs(low(leader)) >= high(j);
      return high(leader) - 1e-13 * std::abs(high(leader)) <= low(j);
    });
  }

  // Walks the cells of a range from left to right; `leader_` leads at `low`.
  void visit(size_t depth, double low, double high, size_t cells) {
    if (result_.evaluations > budget) {
      result_.complete = false;
      result_.reached = low;
      return;
    }
    if (depth == depths_.size()) depths_.emplace_back();
    Points& here = depths_[depth];
    cut_range(low, high, cells, here.at);
    evaluate(here);
    bound(here);
    for (size_t k = 0; k + 1 < here.at.size(); ++k) {
      const double from = here.at[k], to = here.at[k + 1];
      const int next = leader_in(here, k + 1, leader_);
      if (next == leader_ && (certain(here, k) || !may_cut(from, to))) continue;
      if (may_cut(from, to)) {
        visit(depth + 1, from, to, cut);
      } else {
        settle(from, to, next);
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
    std::vector<double>& at = single_.at;
    while (true) {
      at.clear();
      for (int i = 1; i < block_width; ++i) {
        const double p = low + (high - low) * i / block_width;
        if (p > low && p < high) at.push_back(p);
      }
      at.push_back(high);
      evaluate(single_);
      size_t k = 0;
      while (k + 1 < at.size() && leader_in(single_, k, from) == from) ++k;
      to = leader_in(single_, k, from);
      high = at[k];
      if (k > 0) low = at[k - 1];
      if (at.size() > 1) continue;
      // Nothing lies between low and high any more.
      const double a = single_.values[static_cast<size_t>(from)];
      const double b = single_.values[static_cast<size_t>(to)];
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
  std::deque<Points> depths_;   // a range is cut while the one around it is being walked
  Points single_;               // of `solve` and of the first position
  std::vector<double*> out_, high_out_;
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
  search.first = 1 - search.first;
  return search;
}

std::vector<RibbonSpan> ribbon(const FlipSearch& search, const Knob& knob) {
  std::vector<RibbonSpan> spans = {{knob.first(), search.reached, search.first}};
  const double half_step = knob.kind == KnobKind::real ? 0 : 0.5;
  for (const Flip& flip : search.flips) {
    const double edge = flip.value - half_step;
    spans.back().to = edge;
    spans.push_back({edge, search.reached, flip.to});
  }
  return spans;
}

}  // namespace wallflip
