#include "model/base/json_view.hpp"

#include <doctest/doctest.h>

#include <string>

namespace wallflip {
namespace {

struct Reading {
  Issues issues;
  std::optional<JsonDocument> document;
  explicit Reading(std::string_view text) : document(parse_json(text, "lesson.json", issues)) { REQUIRE(document); }
  JsonView root() { return document->root(issues); }
};

std::vector<std::string> lines(const Issues& issues) {
  std::vector<std::string> out;
  for (const Issue& issue : issues) out.push_back(to_string(issue));
  return out;
}

TEST_CASE("a full object reads without issues") {
  Reading r(
      R"({"id": "01", "min": 1, "count": 3, "on": true, "scale": "log", "of": ["a", "b"], "set": {"x": 1, "y": "2ms"},
               "goal": {"par": 1}, "none": null, "$schema": "x"})");
  {
    JsonFields f = r.root().fields();
    CHECK(f.string("id") == "01");
    CHECK(f.number("min", {0, 10}) == 1);
    CHECK(f.integer("count") == 3);
    CHECK(f.boolean("on"));
    CHECK(f.one_of("scale", {"lin", "log"}) == 1);
    CHECK(f.strings("of") == std::vector<std::string>{"a", "b"});
    const std::vector<JsonView> set = f.members("set");
    REQUIRE(set.size() == 2);
    CHECK(set[0].key() == "x");
    CHECK(set[1].text() == "2ms");
    JsonFields goal = f.object("goal");
    CHECK(goal.integer("par") == 1);
    CHECK_FALSE(f.optional_string("none"));
    CHECK_FALSE(f.optional_number("absent"));
    CHECK_FALSE(f.optional_object("absent"));
    CHECK(f.optional_array("absent").empty());
    f.ignore("$schema");
  }
  CHECK(lines(r.issues).empty());
}

TEST_CASE("one run reports every mistake, each with its line and the nearest name") {
  Reading r(
      "{\n\"titel\": \"x\",\n\"minutes\": \"8\",\n\"min\": -1,\n\"scale\": \"lgo\",\n\"of\": [\"a\", 2],\n\"n\": "
      "1.5\n}");
  {
    JsonFields f = r.root().fields();
    f.string("title");
    f.integer("minutes");
    f.number("min", {0, 5});
    f.one_of("scale", {"lin", "log"});
    CHECK(f.strings("of") == std::vector<std::string>{"a"});
    f.integer("n");
    f.object("goal").number("par");  // one issue: the object is missing, not its fields too
  }
  sort_by_place(r.issues);
  CHECK(lines(r.issues) == std::vector<std::string>{
                               "lesson.json:1: \"title\" is missing",
                               "lesson.json:1: \"goal\" is missing",
                               "lesson.json:2: /titel: unknown key \"titel\" (did you mean title?)",
                               "lesson.json:3: /minutes: is a text, expected a number",
                               "lesson.json:4: /min: is -1, must be from 0 to 5",
                               "lesson.json:5: /scale: \"lgo\" is none of: lin, log (did you mean log?)",
                               "lesson.json:6: /of/1: is a number, expected a text",
                               "lesson.json:7: /n: is 1.5, expected a whole number",
                           });
}

TEST_CASE("a value of the wrong kind where an object is expected is one issue, at any depth") {
  Reading r(R"({"goal": [1], "knobs": {"a": 1}})");
  {
    JsonFields f = r.root().fields();
    f.object("goal").object("inner").string("deep");
    f.optional_object("goal");
    for (const JsonView& knob : f.array("knobs")) knob.fields();
  }
  CHECK(lines(r.issues) == std::vector<std::string>{
                               "lesson.json:1: /goal: is an array, expected an object",
                               "lesson.json:1: /goal: is an array, expected an object",
                               "lesson.json:1: /knobs: is an object, expected an array",
                           });
}

TEST_CASE("a moved view reports its unknown keys once") {
  Reading r(R"({"odd": 1})");
  {
    JsonFields first = r.root().fields();
    JsonFields second = std::move(first);
  }
  CHECK(r.issues.size() == 1);
}

TEST_CASE("issues stop at a number that somebody could read") {
  std::string text = "{\"a0\": 0";
  for (int i = 1; i < 3000; ++i) text += ", \"a" + std::to_string(i) + "\": 0";
  Reading r(text + "}");
  r.root().fields();
  CHECK(r.issues.size() == max_issues);
}

}  // namespace
}  // namespace wallflip
