#include <cmath>

#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::relative;
using wallflip::test::Subject;

// The training step against closed forms, limits and monotony, at both fidelities.

namespace {

Subject run(const char* model = "dense-70b") {
  Subject s("pretraining");
  s.set("llm", model);
  return s;
}

}  // namespace

TEST_CASE("ZeRO stages: figure 1 of the paper, and everything is shared at stage 3") {
  Subject s = run();
  s.set("llm.params", 7.5e9);
  s.set("train.gpus", 64);
  s.set("split.tp", 1);
  const double giga[] = {120, 31.4, 16.6, 1.9};  // printed
  for (int zero = 0; zero < 4; ++zero) {
    s.set("train.zero", zero);
    CHECK(std::abs(s.at("train.state_bytes") / 1e9 - giga[zero]) < 0.05);
  }
  CHECK(s.at("train.state_bytes") * 64 == doctest::Approx(16 * 7.5e9));
}

TEST_CASE("activations of GPT: the closed forms of Korthikanti et al.") {
  Subject s = run();
  s.set("llm.layers", 96);
  s.set("llm.hidden", 12288);
  s.set("llm.heads", 96);
  s.set("train.context", 2048);
  const double sbh = 2048.0 * 12288, layers = 96;
  s.set("train.recompute", "none");
  s.set("train.attention", "unfused");
  s.set("train.sequence_parallel", "off");
  const double scores = 5.0 * 96 * 2048 / 12288;
  CHECK(relative(s.at("train.activation_bytes"), sbh * layers * (10 + 24.0 / 8 + scores / 8)) < 1e-12);
  s.set("train.sequence_parallel", "on");
  CHECK(relative(s.at("train.activation_bytes"), sbh * layers * (34 + scores) / 8) < 1e-12);
  s.set("train.recompute", "selective");
  CHECK(relative(s.at("train.activation_bytes"), sbh * layers * 34 / 8) < 1e-12);
  s.set("split.pp", "8");  // in flight: as many micro-batches as stages, of an eighth of the layers each
  CHECK(relative(s.at("train.activation_bytes"), sbh * layers * 34 / 8) < 1e-12);
  s.set("train.interleave", 3);
  CHECK(relative(s.at("train.activation_bytes"), sbh * layers * 34 / 8 * (1 + 7.0 / 24)) < 1e-12);
}

TEST_CASE("activations in detail are those of GPT for the shape of GPT") {
  Subject s = run();
  s.set("llm.layers", 96);
  s.set("llm.hidden", 12288);
  for (const char* heads : {"llm.heads", "llm.kv_heads"}) s.set(heads, 96);
  s.set("llm.mlp_matrices", 2);
  s.set("llm.ffn_hidden", 4 * 12288);
  s.set("train.context", 2048);
  s.set("train.attention", "unfused");
  s.set("train.library.dropout", "on");
  for (const char* recompute : {"none", "selective", "full"}) {
    s.set("train.recompute", recompute);
    CHECK(relative(s.at("train.activation_detailed"), s.at("train.activation_napkin")) < 1e-12);
  }
}

TEST_CASE("6N tokens at one MFU, and MFU against HFU") {
  Subject s = run();
  s.set("split.tp", 1);
  s.set("net.link_bw", 1e15);
  s.set("gpu.link_bw", 1e15);
  s.set("train.optimizer_bytes_per_param", 0);
  const double flops = 6 * 70e9 * 4e6;
  CHECK(relative(s.at("train.compute_time"), flops / (1024 * 989.4e12 * 0.4)) < 1e-12);
  CHECK(relative(s.at("train.mfu"), 0.4) < 0.01);  // what is left: gradients and weights moved by the optimizer
  CHECK(s.at("train.hfu") > s.at("train.mfu") * 4 / 3);
  s.set("train.mfu_covers", "hardware");
  CHECK(relative(s.at("train.hfu"), 0.4) < 0.01);
}

TEST_CASE("a pipeline: bubble of 1F1B, its half with two chunks, a third without idle weight gradients") {
  Subject s = run();
  s.set("split.pp", "8");
  s.set("train.micro_batches", 8);
  const double plain = s.at("train.bubble_time");
  CHECK(relative(plain, s.at("train.busy_time") * 7 / 8) < 1e-12);
  s.set("train.schedule", "zero_bubble");
  CHECK(relative(s.at("train.bubble_time"), plain / 3) < 1e-9);
  s.set("train.schedule", "1f1b");
  s.set("train.interleave", 2);
  CHECK(relative(s.at("train.bubble"), 3.5 / 11.5) < 1e-12);
}

TEST_CASE("more of a supply never makes a step slower; one GPU has nobody to talk to") {
  for (const char* fidelity : {"napkin", "detailed"}) {
    CAPTURE(fidelity);
    for (const char* supply : {"net.link_bw", "gpu.link_bw", "gpu.mem_bw", "gpu.peak_bf16"}) {
      CAPTURE(supply);
      Subject s = run();
      s.set("model.fidelity", fidelity);
      s.set("split.tp", "16");
      const double before = s.at("train.step_time");
      const Input& input = s.system->sheet.inputs()[static_cast<size_t>(input_row(s.system->sheet, supply))];
      s.set(supply, 2 * s.design.inputs[static_cast<size_t>(input_row(s.system->sheet, input.name))]);
      CHECK(s.at("train.step_time") <= before);
    }
    Subject alone = run("dense-3b");
    alone.set("model.fidelity", fidelity);
    alone.set("train.gpus", 1);
    alone.set("split.tp", 1);
    for (const char* time : {"train.tp_time", "train.cp_time", "train.ep_time", "train.pp_time", "train.sync_time"}) {
      CAPTURE(time);
      CHECK(alone.at(time) == 0);
    }
  }
}

TEST_CASE("experts: only their share crosses, and all of them are resident") {
  Subject s("pretraining");
  s.set("llm", "mixtral-8x7b");
  s.set("split.tp", 1);
  s.set("train.zero", "0");
  CHECK(relative(s.at("train.held_params"), s.at("llm.params")) < 1e-12);
  s.set("split.ep", "8");
  CHECK(relative(s.at("train.held_params"), s.at("llm.params") - s.at("llm.expert_params") * 7 / 8) < 1e-12);
  const double routed = s.at("train.routed_bytes");
  CHECK(relative(routed, s.at("train.hidden_bytes") * 2 * 7 / 8) < 1e-12);
}

TEST_CASE("all-to-all between nodes: what leaves takes the rank's own card, the rest the link inside") {
  Subject s = run("mixtral-8x7b");
  s.set("model.fidelity", "detailed");
  s.set("split.tp", "1");
  s.set("train.gpus", 512);
  const auto seconds_per_byte = [&] { return s.at("train.ep_time") / s.at("train.ep_bytes"); };
  const double inside = s.at("gpu.link_bw") * s.at("gpu.link_simple_fraction");
  s.set("split.ep", "8");  // one node
  CHECK(seconds_per_byte() == doctest::Approx(1 / inside));
  s.set("net.gpus_per_node", 2);  // of seven peers one is near
  const double card = s.at("net.link_bw") * s.at("net.library.net_fraction");
  CHECK(seconds_per_byte() == doctest::Approx(6.0 / 7 / card));
  s.set("net.link_bw", 100 * s.at("net.link_bw"));
  CHECK(seconds_per_byte() == doctest::Approx(1.0 / 7 / inside));
  const double exposed = s.at("train.stage_net"), all = s.at("train.ep_time");
  s.set("train.ep_overlap", 1);
  CHECK(s.at("train.stage_net") == doctest::Approx(exposed - all));
}

TEST_CASE("weights kept in fewer bits over a step are written once, whatever the micro-batches") {
  Subject s = run();
  s.set("model.fidelity", "detailed");
  s.set("llm.gemm_dtype", "fp8");
  const auto weights = [&](double micro_batches, const char* kept) {  // bytes of a step's passes of one layer
    s.set("train.global_batch_tokens", micro_batches * s.at("split.dp") * s.at("train.micro_batch_tokens"));
    s.set("train.library.narrow_weights", kept);
    return s.at("train.passes") * (s.at("layer.quantised") - 3 * s.at("layer.quantised_inputs"));
  };
  const double once = 3 * s.at("shape.layer_params");
  for (const double micro_batches : {1.0, 8.0, 32.0}) {
    CHECK(weights(micro_batches, "once a step") == doctest::Approx(once));
    CHECK(weights(micro_batches, "each pass") == doctest::Approx(micro_batches * once));
  }
}

TEST_CASE("best size for a budget: twenty tokens a parameter, and the loss law's own minimum") {
  Subject s = run();
  s.set("llm.params", 67e9);
  s.set("train.tokens", 1.5e12);
  const double best = s.at("sizing.best_params");
  const auto loss_at = [&](double params) {
    s.set("llm.params", params);
    s.set("train.tokens", 67e9 * 1.5e12 / params);
    return s.at("sizing.loss");
  };
  CHECK(loss_at(best) < loss_at(best * 1.02));
  CHECK(loss_at(best) < loss_at(best / 1.02));
}
