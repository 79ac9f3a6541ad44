#include "model/study/sweep.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>

#include "model/systems/design.hpp"
#include "model/systems/evaluation.hpp"

using namespace wallflip;

namespace {

Knob knob_of(const System& system, const char* input, double min, double max) {
  Knob knob;
  knob.name = input;
  knob.input = input_row(system.sheet, input);
  REQUIRE(knob.input >= 0);
  const bool whole = system.sheet.inputs()[static_cast<size_t>(knob.input)].steps == Steps::integer;
  knob.kind = whole ? KnobKind::integer : KnobKind::real;
  knob.min = min;
  knob.max = max;
  knob.log = true;
  return knob;
}

// The accelerators of the course, as a knob: six inputs move at once.
Knob gpu_knob(const System& system) {
  const LoadedCatalog loaded = load_catalog(WALLFLIP_SOURCE_DIR "/assets/catalog");
  Knob knob;
  knob.name = "gpu";
  knob.kind = KnobKind::choice;
  for (const char* id : {"a100-sxm-80", "h100-sxm", "h200-sxm", "b200-sxm", "l40s", "mi300x"}) {
    Issues issues;
    knob.choices.push_back({id, 0, {}});
    for (const RowValue& v : row_values(system, system.rows[0], loaded.catalog, id, issues)) {
      knob.choices.back().sets.emplace_back(v.input, v.value);
    }
  }
  return knob;
}

std::vector<Knob> knobs_of(const System& system) {
  return {knob_of(system, "load.batch", 1, 1024), knob_of(system, "load.context", 16, 32768),
          knob_of(system, "slo.tpot", 0.005, 0.2), gpu_knob(system)};
}

bool same_bits(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

Evaluation at(const System& system, const std::vector<Knob>& knobs, const std::vector<double>& positions) {
  std::vector<double> inputs = system.sheet.defaults();
  for (size_t i = 0; i < knobs.size(); ++i) set_position(knobs[i], positions[i], inputs);
  return evaluate(system, inputs);
}

}  // namespace

TEST_CASE("programs follow the named choices of the design") {
  const auto system = make_system("replica");
  Programs programs(*system);
  const Knob batch = knob_of(*system, "load.batch", 1, 1024);
  std::vector<NodeId> lets;
  for (const Let& let : system->sheet.lets()) lets.push_back(let.node);
  for (const double protocol : {0.0, 1.0, 2.0, 3.0, 0.0}) {
    for (const double dtype : {0.0, 1.0}) {
      std::vector<double> inputs = system->sheet.defaults();
      inputs[static_cast<size_t>(input_row(system->sheet, "net.protocol"))] = protocol;
      inputs[static_cast<size_t>(input_row(system->sheet, "llm.gemm_dtype"))] = dtype;
      inputs[static_cast<size_t>(input_row(system->sheet, "split.tp"))] = 4;
      const Sweep s = sweep(programs, lets, batch, {48}, inputs);
      set_position(batch, 48, inputs);
      const Evaluation e = evaluate(*system, inputs);
      int wrong = 0;
      for (size_t j = 0; j < lets.size(); ++j) {
        wrong += same_bits(s.values[j][0], e.nodes[static_cast<size_t>(lets[j])]) ? 0 : 1;
      }
      CHECK(wrong == 0);
    }
  }
}

// Everything that the knob does not touch is hoisted out of the sweep; the walk over the nodes knows no hoisting.
TEST_CASE("a sweep gives the bits and the gates of evaluating point by point") {
  const auto system = make_system("replica");
  Programs programs(*system);
  std::vector<NodeId> lets;
  for (const Let& let : system->sheet.lets()) lets.push_back(let.node);
  for (const Knob& knob : knobs_of(*system)) {
    const std::vector<double> positions = knob.positions(200);
    const Sweep s = sweep(programs, lets, knob, positions, system->sheet.defaults());
    int wrong = 0;
    int closed = 0;
    for (size_t k = 0; k < positions.size(); ++k) {
      const Evaluation e = at(*system, {knob}, {positions[k]});
      for (size_t j = 0; j < lets.size(); ++j) {
        wrong += same_bits(s.values[j][k], e.nodes[static_cast<size_t>(lets[j])]) ? 0 : 1;
        wrong += s.open[j][k] == e.open(system->sheet, lets[j]) ? 0 : 1;
        closed += s.open[j][k] ? 0 : 1;
      }
    }
    CAPTURE(knob.name);
    CHECK(wrong == 0);
    CHECK(closed > 0);
  }
}

TEST_CASE("where a design does not fit a sweep has no step time, but pressures") {
  const auto system = make_system("replica");
  Programs programs(*system);
  const std::vector<NodeId> nodes = {system->sheet.find("decode.step_time"), system->sheet.find("pressure.capacity")};
  const Knob batch = knob_of(*system, "load.batch", 1, 1024);
  const Sweep s = sweep(programs, nodes, batch, {223, 224}, system->sheet.defaults());  // 223 sequences fit
  CHECK(s.open[0][0]);
  CHECK_FALSE(s.open[0][1]);
  CHECK(s.open[1][1]);
  CHECK(s.values[1][0] <= 1);
  CHECK(s.values[1][1] > 1);
}

TEST_CASE("leaders along a knob are those of the standing at each point, for every contest") {
  const auto system = make_system("replica");
  Programs programs(*system);
  for (const Contest& contest : system->contests) {
    for (const Knob& knob : knobs_of(*system)) {
      const std::vector<double> positions = knob.positions(150);
      const auto leaders = leaders_along(programs, contest, knob, positions, system->sheet.defaults());
      for (size_t k = 0; k < positions.size(); ++k) {
        CHECK(leaders[k] == standing(contest, at(*system, {knob}, {positions[k]})).leader);
      }
    }
  }
}

TEST_CASE("a wall map holds one row of x for each y, and every point is the leader there") {
  const auto system = make_system("replica");
  Programs programs(*system);
  const std::vector<Knob> knobs = knobs_of(*system);
  const Contest& walls = system->contests.front();
  for (const auto& [x, y] : {std::pair{0, 2}, {1, 0}, {3, 1}, {0, 3}}) {
    const Knob& across = knobs[static_cast<size_t>(x)];
    const Knob& down = knobs[static_cast<size_t>(y)];
    const WallMap map = wall_map(programs, walls, across, down, 40, system->sheet.defaults());
    REQUIRE(map.leader.size() == map.x.size() * map.y.size());
    CHECK(map.x == across.positions(40));
    CHECK(map.y == down.positions(40));
    int wrong = 0;
    for (size_t iy = 0; iy < map.y.size(); ++iy) {
      for (size_t ix = 0; ix < map.x.size(); ++ix) {
        const Evaluation e = at(*system, {across, down}, {map.x[ix], map.y[iy]});
        wrong += map.leader[iy * map.x.size() + ix] == standing(walls, e).leader ? 0 : 1;
      }
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("a map over one input twice lets y have the last word") {
  const auto system = make_system("replica");
  Programs programs(*system);
  const Knob batch = knob_of(*system, "load.batch", 1, 1024);
  const Contest& walls = system->contests.front();
  const WallMap map = wall_map(programs, walls, batch, batch, 16, system->sheet.defaults());
  const auto along = leaders_along(programs, walls, batch, map.y, system->sheet.defaults());
  for (size_t iy = 0; iy < 16; ++iy) {
    for (size_t ix = 0; ix < 16; ++ix) CHECK(map.leader[iy * 16 + ix] == along[iy]);
  }
}
