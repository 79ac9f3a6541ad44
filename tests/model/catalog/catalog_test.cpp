#include "model/catalog/catalog.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <tuple>

#include "tests/model/catalog/broken_copy.hpp"

namespace wallflip {
namespace {

// Loaded per test case: 30 ms, and no case can spoil another.
Catalog shipped() {
  LoadedCatalog loaded = load_catalog(catalog_folder);
  for (const Issue& issue : loaded.issues) FAIL_CHECK(to_string(issue));
  return std::move(loaded.catalog);
}

double value_or_nan(const std::optional<Sourced>& number) {
  return number ? number->value : std::nan("");
}

TEST_CASE("the shipped catalog has no issues and all its tables") {
  const Catalog c = shipped();
  // At least: a row that vanishes in an edit is noticed.
  CHECK(c.accelerators.size() >= 41);
  CHECK(c.models.size() >= 66);
  CHECK(c.nodes.size() >= 22);
  CHECK(c.fabrics.size() >= 31);
  CHECK(c.protocols.size() == 3);
  CHECK(c.prices.size() >= 50);
  CHECK(c.grids.size() >= 74);
  CHECK(c.fault_rates.size() >= 36);
}

TEST_CASE("the H100 SXM is the one everybody knows (NVIDIA H100 datasheet, dense, one direction)") {
  const Catalog c = shipped();
  const Accelerator* h100 = find_row(c.accelerators, "h100-sxm");
  REQUIRE(h100);
  CHECK(value_or_nan(h100->peak(Dtype::bf16).dense) == 989.4e12);
  CHECK(value_or_nan(h100->peak(Dtype::fp8).dense) == 1979e12);
  CHECK(value_or_nan(h100->mem_bytes_per_s) == 3.35e12);
  CHECK(h100->mem_bytes.value == 80e9);
  CHECK(value_or_nan(h100->scale_up_bytes_per_s) == 450e9);
  CHECK(value_or_nan(h100->scale_up_domain) == 8);
}

// The table of the course: HBM GB, TB/s, TF/s bf16 and fp8, NVLink GB/s, ridge bf16 and fp8 as printed there, so a
// relative 0.1% (four digits). -1: none.
TEST_CASE("the four accelerators of the course") {
  struct Row {
    const char* id;
    double mem, bw, bf16, fp8, link, ridge, ridge_fp8;
  };
  const std::vector<Row> rows = {
      {"a100-sxm-80", 80e9, 2.039e12, 312e12, -1, 300e9, 153.0, -1},
      {"h100-sxm", 80e9, 3.35e12, 989.4e12, 1979e12, 450e9, 295.3, 590.7},
      {"h200-sxm", 141e9, 4.8e12, 989.4e12, 1979e12, 450e9, 206.1, 412.3},
      {"b200-sxm", 180e9, 8e12, 2250e12, 4500e12, 900e9, 281.2, 562.5},
  };
  const Catalog c = shipped();
  for (const Row& row : rows) {
    CAPTURE(row.id);
    const Accelerator* a = find_row(c.accelerators, row.id);
    REQUIRE(a);
    CHECK(a->mem_bytes.value == row.mem);
    CHECK(value_or_nan(a->mem_bytes_per_s) == row.bw);
    CHECK(value_or_nan(a->peak(Dtype::bf16).dense) == row.bf16);
    CHECK(value_or_nan(a->scale_up_bytes_per_s) == row.link);
    REQUIRE(ridge_point(*a));
    CHECK(*ridge_point(*a) == doctest::Approx(row.ridge).epsilon(0.001));
    if (row.fp8 < 0) {
      CHECK(a->peak(Dtype::fp8).support() == Support::unsupported);
      continue;
    }
    CHECK(value_or_nan(a->peak(Dtype::fp8).dense) == row.fp8);
    CHECK(a->peak(Dtype::fp8).dense->value / row.bw == doctest::Approx(row.ridge_fp8).epsilon(0.001));
  }
}

TEST_CASE("a sparse peak is never the dense one, and every ridge point is sane for its kind") {
  const Catalog c = shipped();
  int compared = 0;
  for (const Accelerator& a : c.accelerators) {
    CAPTURE(a.id);
    for (const Peak& peak : a.peaks) {
      if (!peak.dense || !peak.sparse) continue;
      CHECK(peak.sparse->value > peak.dense->value);
      ++compared;
    }
    const std::optional<double> ridge = ridge_point(a);
    if (!ridge) continue;
    const AcceleratorKindInfo& kind = accelerator_kind_table[static_cast<size_t>(a.kind)];
    CHECK(*ridge >= kind.ridge_min);
    CHECK(*ridge <= kind.ridge_max);
  }
  CHECK(compared > 40);
}

TEST_CASE("no native rate and not known are two things") {
  const Catalog c = shipped();
  const Accelerator* v100 = find_row(c.accelerators, "v100-sxm2-32");
  REQUIRE(v100);
  CHECK(v100->peak(Dtype::fp16).support() == Support::sourced);
  CHECK(v100->peak(Dtype::bf16).support() == Support::unsupported);
  CHECK(v100->peak(Dtype::bf16).unsupported == "te_support_matrix");
  CHECK(v100->peak(Dtype::int8).support() == Support::not_sourced);
}

TEST_CASE("number -> source -> title, date and kind, for every number of every accelerator and model") {
  const Catalog c = shipped();
  const auto reachable = [&](const std::string& id) {
    const Source* source = find_row(c.sources, id);
    return source != nullptr && !source->title.empty() && !source->where.empty();
  };
  for (const Accelerator& a : c.accelerators) {
    CAPTURE(a.id);
    CHECK(reachable(a.mem_bytes.source));
    if (a.mem_bytes_per_s) CHECK(reachable(a.mem_bytes_per_s->source));
    for (const Peak& peak : a.peaks) CHECK((!peak.dense || reachable(peak.dense->source)));
  }
  for (const LanguageModel& m : c.models) {
    CAPTURE(m.id);
    CHECK(reachable(m.sources.of("layers")));
    if (m.total_params) CHECK(reachable(m.total_params->source));
  }
  for (const char* id : {"pope_2022", "scaling_book", "megatron_2021", "ultra_scale", "nccl_2025", "young_1974",
                         "llama3_2024", "leviathan_2023", "vllm_2023", "sarathi_2024", "queueing"}) {
    CAPTURE(id);
    REQUIRE(find_row(c.sources, id));
    CHECK(find_row(c.sources, id)->kind == SourceKind::paper);
  }
  REQUIRE(find_row(c.sources, "definition"));
  CHECK(find_row(c.sources, "definition")->kind == SourceKind::definition);
  CHECK(find_row(c.sources, "lesson_default")->kind == SourceKind::assumption);
  CHECK(find_row(c.sources, "rule_of_thumb")->kind == SourceKind::rule_of_thumb);
}

TEST_CASE("the phone of the lesson on devices is an assumption") {
  const Catalog c = shipped();
  const Accelerator* phone = find_row(c.accelerators, "phone");
  REQUIRE(phone);
  CHECK(value_or_nan(phone->mem_bytes_per_s) == 68e9);
  CHECK(value_or_nan(phone->peak(Dtype::bf16).dense) == 10e12);
  CHECK(find_row(c.sources, phone->mem_bytes.source)->kind == SourceKind::assumption);
}

TEST_CASE("an unknown id is answered with its nearest name") {
  const Catalog c = shipped();
  Issues issues;
  CHECK(find_accelerator(c, "h100-sxm", issues) != nullptr);
  CHECK(issues.empty());
  CHECK(find_accelerator(c, "h10-sxm", issues) == nullptr);
  CHECK(find_model(c, "lama-3.1-70b", issues) == nullptr);
  CHECK(find_source(c, "zzzzzzzzzzzz", issues) == nullptr);
  REQUIRE(issues.size() == 3);
  CHECK(to_string(issues[0]) == "no accelerator is called \"h10-sxm\" (did you mean h100-sxm?)");
  CHECK(issues[1].hint == "did you mean llama-3.1-70b?");
  CHECK(issues[2].hint.empty());
}

TEST_CASE("collective protocols are those of the course (E10)") {
  const Catalog c = shipped();
  const std::vector<std::tuple<const char*, double, double>> rows = {
      {"simple", 6e-6, 1.0}, {"ll", 1e-6, 0.40}, {"ll128", 2e-6, 0.95}};
  for (const auto& [id, latency, share] : rows) {
    const CollectiveProtocol* protocol = find_row(c.protocols, id);
    REQUIRE(protocol);
    CHECK(protocol->hop_latency_s.value == latency);
    CHECK(protocol->bandwidth_fraction.value == share);
  }
}

TEST_CASE("Llama 3's failure log is the one of the paper (arXiv 2407.21783, table 5)") {
  const Catalog c = shipped();
  const FailureLog* log = find_row(c.failure_logs, "llama3-405b");
  REQUIRE(log);
  CHECK(log->gpus.value == 16384);
  CHECK(log->days.value == 54);
  CHECK(log->unexpected.value == 419);
  CHECK(log->interruptions.value == log->planned.value + log->unexpected.value);
}

}  // namespace
}  // namespace wallflip
