#include "model/sheet/parse.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "model/sheet/formula.hpp"

namespace wallflip {
namespace {

struct Small {
  Sheet sheet;
  Section decode = sheet.section("decode");
  Quantity mem_time = decode.input("mem_time", 0.02 * second, "", "");
  Quantity compute_time = decode.input("compute_time", 0.01 * second, "", "");
  Quantity weight_bytes = decode.input("weight_bytes", 140e9 * byte, "", "");
  Quantity mbu = sheet.section("gpu").input("mbu", 0.7, "", "");
  Quantity dtype = sheet.section("llm").choice("gemm_dtype", {"bf16", "fp8", "nv-fp4"}, 1, "", "");

  double value(const std::string& text, const ParseOptions& options = {}) {
    const ParsedFormula parsed = parse_formula(sheet, text, options);
    CAPTURE(text);
    REQUIRE_MESSAGE(!parsed.error, parsed.error->message);
    return evaluate_nodes(sheet, sheet.defaults())[static_cast<size_t>(parsed.node())];
  }
  FormulaError error(const std::string& text, const ParseOptions& options = {}) {
    const ParsedFormula parsed = parse_formula(sheet, text, options);
    CAPTURE(text);
    REQUIRE(parsed.error.has_value());
    CHECK(parsed.node() == -1);
    return *parsed.error;
  }
};

TEST_CASE("the language") {
  Small m;
  CHECK(m.value("1 - 2 - 3") == -4);
  CHECK(m.value("2 + 3 * 4 / 6 - 1") == 3);
  CHECK(m.value("8 / (4 / 2)") == 4);
  CHECK(m.value("-3 * -(2)") == 6);
  CHECK(m.value("0") == 0);
  CHECK(m.value("1e3 + .5") == 1000.5);
  CHECK(m.value("min(3, 2, 5) + max(1, 7)") == 9);
  CHECK(m.value("ceil(1.2) + floor(1.8) + round(2.4)") == 5);
  CHECK(m.value("sqrt(16) + log2(8) + pow(2, 10) + exp(0)") == 4 + 3 + 1024 + 1);
  CHECK(m.value("decode.mem_time + decode.compute_time") == 0.02 + 0.01);
  CHECK(m.value("1 - decode.compute_time / decode.mem_time") == 0.5);
  CHECK(m.value("decode.compute_time < decode.mem_time") == 1);
  CHECK(m.value("gpu.mbu >= 0.7 and not gpu.mbu > 0.7") == 1);
  CHECK(m.value("gpu.mbu < 0.5 or gpu.mbu > 0.6 and gpu.mbu != 0.7") == 0);
  CHECK(m.value("(gpu.mbu < 0.5 or gpu.mbu > 0.6) and gpu.mbu == 0.7") == 1);
  CHECK(m.value("select(decode.mem_time > decode.compute_time, 5, 6)") == 5);
  CHECK(m.value("decode.mem_time < 25ms and decode.weight_bytes > 80 GB and gpu.mbu == 70%") == 1);
  CHECK(m.value("max(decode.mem_time, 1 s) * (5/s) + 1 FLOP / (2 FLOP/token * (1 token))") == 5.5);
  CHECK(m.value("  min ( 1 ,\n 2 )  ") == 1);
}

TEST_CASE("a choice is compared with its name") {
  Small m;
  CHECK(m.value("llm.gemm_dtype == fp8") == 1);
  CHECK(m.value("llm.gemm_dtype != bf16 and gpu.mbu > 0") == 1);
  CHECK(m.value("llm.gemm_dtype == \"nv-fp4\"") == 0);
  CHECK(m.value("llm.gemm_dtype == 1") == 1);
  const FormulaError e = m.error("llm.gemm_dtype == fp9");
  CHECK(e.column == 19);
  CHECK(e.message == "llm.gemm_dtype has no choice \"fp9\"");
  CHECK(e.hint == "did you mean fp8?");
  const ParsedFormula parsed = parse_formula(m.sheet, "llm.gemm_dtype == fp8");
  CHECK(expression_text(m.sheet, parsed.node()) == "llm.gemm_dtype == 1");
}

TEST_CASE("a caller adds its own calls") {
  Small m;
  ParseOptions options;
  options.call = [](std::string_view call, Quantity argument) -> std::optional<Quantity> {
    if (call != "ratio") return std::nullopt;
    return argument / (0.01 * second);
  };
  CHECK(m.value("ratio(decode.mem_time) > 1.5", options) == 1);
  CHECK(m.error("ration(decode.mem_time)", options).message == "no function ration");
  CHECK(m.error("ratio(decode.weight_bytes) + 1", options).message.find("cannot add B/s and a plain number") == 0);
}

struct Wrong {
  std::string text;
  int column;
  std::string message;
  std::string hint = "";
};

TEST_CASE("errors name the place, the reason and the nearest name") {
  Small m;
  const std::vector<Wrong> rows = {
      {"decode.mem_tme * 2", 1, "no quantity decode.mem_tme", "did you mean decode.mem_time?"},
      {"1 + sqr(4)", 5, "no function sqr", "did you mean sqrt?"},
      {"1 +", 4, "expected a number or a name, got the end"},
      {"", 1, "expected a number or a name, got the end"},
      {"(1 + 2", 7, "expected ), got the end"},
      {"1 + 2)", 6, "expected an operator or the end, got \")\""},
      {"1 2", 3, "expected an operator or the end, got \"2\""},
      {"min(1)", 1, "min takes 2 or more arguments, got 1"},
      {"pow(1, 2, 3)", 1, "pow takes 2 arguments, got 3"},
      {"ceil(1, 2)", 1, "ceil takes 1 argument, got 2"},
      {"select(1, 2, 3)", 8, "expected a condition such as a < b, got a number"},
      {"(1 < 2) + 1", 1, "expected a number, got a condition"},
      {"1 < 2 < 3", 7, "expected an operator or the end, got \"< 3\""},
      {"not 1", 5, "expected a condition such as a < b, got a number"},
      {"1 and 2 > 1", 1, "expected a condition such as a < b, got a number"},
      {"0x10", 1, "\"0x10\" is no number with a unit"},
      {"1e999", 1, "\"1e999\" is no number in range"},
      {"2 + #", 5, "expected a number or a name, got \"#\""},
      {"log2(decode.mem_time)", 1, "log2 needs a plain number, got decode.mem_time [s]"},
      {"sqrt(decode.mem_time)", 1, "sqrt needs even powers, got decode.mem_time [s]"},
      {"1 s + decode.mem_time + 2 * decode.weight_bytes", 23,
       "cannot add s and B; left: 1 s + decode.mem_time [s]; right: 2 * decode.weight_bytes [B]"},
      {"decode.mem_time < decode.weight_bytes", 17,
       "cannot compare s with B; left: decode.mem_time [s]; right: decode.weight_bytes [B]"},
  };
  for (const Wrong& row : rows) {
    const FormulaError e = m.error(row.text);
    CAPTURE(row.text);
    CHECK(e.column == row.column);
    CHECK(e.message == row.message);
    CHECK(e.hint == row.hint);
  }
}

TEST_CASE("depth and length are limited") {
  Small m;
  CHECK(m.value(std::string(199, '(') + "1" + std::string(199, ')')) == 1);
  CHECK(m.error(std::string(1900, '(') + "1" + std::string(1900, ')')).message == "nested too deeply");
  CHECK(m.error(std::string(3000, '-') + "x").message == "nested too deeply");
  CHECK(m.error("1" + std::string(5000, ' ')).message == "a formula has at most 4000 characters");
  std::string sum = "1";
  for (int i = 0; i < 1000; ++i) sum += "+1";
  CHECK(m.value(sum) == 1001);
}

TEST_CASE("garbage gives an error or a formula, never a crash") {
  Small m;
  std::mt19937 random(5);
  const std::vector<std::string> pieces = {"decode.mem_time",
                                           "gpu.mbu",
                                           "1",
                                           "2.5e3",
                                           "s",
                                           "B",
                                           "FLOP/token",
                                           "+",
                                           "-",
                                           "*",
                                           "/",
                                           "(",
                                           ")",
                                           ",",
                                           "<",
                                           "<=",
                                           "==",
                                           "!=",
                                           "and",
                                           "or",
                                           "not",
                                           "min(",
                                           "select(",
                                           "ceil(",
                                           " ",
                                           "\"",
                                           "llm.gemm_dtype",
                                           "fp8",
                                           "\xff",
                                           "^",
                                           ".",
                                           "$"};
  int good = 0;
  for (int i = 0; i < 30000; ++i) {
    std::string text;
    for (size_t n = random() % 10; n > 0; --n) text += pieces[random() % pieces.size()];
    const ParsedFormula parsed = parse_formula(m.sheet, text);
    CAPTURE(text);
    REQUIRE((parsed.node() >= 0) == !parsed.error.has_value());
    if (parsed.error) {
      REQUIRE(!parsed.error->message.empty());
      REQUIRE(parsed.error->column >= 1);
      REQUIRE(parsed.error->column <= static_cast<int>(text.size()) + 1);
    } else {
      ++good;
    }
  }
  CHECK(good > 100);
}

// ---- print -> parse -> the same tree

bool same_tree(const Sheet& sheet, NodeId a, NodeId b) {
  a = without_gates(sheet, a);
  b = without_gates(sheet, b);
  if (!sheet.name(a).empty() || !sheet.name(b).empty()) return a == b;
  const Node& x = sheet.node(a);
  const Node& y = sheet.node(b);
  if (x.op != y.op || x.unit != y.unit || std::memcmp(&x.value, &y.value, sizeof x.value) != 0) return false;
  for (const auto& [p, q] : {std::pair{x.a, y.a}, {x.b, y.b}, {x.c, y.c}}) {
    if ((p < 0) != (q < 0) || (p >= 0 && !same_tree(sheet, p, q))) return false;
  }
  return true;
}

// Random expressions over named quantities of several units; lets now and then, gates now and then.
class Forest {
 public:
  explicit Forest(unsigned seed) : random_(seed) {
    const std::vector<Unit> units = {unitless,          byte, second, flop / token, byte / second / gpu_count,
                                     unitless / second, token};
    for (size_t i = 0; i < units.size(); ++i) {
      add(section_.input(name("x"), Literal{1.5, units[i]}, "", ""));
    }
    fits_ = section_.require("fits", known_[1] <= 1e9 * byte, "no");
  }

  Quantity expression(int depth) {
    if (depth == 0 || pick(6) == 0) return leaf();
    const Quantity a = expression(depth - 1);
    switch (pick(11)) {
      case 0:
        return a * expression(depth - 1);
      case 1:
        return bounded(a / expression(depth - 1));
      case 2:
        return a + like(a, depth - 1);
      case 3:
        return a - like(a, depth - 1);
      case 4:
        return -a;
      case 5:
        return min(a, like(a, depth - 1));
      case 6:
        return max({a, like(a, depth - 1), like(a, depth - 1)});
      case 7:
        return select(condition(depth - 1), a, like(a, depth - 1));
      case 8:
        return pick(2) == 0 ? ceil(a) : sqrt(a * a);
      case 9:
        return a.given(fits_);
      default:
        return pow(a / like(a, 0), log2(a / like(a, 0)));
    }
  }

  Condition condition(int depth) {
    if (depth <= 0 || pick(2) == 0) {
      const Quantity a = expression(std::max(depth - 1, 0));
      const Quantity b = like(a, std::max(depth - 1, 0));
      switch (pick(6)) {
        case 0:
          return a < b;
        case 1:
          return a <= b;
        case 2:
          return a > b;
        case 3:
          return a >= b;
        case 4:
          return a == b;
        default:
          return a != b;
      }
    }
    const Condition a = condition(depth - 1);
    switch (pick(3)) {
      case 0:
        return a && condition(depth - 1);
      case 1:
        return a || condition(depth - 1);
      default:
        return !a;
    }
  }

  Quantity let(const Quantity& q) {
    add(section_.let(name("y"), q, sheet.node(q.node).unit, "", ""));
    return known_.back();
  }

  Sheet sheet;

 private:
  unsigned pick(unsigned n) { return static_cast<unsigned>(random_() % n); }
  const char* name(const char* prefix) {
    names_.push_back(prefix + std::to_string(names_.size()));
    return names_.back().c_str();
  }
  void add(const Quantity& q) { known_.push_back(q); }

  // Any bit pattern that is finite, and friendly numbers.
  double number() {
    if (pick(2) == 0) return static_cast<double>(pick(9)) - 4;
    double value = 0;
    uint64_t bits = random_();
    std::memcpy(&value, &bits, sizeof value);
    return value - value == 0 ? value : 0.1;
  }
  Quantity constant(const Unit& unit) { return {&sheet, sheet.constant({number(), unit})}; }
  Quantity leaf() {
    return pick(3) == 0 ? constant(pick(2) == 0 ? unitless : flop / token) : known_[pick(known_count())];
  }
  unsigned known_count() const { return static_cast<unsigned>(known_.size()); }

  // An expression of the unit of `q`.
  Quantity like(const Quantity& q, int depth) {
    const Unit unit = sheet.node(q.node).unit;
    if (depth > 0) {
      const Quantity other = expression(depth - 1);
      if (sheet.node(other.node).unit == unit) return other;
      const Quantity fixed = bounded(other * constant(unit / sheet.node(other.node).unit));
      if (sheet.node(fixed.node).unit == unit) return fixed;
    }
    return constant(unit);
  }

  // Exponents stay small enough for their text.
  Quantity bounded(const Quantity& q) {
    for (const int8_t e : sheet.node(q.node).unit.exponent) {
      if (e > 4 || e < -4) return leaf();
    }
    return q;
  }

  std::mt19937_64 random_;
  Section section_ = sheet.section("r");
  std::deque<std::string> names_;
  std::vector<Quantity> known_;
  Requirement fits_;
};

TEST_CASE("20,000 random formulas print and parse back to the same tree") {
  int formulas = 0;
  int conditions = 0;
  size_t longest = 0;
  for (unsigned round_number = 0; round_number < 200; ++round_number) {
    Forest forest(round_number);
    for (int i = 0; i < 100; ++i) {
      const bool is_condition = i % 5 == 0;
      NodeId id = is_condition ? forest.condition(3).node : forest.expression(1 + i % 5).node;
      if (forest.sheet.poisoned(id)) FAIL(forest.sheet.poison_message(id));
      // Quantities become lets, so that later formulas use them by name.
      if (!is_condition && i % 3 == 0) id = forest.let({&forest.sheet, id}).node;
      const std::string text = formula_text(forest.sheet, id);
      if (text.size() > 4000) continue;
      const ParsedFormula parsed = parse_formula(forest.sheet, text);
      CAPTURE(text);
      REQUIRE_MESSAGE(!parsed.error, parsed.error->message << " at " << parsed.error->column);
      REQUIRE(same_tree(forest.sheet, definition(forest.sheet, id), parsed.node()));
      REQUIRE((parsed.condition.node >= 0) == is_condition);
      ++formulas;
      conditions += is_condition ? 1 : 0;
      longest = std::max(longest, text.size());
    }
    REQUIRE(forest.sheet.issues().empty());
  }
  CHECK(formulas >= 19000);  // a few are longer than the parser accepts
  CHECK(conditions >= 3000);
  CHECK(longest > 1000);
}

}  // namespace
}  // namespace wallflip
