#include "model/physics/encoder.hpp"

#include <cmath>

#include "model/physics/convolution.hpp"
#include "tests/model/physics/by_hand.hpp"

using namespace wallflip;

namespace {

// encoder-0.3b on an H100 at half its peak.
struct Encoder : wallflip::test::ByHand {
  Llm llm{sheet.section("llm"), {3e8, 24, 1024, 16}};
  Gpu gpu{sheet.section("gpu"), llm};
  Quantity gpus = sheet.section("").input("gpus", 1 * gpu_count, "GPUs", lesson_default);
  Quantity mfu = sheet.section("").input("mfu", 0.5, "achieved fraction of the peak", lesson_default);
  Quantity tokens = sheet.section("").input("tokens", 500 * token, "tokens", lesson_default);
  EncoderPass pass{sheet.section("pass"), llm, gpu, gpus, mfu, tokens, {}};
};

}  // namespace

TEST_CASE("an encoder of 0.3 B embeds 762,071 tokens a second (LESSONS 18)") {
  Encoder e;
  REQUIRE(e.sheet.issues().empty());
  CHECK(std::abs(500 / e.at(e.pass.time) - 762'071) < 0.5);
}

// Query by query: scores and values, 2 FLOP a multiply-add each, against every token.
TEST_CASE("attention without a mask, added up token by token; half of it is linear at N / (2 layers hidden)") {
  Encoder e;
  double total = 0;
  for (int query = 0; query < 500; ++query) total += 24 * 2 * (2.0 * 500 * 1024);
  CHECK(e.at(e.pass.quadratic_flops) == doctest::Approx(total).epsilon(1e-14));
  e.set("tokens", 3e8 / (2 * 24 * 1024));
  CHECK(e.at(e.pass.linear_flops) == doctest::Approx(e.at(e.pass.quadratic_flops)).epsilon(1e-14));
}

TEST_CASE("a short sequence ends before the weights are read, and more GPUs take their share") {
  Encoder e;
  e.set("tokens", 16);
  CHECK(e.at(e.pass.time) == e.at(e.pass.mem_time));
  const double alone = e.at(e.pass.time);
  e.set("gpus", 4);
  CHECK(e.at(e.pass.time) * 4 == doctest::Approx(alone).epsilon(1e-14));
}

// What no fidelity may change: the same FLOP, so no time below that of the datasheet's peak.
TEST_CASE("detailed fidelity is never faster than the peak, and its efficiency rises with the length") {
  Encoder e;
  e.set("model.fidelity", 1);
  double before = 0;
  for (const double tokens : {64.0, 256.0, 1024.0, 4096.0}) {
    e.set("tokens", tokens);
    const double achieved = e.at(e.pass.flops) / e.at(e.pass.time);
    CAPTURE(tokens);
    CHECK(achieved < 989.4e12);
    CHECK(achieved > before);
    before = achieved;
  }
}

// Walking the net block by block with real map sizes, as the paper's table 1 lists them.
TEST_CASE("ResNet-50 counted block by block") {
  double macs = 112.0 * 112 * 7 * 7 * 3 * 64;
  double params = 7 * 7 * 3 * 64 + 2 * 64;
  double in = 64;
  double side = 56;
  const double widths[] = {64, 128, 256, 512};
  const int blocks[] = {3, 4, 6, 3};
  for (int stage = 0; stage < 4; ++stage) {
    for (int block = 0; block < blocks[stage]; ++block) {
      const double width = widths[stage];
      const double out = 4 * width;
      const double after = stage > 0 && block == 0 ? side / 2 : side;
      macs += side * side * in * width + after * after * (9 * width * width + width * out);
      params += in * width + 2 * width + 9 * width * width + 2 * width + width * out + 2 * out;
      if (block == 0) macs += after * after * in * out;
      if (block == 0) params += in * out + 2 * out;
      in = out;
      side = after;
    }
  }
  macs += 2048.0 * 1000;
  params += 2048 * 1000 + 1000;
  Sheet sheet;
  const ConvNet net{sheet.section("net")};
  REQUIRE(sheet.issues().empty());
  const auto values = evaluate_nodes(sheet, sheet.defaults());
  CHECK(values[static_cast<size_t>(net.macs.node)] == macs);
  CHECK(values[static_cast<size_t>(net.params.node)] == params);
  CHECK(params == 25'557'032);  // torchvision
}
