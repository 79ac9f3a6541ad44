#include "model/base/strict_json.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "model/base/file_io.hpp"
#include "model/base/json_view.hpp"

namespace wallflip {
namespace {

Issue only_issue(std::string_view text) {
  Issues issues;
  parse_json(text, "a.json", issues);
  REQUIRE(issues.size() == 1);
  return issues[0];
}

TEST_CASE("a good document keeps order, kinds, lines and pointers") {
  Issues issues;
  const auto document =
      parse_json("{\n \"b\": [1, -2.5e3,\n 3\n],\n \"a/~\": {\"x\": \"caf\xC3\xA9\"}\n}", "a.json", issues);
  REQUIRE(document);
  CHECK(issues.empty());
  REQUIRE(document->nodes.size() == 7);
  CHECK(document->nodes[3].number == -2500);
  CHECK(document->pointer_to(4) == "/b/2");
  CHECK(document->nodes[4].line == 3);
  CHECK(document->pointer_to(6) == "/a~1~0/x");
  CHECK(document->line_of("/a~1~0/x") == 5);
  CHECK(document->line_of("/b/2/nothing") == 3);
  CHECK(document->line_of("") == 1);
}

TEST_CASE("a number at the end of a line belongs to that line") {
  Issues issues;
  const auto document = parse_json("[1\n,2\n\n]", "a.json", issues);
  REQUIRE(document);
  CHECK(document->nodes[1].line == 1);
  CHECK(document->nodes[2].line == 2);
}

TEST_CASE("syntax errors carry line and column and no raw bytes") {
  const Issue comma = only_issue("{\n  \"a\": 1,\n}");
  CHECK(comma.file == "a.json");
  CHECK(comma.line == 3);
  CHECK(comma.what.find("column 1") != std::string::npos);
  CHECK(comma.what.find("unexpected '}'") != std::string::npos);
  CHECK(comma.what.find("last read") == std::string::npos);

  const Issue bytes = only_issue("{\"a\":\n \"\xFF\xFE\"}");
  CHECK(bytes.line == 2);
  CHECK(bytes.what.find("UTF-8") != std::string::npos);
  CHECK(bytes.what.find('\xFF') == std::string::npos);

  CHECK(only_issue("").line == 1);
  CHECK(only_issue("[1] 2").line == 1);
  CHECK(only_issue("[1e999]").what.find("number") != std::string::npos);
  CHECK(only_issue("[NaN]").line == 1);
  CHECK(only_issue("[\"unfinished").line == 1);
  CHECK(only_issue("// no comments\n[]").line == 1);
}

TEST_CASE("duplicate keys are refused with pointer and both lines, and reading goes on") {
  Issues issues;
  const auto document = parse_json("{\"a\": {\n\"k\": 1,\n\"k\": 2}, \"b\": {\"k\": 3,\n \"k\": 4}}", "a.json", issues);
  REQUIRE(document);
  REQUIRE(issues.size() == 2);
  CHECK(to_string(issues[0]) == "a.json:3: /a/k: the key is given twice (first given on line 2)");
  CHECK(issues[1].pointer == "/b/k");
  CHECK(issues[1].line == 4);
}

TEST_CASE("limits come before memory: size, depth, values, key length") {
  const std::string huge(100'000'000, '[');
  CHECK(only_issue(huge).what == "is 100000000 bytes long; the limit is 8000000");
  CHECK(only_issue(std::string(7'000'000, '[')).what == "nested deeper than 64 levels");
  Issues none;
  CHECK(parse_json(std::string(64, '[') + std::string(64, ']'), "a.json", none));
  CHECK(none.empty());

  std::string many = "[0";
  for (int i = 0; i < 500'000; ++i) many += ",0";
  CHECK(only_issue(many + "]").what == "holds more than 500000 values");

  const std::string key(201, 'k');
  CHECK(only_issue("{\"" + key + "\": 1}").what.find("longer than 200") != std::string::npos);
}

TEST_CASE("a cut or spoilt text never crashes and is always reported") {
  const std::string good = "{\"a\": [1, 2.5, true, null, \"t\\u00e9xt\"], \"b\": {\"c\": \"d\"}}";
  for (size_t i = 0; i < good.size(); ++i) {
    Issues issues;
    CHECK_FALSE(parse_json(good.substr(0, i), "a.json", issues));
    CHECK(issues.size() == 1);
    for (const char c : {'\0', '\xC0', '"', '}', ',', '\n'}) {
      std::string spoilt = good;
      spoilt[i] = c;
      Issues found;
      const bool read = parse_json(spoilt, "a.json", found).has_value();
      CHECK((read || found.size() == 1));
    }
  }
}

TEST_CASE("files: missing, folder, too long, and an atomic write that is read back") {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "wallflip_file_io_test";
  std::filesystem::remove_all(folder);
  const std::filesystem::path file = folder / "deep" / "a.json";
  Issues issues;
  CHECK_FALSE(read_json(file, issues));
  CHECK(issues.back().what == "file not found");

  Issues none;
  REQUIRE(write_file_atomically(file, "[1]", none));
  REQUIRE(write_file_atomically(file, "[1, 2]", none));
  CHECK(read_file(file, 100, none) == "[1, 2]");
  CHECK(read_json(file, none));
  CHECK(none.empty());
  CHECK(std::distance(std::filesystem::directory_iterator(folder / "deep"), {}) == 1);  // no temporary left

  CHECK_FALSE(read_file(folder, 100, issues));
  CHECK(issues.back().what == "not a file");
  CHECK_FALSE(read_file(file, 3, issues));
  CHECK(issues.back().what == "is 6 bytes long; the limit is 3");
  CHECK_FALSE(write_file_atomically(file / "below_a_file", "x", issues));
  CHECK_FALSE(write_file_atomically(folder / "deep", "x", issues));  // a folder is in the way
  CHECK(issues.size() == 5);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace wallflip
