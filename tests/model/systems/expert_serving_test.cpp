#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::relative;
using wallflip::test::Subject;

TEST_CASE("a dense model on one stage without copies is the replica") {
  for (const double tp : {1.0, 4.0, 16.0}) {
    Subject spread("expert_serving");
    Subject plain("replica");
    for (Subject* s : {&spread, &plain}) {
      s->set("split.tp", tp);
      s->set("load.batch", 100);
    }
    CHECK(relative(spread.at("decode.mem_time"), plain.at("decode.mem_time")) < 1e-13);
    CHECK(relative(spread.at("decode.compute_time"), plain.at("decode.compute_time")) < 1e-13);
    CHECK(std::abs(spread.at("decode.net_time") - plain.at("decode.net_time")) < 1e-15);
    CHECK(relative(spread.at("decode.step_time"), plain.at("decode.step_time")) < 1e-13);
    CHECK(relative(spread.at("pressure.capacity"), plain.at("pressure.capacity")) < 1e-13);
  }
}

TEST_CASE("copies of a dense model multiply throughput and nothing else; stages divide its memory") {
  Subject one("expert_serving");
  Subject four("expert_serving");
  four.set("split.dp", 4);
  CHECK(relative(four.at("decode.throughput"), 4 * one.at("decode.throughput")) < 1e-13);
  CHECK(four.at("decode.step_time") == one.at("decode.step_time"));
  CHECK(relative(four.at("cost.per_million_output_tokens"), one.at("cost.per_million_output_tokens")) < 1e-13);
  Subject stages("expert_serving");
  stages.set("split.pp", 4);
  CHECK(relative(stages.at("memory.needed_bytes") * 4, one.at("memory.needed_bytes")) < 1e-13);
  CHECK(stages.at("decode.step_time") < one.at("decode.step_time") + 4 * stages.at("decode.pass_time"));
}

// DeepSeek-V3: 58 layers of 256 experts, three matrices of 7,168 x 2,048 each, 8 visited; the latent is 576 elements of
// 61 layers. Copies of attention on 32 GPUs, 64 sequences each.
TEST_CASE("experts over 32 GPUs, counted by hand") {
  Subject s("expert_serving");
  s.set("llm", "deepseek-v3");
  s.set("llm.bytes_per_param", 1);
  s.set("split.dp", 32);
  const double experts = 58.0 * 256 * 3 * 7168 * 2048;
  CHECK(relative(s.at("memory.expert_bytes"), experts / 32) < 1e-13);
  CHECK(relative(s.at("memory.kv_bytes"), 64.0 * 2048 * 61 * 576 * 2) < 1e-13);
  CHECK(s.at("split.experts_per_gpu") == 8);
  // 2,048 tokens of 8 experts miss one of 256 with e^-64: all are read
  CHECK(relative(s.at("decode.expert_read"), experts / 32) < 1e-13);
  CHECK(relative(s.at("decode.expert_flops"), 2.0 * experts / 256 * 8 * 64 * 32 / 32) < 1e-13);
  CHECK(relative(s.at("decode.dispatch_message"), 64.0 * 8 * 7168) < 1e-13);
  CHECK(relative(s.at("decode.combine_message"), 64.0 * 8 * 7168 * 2) < 1e-13);
  CHECK(s.at("decode.exchange_time") > 0);
  CHECK(judge(*s.system, s.evaluation()).fits);
  s.set("split.dp", 512);  // half an expert a GPU
  CHECK(std::isnan(s.at("decode.step_time")));
}

TEST_CASE("more GPUs to share the experts: less memory and reading each, more network") {
  double bytes = 1e300;
  double network = 0;
  for (const double copies : {8.0, 16.0, 64.0, 256.0}) {
    Subject s("expert_serving");
    s.set("llm", "deepseek-v3");
    s.set("llm.bytes_per_param", 1);
    s.set("split.dp", copies);
    CHECK(s.at("memory.needed_bytes") < bytes);
    CHECK(s.at("decode.net_time") >= network);
    bytes = s.at("memory.needed_bytes");
    network = s.at("decode.net_time");
  }
}
