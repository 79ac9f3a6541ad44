#include <doctest/doctest.h>

#include <bit>
#include <cmath>

#include "model/sheet/program.hpp"
#include "tests/support/random_sheet.hpp"

using namespace wallflip;
using wallflip::test::RandomSheet;

namespace {

std::vector<NodeId> all_lets(const Sheet& sheet) {
  std::vector<NodeId> nodes;
  for (const Let& let : sheet.lets()) nodes.push_back(let.node);
  return nodes;
}

bool same_bits(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

// Runs `count` random designs in which the inputs of `varying` differ, and counts values that differ from the walk
// over the nodes in even one bit.
int mismatches(RandomSheet& r, const std::vector<int>& varying, size_t count) {
  const std::vector<NodeId> outputs = all_lets(r.sheet);
  const std::vector<double> base = r.inputs();
  const Program program(r.sheet, outputs, varying, fixed_choices(r.sheet, varying, base));
  Runner runner(program);
  std::vector<std::vector<double>> columns(varying.size(), std::vector<double>(count));
  for (auto& column : columns) {
    for (double& x : column) x = r.uniform(0.3, 3);
  }
  std::vector<std::vector<double>> results(outputs.size(), std::vector<double>(count));
  std::vector<const double*> in;
  std::vector<double*> out;
  for (auto& column : columns) in.push_back(column.data());
  for (auto& column : results) out.push_back(column.data());
  runner.set_inputs(base);
  runner.run(in, count, out);
  int wrong = 0;
  for (size_t k = 0; k < count; ++k) {
    std::vector<double> inputs = base;
    for (size_t i = 0; i < varying.size(); ++i) inputs[static_cast<size_t>(varying[i])] = columns[i][k];
    const std::vector<double> truth = evaluate_nodes(r.sheet, inputs);
    for (size_t j = 0; j < outputs.size(); ++j) {
      wrong += same_bits(results[j][k], truth[static_cast<size_t>(outputs[j])]) ? 0 : 1;
    }
  }
  return wrong;
}

}  // namespace

// Hoisting, value numbering, folding and slot reuse are one property: whatever varies, the bits are those of the walk.
TEST_CASE("a compiled program gives the bits of the node walk, whatever is hoisted") {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    RandomSheet r(seed, 6, 60);
    REQUIRE(r.sheet.issues().empty());
    CAPTURE(seed);
    CHECK(mismatches(r, {}, 1) == 0);
    CHECK(mismatches(r, {static_cast<int>(seed) % 6}, 70) == 0);
    CHECK(mismatches(r, {1, 4}, 129) == 0);
    CHECK(mismatches(r, {0, 1, 2, 3, 4, 5}, 64) == 0);
  }
}

TEST_CASE("choices known to the compiler change no bit, only the work") {
  size_t fewer = 0;
  for (unsigned seed = 1; seed <= 150; ++seed) {
    RandomSheet r(seed, 5, 60, 3);
    CAPTURE(seed);
    CHECK(mismatches(r, {}, 1) == 0);
    CHECK(mismatches(r, {3 + static_cast<int>(seed) % 5}, 70) == 0);
    CHECK(mismatches(r, {4, 6}, 129) == 0);
    CHECK(mismatches(r, {3, 4, 5, 6, 7}, 64) == 0);
    const std::vector<NodeId> outputs = all_lets(r.sheet);
    const std::vector<int> varying = {3, 5};
    const std::vector<FixedInput> fixed = fixed_choices(r.sheet, varying, r.inputs());
    REQUIRE(fixed.size() == 3);
    const size_t operations = Program(r.sheet, outputs, varying).operation_count();
    const size_t left = Program(r.sheet, outputs, varying, fixed).operation_count();
    CHECK(left <= operations);
    fewer += left < operations ? 1 : 0;
  }
  CHECK(fewer > 100);
}

TEST_CASE("the side that a fixed choice does not take is never computed") {
  Sheet sheet;
  const Section s = sheet.section("s");
  const Quantity fidelity = s.choice("fidelity", {"napkin", "detailed"}, 0, "fidelity", "definition");
  const Quantity x = s.input("x", 2.0, "x", "definition");
  const Quantity napkin = s.let("napkin", x * 3, unitless, "napkin", "definition");
  const Quantity detailed = s.let("detailed", exp(sqrt(x) + log2(x)) / 3, unitless, "detailed", "definition");
  const Quantity time =
      s.let("time", select(fidelity == 0 || fidelity == 5, napkin, detailed), unitless, "time", "definition");
  const int varying = 1;
  const auto operations = [&](double choice) {
    const FixedInput fixed{0, choice};
    return Program(sheet, {&time.node, 1}, {&varying, 1}, {&fixed, 1}).operation_count();
  };
  CHECK(operations(0) == 1);
  CHECK(operations(1) == 5);
  const int turned = 0;
  CHECK(fixed_choices(sheet, {&turned, 1}, sheet.defaults()).empty());
}

TEST_CASE("names cost nothing and equal expressions are one operation") {
  Sheet sheet;
  const Section s = sheet.section("s");
  const Quantity a = s.input("a", 2.0, "a", "definition");
  const Quantity b = s.input("b", 3.0, "b", "definition");
  const Quantity sum = s.let("sum", a + b, unitless, "sum", "definition");
  const Quantity again = s.let("again", b + a, unitless, "again", "definition");
  const Quantity product = s.let("product", sum * again, unitless, "product", "definition");
  const NodeId out = product.node;
  const std::vector<int> both = {0, 1};
  const Program program(sheet, {&out, 1}, both);
  CHECK(program.operation_count() == 2);  // one sum, one product
  const std::vector<NodeId> twins = {sum.node, again.node};
  CHECK(Program(sheet, twins, both).same_output(0, 1));
}

TEST_CASE("what no output needs is not computed and what no knob touches is hoisted") {
  Sheet sheet;
  const Section s = sheet.section("s");
  const Quantity a = s.input("a", 2.0, "a", "definition");
  const Quantity b = s.input("b", 3.0, "b", "definition");
  const Quantity fixed = s.let("fixed", sqrt(a) * 5, unitless, "fixed", "definition");
  s.let("unused", exp(b), unitless, "unused", "definition");
  const Quantity out = s.let("out", fixed * b, unitless, "out", "definition");
  const NodeId node = out.node;
  const int varying = 1;
  const Program program(sheet, {&node, 1}, {&varying, 1});
  CHECK(program.operation_count() == 3);
  CHECK(program.slot_count() <= 2);
}

TEST_CASE("function nodes run on columns and on scalars alike") {
  static const Function cube{"cube",
                             "multiplies its argument by itself twice",
                             [](const double* const* in, double* out, int n) {
                               for (int i = 0; i < n; ++i) out[i] = in[0][i] * in[0][i] * in[0][i] + in[1][i];
                             },
                             {1, 1, 0, 0}};
  Sheet sheet;
  const Section s = sheet.section("s");
  const Quantity a = s.input("a", 2.0, "a", "definition");
  const Quantity b = s.input("b", 3.0, "b", "definition");
  const Quantity c = s.let("c", cube, {a, b}, unitless, "cube", "definition");
  const Quantity d = s.let("d", c + 1, unitless, "d", "definition");
  CHECK(evaluate_nodes(sheet, std::vector<double>{2, 3})[static_cast<size_t>(d.node)] == 12);
  for (const std::vector<int>& varying : {std::vector<int>{}, {0}, {1}, {0, 1}}) {
    const Program program(sheet, {&d.node, 1}, varying);
    Runner runner(program);
    runner.set_inputs(std::vector<double>{2, 3});
    std::vector<double> values;
    for (const int row : varying) values.push_back(row == 0 ? 2 : 3);
    double result = 0;
    runner.run_one(values, {&result, 1});
    CHECK(result == 12);
  }
  const int row = 0;
  const Program program(sheet, {&d.node, 1}, {&row, 1});
  IntervalRunner intervals(program);
  intervals.set_inputs(std::vector<double>{2, 3});
  const double low_in = 1;
  const double high_in = 2;
  const double* low = &low_in;
  const double* high = &high_in;
  double low_out = 0;
  double high_out = 0;
  double* low_result = &low_out;
  double* high_result = &high_out;
  intervals.run({&low, 1}, {&high, 1}, 1, {&low_result, 1}, {&high_result, 1});
  CHECK(low_out == 5);
  CHECK(high_out == 12);
}

TEST_CASE("a flag is its condition, and two calls of the same values are one") {
  static const Function twice{"twice",
                              "doubles its argument",
                              [](const double* const* in, double* out, int n) {
                                for (int i = 0; i < n; ++i) out[i] = 2 * in[0][i];
                              },
                              {1, 0, 0, 0}};
  Sheet sheet;
  const Section s = sheet.section("s");
  const Quantity a = s.input("a", 2.0, "a", "definition");
  const Quantity flag = s.let("flag", select(a > 1, 1, 0), unitless, "flag", "definition");
  const Quantity asked = s.let("asked", select(flag == 1, a, a * 3), unitless, "asked", "definition");
  const Quantity smaller = s.let("smaller", min(asked, asked), unitless, "smaller", "definition");
  const Quantity doubled = s.let("doubled", twice, {smaller}, unitless, "doubled", "definition");
  const Quantity again = s.let("again", twice, {asked}, unitless, "again", "definition");
  const std::vector<NodeId> outputs = {flag.node, doubled.node, again.node};
  const int row = 0;
  const Program program(sheet, outputs, {&row, 1});
  CHECK(program.operation_count() == 4);  // a > 1, a * 3, the select, one call
  CHECK(program.same_output(1, 2));
  Runner runner(program);
  runner.set_inputs(sheet.defaults());
  for (const double value : {0.5, 1.0, 1.5}) {
    std::vector<double> results(3);
    runner.run_one({&value, 1}, results);
    const double expected = 2 * (value > 1 ? value : value * 3);
    CHECK(results == std::vector<double>{value > 1 ? 1.0 : 0.0, expected, expected});
  }
}

TEST_CASE("intervals hold every value of the cell") {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    const int choices = seed <= 200 ? 0 : 2;
    RandomSheet r(seed, 4, 40, choices);
    const std::vector<NodeId> outputs = all_lets(r.sheet);
    const int row = choices + static_cast<int>(seed % 4);
    const std::vector<double> base = r.inputs();
    const Program program(r.sheet, outputs, {&row, 1}, fixed_choices(r.sheet, {&row, 1}, base));
    Runner runner(program);
    IntervalRunner intervals(program);
    runner.set_inputs(base);
    intervals.set_inputs(base);
    const double from = r.uniform(0.3, 2);
    const double to = from + r.uniform(0, 0.5);
    const double* low = &from;
    const double* high = &to;
    std::vector<double> bottom(outputs.size());
    std::vector<double> top(outputs.size());
    std::vector<double*> bottom_out;
    std::vector<double*> top_out;
    for (size_t j = 0; j < outputs.size(); ++j) {
      bottom_out.push_back(&bottom[j]);
      top_out.push_back(&top[j]);
    }
    intervals.run({&low, 1}, {&high, 1}, 1, bottom_out, top_out);
    for (int k = 0; k <= 50; ++k) {
      const double x = from + (to - from) * k / 50;
      std::vector<double> values(outputs.size());
      runner.run_one({&x, 1}, values);
      for (size_t j = 0; j < outputs.size(); ++j) {
        const double slack = 1e-13 * std::abs(values[j]);
        CAPTURE(seed);
        CHECK(bottom[j] <= values[j] + slack);
        CHECK(top[j] >= values[j] - slack);
      }
    }
  }
}
