#include <cmath>
#include <set>

#include "tests/app/commands_run.hpp"

using namespace wallflip;

namespace {

std::vector<std::string> keys(const TestJson& object) {
  std::vector<std::string> all;
  for (const auto& [key, value] : object.items()) all.push_back(key);
  return all;
}

std::vector<std::string> lesson_ids() {
  std::vector<std::string> ids;
  const TestJson list = wallflip_json({"list"});
  for (const TestJson& lesson : list["lessons"]) ids.push_back(lesson["id"]);
  return ids;
}

}  // namespace

TEST_CASE("list names every lesson with part and system") {
  const TestJson document = wallflip_json({"list"});
  REQUIRE(!document["lessons"].empty());
  for (const TestJson& lesson : document["lessons"]) {
    CHECK(keys(lesson) == std::vector<std::string>{"id", "title", "part", "system"});
    CHECK(!lesson["title"].get<std::string>().empty());
  }
}

TEST_CASE("show gives knobs whose names eval knows and contests of named quantities") {
  for (const std::string& id : lesson_ids()) {
    CAPTURE(id);
    const TestJson show = wallflip_json({"show", id});
    const TestJson eval = wallflip_json({"eval", id});
    for (const TestJson& knob : show["knobs"]) {
      CAPTURE(knob["name"].get<std::string>());
      CHECK(keys(knob) ==
            std::vector<std::string>{"name", "label", "unit", "kind", "min", "max", "default", "scale", "values"});
      CHECK(eval["inputs"][knob["name"].get<std::string>()] == knob["default"]);
      CHECK((knob["kind"] == "choice") == knob["values"].is_array());
      if (knob["min"].is_number()) CHECK(knob["min"].get<double>() < knob["max"].get<double>());
    }
    std::set<std::string> quantities;
    for (const TestJson& q : show["quantities"]) quantities.insert(q["name"]);
    CHECK(quantities.size() == eval["values"].size());
    for (const TestJson& contest : show["contests"]) {
      CHECK(contest["of"].size() == contest["labels"].size());
      CHECK((contest["pick"] == "largest" || contest["pick"] == "smallest"));
      for (const TestJson& name : contest["of"]) CHECK(quantities.count(name) == 1);
    }
    CHECK(!show["claims"].empty());
    CHECK(!show["question"].get<std::string>().empty());
  }
}

TEST_CASE("eval: the binding wall has the largest pressure, every value has a unit") {
  for (const std::string& id : lesson_ids()) {
    CAPTURE(id);
    const TestJson eval = wallflip_json({"eval", id});
    CHECK(keys(eval) == std::vector<std::string>{"lesson", "inputs", "values", "units", "pressure", "binding", "fits",
                                                 "meets", "why"});
    double largest = -1;
    std::string leader;
    for (const auto& [wall, pressure] : eval["pressure"].items()) {
      if (pressure.get<double>() > largest) leader = wall;
      largest = std::max(largest, pressure.get<double>());
    }
    CHECK(eval["binding"] == leader);
    for (const auto& [name, value] : eval["values"].items()) CHECK(eval["units"].contains(name));
    for (const auto& [name, value] : eval["inputs"].items()) CHECK(eval["units"].contains(name));
  }
}

TEST_CASE("eval: a design that does not fit has pressures and reasons but no time") {
  const TestJson eval = wallflip_json({"eval", "04", "--set", "llm=dense-70b"});
  CHECK(eval["fits"] == false);
  CHECK(eval["meets"] == false);
  REQUIRE(!eval["why"].empty());
  CHECK(eval["why"][0].get<std::string>().find("has 76 GB") != std::string::npos);  // 80 GB less 4 GB kept back
  CHECK(eval["values"]["decode.step_time"].is_null());
  CHECK(eval["pressure"]["capacity"].get<double>() > 1);
}

TEST_CASE("eval --require: exit code 1 for a design that misses its requirement, and the same document") {
  const std::vector<std::string> missing = {"eval", "04", "--set", "llm=dense-70b", "--json"};
  std::vector<std::string> required = missing;
  required.emplace_back("--require");
  const Ran plain = wallflip_run(missing), strict = wallflip_run(required);
  CHECK(plain.code == 0);
  CHECK(strict.code == 1);
  CHECK(plain.out == strict.out);
  CHECK(wallflip_run({"eval", "01", "--require"}).code == 0);  // no target to miss
}

TEST_CASE("--set: rows first, then fields; the last of one name wins; units are read") {
  const TestJson inputs =
      wallflip_json({"eval", "01", "--set", "gpu.mem_bw=1TB/s", "--set", "load.batch=2", "--set", "gpu=h200-sxm",
                     "--set", "load.batch=8", "--set", "llm.gemm_dtype=fp8"})["inputs"];
  CHECK(inputs["gpu"] == "h200-sxm");
  CHECK(inputs["gpu.mem_bw"] == 1e12);
  CHECK(inputs["load.batch"] == 8);
  CHECK(inputs["llm.gemm_dtype"] == "fp8");
}

// 989.4 TFLOP/s over 3.35 TB/s is 295.343 FLOP a byte: the ridge of the H100's datasheet, two bytes a weight and two
// FLOP a weight and sequence.
TEST_CASE("flips of lesson 01: compute takes over at 295.343, first whole batch 296") {
  const TestJson flips = wallflip_json({"flips", "01", "--knob", "load.batch", "--contest", "walls"})["flips"];
  REQUIRE(flips.size() == 1);
  CHECK(keys(flips[0]) == std::vector<std::string>{"knob", "contest", "crossing", "value", "from", "to"});
  CHECK(flips[0]["crossing"].get<double>() == doctest::Approx(989.4 / 3.35).epsilon(1e-12));
  CHECK(flips[0]["value"] == 296);
  CHECK(flips[0]["from"] == "bandwidth");
  CHECK(flips[0]["to"] == "compute");
}

TEST_CASE("flips: where there is none, the searched range; a listed knob flips at a name") {
  const TestJson none = wallflip_json(
      {"flips", "01", "--set", "load.context=1500", "--knob", "load.batch", "--contest", "walls"})["flips"];
  REQUIRE(none.size() == 1);
  CHECK(none[0] == TestJson{{"knob", "load.batch"}, {"contest", "walls"}, {"none_in", {1.0, 4096.0}}});
  // At a batch of 256 the H100 (ridge 295) waits for memory, the A100 (312 TFLOP/s, 2.04 TB/s: 153) for arithmetic.
  const TestJson listed =
      wallflip_json({"flips", "01", "--set", "load.batch=256", "--knob", "gpu", "--contest", "walls"})["flips"];
  REQUIRE(listed.size() >= 1);
  CHECK(listed[0]["value"] == "h100-sxm");
  CHECK(listed[0]["from"] == "compute");
  CHECK(listed[0]["crossing"].is_null());
}

TEST_CASE("flips without options: every knob in every contest, ascending") {
  const TestJson show = wallflip_json({"show", "04"});
  const TestJson document = wallflip_json({"flips", "04"});
  std::set<std::pair<std::string, std::string>> seen;
  std::pair<std::string, std::string> before;
  double last = 0;
  for (const TestJson& flip : document["flips"]) {
    const std::pair<std::string, std::string> place = {flip["knob"], flip["contest"]};
    seen.insert(place);
    if (!flip.contains("value") || !flip["value"].is_number()) continue;
    if (place == before && place.first == "load.batch") CHECK(flip["value"].get<double>() > last);
    last = flip["value"];
    before = place;
  }
  CHECK(seen.size() + document["incomplete"].size() == show["knobs"].size() * show["contests"].size());
}

TEST_CASE("map: every corner names the wall that eval names") {
  const TestJson map = wallflip_json({"map", "01", "--x", "load.batch", "--y", "load.context", "--size", "9"});
  REQUIRE(map["grid"].size() == 9);
  for (const size_t iy : {size_t{0}, size_t{8}}) {
    for (const size_t ix : {size_t{0}, size_t{8}}) {
      const std::string batch = map["x"]["values"][ix].dump(), context = map["y"]["values"][iy].dump();
      const TestJson eval =
          wallflip_json({"eval", "01", "--set", "load.batch=" + batch, "--set", "load.context=" + context});
      CHECK(map["walls"][map["grid"][iy][ix].get<size_t>()] == eval["binding"]);
    }
  }
  CHECK(map["x"]["values"].front() == 1);
  CHECK(map["x"]["values"].back() == 4096);
}

TEST_CASE("tornado: memory time falls as one over bandwidth use; the batch flips at 296") {
  const TestJson tornado = wallflip_json({"tornado", "01", "--of", "decode.mem_time"});
  CHECK(tornado["of"] == "decode.mem_time");
  double last = INFINITY;
  bool mbu = false, batch = false;
  for (const TestJson& row : tornado["knobs"]) {
    if (row["knob"] == "gpu.mbu") {
      CHECK(row["elasticity"].get<double>() == doctest::Approx(-1).epsilon(1e-6));  // error of a 1e-4 difference
      mbu = true;
    }
    if (row["knob"] == "load.batch") batch = row["next_flip"] == 296;
    if (row["elasticity"].is_null()) continue;
    CHECK(std::abs(row["elasticity"].get<double>()) <= last);
    last = std::abs(row["elasticity"].get<double>());
  }
  CHECK(mbu);
  CHECK(batch);
}

TEST_CASE("without --json the same commands write text that names the wall") {
  const Ran eval = wallflip_run({"eval", "01"});
  CHECK(eval.code == 0);
  CHECK(eval.out.find("bandwidth binds") != std::string::npos);
  const Ran show = wallflip_run({"show", "01"});
  CHECK(show.out.find('{') == std::string::npos);  // live numbers stand where the file has names
  CHECK(wallflip_run({"flips", "01"}).out.find("296 sequences") != std::string::npos);
  CHECK(wallflip_run({"list"}).out.find("03b") != std::string::npos);
  const Ran check = wallflip_run({"check"});
  CHECK(check.code == 0);
  CHECK(check.out + check.err == "");
}

TEST_CASE("--help of every command, and the version") {
  const std::string help = wallflip_run({"--help"}).out;
  for (const char* name : {"list", "show", "eval", "explain", "flips", "map", "tornado", "sweep", "check", "shot"}) {
    CHECK(help.find(name) != std::string::npos);
    const Ran ran = wallflip_run({name, "--help"});
    CHECK(ran.code == 0);
    CHECK(ran.out.find("--data") != std::string::npos);
  }
  CHECK(wallflip_run({"--version"}).out.starts_with("wallflip "));
}
