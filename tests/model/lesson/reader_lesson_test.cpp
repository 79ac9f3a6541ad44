#include <cmath>

#include "model/lesson/reader.hpp"
#include "tests/model/lesson/temporary_file.hpp"

namespace wallflip {
namespace {

using Lines = std::vector<std::string>;

// The smallest lesson there is: every required key and nothing else.
const std::string smallest = R"({
  "schema": 1, "id": "x1", "part": "I", "title": "T", "question": "Q?", "system": "replica",
  "scenario": {}, "knobs": [{"input": "load.batch"}], "outputs": [], "views": []
})";

// The smallest lesson with `members` added, from line 2 on.
std::string with(const std::string& members) {
  return "{\n" + members + ",\n" + smallest.substr(1);
}

Lines complaints(const std::string& text) {
  const TemporaryFolder folder;
  Issues issues;
  const std::optional<Lesson> lesson = read_lesson(folder.write("a.json", text), issues);
  CHECK(lesson.has_value() == issues.empty());
  for (const Issue& issue : issues) CHECK(issue.file == (folder.path() / "a.json").string());
  return told(issues);
}

TEST_CASE("the example of the format reads into every field") {
  const TemporaryFolder folder;
  Issues issues;
  const std::optional<Lesson> read = read_lesson(folder.write("a.json", with(R"(
    "minutes": 8, "needs": ["00"], "requirements": [{"text": "{load.batch} run"}],
    "contests": [{"id": "tenants", "pick": "smallest", "of": ["a.x", "a.y"], "as": ["x", "y"]}],
    "define": [{"name": "d.w", "formula": "1 - a.x", "label": "idle", "display": "%"}],
    "predict": [{"kind": "wall", "ask": "?", "contest": "limits", "set": {"gpu": "h100-sxm", "slo.tpot": 0.02}},
                {"ask": "?", "of": {"flip": {"contest": "walls", "knob": "load.batch", "to": "compute"}}},
                {"kind": "choice", "ask": "?", "choices": [{"text": "a", "when": "x > 1"},
                                                           {"text": "b", "when": "otherwise"}]}],
    "goal": {"contest": "walls", "knob": "load.batch", "from": "bandwidth", "to": "compute", "par": 2},
    "mechanisms": ["m"], "hints": ["h"], "traps": [{"text": "t", "set": {"load.batch": 2}}],
    "follow_ups": [{"ask": "?", "of": {"value": "kv.batch_max"}}], "takeaway": "w", "glossary": ["g"],
    "sources": ["s"], "beats": [{"say": "b"}],
    "claims": [{"flip": {"contest": "walls", "knob": "load.batch", "near": 295.3, "first": 296}},
               {"set": {"load.batch": 2}, "flip": {"contest": "walls", "knob": "load.batch", "none": true}},
               {"value": "kv.batch_max", "near": 223, "within": 0}])")),
                                                 issues);
  REQUIRE(told(issues) == Lines{});
  const Lesson& l = *read;
  CHECK(l.id == "x1");
  CHECK(l.minutes == 8);
  CHECK(l.requirements == Lines{"{load.batch} run"});
  CHECK(l.contests[0].pick == Pick::smallest);
  CHECK(l.contests[0].as == Lines{"x", "y"});
  CHECK(l.define[0].formula == "1 - a.x");
  CHECK(l.predict[0].kind == QuestionKind::wall);
  CHECK(l.predict[0].contest == "limits");
  CHECK(std::get<std::string>(l.predict[0].set[0].value) == "h100-sxm");
  CHECK(std::get<double>(l.predict[0].set[1].value) == 0.02);
  CHECK(l.predict[0].set[1].pointer == "/predict/0/set/slo.tpot");
  CHECK(l.predict[1].kind == QuestionKind::number);
  CHECK(l.predict[1].of.knob == "load.batch");
  CHECK(l.predict[1].contest == "walls");
  CHECK(l.predict[2].choices[1].when == "otherwise");
  CHECK(l.goal->par == 2);
  CHECK(l.traps[0].pointer == "/traps/0");
  CHECK(l.follow_ups[0].of.value == "kv.batch_max");
  CHECK(l.beats[0].set.empty());
  CHECK(l.claims[0].first == 296);
  CHECK(l.claims[0].within == 0.005);
  CHECK(l.claims[1].none);
  CHECK(l.claims[2].near == 223);
  CHECK(l.claims[2].within == 0);
  CHECK_FALSE(l.claims[2].is_flip);
}

TEST_CASE("knobs: bounds in base units or as text, scale, values of a choice") {
  const TemporaryFolder folder;
  Issues issues;
  const std::string text =
      R"({"schema": 1, "id": "x1", "part": "I", "title": "T", "question": "Q?", "system": "replica",
    "scenario": {"base": {"gpu": "h100-sxm"}, "set": {"load.batch": 64}}, "outputs": ["kv.batch_max"],
    "knobs": [{"input": "gpu.price_per_hour", "min": "$0.5/h", "max": 0.004, "scale": "log", "primary": true},
              {"input": "llm.bytes_per_param", "values": [2, "1B"]}],
    "views": [{"widget": "wall_map", "knobs": ["a", "b"], "contest": "limits", "large": true},
              {"widget": "curve", "of": "kv.batch_max", "points": ["decode"]}]})";
  const std::optional<Lesson> read = read_lesson(folder.write("a.json", text), issues);
  REQUIRE(told(issues) == Lines{});
  CHECK(std::get<std::string>(*read->knobs[0].min) == "$0.5/h");
  CHECK(std::get<double>(*read->knobs[0].max) == 0.004);
  CHECK(read->knobs[0].log);
  CHECK(read->knobs[0].primary);
  CHECK(std::get<std::string>(read->knobs[1].values[1]) == "1B");
  CHECK_FALSE(read->knobs[1].min);
  CHECK(read->base[0].name == "gpu");
  CHECK(read->set[0].name == "load.batch");
  CHECK(read->views[0].large);
  CHECK(read->views[1].of == "kv.batch_max");
  CHECK(read->views[1].points == Lines{"decode"});
}

TEST_CASE("missing keys are reported together, at their object") {
  CHECK(complaints("{}") == Lines{
                                "1: : \"schema\" is missing",
                                "1: : \"id\" is missing",
                                "1: : \"part\" is missing",
                                "1: : \"title\" is missing",
                                "1: : \"question\" is missing",
                                "1: : \"system\" is missing",
                                "1: : \"scenario\" is missing",
                                "1: : \"knobs\" is missing",
                                "1: : \"outputs\" is missing",
                                "1: : \"views\" is missing",
                            });
  CHECK(complaints(with(R"("goal": {"contest": "walls", "knob": "k", "from": "a"})")) ==
        Lines{"2: /goal: \"to\" is missing"});
  CHECK(complaints(with(R"("claims": [{"flip": {"knob": "k", "near": 1}}])")) ==
        Lines{"2: /claims/0/flip: \"contest\" is missing"});
}

TEST_CASE("unknown keys come with the nearest one, at any depth") {
  CHECK(complaints(with("\"takaway\": \"x\"")) ==
        Lines{"2: /takaway: unknown key \"takaway\" (did you mean takeaway?)"});
  CHECK(complaints(with(R"("goal": {"contest": "w", "knob": "k", "from": "a", "to": "b", "prr": 1})")) ==
        Lines{"2: /goal/prr: unknown key \"prr\" (did you mean par?)"});
  CHECK(complaints(with(R"("claims": [{"flip": {"contest": "w", "knob": "k", "neer": 1, "first": 2}}])")) ==
        Lines{"2: /claims/0/flip/neer: unknown key \"neer\" (did you mean near?)"});
}

TEST_CASE("values of the wrong kind: all of them, each with its line") {
  CHECK(complaints(with("\"minutes\": 1.5,\n\"needs\": \"00\",\n\"hints\": [1],\n\"takeaway\": \"\",\n"
                        "\"contests\": [{\"id\": \"c\", \"of\": [\"a\", \"b\"], \"pick\": \"smalest\"}],\n"
                        "\"traps\": [{\"text\": \"t\", \"set\": {\"load.batch\": [1]}}],\n\"goal\": []")) ==
        Lines{
            "2: /minutes: is 1.5, expected a whole number",
            "3: /needs: is a text, expected an array",
            "4: /hints/0: is a number, expected a text",
            "5: /takeaway: is empty",
            "6: /contests/0/pick: \"smalest\" is none of: largest, smallest (did you mean smallest?)",
            "7: /traps/0/set/load.batch: must be a number in base units, or a text such as \"25ms\" or a catalog id",
            "8: /goal: is an array, expected an object",
        });
  CHECK(complaints("[]") == Lines{"1: : is an array, expected an object"});
}

TEST_CASE("another version of the format and an id that is no file name") {
  std::string text = smallest;
  text.replace(text.find("\"schema\": 1"), 11, "\"schema\": 2");
  CHECK(complaints(text) == Lines{"2: /schema: is a format that this version does not read, expected 1"});
  text = smallest;
  text.replace(text.find("x1"), 2, "../");
  CHECK(complaints(text) == Lines{"2: /id: must be of letters, digits, _ and -"});
}

TEST_CASE("names given twice point back to the first line") {
  CHECK(complaints(with("\"contests\": [{\"id\": \"c\", \"of\": [\"a\"]},\n{\"id\": \"c\", \"of\": [\"a\"]}]")) ==
        Lines{"3: /contests/1: \"c\" is given twice (first on line 2)"});
  CHECK(
      complaints(with("\"define\": [{\"name\": \"d\", \"formula\": \"1\"},\n{\"name\": \"d\", \"formula\": \"2\"}]")) ==
      Lines{"3: /define/1: \"d\" is given twice (first on line 2)"});
  std::string text = smallest;
  text.replace(text.find("{\"input\""), 1, "{\"input\": \"load.batch\"}, {");
  CHECK(complaints(text) == Lines{"3: /knobs/1: \"load.batch\" is given twice (first on line 3)"});
}

TEST_CASE("what belongs together: labels of a contest, keys of a question, expectations of a claim") {
  CHECK(complaints(with(R"("contests": [{"id": "c", "of": ["a", "b"], "as": ["x"]}])")) ==
        Lines{"2: /contests/0: \"as\" has 1 labels for the 2 quantities of \"of\""});
  CHECK(complaints(with("\"predict\": [{\"ask\": \"?\"},\n{\"kind\": \"choice\", \"ask\": \"?\"},\n"
                        "{\"kind\": \"wall\", \"ask\": \"?\", \"of\": {\"value\": \"x\"}},\n"
                        "{\"kind\": \"choice\", \"ask\": \"?\", \"choices\": []}]")) ==
        Lines{
            "2: /predict/0: a question of kind \"number\" needs \"of\"",
            "3: /predict/1: a question of kind \"choice\" needs \"choices\"",
            "4: /predict/2: \"of\" belongs to questions of kind \"number\"",
            "5: /predict/3/choices: needs at least two choices",
        });
  CHECK(complaints(with("\"follow_ups\": [{\"ask\": \"?\", \"of\": {}},\n{\"ask\": \"?\", \"of\": {\"value\": \"v\", "
                        "\"flip\": {\"contest\": \"c\", \"knob\": \"k\"}}}]")) ==
        Lines{
            "2: /follow_ups/0/of: must have either \"value\" or \"flip\"",
            "3: /follow_ups/1/of: must have either \"value\" or \"flip\"",
        });
  CHECK(complaints(with("\"claims\": [{\"near\": 1},\n{\"value\": \"v\"},\n"
                        "{\"flip\": {\"contest\": \"c\", \"knob\": \"k\", \"none\": true, \"near\": 2}}]")) ==
        Lines{
            "2: /claims/0: must have either \"flip\" or \"value\"",
            "3: /claims/1: must expect something: \"near\", \"first\" or \"none\"",
            "4: /claims/2: expects \"none\" and a number at once",
        });
}

TEST_CASE("a text that is no JSON at all is one clear issue") {
  const auto one = [](const std::string& text) {
    const Lines lines = complaints(text);
    REQUIRE(lines.size() == 1);
    return lines[0];
  };
  const std::string comma = one("{\n\"schema\": 1,\n}");
  CHECK(comma.find("3: ") == 0);
  CHECK(comma.find("column 1") != std::string::npos);
  CHECK(one("{\n\"title\": \"\xFF\"}").find("UTF-8") != std::string::npos);
  CHECK(one(std::string(7'000'000, '[')).ends_with(": nested deeper than 64 levels"));
  CHECK(one(std::string(100'000'000, '[')).find("the limit is 8000000") != std::string::npos);
  CHECK(one(with("\"minutes\": 1,\n\"minutes\": 2")) == "3: /minutes: the key is given twice (first given on line 2)");

  Issues issues;
  CHECK_FALSE(read_lesson("/no/such/lesson.json", issues));
  REQUIRE(issues.size() == 1);
  CHECK(issues[0].what == "file not found");
  CHECK_FALSE(read_lesson(lessons_folder, issues));
}

TEST_CASE("issues that know only their pointer get their line") {
  const TemporaryFolder folder;
  const std::string file = folder.write("a.json", "{\n\"knobs\": [\n{\"input\": \"x\"}]}").string();
  Issues issues{{.file = file, .pointer = "/knobs/0/min"}, {.file = "", .pointer = "/a"}, {.file = "gone.json"}};
  add_lines(issues);
  CHECK(issues[0].line == 3);
  CHECK(issues[1].line == 0);
  CHECK(issues[2].line == 0);
}

}  // namespace
}  // namespace wallflip
