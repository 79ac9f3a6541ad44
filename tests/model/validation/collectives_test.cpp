#include <doctest/doctest.h>

#include <map>
#include <string>

#include "model/validation/report.hpp"

using namespace wallflip;
using namespace wallflip::validation;

namespace {

Report golden() {
  Issues issues;
  const LoadedCatalog loaded = load_catalog(WALLFLIP_SOURCE_DIR "/assets/catalog");
  Report report = validate({WALLFLIP_SOURCE_DIR "/tests/golden/collectives.csv"}, loaded.catalog, issues);
  for (const Issue& issue : issues) FAIL(issue.what);
  return report;
}

}  // namespace

// Tolerances: the median over all published rows of the source, rounded up; a third of the rows is kept here.
TEST_CASE("collectives stay as near to the published measurements as they were") {
  const std::map<std::string, double> within = {
      {"aiconfigurator_nccl_a100_sxm", 0.07},
      {"aiconfigurator_nccl_h200_sxm", 0.07},
      {"aiconfigurator_nccl_l40s", 0.11},
      {"aiconfigurator_trtllm_ar_h200_sxm", 0.04},
      {"ml_eng_h200_1node", 0.06},
      {"ml_eng_sharp_sweep_h200", 0.08},
      {"deepep_v1_normal", 0.08},
  };
  size_t looked_at = 0;
  for (const Accuracy& a : golden().accuracies) {
    const auto tolerance = within.find(a.source_id);
    if (tolerance == within.end()) continue;
    CAPTURE(a.source_id);
    CHECK(a.expressed == a.rows);
    CHECK(a.median_abs < tolerance->second);
    ++looked_at;
  }
  CHECK(looked_at == within.size());
}

TEST_CASE("a row that names neither link nor accelerator is named, not guessed") {
  for (const Accuracy& a : golden().accuracies) {
    if (a.source_id != "ml_eng_4node_unspecified") continue;
    CHECK(a.expressed == 0);
    CHECK(a.reasons.at("neither accelerator nor link given") == a.rows);
  }
}

TEST_CASE("the link of a named accelerator is the catalog's; a script adds its own time") {
  const LoadedCatalog loaded = load_catalog(WALLFLIP_SOURCE_DIR "/assets/catalog");
  const auto predicted = [&](const std::string& cells) {
    Issues issues;
    const CsvTable table = parse_csv(
        "collective,n_gpus,message_bytes,accelerator,intra_link_gbyte_per_s_unidir,library,time_us\n" + cells + ",1\n",
        "a row", issues);
    REQUIRE(issues.empty());
    for (const Family& family : family_table()) {
      if (family.id == "collectives") return *family.make(loaded.catalog)->predict(Row(table, 0)).at(0).predicted;
    }
    return 0.0;
  };
  const double stated = predicted("all_reduce,8,1e6,H100-SXM5-80GB,450,NCCL");
  CHECK(predicted("all_reduce,8,1e6,H100-SXM5-80GB,,NCCL") == stated);
  CHECK(predicted("all_reduce,8,1e6,H100-SXM5-80GB,450,all_reduce_bench.py") == doctest::Approx(stated + 20));
}
