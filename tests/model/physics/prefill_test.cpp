#include <cmath>

#include "tests/model/physics/parts.hpp"

using namespace wallflip;
using wallflip::test::Parts;
using wallflip::test::relative;

// Counted token by token: token i attends to the c + i tokens up to itself; per layer and pair, Q.K and A.V cost one
// multiply-add (2 FLOP) an element of the hidden state each. The GEMMs cost one multiply-add a parameter and token.
static double counted_flops(double params, int layers, int hidden, int cached, int tokens) {
  double flops = 0;
  for (int i = 1; i <= tokens; ++i) {
    flops += 2.0 * params;
    flops += layers * static_cast<double>(cached + i) * (2.0 * hidden + 2.0 * hidden);
  }
  return flops;
}

// The closed form counts s^2/2 pairs, the count s(s+1)/2: they differ by at most one part in s.
TEST_CASE("prefill FLOP agree with counting every pair of tokens") {
  Parts p;
  for (const int cached : {0, 500, 20'000}) {
    for (const int tokens : {100, 2000, 30'000}) {
      p.set("load.cached_prefix", cached);
      p.set("load.prompt", tokens);
      CAPTURE(cached);
      CAPTURE(tokens);
      CHECK(relative(p.at(p.prefill.flops), counted_flops(8e9, 32, 4096, cached, tokens)) < 1.0 / tokens);
    }
  }
}

// LESSONS 03a: N / (layers * hidden).
TEST_CASE("linear and quadratic prefill cross at 61,035 tokens (8B) and 106,812 (70B)") {
  struct Row {
    double params, layers, hidden, crossing;
  };
  for (const Row& row : {Row{8e9, 32, 4096, 61'035}, Row{70e9, 80, 8192, 106'812}}) {
    Parts p;
    p.set("llm.params", row.params);
    p.set("llm.layers", row.layers);
    p.set("llm.hidden", row.hidden);
    p.set("load.prompt", row.crossing - 1);
    CHECK(p.at(p.prefill.linear_flops) > p.at(p.prefill.quadratic_flops));
    p.set("load.prompt", row.crossing + 1);
    CHECK(p.at(p.prefill.linear_flops) < p.at(p.prefill.quadratic_flops));
  }
}

TEST_CASE("a cached prefix saves its own FLOP and no more: two pieces cost what the whole costs") {
  Parts p;
  p.set("load.prompt", 3000);
  const double first = p.at(p.prefill.flops);
  p.set("load.cached_prefix", 3000);
  p.set("load.prompt", 5000);
  const double rest = p.at(p.prefill.flops);
  p.set("load.cached_prefix", 0);
  p.set("load.prompt", 8000);
  CHECK(relative(first + rest, p.at(p.prefill.flops)) < 1e-14);
}

// H100: 989.4 and 1979 TFLOP/s dense (NVIDIA datasheet). A100 has no fp8 units: the GEMMs run at the 16-bit rate.
TEST_CASE("GEMMs run at the rate of their width, or of the next wider one the chip has units for") {
  Parts p;
  const double at_bf16 = p.at(p.prefill.time);
  p.set("llm.gemm_dtype", 1);
  CHECK(relative(at_bf16 / p.at(p.prefill.time), 1979 / 989.4) < 1e-14);
  p.set("llm.gemm_dtype", 2);  // no fp4 units on an H100
  CHECK(relative(at_bf16 / p.at(p.prefill.time), 1979 / 989.4) < 1e-14);
  p.set("gpu.peak_fp4", 9000e12);
  CHECK(relative(at_bf16 / p.at(p.prefill.time), 9000 / 989.4) < 1e-14);
  Parts a100;
  a100.set("gpu.peak_bf16", 312e12);
  a100.set("gpu.peak_fp8", 0);
  a100.set("llm.gemm_dtype", 1);
  CHECK(a100.at(a100.gpu.peak_flops) == 312e12);
}
