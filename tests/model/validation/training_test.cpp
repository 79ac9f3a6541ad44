#include <doctest/doctest.h>

#include <map>
#include <string>

#include "model/validation/families.hpp"
#include "model/validation/report.hpp"
#include "model/validation/training_row.hpp"

using namespace wallflip;
using namespace wallflip::validation;

namespace {

const LoadedCatalog& catalog() {
  static const LoadedCatalog loaded = load_catalog(WALLFLIP_SOURCE_DIR "/assets/catalog");
  return loaded;
}

Report golden(const char* name) {
  Issues issues;
  Report report = validate({std::string(WALLFLIP_SOURCE_DIR "/tests/golden/") + name}, catalog().catalog, issues);
  for (const Issue& issue : issues) FAIL(issue.what);
  return report;
}

// Median and worst absolute error of a source, all of whose rows are expressed.
struct Within {
  double median, worst;
};
void expect_within(const char* file, const std::map<std::string, Within>& sources) {
  size_t looked_at = 0;
  for (const Accuracy& a : golden(file).accuracies) {
    const auto tolerance = sources.find(a.source_id);
    if (tolerance == sources.end()) continue;
    CAPTURE(a.source_id);
    CHECK(a.expressed == a.rows);
    CHECK(a.median_abs < tolerance->second.median);
    CHECK(a.worst_abs < tolerance->second.worst);
    ++looked_at;
  }
  CHECK(looked_at == sources.size());
}

TrainingRow of_csv(const std::string& text) {
  Issues issues;
  const CsvTable table = parse_csv(text, "a row", issues);
  REQUIRE(issues.empty());
  return read_training_row(Row(table, 0), catalog().catalog);
}

}  // namespace

// Tolerances: error over all published rows of the source, rounded up to the next whole or half ten percent.
TEST_CASE("training steps stay as near to the published measurements as they were") {
  expect_within("training.csv", {{"megatron2020_readme", {0.05, 0.10}},
                                 {"megatron2021_jan", {0.05, 0.10}},
                                 {"megatron2021_paper", {0.05, 0.05}},
                                 {"korthikanti2022_paper", {0.04, 0.06}},
                                 {"llama3_paper", {0.10, 0.20}},
                                 {"deepseek_v3_paper", {0.25, 0.25}},
                                 {"llm_foundry_a100_80gb", {0.10, 0.30}},
                                 {"llm_foundry_a100_40gb", {0.10, 0.30}},
                                 {"torchtitan_202412", {0.10, 0.25}},
                                 {"torchtitan_asynctp_202506", {0.15, 0.30}},
                                 {"torchtitan_h200_202506", {0.10, 0.10}},
                                 {"bigscience_tr11", {0.10, 0.20}},
                                 {"maxtext_v4", {0.20, 0.20}},
                                 {"maxtext_v5e", {0.10, 0.30}},
                                 {"palm2022", {0.15, 0.15}}});
  expect_within("training_vtrain.csv", {{"vtrain_single", {0.10, 0.40}}});
}

TEST_CASE("a run without a layout is the fastest that fits; without a number of chips it is named") {
  int looked_at = 0;
  for (const Accuracy& a : golden("training.csv").accuracies) {
    if (a.source_id != "llama1_paper") continue;
    if (a.metric == "tokens_per_s") CHECK(a.bias > 0);  // nothing is faster, so its authors cannot have been
    if (a.metric == "tokens_per_s") CHECK(a.worst_abs < 0.3);
    if (a.metric == "gpu_hours") CHECK(a.reasons.at("number of accelerators not given") == a.rows);
    ++looked_at;
  }
  CHECK(looked_at == 2);
}

TEST_CASE("memory stays as near to the published measurements as it was") {
  expect_within("memory.csv", {{"zero_fig1", {0.005, 0.02}},  // the paper rounds 1.875 to 1.9
                               {"torchtitan_202412_mem", {0.10, 0.30}},
                               {"torchtitan_h200_202506_mem", {0.05, 0.05}},
                               {"bigscience_tr11_mem", {0.10, 0.15}}});
}

TEST_CASE("what a row leaves open follows the rules") {
  const TrainingRow bloom = of_csv(
      "model,params_b,hidden,vocab,seq_len,accelerator,n_accel,tp,pp,dp,dp_sharding\n"
      "BLOOM,181,14336,250000,2048,A100,384,8,12,4,ZeRO-1\n");
  CHECK(bloom.reason.empty());
  CHECK(bloom.shape.layers == 72);  // as its authors say elsewhere
  CHECK(bloom.shape.heads == 112);
  CHECK(bloom.library == "deepspeed");
  CHECK(bloom.zero == 1);
  CHECK(bloom.params() == doctest::Approx(181e9).epsilon(0.005));
  const TrainingRow llama = of_csv(
      "model,layers,hidden,heads,kv_heads,ffn_hidden,vocab,seq_len,accelerator,n_accel,tp,pp,cp,act_recompute\n"
      "Llama 3.1 8B,32,4096,32,8,14336,128256,8192,H100-SXM,64,8,2,2,none\n");
  CHECK(llama.dp == 2);
  CHECK(llama.shape.mlp_matrices == 3);
  CHECK(llama.recompute == 0);
  CHECK(llama.params() == doctest::Approx(8.03e9 - 0.525e9).epsilon(0.005));  // one embedding, not two
}

TEST_CASE("a Megatron-LM of 2022 is known by what only it can do, or by its papers") {
  const std::string columns =
      "hidden,layers,seq_len,accelerator,n_accel,tp,pp,vpp,act_recompute,sequence_parallel,source\n";
  const std::string shape = "12288,96,2048,A100-SXM4-80GB,64,8,8,";
  const auto library = [&](const char* rest) { return of_csv(columns + shape + rest).library; };
  CHECK(library(",full,,images/cases_jan2021.png\n") == "megatron");
  CHECK(library("3,full,,\n") == "megatron-2022");
  CHECK(library(",full,0,\n") == "megatron-2022");
  CHECK(library(",selective,,\n") == "megatron-2022");
  CHECK(library(",full,,arXiv 2104.04473 table 1\n") == "megatron-2022");
}

TEST_CASE("FSDP around a pipeline keeps the weights, and its chunks are the fastest") {
  const TrainingRow llama = of_csv(
      "model,seq_len,accelerator,n_accel,tp,pp,dp,dp_sharding,act_recompute\n"
      "Llama 3.1 405B,8192,H100-SXM5-80GB,16384,8,16,128,FSDP,none\n");
  CHECK(llama.library == "megatron-core");
  CHECK(llama.zero == 1);
  CHECK(llama.interleave == 0);
  const TrainingRow stated =
      of_csv("model,seq_len,accelerator,n_accel,tp,pp,vpp,dp\nLlama 3.1 405B,8192,H100-SXM5-80GB,16384,8,16,4,128\n");
  CHECK(stated.interleave == 4);
  const TrainingRow none =
      of_csv("model,seq_len,accelerator,n_accel,tp,pp,vpp,dp\nLlama 3.1 405B,8192,H100-SXM5-80GB,16384,8,16,0,128\n");
  CHECK(none.interleave == 1);
}

TEST_CASE("a batch that its ranks cannot share evenly leaves each the nearest whole number") {
  Issues issues;
  CsvTable table = parse_csv(
      "params_b,layers,hidden,heads,vocab,seq_len,accelerator,n_accel,tp,pp,dp,dp_sharding,global_batch_seqs,"
      "act_recompute,micro_batch_seqs,tflops_per_accel\n"
      "175,96,12288,96,50272,2048,A100-SXM4-80GB,992,8,1,124,FSDP,1000,full,,147\n",
      "a row", issues);
  for (const Family& family : family_table()) {
    if (family.id != "training") continue;
    const auto predicted = family.make(catalog().catalog)->predict(Row(table, 0)).at(0).predicted;
    REQUIRE(predicted);
    CHECK(*predicted == doctest::Approx(147).epsilon(0.15));  // OPT-175B, arXiv 2205.01068
  }
}

TEST_CASE("what nothing says is named, not guessed") {
  CHECK(of_csv("model,accelerator\nGPT 7B,A100\n").reason ==
        "no architecture, and no model of that name in the catalog");
  CHECK(of_csv("hidden,layers,accelerator\n1024,12,A100\n").reason == "no sequence length");
  CHECK(of_csv("hidden,seq_len,accelerator\n1024,1024,A100\n").reason == "no layers");
  CHECK(of_csv("hidden,seq_len,layers,accelerator\n1024,1024,12,abacus\n").reason ==
        "an accelerator that the catalog does not have");
}

TEST_CASE("a model's name gives its architecture, and its run where its authors tell of it") {
  const TrainingRow maxtext = of_csv("model,accelerator,n_accel,notes\nMaxText 32B,TPU v5e,1024,4x v5e-256 over DCN\n");
  CHECK(maxtext.reason.empty());
  CHECK(maxtext.params() == doctest::Approx(32.5e9).epsilon(0.01));
  CHECK(maxtext.shape.head_dim == 256);
  CHECK(maxtext.node == 256);
  CHECK(maxtext.batch == 4 * 1024);
  CHECK(maxtext.micro_batch == 4);
  CHECK_FALSE(maxtext.open_layout);
  const TrainingRow mixtral = of_csv(
      "model,seq_len,accelerator,n_accel,tp,pp,ep,global_batch_seqs\nMixtral-8x7B,4096,H100-SXM5-80GB,128,1,4,8,256\n");
  CHECK(mixtral.reason.empty());
  REQUIRE(mixtral.experts != nullptr);
  CHECK(mixtral.library == "megatron-core");
  TrainingModel model(catalog().catalog);
  model.set(mixtral);
  CHECK(model.value("llm.params") == doctest::Approx(46.7e9).epsilon(0.01));
  CHECK(model.value("llm.active_params") == doctest::Approx(12.9e9).epsilon(0.01));
  const TrainingRow sharded = of_csv("model,seq_len,accelerator,n_accel,batch\nLlama3-70B,4096,A100,512,\n");
  CHECK(sharded.open_layout);
  CHECK(sharded.open_recompute);
  CHECK(sharded.zero == 3);
  CHECK(sharded.shape.kv_heads == 8);
  // what the row states goes before what the name says
  CHECK(of_csv("model,layers,seq_len,accelerator,tp,pp\nLlama 3.1 8B,16,4096,A100,1,1\n").shape.layers == 16);
}

TEST_CASE("a published measurement is compared, never used") {
  const std::string head =
      "layers,hidden,heads,vocab,seq_len,accelerator,n_accel,tp,pp,dp,micro_batch_seqs,global_batch_seqs,act_recompute,"
      "step_time_s,tflops_per_accel,mem_gib_per_accel\n24,2048,16,50257,1024,A100,8,2,2,2,4,64,full,";
  const TrainingRow a = of_csv(head + "1,100,40\n"), b = of_csv(head + "9,900,90\n");
  TrainingModel model(catalog().catalog);
  model.set(a);
  const double first = model.value("train.step_time");
  model.set(b);
  CHECK(model.value("train.step_time") == first);
}
