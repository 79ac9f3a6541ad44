#include "model/validation/accelerator_names.hpp"
#include "model/validation/report.hpp"
#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using namespace wallflip::validation;

// tests/golden/kernels.csv: rows of the published measurements, evenly drawn from every source, operator and width.

namespace {

Report golden() {
  Issues issues;
  Report report = validate({WALLFLIP_SOURCE_DIR "/tests/golden/kernels.csv"}, test::shipped_catalog(), issues);
  for (const Issue& issue : issues) FAIL_CHECK(to_string(issue));
  return report;
}

}  // namespace

// The whole tables have medians of 1 to 9 %; a dozen rows of one may lie a little higher.
TEST_CASE("golden rows of kernels are predicted within the accuracy reported") {
  const Report report = golden();
  CHECK(report.rows.size() > 150);
  for (const Accuracy& a : report.accuracies) {
    CAPTURE(a.source_id);
    CHECK(a.expressed == a.rows);
    CHECK(a.median_abs < 0.13);
    CHECK(a.worst_abs < 0.5);
  }
}

TEST_CASE("a row is expressed from its inputs alone") {
  for (const Compared& row : golden().rows) CHECK(row.prediction.predicted.value_or(0) > 0);
}

TEST_CASE("accelerators by the names of tables") {
  const Catalog& c = test::shipped_catalog();
  const std::pair<const char*, const char*> names[] = {{"A100-SXM4-80GB", "a100-sxm-80"},
                                                       {"A100-SXM4-40GB", "a100-sxm-40"},
                                                       {"NVIDIA A100 PCIe", "a100-pcie-80"},
                                                       {"h200_sxm", "h200-sxm"},
                                                       {"NVIDIA GH200 SXM", "gh200-144"},
                                                       {"NVIDIA GB200 SXM", "gb200"},
                                                       {"L40S", "l40s"},
                                                       {"AMD MI300X", "mi300x"},
                                                       {"Intel Gaudi 2", "gaudi2"}};
  for (const auto& named : names) {
    CAPTURE(named.first);
    REQUIRE(accelerator_named(c, named.first) != nullptr);
    CHECK(accelerator_named(c, named.first)->id == named.second);
  }
  CHECK(accelerator_named(c, "abacus") == nullptr);
}
