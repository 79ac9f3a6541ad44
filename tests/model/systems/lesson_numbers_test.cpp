#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::relative;
using wallflip::test::Subject;

// Numbers of LESSONS 00 to 04 that one replica or one decode step can express. They are printed to two to five digits,
// so `near` allows half a unit of the last one.

namespace {

void near(double value, double printed, double half_a_digit) {
  CAPTURE(value);
  CAPTURE(printed);
  CHECK(std::abs(value - printed) <= half_a_digit * 1.0001);
}

}  // namespace

TEST_CASE("lesson 00: one token of 8B, and what fits") {
  Subject s("replica");
  s.set("load.batch", 1);
  s.set("load.context", 0);
  near(1e3 * s.at("decode.mem_time"), 6.82, 0.005);
  s.set("llm.params", 38e9);
  near(1e3 * s.at("decode.step_time"), 32.4, 0.05);
  CHECK(judge(*s.system, s.evaluation()).fits);
  s.set("llm.params", 38.01e9);
  CHECK(std::isnan(s.at("decode.step_time")));
  CHECK_FALSE(judge(*s.system, s.evaluation()).fits);
  for (const auto& [gpu, largest] : {std::pair{"h200-sxm", 68.5e9}, {"b200-sxm", 88e9}}) {
    s.set("gpu", gpu);
    s.set("llm.params", largest);
    CHECK(judge(*s.system, s.evaluation()).fits);
    s.set("llm.params", largest * 1.0001);
    CHECK_FALSE(judge(*s.system, s.evaluation()).fits);
  }
}

TEST_CASE("lesson 01: the datasheet roofline") {
  Subject s("decode_step");
  s.set("llm", "dense-70b");
  for (const char* name : {"prefill.mfu", "decode.mfu", "gpu.mbu", "load.batch"}) s.set(name, 1);
  s.set("load.context", 0);
  near(1e3 * s.at("decode.step_time"), 41.8, 0.05);
  s.set("load.batch", 295);
  CHECK(s.leader("walls") == "bandwidth");
  s.set("load.batch", 296);
  CHECK(s.leader("walls") == "compute");
  s.set("load.context", 512);
  near(s.at("limits.ridge"), 457.1, 0.05);
  s.set("load.context", 1024);
  near(s.at("limits.ridge"), 1010.97, 0.005);
  s.set("load.context", 2000);
  CHECK(std::isnan(s.at("limits.ridge")));
  s.set("load.context", 1446);
  CHECK(s.leader("ceilings") == "compute");
  s.set("load.context", 1447);
  CHECK(s.leader("ceilings") == "bandwidth");
  s.set("llm", "dense-8b");
  s.set("load.context", 413);
  CHECK(s.leader("ceilings") == "compute");
  s.set("load.context", 414);
  CHECK(s.leader("ceilings") == "bandwidth");
}

TEST_CASE("lesson 02: tokens whose KV weighs as much as the model") {
  for (const auto& [model, tokens] : {std::pair{"dense-8b", 122'070.0}, {"dense-70b", 427'246.0}}) {
    Subject s("replica");
    s.set("llm", model);
    near(s.at("llm.weight_bytes") / s.at("kv.bytes_per_token"), tokens, 0.5);
  }
}

TEST_CASE("lesson 03a: prefill, step, first token") {
  Subject s("replica");
  s.set("load.batch", 1);
  s.set("load.context", 2150);  // P + G/2
  near(1e3 * s.at("prefill.time"), 66.8, 0.05);
  near(s.at("prefill.rate"), 29'938, 0.5);  // lesson 03
  near(1e3 * s.at("decode.step_time"), 6.94, 0.005);
  near(1e3 * s.at("serving.ttft"), 73.7, 0.05);
  near(300 * s.at("serving.tpot"), 2.08, 0.005);
  s.set("queue.utilisation", 0.8);
  near(1e3 * s.at("serving.ttft"), 207, 0.5);
  s.set("queue.utilisation", 0);
  s.set("load.prompt", 4000);
  s.set("load.context", 4150);
  near(1e3 * s.at("serving.ttft"), 144.9, 0.05);
}

TEST_CASE("lesson 03b: the knee, the memory limit, KV8, embedding") {
  Subject s("replica");
  CHECK(s.at("knee.batch") == 158);
  near(s.at("knee.throughput"), 6343, 0.5);
  near(s.at("knee.cost.per_million_output_tokens"), 0.088, 0.0005);
  CHECK(s.at("kv.batch_max") == 223);
  s.set("load.batch", 223);
  near(s.at("decode.throughput"), 6893, 0.5);
  struct Row {
    double milliseconds, knee;
  };
  for (const Row& row : {Row{7, 1}, Row{10, 27}, Row{25, 158}, Row{32, 219}, Row{33, 223}, Row{100, 223}}) {
    s.set("slo.tpot", row.milliseconds * 1e-3);
    CHECK(s.at("knee.batch") == row.knee);
  }
  s.set("slo.tpot", 0.025);
  s.set("llm.kv_bytes_per_element", 1);
  CHECK(s.at("knee.batch") == 317);
  CHECK(s.at("kv.batch_max") == 447);
  s.set("load.batch", 447);
  near(s.at("decode.throughput"), 13'793, 0.5);
  near(1e3 * s.at("decode.step_time"), 32.4, 0.05);
  near(1e3 * s.at("decode.compute_time"), 12.0, 0.05);
}

TEST_CASE("lesson 03b: the job embed reads the weights once a document and keeps no cache") {
  Subject s("replica");
  s.set("job", "embed");
  near(s.at("serving.throughput"), 29'915, 0.5);
  near(s.at("cost.per_million_output_tokens"), 0.0186, 0.00005);
  CHECK(s.leader("walls") == "compute");
  s.set("load.batch", 100'000);  // no batch runs, so none can fill the memory
  CHECK(judge(*s.system, s.evaluation()).fits);
  CHECK(s.at("memory.needed_bytes") == 16e9);
  s.set("load.context", 100);  // a short document ends before the weights are read
  CHECK(s.leader("walls") == "bandwidth");
}

TEST_CASE("lesson 04: the three limits and what schedulers lose") {
  Subject s("replica");
  near(std::ceil(s.at("limits.bandwidth")), 159, 0);
  near(std::ceil(s.at("limits.capacity")), 224, 0);
  near(std::ceil(s.at("limits.compute")), 928, 0);
  CHECK(s.leader("limits") == "bandwidth");
  near(100 * s.at("serve.static_use"), 5.5, 0.05);
  s.set("load.context", 600);
  s.set("serve.max_model_len", 2048);
  near(100 * s.at("serve.contiguous_waste"), 71, 0.5);
  near(100 * s.at("serve.paged_waste"), 1.3, 0.05);
  s.set("serve.max_model_len", 2000);
  CHECK(s.at("serve.sequences_contiguous") == 228);
  s.set("serve.max_model_len", 8192);
  CHECK(s.at("serve.sequences_contiguous") == 55);
  s.set("load.prompt", 4096);
  near(1e3 * s.at("chunk.time"), 141, 0.5);
  s.set("slo.tpot", 0.032);
  s.set("load.context", 2048);
  CHECK(s.leader("limits") == "bandwidth");
  s.set("slo.tpot", 0.033);
  CHECK(s.leader("limits") == "capacity");
}

TEST_CASE("lesson 05: two GPUs do not hold the batch, and the sentence says why") {
  Subject s("replica");
  s.set("llm", "dense-70b");
  s.set("load.context", 4096);
  s.set("split.tp", 2);
  const Verdict verdict = judge(*s.system, s.evaluation());
  CHECK_FALSE(verdict.fits);
  REQUIRE(verdict.why.size() == 1);
  near(s.at("memory.needed_bytes") / 2e9, 113, 0.5);  // a GPU, of 76
  CHECK(std::isnan(s.at("decode.step_time")));
  CHECK(std::isnan(s.at("cost.per_million_output_tokens")));
  s.set("split.tp", 4);
  near(1e3 * s.at("decode.step_time"), 26.1, 0.05);
}

// Multi-head (GPT-3), grouped (Llama 3), one latent for all heads (DeepSeek-V3: 61 x (512 + 64) elements), sliding
// window (Gemma 3: 10 layers see everything, 52 see 1,024 tokens), hybrid (Nemotron-H: most layers keep no cache).
TEST_CASE("KV bytes a token of catalog models, counted layer by layer") {
  struct Row {
    const char* model;
    double per_token, context, per_sequence;
  };
  const double gqa = 32 * 2 * 8 * 128 * 2.0;
  const double mha = 96 * 2 * 96 * 128 * 2.0;
  const double mla = 61 * (512 + 64) * 2.0;
  const double layer = 2 * 16 * 128 * 2.0;
  for (const Row& row :
       {Row{"llama-3-8b", gqa, 8192, gqa * 8192}, Row{"gpt-3-175b", mha, 2048, mha * 2048},
        Row{"deepseek-v3", mla, 32768, mla * 32768}, Row{"gemma-3-27b", 62 * layer, 512, 62 * layer * 512},
        Row{"gemma-3-27b", 62 * layer, 32768, layer * (10 * 32768 + 52 * 1024)}}) {
    Subject s("replica");
    s.set("llm", row.model);
    s.set("load.context", row.context);
    CAPTURE(row.model);
    CHECK(s.at("kv.bytes_per_token") == row.per_token);
    CHECK(s.at("kv.bytes_per_sequence") == row.per_sequence);
  }
}

TEST_CASE("one KV head for all (multi-query) keeps a 32nd of what 32 heads keep") {
  Subject s("replica");
  s.set("llm.kv_heads", 32);
  const double every_head = s.at("kv.bytes_per_token");
  s.set("llm.kv_heads", 1);
  CHECK(s.at("kv.bytes_per_token") * 32 == every_head);
}

TEST_CASE("layers without attention keep no cache") {
  const LanguageModel* row = find_row(test::shipped_catalog().models, "nemotron-h-56b");
  REQUIRE(row != nullptr);
  REQUIRE(row->full_attention_layers < row->layers);
  Subject s("replica");
  s.set("llm", "nemotron-h-56b");
  const double layer = 2.0 * row->kv_heads * row->head_dim * 2;
  CHECK(s.at("kv.bytes_per_token") == layer * row->full_attention_layers);
}

TEST_CASE("DeepSeek-V3 uses 37 B of its 671 B parameters a token (its README), within the rounding of both") {
  Subject s("replica");
  s.set("llm", "deepseek-v3");
  CHECK(relative(s.at("llm.params"), 671e9) < 0.005);
  CHECK(relative(s.at("llm.active_params"), 37e9) < 0.03);
}
