#include <cmath>
#include <random>

#include "model/physics/attention.hpp"
#include "model/physics/elementwise.hpp"
#include "model/physics/experts.hpp"
#include "tests/model/physics/parts.hpp"

using namespace wallflip;
using wallflip::test::relative;

namespace {

// Operators on an H100 with every shape an input.
struct Operators : wallflip::test::ByHand {
  Llm llm{sheet.section("llm")};
  Gpu gpu{sheet.section("gpu"), llm};
  Section s = sheet.section("shape");
  Quantity m = s.count("m", {4096, unitless}, "rows", definition);
  Quantity n = s.count("n", {4096, unitless}, "columns", definition);
  Quantity k = s.count("k", {4096, unitless}, "depth", definition);
  Quantity batch = s.count("batch", {4, unitless}, "sequences", definition);
  Quantity fresh = s.count("fresh", {4096, unitless}, "new tokens", definition);
  Quantity cached = s.count("cached", {0, unitless}, "cached tokens", definition);
  Quantity causal = s.count("causal", {1, unitless}, "causal", definition);
  Quantity q_heads = s.count("q_heads", {32, unitless}, "query heads", definition);
  Quantity kv_heads = s.count("kv_heads", {8, unitless}, "KV heads", definition);
  Quantity head_dim = s.count("head_dim", {128, unitless}, "size", definition);
  Quantity elements = s.let("elements", 2 * kv_heads * head_dim, unitless, "KV elements", definition);
  Quantity experts_of = s.count("experts", {128, unitless}, "experts", definition);
  Quantity chosen = s.count("chosen", {8, unitless}, "chosen", definition);
  Quantity ranks = s.degree("ranks", {1, unitless}, "ranks", definition);
  Heads heads{q_heads, kv_heads, head_dim};
  Gemm gemm{sheet.section("gemm"), gpu, model_width(gpu), m, n, k};
  PrefillAttention prefill{sheet.section("prefill"), gpu, heads, batch, fresh, cached, causal};
  DecodeAttention decode{sheet.section("decode"), gpu, heads, batch, cached, elements, llm.kv_bytes_per_element};
  ExpertLoad load{sheet.section("load"), routing_of(s), m, experts_of, chosen, ranks};
  Experts experts{sheet.section("experts"), gpu, model_width(gpu), load, k, n, llm.mlp_matrices};
};

}  // namespace

TEST_CASE("operators build without an issue") {
  const Operators o;
  for (const Issue& issue : o.sheet.issues()) FAIL_CHECK(issue.what);
}

// What is lost at 32768 cubed: 0.5 us a tile of some 560 and 22 % of a memory time of 2 % of the compute time.
TEST_CASE("a huge product reaches the fraction of its generation, a tiny one the launch") {
  Operators o;
  for (const char* name : {"shape.m", "shape.n", "shape.k"}) o.set(name, 32768);
  CHECK(relative(o.at(o.gemm.efficiency), o.at(o.gpu.kernels.gemm_fraction)) < 0.01);
  for (const char* name : {"shape.m", "shape.n", "shape.k"}) o.set(name, 1);
  CHECK(relative(o.at(o.gemm.time), o.at(o.gpu.kernels.kernel_launch)) < 0.2);
  CHECK(o.at(o.gemm.time) > o.at(o.gpu.kernels.kernel_launch));
}

// Counted by hand: 132 units; 1024 x 4096 is 8 x 16 = 128 tiles of 128 x 256 in one wave and 256 of 128 x 128 in two.
TEST_CASE("tiles, parts and waves of products counted by hand") {
  Operators o;
  o.set("shape.m", 1024);
  CHECK(o.at(o.gemm.t256.tiles) == 128);
  CHECK(o.at(o.gemm.t256.parts) == 1);
  CHECK(o.at(o.gemm.t256.waves) == 1);
  CHECK(o.at(o.gemm.t128.tiles) == 256);
  CHECK(o.at(o.gemm.t128.waves) == doctest::Approx(256 / 132.0 + 0.5 * (2 - 256 / 132.0)));
  o.set("shape.m", 100);  // 16 tiles of 128 x 256: 8 parts each, half a kilobyte deep
  CHECK(o.at(o.gemm.t256.tiles) == 16);
  CHECK(o.at(o.gemm.t256.parts) == 8);
  o.set("shape.k", 1024);  // parts at least 256 deep: no more than 4
  CHECK(o.at(o.gemm.t256.parts) == 4);
}

TEST_CASE("more rows, more depth, less bandwidth: never faster") {
  std::mt19937 random(1);
  Operators o;
  const auto pick = [&](double low, double high) {
    return std::floor(low * std::pow(high / low, static_cast<double>(random()) / 4294967296.0));
  };
  for (int i = 0; i < 500; ++i) {
    o.set("shape.m", pick(1, 16384));
    o.set("shape.n", pick(16, 32768));
    const double k = pick(64, 16384);
    o.set("shape.k", k);
    o.set("gpu.mem_bw", 3.35e12);
    const double time = o.at(o.gemm.time);
    o.set("gpu.mem_bw", 6.7e12);
    CHECK(o.at(o.gemm.time) <= time);
    o.set("gpu.mem_bw", 3.35e12);
    const double bytes = o.at(o.gemm.mem_time), flops = o.at(o.gemm.flops);
    o.set("shape.k", 2 * k);
    CHECK(o.at(o.gemm.mem_time) > bytes);
    CHECK(o.at(o.gemm.flops) == 2 * flops);
    CHECK(o.at(o.gemm.time) >= 0.9 * time);  // a depth of 511 is one part, 1022 is three thinner ones
    o.set("shape.cached", pick(16, 65536));
    const double before = o.at(o.decode.time);
    o.set("shape.batch", 5);
    CHECK(o.at(o.decode.time) > before);
    o.set("shape.batch", 4);
  }
}

TEST_CASE("causal attention does half the work of the whole square, and a cache is seen by every query") {
  Operators o;
  const double half = o.at(o.prefill.flops);
  CHECK(half == 4.0 * 4 * 32 * 4096 * 2048 * 128);
  o.set("shape.causal", 0);
  CHECK(o.at(o.prefill.flops) == 2 * half);
  o.set("shape.causal", 1);
  o.set("shape.cached", 4096);
  CHECK(o.at(o.prefill.flops) == 3 * half);
}

// In pieces or at once: the scores of a prompt are those of its two halves, the second after the first.
TEST_CASE("a prompt in two pieces has the scores of the whole") {
  Operators o;
  o.set("shape.causal", 1);
  const double whole = o.at(o.prefill.flops);
  o.set("shape.fresh", 2048);
  const double first = o.at(o.prefill.flops);
  o.set("shape.cached", 2048);
  CHECK(first + o.at(o.prefill.flops) == whole);
}

// 16 tokens draw 8 of 128 experts; what random draws visit is counted in decode_test.cpp.
TEST_CASE("experts visited: all of them when spread evenly, a share when drawn, fewer when skewed") {
  Operators o;
  o.set("shape.m", 16);
  o.set("routing.kind", 0);
  CHECK(o.at(o.load.visited) == 128);
  o.set("routing.kind", 1);
  CHECK(o.at(o.load.visited) == doctest::Approx(128 * (1 - std::pow(1 - 8 / 128.0, 16))));
  o.set("routing.kind", 2);
  CHECK(o.at(o.load.visited) < 80);
  CHECK(o.at(o.load.visited) >= 8);
  o.set("shape.ranks", 8);
  CHECK(o.at(o.load.load) > 1);
  CHECK(o.at(o.load.load) <= 8);
  CHECK(o.at(o.load.local) == 16);
}

TEST_CASE("one expert that all visit is a plain MLP") {
  Operators o;
  o.set("shape.experts", 1);
  o.set("shape.chosen", 1);
  o.set("shape.m", 4096);
  CHECK(o.at(o.experts.flops) == 2.0 * 4096 * 3 * 4096 * 4096);
  CHECK(o.at(o.experts.weight_bytes) == 3.0 * 4096 * 4096 * 2);
}

// Dense: the products of a pass do 2 FLOP for every parameter but the embedding, whose rows are only looked up.
TEST_CASE("the products of a decode step do the FLOP of the parameters") {
  test::Parts p;
  const auto value = [&](const char* name) { return p.at({&p.sheet, p.sheet.find(name)}); };
  double sum = 0;
  for (const char* name : {"decode.qkv.flops", "decode.out.flops", "decode.up.flops", "decode.down.flops"}) {
    sum += 32 * value(name);
  }
  sum += value("decode.head.flops");
  CHECK(relative(sum, 64 * 2 * (8e9 - 128256.0 * 4096)) < 1e-9);
}

TEST_CASE("times charged to walls add up to the detailed step") {
  test::Parts p;
  p.set("model.fidelity", 1);
  for (const double tp : {1.0, 4.0}) {
    for (const double batch : {1.0, 64.0, 1000.0}) {
      p.set("split.tp", tp);
      p.set("load.batch", batch);
      const double charged = p.at(p.decode.bandwidth_wall) + p.at(p.decode.compute_wall) + p.at(p.decode.net_time);
      CHECK(charged < p.at(p.decode.span));
      CHECK(charged + p.at(p.decode.overhead) == doctest::Approx(p.at(p.decode.span)));
    }
  }
}

TEST_CASE("a host that starts kernels one by one holds up a small step, and no large one") {
  test::Parts p;
  p.set("model.fidelity", 1);
  p.set("kernel.host_launch", 2e-5);
  const double with_graph = p.at(p.decode.span);
  p.set("kernel.graphs", 0);
  CHECK(p.at(p.decode.span) >= with_graph);
  p.set("load.batch", 1);
  const double kernels = p.at({&p.sheet, p.sheet.find("decode.operators.kernels")});
  CHECK(kernels > 32 * 8);
  p.set("kernel.host_launch", 1e-4);
  CHECK(p.at(p.decode.span) == doctest::Approx(kernels * 1e-4));
}
