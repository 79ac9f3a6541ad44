#include <bit>
#include <cmath>
#include <numeric>
#include <set>
#include <string>

#include "model/sheet/explain.hpp"
#include "model/sheet/parse.hpp"
#include "model/sheet/program.hpp"
#include "tests/model/systems/random_designs.hpp"
#include "tests/support/share.hpp"

using namespace wallflip;
using wallflip::test::RandomDesigns;

// What must hold for every system of the table, whatever is in it.

namespace {

struct Found {
  std::set<std::string> names;
  long closed = 0, values = 0;
};

// Runs `count` designs through one compiled program and collects lets that are open and yet not finite.
Found undefined_quantities(RandomDesigns& designs, size_t count) {
  const Sheet& sheet = designs.system().sheet;
  std::vector<NodeId> outputs;
  for (const Let& let : sheet.lets()) outputs.push_back(let.node);
  for (const Gate& gate : sheet.gates()) outputs.push_back(gate.condition);
  std::vector<int> varying(sheet.inputs().size());
  std::iota(varying.begin(), varying.end(), 0);
  const Program program(sheet, outputs, varying);
  Runner runner(program);
  runner.set_inputs(sheet.defaults());
  Found found;
  std::vector<double> values(outputs.size());
  for (size_t k = 0; k < count; ++k) {
    runner.run_one(designs.next(), values);
    uint32_t closed = 0;
    for (size_t g = 0; g < sheet.gates().size(); ++g) closed |= values[sheet.lets().size() + g] == 0 ? 1U << g : 0U;
    for (size_t j = 0; j < sheet.lets().size(); ++j) {
      const bool open = (sheet.node(outputs[j]).requirements & closed) == 0;
      found.closed += open ? 0 : 1;
      found.values += 1;
      if (open && !std::isfinite(values[j])) found.names.insert(sheet.lets()[j].name);
    }
  }
  return found;
}

}  // namespace

TEST_CASE("systems build without an issue") {
  for (const SystemRow& row : system_table()) {
    const auto system = make_system(row.id);
    for (const Issue& issue : system->sheet.issues()) FAIL_CHECK(row.id << ": " << issue.what);
    CHECK(system->contests.front().id == "walls");
  }
}

TEST_CASE("over 100,000 random designs every quantity is finite or declared infeasible") {
  for (const SystemRow& row : system_table()) {
    RandomDesigns designs(row.id);
    const int count = test::share_of(100'000);
    const Found found = undefined_quantities(designs, static_cast<size_t>(count));
    for (const std::string& name : found.names) FAIL_CHECK(row.id << ": " << name);
    CHECK(found.values > 10L * count);
    CHECK(found.closed < found.values);
    if (row.id == "replica") CHECK(found.closed > 0);
  }
}

TEST_CASE("pressures are never negative, and shares stay shares") {
  for (const SystemRow& row : system_table()) {
    RandomDesigns designs(row.id, 2);
    const Sheet& sheet = designs.system().sheet;
    for (int i = 0; i < test::share_of(2000); ++i) {
      const Evaluation e = evaluate(designs.system(), designs.next());
      for (const Contestant& c : designs.system().contests.front().of) {
        CHECK(e.nodes[static_cast<size_t>(c.quantity.node)] >= 0);
      }
      for (const Let& let : sheet.lets()) {
        const std::optional<double> v = e.value(sheet, let.node);
        if (let.display != "%" || !v) continue;
        CAPTURE(let.name);
        CHECK(*v >= 0);
      }
    }
  }
}

// What the screen shows is what the tape runs: the text of every formula, parsed again, gives the same bits.
TEST_CASE("every printed formula parses back to the same values") {
  for (const SystemRow& row : system_table()) {
    RandomDesigns designs(row.id, 3);
    Sheet& sheet = designs.system().sheet;
    std::vector<std::pair<NodeId, NodeId>> pairs;
    for (size_t i = 0, n = sheet.lets().size(); i < n; ++i) {
      const NodeId node = sheet.lets()[i].node;
      const std::string text = formula_text(sheet, node);
      if (text.empty()) continue;  // a function node
      const ParsedFormula parsed = parse_formula(sheet, text);
      if (parsed.error) FAIL_CHECK(sheet.lets()[i].name << " = " << text << ": " << parsed.error->message);
      if (!parsed.error) pairs.emplace_back(node, parsed.node());
    }
    CHECK(pairs.size() > 20);
    int different = 0;
    for (int k = 0; k < 1000; ++k) {
      const std::vector<double> values = evaluate_nodes(sheet, designs.next());
      for (const auto& [let, parsed] : pairs) {
        const double a = values[static_cast<size_t>(let)];
        const double b = values[static_cast<size_t>(parsed)];
        different += std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b) || (a != a && b != b) ? 0 : 1;
      }
    }
    CHECK(different == 0);
  }
}

TEST_CASE("no formula is longer than 120 characters") {
  for (const SystemRow& row : system_table()) {
    for (const std::string& offender : overlong_formulas(make_system(row.id)->sheet)) FAIL_CHECK(offender);
  }
}

TEST_CASE("every source that a system cites is in the catalog") {
  const Catalog& catalog = test::shipped_catalog();
  size_t looked_up = 0;
  const auto look_up = [&](const std::string& name, const std::string& source) {
    Issues issues;
    if (find_source(catalog, source, issues) == nullptr) FAIL_CHECK(name << " cites " << source);
    ++looked_up;
  };
  for (const SystemRow& row : system_table()) {
    const auto system = make_system(row.id);
    for (const Let& let : system->sheet.lets()) look_up(let.name, let.source);
    for (const Input& input : system->sheet.inputs()) look_up(input.name, input.source);
    for (const RowSlot& slot : system->rows) {
      for (const std::string& id : rows_for(slot, catalog)) {
        Issues issues;
        for (const RowValue& v : row_values(*system, slot, catalog, id, issues)) look_up(id, v.source);
      }
    }
  }
  CHECK(looked_up > 1000);
}

TEST_CASE("every quantity has a label, and no two of a system share a name") {
  for (const SystemRow& row : system_table()) {
    const auto system = make_system(row.id);
    std::set<std::string> names;
    for (const Let& let : system->sheet.lets()) {
      CAPTURE(let.name);
      CHECK_FALSE(let.label.empty());
      CHECK(names.insert(let.name).second);
    }
  }
}
