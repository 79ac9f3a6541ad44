#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "bench/repeats.hpp"
#include "model/sheet/explain.hpp"
#include "model/sheet/program.hpp"
#include "model/systems/design.hpp"
#include "model/systems/system.hpp"

// One complete design, batched, on one core. Goals at napkin fidelity: 80 ns a column for a serving system, 100 ns for
// training; detailed 1 us.

namespace wallflip::bench {
namespace {

// A caller that takes the results block by block, while they are in the cache: 256 columns of every quantity of a case
// study are 7 MB, which measures the memory.
constexpr size_t columns = block_width;

// Values around the default that the input may take.
double random_value(const Input& input, std::mt19937& random) {
  const double u = static_cast<double>(random()) / 4294967296.0;
  switch (input.steps) {
    case Steps::named:
      return std::floor(u * static_cast<double>(input.choices.size()));
    case Steps::powers_of_two:
      return std::exp2(std::floor(u * 5));
    case Steps::integer:
      return std::round(input.value * std::exp2(2 * u - 1));
    default:
      return input.value * std::exp2(u - 0.5);
  }
}

struct Batch {
  std::vector<Column> inputs;
  Column outputs;
  std::vector<const double*> in;
  std::vector<double*> out;

  Batch(const Sheet& sheet, const std::vector<int>& varying, size_t results) {
    std::mt19937 random(1);
    for (const int row : varying) {
      inputs.emplace_back();
      for (size_t k = 0; k < columns; ++k) {
        inputs.back().push_back(random_value(sheet.inputs()[static_cast<size_t>(row)], random));
      }
    }
    outputs.resize(results * columns);
    for (auto& column : inputs) in.push_back(column.data());
    for (size_t j = 0; j < results; ++j) out.push_back(outputs.data() + j * columns);
  }
};

std::vector<NodeId> all_lets(const Sheet& sheet) {
  std::vector<NodeId> nodes;
  for (const Let& let : sheet.lets()) nodes.push_back(let.node);
  return nodes;
}

std::vector<int> all_inputs(const Sheet& sheet) {
  std::vector<int> rows(sheet.inputs().size());
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

// Each value once: names that turn out to mean the same number are one result.
std::vector<NodeId> distinct(const System& system, const std::vector<NodeId>& outputs, const std::vector<int>& varying,
                             const std::vector<FixedInput>& fixed) {
  const Program program(system.sheet, outputs, varying, fixed);
  std::vector<NodeId> first;
  std::vector<size_t> kept;
  for (size_t j = 0; j < outputs.size(); ++j) {
    if (std::any_of(kept.begin(), kept.end(), [&](size_t i) { return program.same_output(i, j); })) continue;
    kept.push_back(j);
    first.push_back(outputs[j]);
  }
  return first;
}

void run(benchmark::State& state, const std::vector<NodeId>& names, const System& system,
         const std::vector<int>& varying, const std::vector<FixedInput>& fixed = {}) {
  const std::vector<NodeId> outputs = distinct(system, names, varying, fixed);
  const Program program(system.sheet, outputs, varying, fixed);
  Runner runner(program);
  Batch batch(system.sheet, varying, outputs.size());
  std::vector<double> inputs = system.sheet.defaults();
  for (const FixedInput& f : fixed) inputs[static_cast<size_t>(f.input)] = f.value;
  runner.set_inputs(inputs);
  for (auto _ : state) {
    runner.run(batch.in, columns, batch.out);
    benchmark::DoNotOptimize(batch.outputs.data());
  }
  count_as(state, "per_column", columns);
  state.counters["operations"] = static_cast<double>(program.operation_count());
  state.counters["slots"] = static_cast<double>(program.slot_count());
}

void every_quantity_all_inputs(benchmark::State& state, const char* id) {
  const auto system = make_system(id);
  run(state, all_lets(system->sheet), *system, all_inputs(system->sheet));
}

std::vector<int> all_but_choices(const Sheet& sheet) {
  std::vector<int> rows = all_inputs(sheet);
  std::erase_if(rows, [&](int row) { return sheet.inputs()[static_cast<size_t>(row)].steps == Steps::named; });
  return rows;
}

// A complete design by the sides that the choices of `inputs` take: at napkin fidelity that is not the arithmetic of
// operators, which has sections of its own.
class TakenDesign {
 public:
  TakenDesign(const System& system, const std::vector<double>& inputs)
      : sheet_(system.sheet), values_(evaluate_nodes(sheet_, inputs)), seen_(sheet_.nodes().size()) {
    for (const Contest& contest : system.contests) {
      for (const Contestant& c : contest.of) end(c.quantity.node);
    }
    std::set<std::string> sections;
    for (const NodeId id : lets) sections.insert(section_of(id));
    for (const Let& let : sheet_.lets()) {
      if (feeds(sheet_, let.node).empty() && sections.contains(section_of(let.node))) end(let.node);
    }
    for (const Gate& gate : sheet_.gates()) {
      if (seen_[static_cast<size_t>(gate.condition)]) ends.push_back(gate.condition);
    }
    std::sort(lets.begin(), lets.end());
  }
  std::vector<NodeId> ends;  // what it is asked for: walls, results (dollars, MFU ...), and whether it stands
  std::vector<NodeId> lets;  // every named quantity on the way there

 private:
  std::string section_of(NodeId id) const {
    const std::string name(sheet_.name(id));
    return name.substr(0, name.rfind('.'));
  }

  bool chosen(NodeId condition) const {
    const NodeId ids[] = {condition};
    const std::vector<int> behind = inputs_behind(sheet_, ids);
    return std::all_of(behind.begin(), behind.end(),
                       [&](int row) { return sheet_.inputs()[static_cast<size_t>(row)].steps == Steps::named; });
  }

  void end(NodeId id) {
    ends.push_back(id);
    walk(id);
  }

  void walk(NodeId id) {
    if (id < 0 || seen_[static_cast<size_t>(id)]) return;
    seen_[static_cast<size_t>(id)] = true;
    const Node& node = sheet_.node(id);
    if (node.op == Op::let) lets.push_back(id);
    if (node.op == Op::select && chosen(node.a)) {
      return walk(values_[static_cast<size_t>(node.a)] != 0 ? node.b : node.c);
    }
    for (const NodeId operand : {node.a, node.b, node.c}) walk(operand);
    if (node.op != Op::function) return;
    for (const NodeId argument : sheet_.calls()[static_cast<size_t>(node.index)].arguments) walk(argument);
  }

  const Sheet& sheet_;
  std::vector<double> values_;
  std::vector<bool> seen_;
};

// As a study runs it: every number varies, the named choices are those of the design.
void system_at(benchmark::State& state, const std::string& id, double fidelity, std::vector<NodeId> TakenDesign::*of) {
  const auto system = make_system(id);
  const std::vector<int> varying = all_but_choices(system->sheet);
  std::vector<double> inputs = system->sheet.defaults();
  if (const int row = input_row(system->sheet, "model.fidelity"); row >= 0) {
    inputs[static_cast<size_t>(row)] = fidelity;
  }
  const TakenDesign design(*system, inputs);
  run(state, design.*of, *system, varying, fixed_choices(system->sheet, varying, inputs));
  state.counters["quantities"] = static_cast<double>((design.*of).size());
}

void every_quantity_five_knobs(benchmark::State& state) {
  const auto system = make_system("replica");
  std::vector<int> varying;
  for (const char* name : {"slo.tpot", "llm.params", "load.batch", "load.context", "serve.max_model_len"}) {
    varying.push_back(input_row(system->sheet, name));
  }
  std::sort(varying.begin(), varying.end());
  run(state, all_lets(system->sheet), *system, varying);
}

void walls_all_inputs(benchmark::State& state) {
  const auto system = make_system("replica");
  std::vector<NodeId> outputs;
  for (const Contestant& c : system->contests.front().of) outputs.push_back(c.quantity.node);
  run(state, outputs, *system, all_inputs(system->sheet));
}

void node_walk(benchmark::State& state) {
  const auto system = make_system("replica");
  const std::vector<double> inputs = system->sheet.defaults();
  for (auto _ : state) benchmark::DoNotOptimize(evaluate_nodes(system->sheet, inputs).data());
}

void compile(benchmark::State& state) {
  const auto system = make_system("replica");
  const std::vector<NodeId> outputs = all_lets(system->sheet);
  const std::vector<int> varying = {input_row(system->sheet, "load.batch")};
  for (auto _ : state) benchmark::DoNotOptimize(Program(system->sheet, outputs, varying).slot_count());
}

void build(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(make_system("replica").get());
}

BENCHMARK_CAPTURE(every_quantity_all_inputs, replica, "replica")->Apply(repeats);
BENCHMARK_CAPTURE(every_quantity_all_inputs, decode_step, "decode_step")->Apply(repeats);
BENCHMARK(every_quantity_five_knobs)->Apply(repeats);
BENCHMARK(walls_all_inputs)->Apply(repeats);
BENCHMARK(node_walk)->Apply(repeats)->Unit(benchmark::kMicrosecond);
BENCHMARK(compile)->Apply(repeats)->Unit(benchmark::kMicrosecond);
BENCHMARK(build)->Apply(repeats)->Unit(benchmark::kMicrosecond);

}  // namespace

/// Every system of the table at both fidelities, where it has them: "design" asks for walls and results, as a sweep
/// does, "names" for every quantity on the way, as the arithmetic card does.
void register_systems() {
  const std::pair<const char*, std::vector<NodeId> TakenDesign::*> asked[] = {{"design/", &TakenDesign::ends},
                                                                              {"names/", &TakenDesign::lets}};
  for (const auto& [what, of] : asked) {
    for (const SystemRow& row : system_table()) {
      const auto add = [what = what, of = of, id = std::string(row.id)](const char* name, double fidelity) {
        benchmark::RegisterBenchmark((what + id + "/" + name).c_str(), [=](benchmark::State& state) {
          system_at(state, id, fidelity, of);
        })->Apply(repeats);
      };
      add("napkin", 0);
      if (input_row(make_system(row.id)->sheet, "model.fidelity") >= 0) add("detailed", 1);
    }
  }
}

}  // namespace wallflip::bench
