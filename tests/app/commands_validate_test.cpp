#include "tests/app/commands_run.hpp"

using namespace wallflip;

namespace {

const std::string golden = std::string(WALLFLIP_SOURCE_DIR) + "/tests/golden/";

}  // namespace

TEST_CASE("validate: the contract's keys; counts add up; the table of rows has the same errors") {
  const TestFolder folder;
  const std::string rows = (folder.path / "rows.csv").string();
  const TestJson report =
      wallflip_json({"validate", golden + "collectives.csv", golden + "training.csv", "--rows", rows});
  REQUIRE_FALSE(report["families"].empty());
  int compared = 0;
  for (const TestJson& family : report["families"]) {
    for (const char* key : {"file", "source_id", "metric"}) CHECK_FALSE(family[key].get<std::string>().empty());
    int refused = 0;
    for (const TestJson& count : family["reasons"]) refused += count.get<int>();
    CHECK(family["expressed"].get<int>() + refused == family["rows"].get<int>());
    compared += family["rows"].get<int>();
    CHECK(family["median_abs"].is_number() == (family["expressed"] > 0));
    if (family["expressed"] == 0) continue;
    CHECK(family["median_abs"] <= family["worst_abs"]);
    CHECK(family["mean_abs"] <= family["worst_abs"]);
    CHECK(std::abs(family["bias"].get<double>()) <= family["mean_abs"].get<double>());
  }
  const std::string table = text_of_file(rows);
  CHECK(table.starts_with("id,source_id,line,metric,measured,predicted,error,reason\n"));
  CHECK(std::count(table.begin(), table.end(), '\n') == compared + 1);
}

TEST_CASE("validate: what a table measured is compared and never used") {
  const TestFolder folder;
  const std::string text = text_of_file(golden + "collectives.csv");
  const std::string header = text.substr(0, text.find('\n') + 1);
  const std::string rows = (folder.path / "rows.csv").string();
  const auto predicted = [&](const std::string& time) {
    const std::string row =
        "X1,own,all_reduce,NCCL,,8,1,8,H100-SXM5-80GB,NVLink4,450,,16777216,"
        "\"nccl-tests size argument: total buffer\",fp16," +
        time + ",,,,measured,,,\n";
    write_text(folder.path / "one.csv", header + row);
    wallflip_json({"validate", (folder.path / "one.csv").string(), "--rows", rows});
    std::istringstream line(text_of_file(rows));
    std::string cell;
    std::getline(line, cell);  // header
    for (int column = 0; column < 6; ++column) std::getline(line, cell, ',');
    return cell;
  };
  const std::string usual = predicted("100");
  CHECK_FALSE(usual.empty());
  CHECK(predicted("123456") == usual);
}

TEST_CASE("validate: bad tables are refused with file and line") {
  const TestFolder folder;
  write_text(folder.path / "strange.csv", "id,colour\n1,red\n");
  write_text(folder.path / "ragged.csv", "id,colour\n1\n");
  for (const char* name : {"strange.csv", "ragged.csv", "none.csv"}) {
    const Ran ran = wallflip_run({"validate", (folder.path / name).string(), "--json"});
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err.find(name) != std::string::npos);
  }
  CHECK(wallflip_run({"validate"}).code == 2);
}
