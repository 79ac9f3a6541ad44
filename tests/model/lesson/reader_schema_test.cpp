#include <algorithm>

#include "model/base/json_view.hpp"
#include "model/base/strict_json.hpp"
#include "model/lesson/reader.hpp"
#include "tests/model/lesson/temporary_file.hpp"

// The reader and lessons/lesson.schema.json describe one format: a key of the one that the other lacks fails here.

namespace wallflip {
namespace {

using Lines = std::vector<std::string>;

std::optional<JsonView> member(const JsonView& object, std::string_view key) {
  for (const JsonView& m : object.members()) {
    if (m.key() == key) return m;
  }
  return std::nullopt;
}

JsonView described(const JsonView& schema, std::string_view name) {
  if (name == "lesson") return schema;
  const std::optional<JsonView> object = member(*member(schema, "$defs"), name);
  REQUIRE_MESSAGE(object.has_value(), "the schema describes no ", std::string(name));
  return *object;
}

TEST_CASE("the schema has exactly the keys that the reader knows, required where the reader requires them") {
  Issues issues;
  const std::optional<JsonDocument> document = read_json(lessons_folder / "lesson.schema.json", issues);
  REQUIRE(document);
  const JsonView schema = document->root(issues);
  for (const FormatObject& object : lesson_format()) {
    const JsonView description = described(schema, object.name);
    Lines known, required, in_schema, required_in_schema;
    for (const FormatKey& key : object.keys) {
      known.emplace_back(key.key);
      if (key.required) required.emplace_back(key.key);
    }
    for (const JsonView& property : member(description, "properties")->members()) in_schema.push_back(property.key());
    if (const auto list = member(description, "required")) required_in_schema = list->strings();
    for (Lines* lines : {&known, &required, &in_schema, &required_in_schema}) std::sort(lines->begin(), lines->end());
    INFO(std::string(object.name));
    CHECK(in_schema == known);
    CHECK(required_in_schema == required);
  }
  CHECK(issues.empty());
}

TEST_CASE("the schema describes every key in words") {
  Issues issues;
  const std::optional<JsonDocument> document = read_json(lessons_folder / "lesson.schema.json", issues);
  REQUIRE(document);
  const JsonView schema = document->root(issues);
  for (const FormatObject& object : lesson_format()) {
    for (const JsonView& property : member(described(schema, object.name), "properties")->members()) {
      const std::optional<JsonView> words = member(property, "description");
      INFO(property.pointer());
      REQUIRE(words);
      CHECK(words->text().value_or("").size() > 10);
    }
  }
}

}  // namespace
}  // namespace wallflip
