#include "model/study/sweep.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace wallflip {
namespace {

// Columns of both knobs over the whole grid, rows by y.
struct GridColumns {
  std::vector<int> rows;
  std::vector<Column> columns;
};

GridColumns grid_columns(const Knob& x, const Knob& y, const WallMap& map, const std::vector<double>& inputs) {
  const auto across = columns_of(x, map.x, inputs);
  const auto down = columns_of(y, map.y, inputs);
  GridColumns grid;
  const auto add = [&](int row, auto value_at) {
    grid.rows.push_back(row);
    Column column(map.x.size() * map.y.size());
    for (size_t iy = 0; iy < map.y.size(); ++iy) {
      for (size_t ix = 0; ix < map.x.size(); ++ix) column[iy * map.x.size() + ix] = value_at(ix, iy);
    }
    grid.columns.push_back(std::move(column));
  };
  const std::vector<int> x_rows = x.inputs();
  const std::vector<int> y_rows = y.inputs();
  for (size_t i = 0; i < x_rows.size(); ++i) {
    if (std::find(y_rows.begin(), y_rows.end(), x_rows[i]) != y_rows.end()) continue;  // y has the last word
    add(x_rows[i], [&](size_t ix, size_t) { return across[i][ix]; });
  }
  for (size_t i = 0; i < y_rows.size(); ++i) {
    add(y_rows[i], [&](size_t, size_t iy) { return down[i][iy]; });
  }
  return grid;
}

std::vector<Column> run(CompiledSweep& sweep, const std::vector<Column>& columns, size_t count, size_t outputs,
                        const std::vector<double>& inputs) {
  std::vector<const double*> in;
  for (const auto& column : columns) in.push_back(column.data());
  std::vector<Column> values(outputs, Column(count));
  std::vector<double*> out;
  for (auto& column : values) out.push_back(column.data());
  sweep.runner.set_inputs(inputs);
  sweep.runner.run(in, count, out);
  return values;
}

std::vector<uint8_t> leaders(Pick pick, const std::vector<Column>& values) {
  const size_t count = values[0].size();
  std::vector<uint8_t> leader(count, 0);
  Column best = values[0];
  const double sign = pick == Pick::largest ? 1 : -1;
  for (size_t j = 1; j < values.size(); ++j) {
    for (size_t k = 0; k < count; ++k) {
      const bool ahead = sign * values[j][k] > sign * best[k];
      best[k] = ahead ? values[j][k] : best[k];
      leader[k] = ahead ? static_cast<uint8_t>(j) : leader[k];
    }
  }
  return leader;
}

}  // namespace

Sweep sweep(Programs& programs, const std::vector<NodeId>& quantities, const Knob& knob,
            const std::vector<double>& positions, const std::vector<double>& inputs) {
  const Sheet& sheet = programs.system().sheet;
  std::vector<NodeId> outputs = quantities;
  for (const Gate& gate : sheet.gates()) outputs.push_back(gate.condition);
  CompiledSweep& compiled = programs.get(outputs, knob.inputs(), inputs);
  auto values = run(compiled, columns_of(knob, positions, inputs), positions.size(), outputs.size(), inputs);
  Sweep result{positions, {}, {}};
  for (size_t j = 0; j < quantities.size(); ++j) {
    std::vector<bool> open(positions.size(), true);
    for (size_t g = 0; g < sheet.gates().size(); ++g) {
      if ((sheet.node(quantities[j]).requirements >> g & 1U) == 0) continue;
      for (size_t k = 0; k < positions.size(); ++k) open[k] = open[k] && values[quantities.size() + g][k] != 0;
    }
    result.values.push_back(std::move(values[j]));
    result.open.push_back(std::move(open));
  }
  return result;
}

std::vector<std::optional<double>> values_at(Programs& programs, const std::vector<NodeId>& quantities,
                                             const std::vector<double>& inputs) {
  const Sheet& sheet = programs.system().sheet;
  std::vector<NodeId> outputs = quantities;
  for (const Gate& gate : sheet.gates()) outputs.push_back(gate.condition);
  CompiledSweep& compiled = programs.get(outputs, {}, inputs);
  std::vector<double> found(outputs.size());
  compiled.runner.set_inputs(inputs);
  compiled.runner.run_one({}, found);
  std::vector<std::optional<double>> values;
  for (size_t j = 0; j < quantities.size(); ++j) {
    bool open = std::isfinite(found[j]);
    for (size_t g = 0; g < sheet.gates().size(); ++g) {
      const bool needed = (sheet.node(quantities[j]).requirements >> g & 1U) != 0;
      open = open && (!needed || found[quantities.size() + g] != 0);
    }
    values.push_back(open ? std::optional(found[j]) : std::nullopt);
  }
  return values;
}

std::vector<uint8_t> leaders_along(Programs& programs, const Contest& contest, const Knob& knob,
                                   const std::vector<double>& positions, const std::vector<double>& inputs) {
  const std::vector<NodeId> nodes = nodes_of(contest);
  CompiledSweep& compiled = programs.get(nodes, knob.inputs(), inputs);
  return leaders(contest.pick,
                 run(compiled, columns_of(knob, positions, inputs), positions.size(), nodes.size(), inputs));
}

WallMap wall_map(Programs& programs, const Contest& contest, const Knob& x, const Knob& y, size_t size,
                 const std::vector<double>& inputs) {
  WallMap map{x.positions(size), y.positions(size), {}};
  const GridColumns grid = grid_columns(x, y, map, inputs);
  const std::vector<NodeId> nodes = nodes_of(contest);
  CompiledSweep& compiled = programs.get(nodes, grid.rows, inputs);
  map.leader = leaders(contest.pick, run(compiled, grid.columns, map.x.size() * map.y.size(), nodes.size(), inputs));
  return map;
}

}  // namespace wallflip
