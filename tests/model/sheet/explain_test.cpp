#include "model/sheet/explain.hpp"

#include <doctest/doctest.h>

#include "model/sheet/parse.hpp"

namespace wallflip {
namespace {

struct Memory {
  Sheet sheet;
  Section kv = sheet.section("kv");
  Quantity context = kv.input("context", 2000 * token / sequence, "context", "knob");
  Quantity per_token = kv.input("bytes_per_token", 327680 * byte / token, "bytes of one token", "llama3");
  Quantity batch = kv.input("batch", 64 * sequence, "running sequences", "knob");
  Quantity available = kv.input("available", 76e9 * byte, "free memory", "h100");
  Quantity needed = kv.let("needed", batch* context* per_token, byte, "memory of the cache", "pope_2022");
  Requirement fits = kv.require("fits", needed <= available, "needs {kv.needed}, has {kv.available}, not {kv.typo}");
  Requirement small = kv.require("small", batch <= 1000 * sequence, "more than 1,000 sequences");
  Quantity time = kv.let("time", (max(needed, available) / (3.35e12 * byte / second)).given(fits), second,
                         "time to read it", "definition");
  Quantity rate = kv.let("rate", batch / time, sequence / second, "rate", "definition");
  std::vector<double> values = evaluate_nodes(sheet, sheet.defaults());

  void set(size_t input, double value) {
    std::vector<double> inputs = sheet.defaults();
    inputs[input] = value;
    values = evaluate_nodes(sheet, inputs);
  }
};

TEST_CASE("an explanation opens level by level, down to inputs with sources") {
  Memory m;
  REQUIRE(m.sheet.issues().empty());
  const Explanation one = explain(m.sheet, m.time.node, m.values);
  CHECK(one.name == "kv.time");
  CHECK(one.label == "time to read it");
  CHECK(one.source_id == "definition");
  CHECK(one.formula == "max(kv.needed, kv.available) / (3350000000000 B/s)");
  CHECK(one.with_numbers == "max(41.9 GB, 76.0 GB) / (3350000000000 B/s)");
  CHECK(one.text == "22.7 ms");
  CHECK(one.blocked == "");
  REQUIRE(one.inputs.size() == 2);
  CHECK(one.inputs[0].name == "kv.needed");
  CHECK(!one.inputs[0].taken);
  CHECK(!one.inputs[0].opened);
  CHECK(one.inputs[0].inputs.empty());
  CHECK(one.inputs[1].taken);
  CHECK(one.inputs[1].is_input);
  CHECK(one.inputs[1].formula == "");
  CHECK(one.inputs[1].source_id == "h100");

  const Explanation two = explain(m.sheet, m.time.node, m.values, 2);
  CHECK(two.inputs[0].opened);
  CHECK(two.inputs[0].formula == "kv.batch * kv.context * kv.bytes_per_token");
  CHECK(two.inputs[0].inputs.size() == 3);
  CHECK(explain(m.sheet, m.time.node, m.values, 0).inputs.empty());
}

TEST_CASE("a catalog row replaces the source of an input") {
  Memory m;
  const Provenance from_catalog = [](const Input& input) {
    return input.name == "kv.available" ? InputSource{"nvidia_h200", "datasheet, page 2"}
                                        : InputSource{input.source, ""};
  };
  const Explanation e = explain(m.sheet, m.time.node, m.values, 9, from_catalog);
  CHECK(e.inputs[1].source_id == "nvidia_h200");
  CHECK(e.inputs[1].source_note == "datasheet, page 2");
  CHECK(e.inputs[0].inputs[1].source_id == "knob");
}

TEST_CASE("a design that does not fit says why and by how much") {
  Memory m;
  m.set(2, 223);
  CHECK(first_failed_gate(m.sheet, m.time.node, m.values) == 0);
  CHECK(first_failed_gate(m.sheet, m.needed.node, m.values) == -1);
  CHECK(blocked_reason(m.sheet, m.rate.node, m.values) == "needs 146.1 GB, has 76 GB, not {kv.typo}");
  const Explanation e = explain(m.sheet, m.rate.node, m.values, 2);
  CHECK(e.blocked == "needs 146.1 GB, has 76 GB, not {kv.typo}");
  CHECK(e.inputs[0].blocked == "");
  CHECK(e.inputs[1].blocked != "");
}

TEST_CASE("what a quantity feeds") {
  Memory m;
  CHECK(feeds(m.sheet, m.batch.node) == std::vector<NodeId>{m.needed.node, m.rate.node});
  CHECK(feeds(m.sheet, m.time.node) == std::vector<NodeId>{m.rate.node});
  CHECK(feeds(m.sheet, m.rate.node).empty());
}

TEST_CASE("a function node is explained by its method and its arguments, named or not") {
  Memory m;
  const Function larger{"larger", "The larger of two, by comparing.", [](const double* const* in, double* out, int n) {
                          for (int i = 0; i < n; ++i) out[i] = in[0][i] > in[1][i] ? in[0][i] : in[1][i];
                        }};
  const Quantity q = m.kv.let("larger", larger, {m.needed, m.available / 2}, byte, "the larger", "definition");
  m.values = evaluate_nodes(m.sheet, m.sheet.defaults());
  const Explanation e = explain(m.sheet, q.node, m.values, 2);
  CHECK(e.formula == "");
  CHECK(e.method == "The larger of two, by comparing.");
  REQUIRE(e.inputs.size() == 2);
  CHECK(e.inputs[0].name == "kv.needed");
  CHECK(e.inputs[1].name == "");
  CHECK(e.inputs[1].label == "kv.available / 2");
  CHECK(e.inputs[1].source_id == "definition");
  CHECK(e.inputs[1].inputs[0].name == "kv.available");
  CHECK(feeds(m.sheet, m.available.node) == std::vector<NodeId>{m.time.node, q.node});
}

// The contract of `explain --json`, on every level of the tree: the formula, read again, gives the value.
void check_tree(Sheet& sheet, const Explanation& e) {
  if (e.is_input) CHECK(!e.source_id.empty());
  if (!e.opened) return;
  for (const FormulaToken& t : e.formula_tokens) {
    if (t.kind != TokenKind::name) continue;
    bool listed = false;
    for (const Explanation& input : e.inputs) listed = listed || input.name == t.text;
    CHECK(listed);
  }
  if (!e.formula.empty()) {
    const ParsedFormula parsed = parse_formula(sheet, e.formula);
    REQUIRE(!parsed.error);
    CHECK(evaluate_nodes(sheet, sheet.defaults())[static_cast<size_t>(parsed.node())] == e.value);
  }
  for (const Explanation& input : e.inputs) check_tree(sheet, input);
}

TEST_CASE("formulas of an explanation evaluate to its values") {
  Memory m;
  check_tree(m.sheet, explain(m.sheet, m.rate.node, m.values, 9));
}

}  // namespace
}  // namespace wallflip
