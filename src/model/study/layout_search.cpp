#include "model/study/layout_search.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <optional>
#include <tuple>

#include "model/sheet/program.hpp"
#include "model/systems/design.hpp"

namespace wallflip {
namespace {

bool better(const RankedLayout& a, const RankedLayout& b) {
  if (a.by != b.by) return a.by < b.by;
  if (a.memory_bytes != b.memory_bytes) return a.memory_bytes < b.memory_bytes;
  return a.layout < b.layout;
}

// The best `most` so far. What cannot enter is turned away by `bound` alone.
class Podium {
 public:
  explicit Podium(size_t most) : most_(most) {}

  double bound() const { return bound_; }
  void offer(RankedLayout layout) {
    const auto place = std::upper_bound(best_.begin(), best_.end(), layout, better);
    if (place == best_.end() && best_.size() >= most_) return;
    best_.insert(place, std::move(layout));
    if (best_.size() > most_) best_.pop_back();
    if (best_.size() == most_) bound_ = best_.back().by.front();
  }
  std::vector<RankedLayout> take() { return std::move(best_); }

 private:
  size_t most_;
  double bound_ = std::numeric_limits<double>::infinity();
  std::vector<RankedLayout> best_;
};

// Rows of the inputs that a layout sets, with the numbers of the layout.
struct AxisRow {
  int input;
  int Layout::*value;
};

std::vector<AxisRow> rows_of(const System& system, bool inner) {
  std::vector<AxisRow> rows;
  for (const LayoutAxis& axis : layout_axes()) {
    const int row = input_row(system.sheet, axis.input);
    if (axis.inner == inner && row >= 0) rows.push_back({row, axis.value});
  }
  return rows;
}

std::vector<int> inputs_of(const std::vector<AxisRow>& rows) {
  std::vector<int> inputs;
  for (const AxisRow& row : rows) inputs.push_back(row.input);
  return inputs;
}

// Memory, then the quantities that rank, then every gate on the way to them.
std::vector<NodeId> outputs_of(const System& system, const LayoutQuery& query) {
  const Sheet& sheet = system.sheet;
  std::vector<NodeId> outputs = {sheet.find("train.memory_bytes")};
  uint32_t gates = 0;
  for (const NodeId node : query.by) {
    outputs.push_back(node);
    gates |= sheet.node(node).requirements;
  }
  if (system.fits >= 0) outputs.push_back(system.fits);
  for (size_t g = 0; g < sheet.gates().size(); ++g) {
    const NodeId condition = sheet.gates()[g].condition;
    if ((gates >> g & 1U) != 0 && condition != system.fits) outputs.push_back(condition);
  }
  return outputs;
}

LayoutSpace space_of(const System& system, const LayoutQuery& query) {
  LayoutSpace space = layout_space(system, query.inputs);
  space.pinned = query.pinned;
  return space;
}

class Search {
 public:
  Search(const System& system, const LayoutQuery& query)
      : query_(query),
        space_(space_of(system, query)),
        outer_rows_(rows_of(system, false)),
        inner_rows_(rows_of(system, true)),
        outputs_(outputs_of(system, query)),
        program_(system.sheet, outputs_, inputs_of(inner_rows_),
                 fixed_choices(system.sheet, inputs_of(inner_rows_), query.inputs)),
        runner_(program_),
        inputs_(query.inputs),
        podium_(query.top) {}

  LayoutSearch run(StudyControl* control) {
    LayoutSearch result;
    const std::vector<Layout> splits = outer_layouts(space_);
    if (control != nullptr) control->all = splits.size();
    for (const Layout* split : in_order(splits)) {
      if (control != nullptr && control->cancel) {
        result.complete = false;
        break;
      }
      visit(*split, result);
      if (control != nullptr) ++control->done;
    }
    result.grid = grid_points(space_);
    result.best = podium_.take();
    return result;
  }

 private:
  // This shard's splits; those with the same inner numbers follow each other and share their columns.
  std::vector<const Layout*> in_order(const std::vector<Layout>& splits) const {
    std::vector<const Layout*> order;
    for (size_t i = query_.shard; i < splits.size(); i += query_.shards) order.push_back(&splits[i]);
    const auto key = [](const Layout* l) { return std::make_tuple(l->dp, l->pp, l->tp > 1); };
    std::stable_sort(order.begin(), order.end(), [&](const Layout* a, const Layout* b) { return key(a) < key(b); });
    return order;
  }

  void fill(const Layout& split) {
    if (filled_ && same_inner(space_, *filled_, split)) return;
    filled_ = split;
    inner_ = inner_layouts(space_, split);
    columns_.assign(inner_rows_.size(), std::vector<double>(inner_.size()));
    for (size_t i = 0; i < inner_rows_.size(); ++i) {
      for (size_t k = 0; k < inner_.size(); ++k) columns_[i][k] = inner_[k].*inner_rows_[i].value;
    }
    values_.assign(outputs_.size(), std::vector<double>(inner_.size()));
  }

  void visit(const Layout& split, LayoutSearch& result) {
    fill(split);
    for (const AxisRow& row : outer_rows_) inputs_[static_cast<size_t>(row.input)] = split.*row.value;
    runner_.set_inputs(inputs_);
    std::vector<const double*> in;
    std::vector<double*> out;
    for (const auto& column : columns_) in.push_back(column.data());
    for (auto& column : values_) out.push_back(column.data());
    runner_.run(in, inner_.size(), out);
    result.visited += inner_.size();
    result.feasible += close_gates();
    const auto least = std::min_element(values_[0].begin(), values_[0].end());
    if (least != values_[0].end()) result.least_memory_bytes = std::min(result.least_memory_bytes, *least);
    Podium of_split(1);
    Podium& podium = query_.one_per_split ? of_split : podium_;
    for (size_t k = 0; k < inner_.size(); ++k) {
      if (values_[1][k] <= podium.bound() && open_[k] != 0) podium.offer(ranked(split, k));
    }
    for (const RankedLayout& best : of_split.take()) podium_.offer(best);
  }

  // open_[k] is 1 where layout k fits; their number.
  size_t close_gates() {
    open_.resize(inner_.size());
    double fitting = 0;
    for (size_t k = 0; k < inner_.size(); ++k) open_[k] = values_[0][k] <= query_.memory_line ? 1 : 0;
    for (size_t g = 1 + query_.by.size(); g < outputs_.size(); ++g) {
      for (size_t k = 0; k < inner_.size(); ++k) open_[k] *= values_[g][k];
    }
    for (size_t k = 0; k < inner_.size(); ++k) fitting += open_[k];
    return static_cast<size_t>(fitting);
  }

  RankedLayout ranked(const Layout& split, size_t k) const {
    RankedLayout layout{split, {}, values_[0][k]};
    for (const AxisRow& row : inner_rows_) layout.layout.*row.value = inner_[k].*row.value;
    for (size_t j = 0; j < query_.by.size(); ++j) layout.by.push_back(values_[1 + j][k]);
    return layout;
  }

  const LayoutQuery& query_;
  LayoutSpace space_;
  std::vector<AxisRow> outer_rows_, inner_rows_;
  std::vector<NodeId> outputs_;
  Program program_;
  Runner runner_;
  std::vector<double> inputs_;
  Podium podium_;
  std::optional<Layout> filled_;  // a split whose inner numbers the columns hold
  std::vector<Layout> inner_;
  std::vector<std::vector<double>> columns_, values_;
  std::vector<double> open_;
};

}  // namespace

LayoutSearch search_layouts(const System& system, const LayoutQuery& query, StudyControl* control) {
  assert(!query.by.empty() && query.top > 0 && query.shard < query.shards);
  const auto start = std::chrono::steady_clock::now();
  LayoutSearch result = Search(system, query).run(control);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

LayoutSearch merge(const std::vector<LayoutSearch>& shards, const LayoutQuery& query) {
  LayoutSearch all;
  Podium podium(query.top);
  for (const LayoutSearch& shard : shards) {
    all.visited += shard.visited;
    all.feasible += shard.feasible;
    all.seconds += shard.seconds;
    all.grid = shard.grid;
    all.least_memory_bytes = std::min(all.least_memory_bytes, shard.least_memory_bytes);
    all.complete = all.complete && shard.complete;
    for (const RankedLayout& layout : shard.best) podium.offer(layout);
  }
  all.best = podium.take();
  return all;
}

std::vector<double> layout_inputs(const System& system, std::vector<double> inputs) {
  const auto set = [&](std::string_view name, double value) {
    const int row = input_row(system.sheet, name);
    if (row >= 0) inputs[static_cast<size_t>(row)] = value;
  };
  set("train.micro_batches", 0);
  set("train.mfu_covers", 1);  // hardware
  return inputs;
}

std::vector<double> with_layout(const System& system, std::vector<double> inputs, const Layout& layout) {
  for (const LayoutAxis& axis : layout_axes()) {
    const int row = input_row(system.sheet, axis.input);
    if (row >= 0) inputs[static_cast<size_t>(row)] = layout.*axis.value;
  }
  return inputs;
}

}  // namespace wallflip
