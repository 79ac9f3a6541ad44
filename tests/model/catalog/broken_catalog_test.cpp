#include <algorithm>

#include "tests/model/catalog/broken_copy.hpp"

// One planted mistake, one message: with the file, the pointer, the line, and the nearest name where there is one.

namespace wallflip {
namespace {

struct Planted {
  std::string file;
  std::string find;  // the first place in the file
  std::string replace;
  std::string pointer;
  std::string what;  // part of the message
  std::string hint;  // part of the hint
};

const std::vector<Planted> planted = {
    {"accelerators.json", "\"mem_bytes_per_s\": \"maosong_specs\",", "", "/accelerators/0/mem_bytes_per_s",
     "has no source", "add \"mem_bytes_per_s\""},
    {"accelerators.json", "\"peak_dense_flop_per_s\": \"maosong_specs\", ",
     "\"peak_dense_flop_per_s.fp64\": \"stas_acc\", \"peak_dense_flop_per_s.fp32\": \"stas_acc\", ",
     "/accelerators/0/peak_dense_flop_per_s/fp16", "has no source", "peak_dense_flop_per_s.fp16"},
    {"accelerators.json", "\"mem_bytes\": \"maosong_specs\"", "\"mem_bytes\": \"maosong_spec\"",
     "/accelerators/0/sources/mem_bytes", "no source is called \"maosong_spec\"", "did you mean maosong_specs?"},
    {"accelerators.json", "\"year\": \"maosong_specs\",",
     "\"year\": \"maosong_specs\", \"l3_bytes\": \"maosong_specs\",", "/accelerators/0/sources/l3_bytes",
     "source of a field that this row does not have", ""},
    {"accelerators.json", "\"id\": \"l4\"", "\"id\": \"v100-sxm2-32\"", "/accelerators/5",
     "the id \"v100-sxm2-32\" is given twice", "first on line"},
    {"accelerators.json", "\"mem_bytes_per_s\": 900e9", "\"mem_bytes_per_s\": 900e6", "/accelerators/0/mem_bytes_per_s",
     "ridge point (16-bit dense peak / memory bandwidth) is 1.39e+05 FLOP/B; for datacenter it lies from 50 to 800",
     "unit"},
    {"accelerators.json", "\"fp16\": 125e12", "\"fp166\": 125e12", "/accelerators/0/peak_dense_flop_per_s/fp166",
     "no number type is called \"fp166\"", "did you mean fp16?"},
    {"accelerators.json", "[\"bf16\", \"fp8\", \"fp4\"]", "[\"bf16\", \"fp8\", \"fp16\"]",
     "/accelerators/0/unsupported_dtypes/2", "fp16 is called unsupported and has a dense peak", ""},
    {"accelerators.json", "\"tf32\": 312e12, \"bf16\": 624e12", "\"tf32\": 312e12, \"bf16\": 312e12",
     "/accelerators/1/peak_sparse_flop_per_s", "bf16: the sparse peak is not above the dense one", "zeros"},
    {"accelerators.json", "\"tdp_watts\": 300", "\"tdp_wats\": 300", "/accelerators/0/tdp_wats",
     "unknown key \"tdp_wats\"", "did you mean tdp_watts?"},
    {"accelerators.json", "\"kind\": \"datacenter\"", "\"kind\": \"datacentre\"", "/accelerators/0/kind",
     "\"datacentre\" is none of", "did you mean datacenter?"},
    {"accelerators.json", "\"mem_bytes\": 32e9", "\"mem_bytes\": \"32 GB\"", "/accelerators/0/mem_bytes",
     "is a text, expected a number", ""},
    {"accelerators.json", "\"mem_bytes\": 32e9", "\"mem_bytes\": -32e9", "/accelerators/0/mem_bytes", "must be above 0",
     ""},
    {"accelerators.json", "\"mem_bytes\": 32e9,", "\"mem_bytes\": 32e9, \"mem_bytes\": 16e9,",
     "/accelerators/0/mem_bytes", "the key is given twice", "line"},
    {"accelerators.json", "\"accelerators\": [", "\"accelerators\": [,", "", "not valid JSON at column", ""},
    {"models.json", "\"attention_kind\": \"gqa\"", "\"attention_kind\": \"gpa\"", "/models/0/attention_kind",
     "\"gpa\" is none of", "did you mean gqa?"},
    {"models.json", "\"layers\": 28", "\"layers\": 28.5", "/models/0/layers", "expected a whole number", ""},
    {"models.json", "\"sources\": {\"default\": \"teaching_model\"}", "\"sources\": {\"default\": \"teaching_modle\"}",
     "/models/0/sources/default", "no source is called", "did you mean teaching_model?"},
    {"nodes.json", "\"accelerator\": \"a100-sxm-40\"", "\"accelerator\": \"a100-smx-40\"", "/nodes/0/accelerator",
     "no accelerator is called \"a100-smx-40\"", "did you mean a100-sxm-40?"},
    {"fabrics.json", "\"kind\": \"scale_up\"", "\"kind\": \"scaleup\"", "/fabrics/0/kind", "is none of",
     "did you mean scale_up?"},
    {"prices.json", "\"usd_per_gpu_hour\": 4.99, ", "", "/compute/0", "has neither a price nor a range", ""},
    {"prices.json", "\"accelerator\": \"b200-sxm\"", "\"accelerator\": \"b20-sxm\"", "/compute/0/accelerator",
     "no accelerator is called", "did you mean"},
    {"grids.json", "\"source\": \"codecarbon_owid\"", "\"source\": \"codecarbon_own\"", "/grids/0/source",
     "no source is called", "did you mean codecarbon_owid?"},
    {"reliability.json", "\"count\": 148", "\"count\": 149", "/failure_logs/0/causes", "do not add up", ""},
    {"sources.json", "\"kind\": \"config\"", "\"kind\": \"confg\"", "/sources/2/kind", "is none of",
     "did you mean config?"},
    {"sources.json", "\"date_read\": \"2026-11-20\", ", "", "/sources/0", "has neither \"date\" nor \"date_read\"", ""},
};

TEST_CASE("a planted mistake is one clear message at its place") {
  for (const Planted& mistake : planted) {
    CAPTURE(mistake.what);
    const BrokenCopy copy(mistake.file, mistake.find, mistake.replace);
    const Issues issues = copy.issues();
    std::string all;
    for (const Issue& issue : issues) all += to_string(issue) + "\n";
    CAPTURE(all);
    // A syntax error hides the accelerators that other files name; every other mistake stays alone.
    const bool syntax = mistake.pointer.empty();
    CHECK((syntax || issues.size() == 1));
    REQUIRE_FALSE(issues.empty());
    CHECK(issues[0].file == (copy.folder() / mistake.file).string());
    CHECK(issues[0].pointer == mistake.pointer);
    CHECK(issues[0].line > 0);
    CHECK(issues[0].what.find(mistake.what) != std::string::npos);
    CHECK(issues[0].hint.find(mistake.hint) != std::string::npos);
  }
}

TEST_CASE("the line of an issue is the line of the mistake") {
  const BrokenCopy copy("models.json", "\"dense-8b\"", "\"dense-3b\"");
  const Issues issues = copy.issues();
  REQUIRE(issues.size() == 1);
  Issues none;
  const std::string text = read_file(copy.folder() / "models.json", 8'000'000, none).value_or("");
  const size_t second = text.find("\"dense-3b\"", text.find("\"dense-3b\"") + 1);
  const auto lines = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(second), '\n');
  CHECK(issues[0].line == lines - 1);  // the row begins on the line before its id
}

TEST_CASE("a folder without a catalog names every missing file") {
  const LoadedCatalog loaded = load_catalog("/nowhere/at/all");
  CHECK(loaded.issues.size() == 9);
  CHECK(loaded.issues[0].what == "file not found");
}

TEST_CASE("several mistakes in one file are all reported in one run") {
  const BrokenCopy copy("accelerators.json", "\"year\": 2018", "\"year\": \"2018\", \"colour\": 1");
  CHECK(copy.issues().size() == 2);
}

}  // namespace
}  // namespace wallflip
