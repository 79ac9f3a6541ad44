#include <algorithm>

#include "tests/app/commands_run.hpp"

using namespace wallflip;

namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

const std::vector<std::string> grid = {
    "sweep", "04", "--vary", "load.batch=1..1024:11log", "--vary", "gpu=h100-sxm,h200-sxm"};

}  // namespace

TEST_CASE("sweep: a header, the last --vary fastest, every row what eval says of that design") {
  const Ran ran = wallflip_run(grid);
  REQUIRE(ran.code == 0);
  const std::vector<std::string> lines = split(ran.out, '\n');
  REQUIRE(lines.size() == 1 + 11 * 2);
  const std::vector<std::string> header = split(lines[0], ',');
  CHECK(header[0] == "load.batch");
  CHECK(header[1] == "gpu");
  for (const size_t row : {size_t{1}, size_t{14}, size_t{22}}) {
    const std::vector<std::string> cells = split(lines[row], ',');
    REQUIRE(cells.size() == header.size());
    const TestJson eval = wallflip_json({"eval", "04", "--set", "load.batch=" + cells[0], "--set", "gpu=" + cells[1]});
    for (size_t i = 2; i + 3 < header.size(); ++i) {
      const TestJson& value = eval["values"][header[i]];
      CAPTURE(header[i]);
      CHECK((cells[i].empty() ? value.is_null() : std::stod(cells[i]) == value.get<double>()));
    }
    CHECK(cells[header.size() - 3] == eval["binding"]);
    CHECK((cells.back() == "true") == eval["meets"].get<bool>());
  }
  CHECK(split(lines[1], ',')[0] == "1");
  CHECK(split(lines[2], ',')[1] == "h200-sxm");
  CHECK(split(lines[22], ',')[0] == "1024");
}

TEST_CASE("sweep --shard: the shards together are the whole, row r in shard r mod N + 1") {
  const Ran all = wallflip_run(grid);
  REQUIRE(all.code == 0);
  const std::vector<std::string> whole = split(all.out, '\n');
  REQUIRE(whole.size() == 1 + 11 * 2);
  std::vector<std::vector<std::string>> shards;
  for (const char* shard : {"1/3", "2/3", "3/3"}) {
    std::vector<std::string> arguments = grid;
    arguments.insert(arguments.end(), {"--shard", shard});
    const Ran ran = wallflip_run(arguments);
    INFO("stderr: ", ran.err);
    REQUIRE(ran.code == 0);
    shards.push_back(split(ran.out, '\n'));
    REQUIRE_FALSE(shards.back().empty());
    CHECK(shards.back()[0] == whole[0]);
  }
  for (size_t row = 0; row + 1 < whole.size(); ++row) CHECK(shards[row % 3].at(1 + row / 3) == whole[row + 1]);
}

TEST_CASE("sweep --out writes the same bytes to a file, and nothing to stdout") {
  const TestFolder folder;
  std::vector<std::string> arguments = grid;
  arguments.insert(arguments.end(), {"--out", (folder.path / "sweep.csv").string()});
  const Ran ran = wallflip_run(arguments);
  CHECK(ran.code == 0);
  CHECK(ran.out.empty());
  CHECK(text_of_file(folder.path / "sweep.csv") == wallflip_run(grid).out);
  CHECK(!std::filesystem::exists(folder.path / "sweep.csv.part"));
}

TEST_CASE("sweep: integers round and appear once; --json has the same rows") {
  const TestJson table = wallflip_json({"sweep", "01", "--vary", "load.batch=1..4:10"});
  REQUIRE(table["rows"].size() == 4);
  for (size_t i = 0; i < 4; ++i) CHECK(table["rows"][i][0] == static_cast<int>(i) + 1);
  CHECK(table["columns"].size() == table["rows"][0].size());
}

TEST_CASE("sweep refuses what it cannot vary before it writes anything") {
  struct Bad {
    std::string vary, says;
  };
  for (const Bad& bad : {Bad{"load.bach=1..4:3", "did you mean load.batch?"},
                         {"load.batch=1..4", "MIN..MAX:COUNT"},
                         {"load.batch=1..4ms:3", "sequences"},
                         {"load.batch=9..4:3", "MIN <= MAX"},
                         {"load.batch=0..4:3log", "0 < MIN"},
                         {"load.batch=1..9000:3", "outside the range"},
                         {"gpu=h100-sxm,h201-sxm", "did you mean"},
                         {"load.batch", "NAME=MIN..MAX:COUNT"}}) {
    CAPTURE(bad.vary);
    const Ran ran = wallflip_run({"sweep", "01", "--vary", bad.vary});
    CAPTURE(ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err.find(bad.says) != std::string::npos);
  }
  CHECK(wallflip_run({"sweep", "01", "--vary", "load.batch=1..4:4", "--shard", "0/4"}).code == 2);
  CHECK(wallflip_run({"sweep", "01", "--vary", "load.batch=1..4:4", "--shard", "5/4"}).code == 2);
}
