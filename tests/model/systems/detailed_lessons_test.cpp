#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::relative;
using wallflip::test::Subject;

// Detailed fidelity of the envelope (02), of chunks (06), of agents (16) and of the serving engine.

namespace {

Subject with_fidelity(std::string_view system, const char* fidelity) {
  Subject s(system);
  s.set("model.fidelity", fidelity);
  return s;
}

/// The quantity with one input at another value, which stands again afterwards.
double with(Subject& s, std::string_view name, double value, std::string_view quantity) {
  const std::vector<double> inputs = s.design.inputs;
  s.set(name, value);
  const double found = s.at(quantity);
  s.design.inputs = inputs;
  return found;
}

}  // namespace

TEST_CASE("detailed: a chunk of the tokens that are allowed makes a pass of the target") {
  struct Case {
    const char* tpot;
    double tp, context, batch;
  };
  for (const Case& c : {Case{"25ms", 1, 128, 64}, Case{"25ms", 8, 2048, 64}, Case{"50ms", 1, 2048, 64},
                        Case{"25ms", 1, 128, 200}, Case{"10ms", 1, 128, 64}}) {
    Subject s = with_fidelity("optimisation", "detailed");
    s.set("slo.tpot", c.tpot);
    s.set("split.tp", c.tp);
    s.set("load.context", c.context);
    s.set("load.batch", c.batch);
    CAPTURE(c.tpot);
    CAPTURE(c.tp);
    const double allowed = s.at("chunk.allowed.tokens");
    REQUIRE(allowed > 1);
    CHECK(relative(with(s, "serve.chunk", std::round(allowed), "chunk.mixed_step"), s.at("limits.target")) < 0.15);
    // what is hidden costs what does not overlap, a multiple of it costs its GEMMs
    const double hidden = s.at("chunk.hidden.tokens");
    const double step = s.at("decode.span"), there = with(s, "serve.chunk", std::round(hidden), "chunk.mixed_step");
    CHECK(there < 1.6 * step);
    const double twice = with(s, "serve.chunk", std::round(hidden + 2000), "chunk.mixed_step");
    CHECK(twice - there > 2000 * 0.9 * s.at("chunk.near.gemm_time"));
  }
}

TEST_CASE("detailed: chunks fill less where a batch multiplies already, and never hide behind KV") {
  Subject napkin = with_fidelity("optimisation", "napkin"), detailed = with_fidelity("optimisation", "detailed");
  double before = 1e300;
  for (const double batch : {1.0, 64.0, 128.0, 512.0}) {
    for (Subject* s : {&napkin, &detailed}) s->set("load.batch", batch);
    CHECK(detailed.at("chunk.hidden.tokens") < before);
    if (batch < 512) CHECK(detailed.at("chunk.hidden.tokens") != napkin.at("chunk.hidden.tokens"));
    CHECK(detailed.at("chunk.mixed_step") > detailed.at("decode.span"));
    before = detailed.at("chunk.hidden.tokens");
  }
  CHECK(before == 0);
  for (Subject* s : {&napkin, &detailed}) s->set("load.batch", 64);
  const double rows = detailed.at("chunk.hidden.tokens"), idle = napkin.at("chunk.hidden.tokens");
  for (Subject* s : {&napkin, &detailed}) s->set("load.context", 4096);
  CHECK(detailed.at("chunk.hidden.tokens") == rows);
  CHECK(napkin.at("chunk.hidden.tokens") > 2 * idle);
}

TEST_CASE("detailed: the envelope's step is a replica's, and the MFU of its bill that of a GPU's operators") {
  for (const char* model : {"dense-8b", "dense-70b", "deepseek-v3"}) {
    for (const double tp : {1.0, 8.0}) {
      Subject envelope = with_fidelity("napkin", "detailed"), replica = with_fidelity("replica", "detailed");
      for (Subject* s : {&envelope, &replica}) {
        s->set("llm", model);
        s->set("split.tp", tp);
        s->set("load.context", 1000);
        s->set("gpu.mem_bytes", 1e13);
      }
      envelope.set("kv.cached_tokens", 64e3);
      replica.set("load.batch", 64);
      CAPTURE(model);
      CAPTURE(tp);
      CHECK(relative(envelope.at("serve.step_time"), replica.at("decode.step_time")) < 1e-12);
      CHECK(envelope.at("serve.span") != envelope.at("serve.napkin_time"));
    }
  }
  Subject bill = with_fidelity("napkin", "detailed");
  CHECK(bill.at("train.mfu") == bill.at("train.detailed_mfu"));
  CHECK(bill.at("train.mfu") > 0.3);
  CHECK(bill.at("train.mfu") < bill.at("gpu.sustained") * bill.at("gpu.gemm_fraction"));
  CHECK(with(bill, "gpu.sustained", 0.5, "train.mfu") < bill.at("train.mfu"));
  CHECK(with(bill, "gpu.mem_bw", 1e12, "train.mfu") < bill.at("train.mfu"));
  CHECK(with(bill, "train.context", 131072, "train.mfu") < bill.at("train.mfu"));  // attention is not counted as model
  CHECK(with(bill, "train.context", 16, "train.mfu") < 0.1);
  const double cost = bill.at("train.run_cost") * bill.at("train.mfu");
  bill.set("model.fidelity", "napkin");
  CHECK(bill.at("train.mfu") == bill.at("train.mfu_assumed"));
  CHECK(relative(bill.at("train.run_cost") * bill.at("train.mfu_assumed"), cost) < 1e-12);
}

TEST_CASE("detailed: a call of an agent takes the replica's operators; as stated at napkin fidelity") {
  Subject stated = with_fidelity("agents", "napkin"), s = with_fidelity("agents", "detailed");
  for (Subject* of : {&stated, &s}) of->set("llm", "dense-70b");
  CHECK(stated.at("agent.call") == stated.at("agent.call_median"));
  CHECK(with(stated, "gpu.mem_bw", 1e12, "agent.task_p95") == stated.at("agent.task_p95"));
  const double steps = s.at("load.output") * s.at("decode.span");
  CHECK(relative(s.at("agent.call"), s.at("prefill.span") + steps) < 1e-12);
  CHECK(relative(s.at("agent.slow_call") / s.at("agent.call"), 5 / 0.8) < 1e-12);
  CHECK(relative(s.at("agent.in_flight"), 20 * 20 * (s.at("agent.call") + 1.5)) < 1e-12);
  CHECK(relative(s.at("agent.call"), 0.8) < 0.1);  // the defaults are a call of that length
  double before = 1e300;
  for (double bw = 1e12; bw < 1e17; bw *= 10) {
    const double call = with(s, "gpu.mem_bw", bw, "agent.call");
    CHECK(call < before);
    before = call;
  }
  for (const char* longer : {"load.output", "load.new_tokens", "load.history"}) {
    CAPTURE(longer);
    const double twice = longer == std::string_view("load.history") ? 15000 : 2 * s.at(longer);
    if (twice == 15000) {
      CHECK(with(s, longer, twice, "prefill.span") < s.at("prefill.span"));  // half of it
    } else {
      CHECK(with(s, longer, twice, "agent.call") > s.at("agent.call"));
    }
  }
  CHECK(with(s, "cache.offload", 1, "decode.batch") > s.at("decode.batch"));  // all that are held compute
  s.set("load.output", 0);
  CHECK(s.at("agent.call") == s.at("prefill.span"));
}

TEST_CASE("serving engine at napkin fidelity: one MBU, one MFU, no host; the fitted step stands by default") {
  Subject standing("serving_point"), s = with_fidelity("serving_point", "napkin");
  CHECK(standing.at("model.fidelity") == 1);
  for (Subject* of : {&standing, &s}) of->set("load.batch", 1);
  const double bw = 3.35e12 * s.at("gpu.mbu");
  CHECK(relative(s.at("serving.decode.step_time"), (s.at("llm.weight_bytes") + s.at("kv.bytes_per_sequence")) / bw) <
        1e-12);
  CHECK(s.at("serving.decode.step_time") != standing.at("serving.decode.step_time"));
  CHECK(s.at("serving.decode.host_time") == 0);
  CHECK(standing.at("serving.decode.host_time") > 0);
  s.set("step.tokens", 65536);
  CHECK(relative(s.at("step.gemm_time"), 65536 * s.at("llm.forward_flops") / (989.4e12 * s.at("engine.mfu"))) < 1e-12);
  // an engine that reaches the napkin's fractions, overlaps nothing by halves and has no host is the napkin
  for (const char* fraction : {"engine.read_fraction", "engine.kv_fraction"}) standing.set(fraction, s.at("gpu.mbu"));
  for (const char* fraction : {"engine.gemm_fraction", "engine.attention_fraction"})
    standing.set(fraction, s.at("engine.mfu"));
  for (const char* host : {"engine.step_time", "engine.layer_time", "engine.sequence_time", "engine.prompt_token_time",
                           "engine.prompt_layer_time"}) {
    standing.set(host, 0);
  }
  for (const double batch : {1.0, 16.0}) {
    for (Subject* of : {&standing, &s}) of->set("load.batch", batch);
    CHECK(relative(standing.at("serving.tpot"), s.at("serving.tpot")) < 0.02);
    CHECK(relative(standing.at("serving.ttft"), s.at("serving.ttft")) < 0.02);
  }
  for (const char* supply : {"gpu.mem_bw", "gpu.peak_bf16"}) {
    CHECK(with(s, supply, 2 * s.at(supply), "serving.tpot") < s.at("serving.tpot"));
  }
}
