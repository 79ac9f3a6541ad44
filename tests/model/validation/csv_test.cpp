#include "model/validation/csv.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace wallflip;
using namespace wallflip::validation;

namespace {

CsvTable good(std::string_view text) {
  Issues issues;
  CsvTable table = parse_csv(text, "t.csv", issues);
  for (const Issue& issue : issues) FAIL_CHECK(to_string(issue));
  return table;
}

std::string what(std::string_view text) {
  Issues issues;
  parse_csv(text, "t.csv", issues);
  REQUIRE(issues.size() == 1);
  return to_string(issues[0]);
}

std::string as_cell(const std::string& cell) {
  std::string text = "\"";
  for (const char c : cell) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + "\"";
}

}  // namespace

TEST_CASE("cells with commas, quotes and line ends; any line end; a byte order mark") {
  const CsvTable table = good("\xEF\xBB\xBFid,note,x\r\na,\"1, \"\"2\"\"\n3\",4.5\r\n\nb,,nan\n");
  REQUIRE(table.rows.size() == 2);
  const Row first(table, 0);
  const Row second(table, 1);
  CHECK(first.text("note") == "1, \"2\"\n3");
  CHECK(first.number("x") == 4.5);
  CHECK(table.lines == std::vector<int>{2, 5});
  CHECK(second.text("note").empty());
  CHECK_FALSE(second.number("x"));
  CHECK_FALSE(second.number("no such column"));
  CHECK(second.number_or("x", 7) == 7);
}

TEST_CASE("what is wrong with a table names the line") {
  CHECK(what("a,b\n1\n") == "t.csv:2: the row has 1 cells, the header 2");
  CHECK(what("a,a\n1,2\n") == "t.csv:1: two columns are called a");
  CHECK(what("") == "t.csv:1: expected a header of column names, separated by commas");
  CHECK(what("a,b\n1,\"2\n") == "t.csv:2: a quoted cell never ends");
}

TEST_CASE("any text written as quoted cells is read back; any bytes at all are read without a crash") {
  std::mt19937 random(7);
  constexpr std::string_view alphabet = "a,\"\n1. ";
  for (int round = 0; round < 500; ++round) {
    std::string a, b, noise;
    for (size_t i = random() % 12; i > 0; --i) a += alphabet[random() % alphabet.size()];
    for (size_t i = random() % 12; i > 0; --i) b += alphabet[random() % alphabet.size()];
    const CsvTable table = good("x,y\n" + as_cell(a) + "," + as_cell(b) + "\n");
    REQUIRE(table.rows.size() == 1);
    CHECK(table.rows[0] == std::vector<std::string>{a, b});
    for (size_t i = random() % 60; i > 0; --i) noise += static_cast<char>(random());
    Issues issues;
    for (const auto& row : parse_csv(noise, "noise", issues).rows) CHECK_FALSE(row.empty());
  }
}
