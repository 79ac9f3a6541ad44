#include <cmath>

#include "app/commands/command.hpp"
#include "model/sheet/parse.hpp"
#include "model/sheet/sheet.hpp"
#include "tests/app/commands_run.hpp"
#include "tests/support/share.hpp"

using namespace wallflip;

namespace {

TestJson explained(const std::string& lesson, const std::string& quantity, int depth) {
  Arguments arguments;
  arguments.lesson = lesson;
  arguments.quantity = quantity;
  arguments.depth = depth;
  arguments.json = true;
  const CommandResult result = run_explain(arguments);
  REQUIRE(result.issues.empty());
  return TestJson::parse(result.text);
}

// The formula on a sheet that knows nothing but the listed inputs: a name that is missing there does not parse.
double value_of_formula(const TestJson& e) {
  Sheet sheet;
  for (const TestJson& input : e["inputs"]) {
    const std::string name = input["name"];
    sheet.section("").input(name.c_str(), {input["value"], *parse_unit(input["unit"].get<std::string>())}, "", "");
  }
  const ParsedFormula parsed = parse_formula(sheet, e["formula"].get<std::string>());
  INFO("formula: ", e["formula"].get<std::string>());
  INFO("error: ", parsed.error ? parsed.error->message : "");
  REQUIRE(parsed.quantity.node >= 0);
  CHECK(to_string(sheet.node(parsed.quantity.node).unit) == e["unit"].get<std::string>());
  return evaluate_nodes(sheet, sheet.defaults())[static_cast<size_t>(parsed.quantity.node)];
}

void check_explanation(const TestJson& e) {
  CAPTURE(e["name"].get<std::string>());
  CHECK(e["source"].is_object());
  for (const TestJson& input : e["inputs"]) check_explanation(input);
  if (e["inputs"].empty() || e["value"].is_null()) return;
  if (e["formula"].is_null()) {
    CHECK(!e["method"].get<std::string>().empty());
    return;
  }
  const double value = e["value"];
  CHECK(std::abs(value_of_formula(e) - value) <= 1e-12 * std::abs(value));
}

}  // namespace

// Every formula of every system is parsed again in tests/model/systems; here the command is asked about some of each
// kind, a process at a time.
TEST_CASE("explain: a formula gives its value from the values of its inputs, every leaf has a source") {
  for (const std::string lesson : {"01", "04"}) {
    const TestJson quantities = wallflip_json({"show", lesson})["quantities"];
    const size_t step = 1 + quantities.size() / static_cast<size_t>(test::share_of(400));
    for (size_t i = 0; i < quantities.size(); i += step) {
      check_explanation(explained(lesson, quantities[i]["name"], 1));
    }
  }
}

TEST_CASE("explain --depth opens level by level down to inputs") {
  const TestJson closed = explained("04", "serving.tpot", 0);
  CHECK(closed["formula"].is_null());
  CHECK(closed["inputs"].empty());
  const TestJson deep = explained("04", "serving.tpot", 100);
  check_explanation(deep);
  const TestJson* e = &deep;
  while (!(*e)["inputs"].empty()) e = &(*e)["inputs"][0];
  CHECK((*e)["formula"].is_null());
  CHECK((*e)["source"]["title"].is_string());
}

TEST_CASE("explain: a number says who set it: catalog row, lesson or command line") {
  const auto source_of = [](const TestJson& e, const std::string& name) {
    for (const TestJson& input : e["inputs"]) {
      if (input["name"] == name) return input["source"];
    }
    return TestJson();
  };
  const TestJson e = wallflip_json({"explain", "01", "kv.used_bytes", "--set", "load.batch=7"});
  CHECK(source_of(e, "load.batch")["where"] == "--set load.batch=7");
  const TestJson start = wallflip_json({"explain", "01", "kv.used_bytes"});
  CHECK(source_of(start, "load.batch")["id"] == "lesson");
  const TestJson ridge = wallflip_json({"explain", "01", "gpu.ridge"});
  // The bandwidth of the H100 comes from its catalog row: a published figure, nobody's assumption.
  CHECK(source_of(ridge, "gpu.mem_bw")["kind"] != "assumption");
  CHECK(!source_of(ridge, "gpu.mem_bw")["where"].get<std::string>().empty());
  const TestJson typed = wallflip_json({"explain", "01", "gpu.ridge", "--set", "gpu.mem_bw=3TB/s"});
  CHECK(source_of(typed, "gpu.mem_bw")["title"] == "set by you");
}
