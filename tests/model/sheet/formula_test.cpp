#include "model/sheet/formula.hpp"

#include <doctest/doctest.h>

namespace wallflip {
namespace {

// A decode step in small, with one of everything.
struct Small {
  Sheet sheet;
  Section llm = sheet.section("llm");
  Section s = sheet.section("decode");
  Quantity params = llm.input("params", 70e9, "parameters", "card");
  Quantity bytes = llm.input("bytes_per_param", 2 * byte, "bytes of one parameter", "card");
  Quantity dtype = llm.choice("gemm_dtype", {"bf16", "fp8"}, 0, "type of the GEMMs", "card");
  Quantity batch = sheet.section("load").input("batch", 8 * sequence, "running sequences", "knob");
  Quantity gpus = sheet.section("split").input("tp", 4 * gpu_count, "GPUs of a replica", "knob");
  Quantity mem_bw =
      sheet.section("gpu").input("mem_bw", 3.35e12 * byte / second / gpu_count, "memory bandwidth", "h100");
  Quantity mbu = sheet.section("gpu").input("mbu", 0.7, "share of it reached", "assumption", "%");
  Quantity weight_bytes = s.let("weight_bytes", params* bytes, byte, "weights", "pope_2022");
  Quantity tokens = s.let("tokens", batch*(1 * token / sequence), token, "tokens of a step", "definition");
  Quantity mem_time = s.let("mem_time", weight_bytes / (gpus * mem_bw * mbu), second, "time to stream", "pope_2022");
  Quantity compute_time =
      s.let("compute_time", tokens*(2 * flop / token) * params / (gpus * (989e12 * flop / second / gpu_count)), second,
            "time to compute", "pope_2022");
  Quantity step_time = s.let("step_time", max({mem_time, compute_time, 1e-3 * second}), second, "a step", "pope_2022");

  std::string text(const Quantity& q) const { return expression_text(sheet, q.node); }
};

TEST_CASE("a let prints its formula and stops at names") {
  Small m;
  REQUIRE(m.sheet.issues().empty());
  CHECK(formula_text(m.sheet, m.mem_time.node) == "decode.weight_bytes / (split.tp * gpu.mem_bw * gpu.mbu)");
  CHECK(expression_text(m.sheet, m.mem_time.node) == "decode.mem_time");
  CHECK(formula_text(m.sheet, m.tokens.node) == "load.batch * (1 " + to_string(token / sequence) + ")");
  CHECK(formula_text(m.sheet, m.step_time.node) == "max(decode.mem_time, decode.compute_time, 0.001 s)");
  CHECK(formula_text(m.sheet, m.compute_time.node) ==
        "decode.tokens * (2 FLOP/token) * llm.params / (split.tp * (989000000000000 FLOP/s/GPU))");
}

TEST_CASE("parentheses: only where the tree needs them") {
  Small m;
  const Quantity a = m.params;
  const Quantity b = m.mbu;
  CHECK(m.text(a - (b - a)) == "llm.params - (gpu.mbu - llm.params)");
  CHECK(m.text((a - b) - a) == "llm.params - gpu.mbu - llm.params");
  CHECK(m.text(a + (b + a)) == "llm.params + (gpu.mbu + llm.params)");
  CHECK(m.text(a / (b * a)) == "llm.params / (gpu.mbu * llm.params)");
  CHECK(m.text(a * b / a) == "llm.params * gpu.mbu / llm.params");
  CHECK(m.text((a + b) * a) == "(llm.params + gpu.mbu) * llm.params");
  CHECK(m.text(a + b * a) == "llm.params + gpu.mbu * llm.params");
  CHECK(m.text(-(a + b)) == "-(llm.params + gpu.mbu)");
  CHECK(m.text(-a * b) == "-llm.params * gpu.mbu");
  CHECK(m.text(a - (-b)) == "llm.params - (-gpu.mbu)");
  CHECK(m.text(a * -3) == "llm.params * (-3)");
  CHECK(m.text(-3 * a) == "-3 * llm.params");
  CHECK(m.text(min(min(a, b), a)) == "min(llm.params, gpu.mbu, llm.params)");
  CHECK(m.text(min(a, min(b, a))) == "min(llm.params, min(gpu.mbu, llm.params))");
  CHECK(m.text(max(min(a, b), a)) == "max(min(llm.params, gpu.mbu), llm.params)");
  CHECK(m.text(pow(a, b + 1)) == "pow(llm.params, gpu.mbu + 1)");
  CHECK(m.text(m.step_time + 1 * second) == "decode.step_time + 1 s");
  CHECK(m.text(5 * (unitless / second) * a) == "5/s * llm.params");
  CHECK(m.text(a * 0.1 + 1.0 / 3) == "llm.params * 0.1 + 0.33333333333333331");
}

TEST_CASE("conditions and select") {
  Small m;
  const Quantity a = m.params;
  const Quantity b = m.mbu;
  const auto text = [&](Condition c) { return expression_text(m.sheet, c.node); };
  CHECK(text(a > b && (a < b || !(a == b))) ==
        "llm.params > gpu.mbu and (llm.params < gpu.mbu or not (llm.params == gpu.mbu))");
  CHECK(text((a > b && a < b) || a != b) == "llm.params > gpu.mbu and llm.params < gpu.mbu or llm.params != gpu.mbu");
  CHECK(m.text(select(a >= b, a, b + 1)) == "select(llm.params >= gpu.mbu, llm.params, gpu.mbu + 1)");
  CHECK(m.text(select(m.dtype == 1, a, b)) == "select(llm.gemm_dtype == 1, llm.params, gpu.mbu)");
}

TEST_CASE("gates print as what they wrap") {
  Small m;
  const Requirement fits = m.s.require("fits", m.batch <= 4 * sequence, "needs {load.batch}");
  const Quantity gated = m.mem_time.given(fits);
  CHECK(m.text(gated + m.compute_time) == "decode.mem_time + decode.compute_time");
  const Quantity sum = m.s.let("gated", (gated + m.compute_time).given(fits), second, "x", "y");
  CHECK(formula_text(m.sheet, sum.node) == "decode.mem_time + decode.compute_time");
  CHECK(operands(m.sheet, sum.node) == std::vector<NodeId>{m.mem_time.node, m.compute_time.node});
}

TEST_CASE("live numbers take the place of names") {
  Small m;
  const std::vector<double> values = evaluate_nodes(m.sheet, m.sheet.defaults());
  CHECK(formula_with_numbers(m.sheet, m.mem_time.node, values) == "140 GB / (4 GPUs * 3.35 TB/s * 70.0%)");
  CHECK(formula_with_numbers(m.sheet, m.step_time.node, values) == "max(14.9 ms, 283 µs, 0.001 s)");
  const Quantity chosen = select(m.dtype == 1, m.params, m.mbu);
  const std::vector<double> chosen_values = evaluate_nodes(m.sheet, m.sheet.defaults());
  CHECK(formula_with_numbers(m.sheet, chosen.node, chosen_values) == "select(bf16 == fp8, 70.0B, 70.0%)");
  const Quantity other = select(m.dtype == 1 * m.mbu, m.params, m.mbu);
  const std::vector<double> other_values = evaluate_nodes(m.sheet, m.sheet.defaults());
  CHECK(formula_with_numbers(m.sheet, other.node, other_values) == "select(bf16 == 1 * 70.0%, 70.0B, 70.0%)");
  CHECK(shown_value(m.sheet, m.dtype.node, 1) == "fp8");
  CHECK(shown_value(m.sheet, m.dtype.node, 2) == "2");
  const Quantity negative = m.params - -m.params + m.mbu * -m.mbu;
  const std::vector<double> again = evaluate_nodes(m.sheet, std::vector<double>{-1, 2, 0, 8, 4, 1, 0.7});
  CHECK(formula_with_numbers(m.sheet, negative.node, again) == "(-1) - (-(-1)) + 70.0% * (-70.0%)");
}

std::string greyed_text(const std::vector<FormulaToken>& tokens) {
  std::string text;
  for (const FormulaToken& t : tokens) {
    if (t.greyed) text += t.text + "|";
  }
  return text;
}

TEST_CASE("the sides not taken are greyed") {
  Small m;
  const Quantity choice = m.s.let(
      "choice", select(m.dtype == 1, min(m.mem_time, m.compute_time), m.mem_time + m.compute_time), second, "x", "y");
  std::vector<double> inputs = m.sheet.defaults();
  std::vector<double> values = evaluate_nodes(m.sheet, inputs);
  CHECK(greyed_text(formula_tokens(m.sheet, m.step_time.node, values)) == "decode.compute_time|0.001 s|");
  CHECK(greyed_text(formula_tokens(m.sheet, choice.node, values)) == "min|(|decode.mem_time|, |decode.compute_time|)|");
  inputs[2] = 1;
  values = evaluate_nodes(m.sheet, inputs);
  CHECK(greyed_text(formula_tokens(m.sheet, choice.node, values)) ==
        "decode.mem_time|decode.mem_time| + |decode.compute_time|");
  CHECK(greyed_text(formula_tokens(m.sheet, choice.node)) == "");
}

TEST_CASE("tokens know their nodes") {
  Small m;
  const std::vector<FormulaToken> tokens = formula_tokens(m.sheet, m.tokens.node);
  REQUIRE(tokens.size() == 5);
  CHECK(tokens[0].kind == TokenKind::name);
  CHECK(tokens[0].node == m.batch.node);
  CHECK(tokens[1].kind == TokenKind::op);
  CHECK(tokens[3].kind == TokenKind::number);
}

TEST_CASE("a function node has no formula, but operands") {
  Small m;
  const Function half{"half", "Half of it.", [](const double* const* in, double* out, int n) {
                        for (int i = 0; i < n; ++i) out[i] = in[0][i] / 2;
                      }};
  const Quantity q = m.s.let("half", half, {m.mem_time}, second, "half a step", "definition");
  CHECK(formula_text(m.sheet, q.node) == "");
  CHECK(operands(m.sheet, q.node) == std::vector<NodeId>{m.mem_time.node});
}

TEST_CASE("the naming rule finds long formulas") {
  Small m;
  CHECK(overlong_formulas(m.sheet).empty());
  const std::vector<std::string> found = overlong_formulas(m.sheet, 60);
  REQUIRE(found.size() == 1);
  CHECK(found[0] == "decode.compute_time: 87 characters");
}

}  // namespace
}  // namespace wallflip
