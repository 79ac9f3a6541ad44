#include "model/sheet/sheet.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace wallflip;

namespace {

bool mentions(const Sheet& sheet, const std::string& words) {
  for (const Issue& issue : sheet.issues()) {
    if (to_string(issue).find(words) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("unit text reads back, and combines") {
  CHECK(to_string(byte / second / gpu_count) == "B/s/GPU");
  CHECK(to_string(unitless / second) == "1/s");
  CHECK(to_string(flop / (token * token)) == "FLOP/token^2");
  CHECK(to_string(unitless).empty());
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    Unit unit;
    for (auto& e : unit.exponent) e = static_cast<int8_t>(static_cast<int>(random() % 5) - 2);
    const auto back = parse_unit(to_string(unit));
    REQUIRE(back.has_value());
    CHECK(*back == unit);
  }
  CHECK_FALSE(parse_unit("B/x").has_value());
  CHECK_FALSE(parse_unit("B//s").has_value());
  CHECK_FALSE(parse_unit("B^99").has_value());
  CHECK(*square_root(second * second) == second);
  CHECK_FALSE(square_root(second).has_value());
}

TEST_CASE("adding seconds to bytes names the quantity, both operands and both units") {
  Sheet sheet;
  const Section decode = sheet.section("decode");
  const Quantity time = decode.input("mem_time", 1 * second, "time", "definition");
  const Quantity bytes = decode.input("weight_bytes", 1 * byte, "bytes", "definition");
  decode.let("step_time", time + bytes, second, "step", "definition");
  REQUIRE(sheet.issues().size() == 1);
  for (const char* words :
       {"decode.step_time", "cannot add s and B", "decode.mem_time [s]", "decode.weight_bytes [B]"}) {
    CHECK(mentions(sheet, words));
  }
}

TEST_CASE("a forgotten number of GPUs is a unit error, told once") {
  Sheet sheet;
  const Section s = sheet.section("d");
  const Quantity flops = s.input("flops", 1 * flop, "FLOP", "definition");
  const Quantity peak = s.input("peak", 1 * flop / second / gpu_count, "peak", "definition");
  const Quantity bad = s.let("bad", flops / peak, second, "time", "definition");
  s.let("later", bad + 1 * second, second, "uses it", "definition");  // the declared unit stands: no second message
  REQUIRE(sheet.issues().size() == 1);
  CHECK(mentions(sheet, "d.bad is declared in s but its formula gives s*GPU") == false);  // name and text are apart
  CHECK(mentions(sheet, "d.bad: is declared in s but its formula gives s*GPU: d.flops / d.peak"));
}

TEST_CASE("every kind of unit mistake is caught") {
  Sheet sheet;
  const Section s = sheet.section("d");
  const Quantity t = s.input("t", 1 * second, "t", "definition");
  const Quantity b = s.input("b", 1 * byte, "b", "definition");
  const Quantity x = s.input("x", 1.0, "x", "definition");
  s.let("sub", t - b, second, "", "definition");
  s.let("min", min(t, b), second, "", "definition");
  s.let("max", max({t, t, b}), second, "", "definition");
  s.let("less", select(t < b, x, x), unitless, "", "definition");
  s.let("sides", select(x < 1.0, t, b), second, "", "definition");
  s.let("root", sqrt(t), unitless, "", "definition");
  s.let("log", log2(t), unitless, "", "definition");
  s.let("exp", exp(b), unitless, "", "definition");
  s.let("pow", pow(x, t), unitless, "", "definition");
  s.let("zero", max(t, 0.0), second, "", "definition");
  s.let("and", select(t < b && x < 1.0, x, x), unitless, "", "definition");
  CHECK(sheet.issues().size() == 11);
  for (const char* name :
       {"d.sub", "d.min", "d.max", "d.less", "d.sides", "d.root", "d.log", "d.exp", "d.pow", "d.zero", "d.and"}) {
    CAPTURE(name);
    CHECK(mentions(sheet, name));
  }
}

TEST_CASE("two quantities of one name are refused") {
  Sheet sheet;
  const Section s = sheet.section("d");
  s.input("x", 1.0, "x", "definition");
  s.let("x", 2.0, unitless, "x", "definition");
  CHECK(mentions(sheet, "d.x: two quantities have this name"));
}

TEST_CASE("a gate spreads to everything computed from it, and changes no value") {
  Sheet sheet;
  const Section s = sheet.section("d");
  const Quantity need = s.input("need", 2 * byte, "need", "definition");
  const Quantity have = s.input("have", 1 * byte, "have", "definition");
  const Requirement fits = s.require("fits", need <= have, "needs {d.need}, has {d.have}");
  const Quantity pressure = s.let("pressure", need / have, unitless, "pressure", "definition");
  const Quantity time = s.let("time", pressure.given(fits), unitless, "time", "definition");
  const Quantity rate = s.let("rate", 1 / time, unitless, "rate", "definition");
  REQUIRE(sheet.issues().empty());
  CHECK(sheet.node(pressure.node).requirements == 0);
  CHECK(sheet.node(time.node).requirements == 1);
  CHECK(sheet.node(rate.node).requirements == 1);
  const std::vector<double> values = evaluate_nodes(sheet, sheet.defaults());
  CHECK(values[static_cast<size_t>(rate.node)] == 0.5);
}

TEST_CASE("min, max and round agree with their definition") {
  Sheet sheet;
  const Section s = sheet.section("d");
  const Quantity x = s.input("x", 2.5, "x", "definition");
  const Quantity rounded = s.let("rounded", round(x), unitless, "", "definition");
  const Quantity low = s.let("low", min({x, 7.0, 3.0}), unitless, "", "definition");
  for (const auto& [in, out] : {std::pair(2.5, 3.0), std::pair(2.4, 2.0), std::pair(-0.5, 0.0)}) {
    CHECK(evaluate_nodes(sheet, std::vector{in})[static_cast<size_t>(rounded.node)] == out);
  }
  CHECK(evaluate_nodes(sheet, std::vector{5.0})[static_cast<size_t>(low.node)] == 3);
}
