#include "model/lesson/library.hpp"
#include "tests/model/lesson/temporary_file.hpp"

namespace wallflip {
namespace {

using Lines = std::vector<std::string>;

TEST_CASE("the course lists lessons that exist, each once") {
  const TemporaryFolder folder;
  folder.write("01.json", "{}");
  Issues issues;
  folder.write("index.json", R"({"schema": 1, "parts": [{"id": "I", "title": "Method", "lessons": ["01"]}]})");
  const std::vector<CoursePart> course = read_course(folder.path(), issues);
  CHECK(issues.empty());
  REQUIRE(course.size() == 1);
  CHECK(course[0].title == "Method");
  CHECK(course[0].lessons == Lines{"01"});

  folder.write("index.json",
               "{\"schema\": 2, \"parts\": [\n{\"id\": \"I\", \"title\": \"A\", \"lessons\": [\"01\", \"02\"]},\n"
               "{\"id\": \"I\", \"titel\": \"B\", \"lessons\": [\"01\", \"../../etc/passwd\", 3]}]}");
  read_course(folder.path(), issues);
  CHECK(told(issues) == Lines{
                            "1: /schema: is a format that this version does not read, expected 1",
                            "2: /parts/0/lessons/1: there is no 02.json beside this file",
                            "3: /parts/1: \"title\" is missing",
                            "3: /parts/1/lessons/2: is a number, expected a text",
                            "3: /parts/1/titel: unknown key \"titel\" (did you mean title?)",
                            "3: /parts/1: \"I\" is given twice (first on line 2)",
                            "3: /parts/1/lessons/0: lesson 01 is in the course twice (first on line 2)",
                            "3: /parts/1/lessons/1: \"../../etc/passwd\" is no lesson id: it must be of letters, "
                            "digits, _ and -",
                        });
}

TEST_CASE("mechanisms and terms: all fields, and ids once") {
  const TemporaryFolder folder;
  Issues issues;
  const std::vector<Mechanism> mechanisms = read_mechanisms(
      folder.write("m.json",
                   "{\"schema\": 1, \"mechanisms\": [\n{\"id\": \"a\", \"title\": \"A\", \"text\": \"t\", "
                   "\"source\": \"s\", \"set\": {\"llm.kv_heads\": 1, \"gpu\": \"h200-sxm\"}},\n"
                   "{\"id\": \"a\", \"title\": \"A\", \"text\": \"t\", \"source\": \"s\"}]}"),
      issues);
  REQUIRE(mechanisms.size() == 2);
  CHECK(mechanisms[0].set.size() == 2);
  CHECK(mechanisms[0].pointer == "/mechanisms/0");
  CHECK(told(issues) ==
        Lines{"3: /mechanisms/1: \"set\" is missing", "3: /mechanisms/1: \"a\" is given twice (first on line 2)"});
  issues.clear();
  const std::vector<Term> terms = read_glossary(
      folder.write("g.json", "{\"schema\": 1, \"terms\": [{\"id\": \"a\", \"title\": \"A\", \"text\": \"\"}]}"),
      issues);
  CHECK(terms.size() == 1);
  CHECK(told(issues) == Lines{"1: /terms/0/text: is empty"});
}

TEST_CASE("the library of the course has no issues and knows its lessons") {
  const LoadedLibrary loaded = load_library(assets_folder, lessons_folder);
  REQUIRE(told(loaded.issues) == Lines{});
  const Library& library = loaded.library;
  CHECK(library.course.size() >= 2);
  CHECK(library.mechanisms.size() >= 10);
  CHECK(library.glossary.size() >= 30);

  Issues issues;
  CHECK(lesson_file(library, "03b", issues) == lessons_folder / "03b.json");
  CHECK(lesson_file(library, (lessons_folder / "04.json").string(), issues) == lessons_folder / "04.json");
  CHECK(issues.empty());
  CHECK(lesson_file(library, "3b", issues).empty());
  CHECK(lesson_file(library, "orientation", issues).empty());
  CHECK(lesson_file(library, "no/such.json", issues).empty());
  CHECK(lesson_file(library, lessons_folder.string(), issues).empty());
  REQUIRE(issues.size() == 4);
  CHECK(to_string(issues[0]) == "no lesson is called \"3b\" (did you mean 03b?)");
  CHECK(issues[1].hint.find("lessons: 01, 03b") == 0);
  CHECK(to_string(issues[2]) == "no/such.json: there is no such lesson file");
}

TEST_CASE("a mechanism that cites an unknown source is found") {
  const TemporaryFolder folder;
  folder.write("mechanisms.json",
               "{\"schema\": 1, \"mechanisms\": [\n{\"id\": \"a\", \"title\": \"A\", \"text\": \"t\",\n"
               "\"source\": \"pope_2023\", \"set\": {}}]}");
  std::filesystem::copy(assets_folder / "catalog", folder.path() / "catalog", std::filesystem::copy_options::recursive);
  std::filesystem::copy(assets_folder / "glossary.json", folder.path() / "glossary.json");
  CHECK(told(load_library(folder.path(), lessons_folder).issues) ==
        Lines{"3: /mechanisms/0/source: no source is called \"pope_2023\" (did you mean pope_2022?)"});
}

}  // namespace
}  // namespace wallflip
