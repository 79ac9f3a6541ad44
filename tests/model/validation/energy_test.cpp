#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>

#include "model/validation/report.hpp"

using namespace wallflip;
using namespace wallflip::validation;

// Worst errors over all rows of a metric. Hours: one MFU of 0.4 for every run; rents move by themselves.
TEST_CASE("energy rows stay as near as they were, gaps named") {
  const std::map<std::string, double> within = {{"gpu_hours", 0.3},   {"tco2e", 0.05}, {"energy", 0.01},
                                                {"node_power", 0.01}, {"rent", 0.45},  {"power_limit", 1e-9}};
  Issues issues;
  const LoadedCatalog loaded = load_catalog(WALLFLIP_SOURCE_DIR "/assets/catalog");
  const Report report = validate({WALLFLIP_SOURCE_DIR "/tests/golden/energy.csv"}, loaded.catalog, issues);
  REQUIRE(issues.empty());
  int expressed = 0;
  for (const Compared& row : report.rows) {
    CAPTURE(row.id);
    const auto error = row.error();
    if (!error) CHECK_FALSE(row.prediction.reason.empty());
    if (!error) continue;
    CHECK(std::abs(*error) <= within.at(row.prediction.metric));
    ++expressed;
  }
  CHECK(expressed == 27);
}
