#include "model/validation/report.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

using namespace wallflip;
using namespace wallflip::validation;

namespace {

const Catalog& catalog() {
  static const Catalog loaded = load_catalog(WALLFLIP_SOURCE_DIR "/assets/catalog").catalog;
  return loaded;
}

}  // namespace

TEST_CASE("every family has an id of its own, columns and a maker") {
  std::vector<std::string_view> ids;
  for (const Family& family : family_table()) {
    CAPTURE(family.id);
    CHECK(std::find(ids.begin(), ids.end(), family.id) == ids.end());
    CHECK_FALSE(family.what.empty());
    CHECK(family.columns.size() >= 2);
    CHECK(family.make(catalog()) != nullptr);
    ids.push_back(family.id);
  }
}

TEST_CASE("a file that is missing, broken or of no family: one issue each, and the others are still run") {
  const std::filesystem::path folder = std::filesystem::path(WALLFLIP_BINARY_DIR) / "validation_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "strange.csv") << "id,colour\n1,red\n";
  std::ofstream(folder / "broken.csv") << "id,colour\n1\n";
  Issues issues;
  const Report report =
      validate({(folder / "none.csv").string(), (folder / "strange.csv").string(), (folder / "broken.csv").string()},
               catalog(), issues);
  CHECK(issues.size() == 3);
  CHECK(report.rows.empty());
  std::filesystem::remove_all(folder);
}

TEST_CASE("a table of shapes that stands beside the measurements is read and adds nothing") {
  const std::filesystem::path folder = std::filesystem::path(WALLFLIP_BINARY_DIR) / "validation_shapes_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "models.csv") << "model_key,layers,hidden,heads,kv_heads\nsmall,2,64,4,4\n";
  Issues issues;
  const Report report = validate({(folder / "models.csv").string()}, catalog(), issues);
  CHECK(issues.empty());
  CHECK(report.rows.empty());
  CHECK(report.accuracies.empty());
  std::filesystem::remove_all(folder);
}

TEST_CASE("an error is signed and relative, and missing without a prediction") {
  Compared row{"r", "s", 2, {"time", 2.0, 3.0, ""}};
  CHECK(row.error() == 0.5);
  row.prediction.predicted = std::nan("");
  CHECK_FALSE(row.error());
  row.prediction.predicted.reset();
  CHECK_FALSE(row.error());
}
