#include "app/panels/derived.hpp"

#include <algorithm>
#include <cmath>

#include "model/sheet/explain.hpp"

namespace wallflip {
namespace {

std::tuple<std::string, double, double> range_of(const Knob& knob) {
  return {knob.name, knob.first(), knob.last()};
}

// The inputs behind `nodes` that the result's own knobs do not set.
std::vector<int> reads_of(const Sheet& sheet, const std::vector<NodeId>& nodes, const std::vector<int>& moved) {
  std::vector<int> reads = inputs_behind(sheet, nodes);
  std::erase_if(reads, [&](int row) { return std::find(moved.begin(), moved.end(), row) != moved.end(); });
  return reads;
}

DrawnMap drawn(WallMap map) {
  const size_t size = std::max(map.x.size(), map.y.size());
  std::vector<uint8_t> cells;
  cells.reserve(size * size);
  for (size_t iy = 0; iy < size; ++iy) {
    const size_t row = sample_at(iy, size, map.y.size()) * map.x.size();
    for (size_t ix = 0; ix < size; ++ix) cells.push_back(map.leader[row + sample_at(ix, size, map.x.size())]);
  }
  return {std::move(map), widgets::map_shapes(cells, static_cast<int>(size))};
}

}  // namespace

size_t sample_at(size_t i, size_t cells, size_t samples) {
  if (cells == samples) return i;
  const double share = static_cast<double>(i) / static_cast<double>(cells - 1);
  return static_cast<size_t>(std::lround(share * static_cast<double>(samples - 1)));
}

template <class T, class Compute>
const T& Derived::keep(Kept<T>& kept, bool is_new, const std::vector<NodeId>& nodes, const std::vector<int>& moved,
                       Compute compute) {
  const std::vector<double>& inputs = session_->design().inputs;
  if (is_new) kept.reads = reads_of(session_->lab().sheet(), nodes, moved);
  bool same = !is_new;
  kept.seen.resize(kept.reads.size());
  for (size_t i = 0; i < kept.reads.size(); ++i) {
    const double now = inputs[static_cast<size_t>(kept.reads[i])];
    same = same && kept.seen[i] == now;
    kept.seen[i] = now;
  }
  if (!same) kept.value = compute(*session_->lab().programs, inputs);
  return kept.value;
}

const FlipSearch& Derived::flips(const Contest& contest, const Knob& knob) {
  const auto [entry, is_new] = flips_.try_emplace({contest.id, range_of(knob)});
  return keep(entry->second, is_new, nodes_of(contest), knob.inputs(),
              [&](Programs& programs, const auto& inputs) { return find_flips(programs, contest, knob, inputs); });
}

const Sweep& Derived::along(const std::vector<NodeId>& quantities, const Knob& knob, size_t count) {
  const auto [entry, is_new] = sweeps_.try_emplace({quantities, range_of(knob), count});
  std::vector<double>& positions = entry->second.value.positions;  // the same whatever moved
  if (is_new) positions = knob.positions(count);
  return keep(entry->second, is_new, quantities, knob.inputs(), [&](Programs& programs, const auto& inputs) {
    return sweep(programs, quantities, knob, positions, inputs);
  });
}

const DrawnMap& Derived::map(const Contest& contest, const Knob& x, const Knob& y, size_t size) {
  const auto [entry, is_new] = maps_.try_emplace({contest.id, range_of(x), range_of(y), size});
  std::vector<int> moved = x.inputs();
  const std::vector<int> also = y.inputs();
  moved.insert(moved.end(), also.begin(), also.end());
  return keep(entry->second, is_new, nodes_of(contest), moved, [&](Programs& programs, const auto& inputs) {
    return drawn(wall_map(programs, contest, x, y, size, inputs));
  });
}

const Growth& Derived::growth(const Contest& contest, int demand) {
  const auto [entry, is_new] = growths_.try_emplace({contest.id, demand});
  return keep(entry->second, is_new, nodes_of(contest), {},
              [&](Programs&, const auto&) { return grow(session_->lab(), session_->design(), contest, demand); });
}

std::vector<double> Derived::read(const std::vector<int>& rows) const {
  std::vector<double> values;
  for (const int row : rows) values.push_back(session_->design().inputs[static_cast<size_t>(row)]);
  return values;
}

namespace {

LayoutQuery layout_query(const System& system, const std::vector<double>& inputs) {
  LayoutQuery query;
  query.inputs = layout_inputs(system, inputs);
  query.by = {system.sheet.find("train.step_time")};
  query.one_per_split = true;  // else the best ten may be one split in ten chunk counts
  return query;
}

// What a search of layouts depends on: all that its numbers read, but for what a layout itself sets.
std::vector<int> layout_reads(const System& system) {
  const Sheet& sheet = system.sheet;
  std::vector<NodeId> nodes = nodes_of(system.contests.front());
  for (const char* name : {"train.step_time", "train.memory_bytes", "train.mfu"}) nodes.push_back(sheet.find(name));
  std::vector<int> set = {input_row(sheet, "train.micro_batches"), input_row(sheet, "train.mfu_covers")};
  for (const LayoutAxis& axis : layout_axes()) set.push_back(input_row(sheet, axis.input));
  return reads_of(sheet, nodes, set);
}

}  // namespace

LayoutRun* Derived::layouts() {
  const std::shared_ptr<const System> system = session_->lab().system;
  if (system->id != "pretraining") return nullptr;
  if (layout_reads_.empty()) layout_reads_ = layout_reads(*system);
  layouts_.ask(read(layout_reads_), [&] {
    return [system, query = layout_query(*system, session_->design().inputs)](StudyControl& control) {
      LayoutPodium podium{search_layouts(*system, query, &control), {}};
      podium.rows = stand_layouts(*system, query, podium.search.best);
      return podium;
    };
  });
  return &layouts_;
}

BatchingRun* Derived::batching() {
  const std::shared_ptr<const System> system = session_->lab().system;
  if (system->id != "serving_point" || !session_->verdict().fits) return nullptr;
  const std::vector<double>& inputs = session_->design().inputs;  // the simulation may read any of them
  batching_.ask(inputs, [&] {
    return [system, inputs](StudyControl& control) { return study_batching(*system, inputs, &control); };
  });
  return &batching_;
}

const std::vector<std::optional<double>>& Derived::at_other_fidelity() {
  const std::vector<NodeId>& outputs = session_->lab().outputs;
  const int row = input_row(session_->lab().sheet(), "model.fidelity");
  return keep(other_, other_.reads.empty(), outputs, {}, [&](Programs& programs, std::vector<double> inputs) {
    double& fidelity = inputs[static_cast<size_t>(row)];
    fidelity = fidelity == 0 ? 1 : 0;
    return values_at(programs, outputs, inputs);
  });
}

const Evaluation& Derived::earlier(const std::vector<double>& inputs) {
  constexpr size_t most_kept = 64;
  if (earlier_.size() >= most_kept && !earlier_.contains(inputs)) earlier_.clear();
  const auto [entry, is_new] = earlier_.try_emplace(inputs);
  if (is_new) entry->second = evaluate(*session_->lab().system, inputs);
  return entry->second;
}

}  // namespace wallflip
