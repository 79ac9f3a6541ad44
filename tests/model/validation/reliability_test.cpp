#include <doctest/doctest.h>

#include <cmath>

#include "model/validation/report.hpp"

using namespace wallflip;
using namespace wallflip::validation;

// What is arithmetic must be right to the printed digit; what is one failure rate for all clusters is within a factor.
TEST_CASE("reliability rows: closed forms exact, failures within their scatter, gaps named") {
  Issues issues;
  const LoadedCatalog loaded = load_catalog(WALLFLIP_SOURCE_DIR "/assets/catalog");
  const Report report = validate({WALLFLIP_SOURCE_DIR "/tests/golden/reliability.csv"}, loaded.catalog, issues);
  REQUIRE(issues.empty());
  int exact = 0, rates = 0, gaps = 0;
  for (const Compared& row : report.rows) {
    CAPTURE(row.id);
    const auto error = row.error();
    if (!error) {
      CHECK_FALSE(row.prediction.reason.empty());
      ++gaps;
      continue;
    }
    if (row.prediction.metric == "interval") {
      CHECK(std::abs(*error) < 1e-4);
      ++exact;
    }
    if (row.prediction.metric == "mtbf" || row.prediction.metric == "failures") {
      // 18 minutes at 100,000 GPUs, 90 restarts of OPT-175B: clusters differ by this much
      CHECK(*row.prediction.predicted / row.prediction.measured < 2);
      CHECK(*row.prediction.predicted / row.prediction.measured > 0.25);
      ++rates;
    }
  }
  CHECK(exact == 4);
  CHECK(rates == 2);
  CHECK(gaps == 15);
}
