#include <array>

#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::Subject;

// Systems at detailed fidelity against their napkin: limits in which the two agree, and monotony.

namespace {

void look_closely_at_70b(Subject& s) {
  s.set("model.fidelity", "detailed");
  s.set("llm", "dense-70b");
}

/// The MFU that detailed steps reach, as the napkin's one number, gives the same `quantity`.
void check_napkin_at(Subject& s, double mfu, const char* quantity) {
  const double detailed = s.at(quantity);
  s.set("train.mfu_assumed", mfu);
  CHECK(s.at(quantity) == detailed);  // an assumption of the napkin alone
  s.set("model.fidelity", "napkin");
  CHECK(s.at(quantity) == doctest::Approx(detailed).epsilon(1e-9));
}

}  // namespace

TEST_CASE("production: a start takes the way of its weights, which is the read alone where links and engine are fast") {
  Subject s("production");
  const double napkin = s.at("start.load_time");
  s.set("model.fidelity", "detailed");
  const double whole = s.at("start.load_time");
  CHECK(whole == doctest::Approx(napkin + s.at("start.copy_time") + s.at("start.engine_time")));
  s.set("start.loader", "in pieces");
  CHECK(s.at("start.load_time") < whole);
  double before = 1e300;
  for (double bw = 1e9; bw < 1e12; bw *= 2) {
    s.set("net.host_bw", bw);
    CHECK(s.at("start.lag") <= before);
    before = s.at("start.lag");
  }
  s.set("start.engine_time", 0);
  CHECK(s.at("start.load_time") == napkin);
  s.set("net.host_bw", 1e8);  // eight links of 0.1 GB/s are slower than the store
  CHECK(s.at("start.load_time") == s.at("start.copy_time"));
}

TEST_CASE("footprint: hours of the operators are those of pretraining, whichever layout") {
  Subject run("footprint"), step("pretraining");
  for (Subject* s : {&run, &step}) look_closely_at_70b(*s);
  double before = 0;
  for (const char* recompute : {"none", "selective", "full"}) {
    for (Subject* s : {&run, &step}) s->set("train.recompute", recompute);
    const double steps = 15e12 / step.at("train.global_batch_tokens");
    CHECK(run.at("train.time") == doctest::Approx(steps * run.at("train.whole_time")).epsilon(1e-12));
    if (!std::isnan(step.at("train.step_time"))) CHECK(run.at("train.whole_time") == step.at("train.step_time"));
    CHECK(run.at("train.time") >= before * (1 - 1e-12));  // selective: attention again hides the gathering of weights
    before = run.at("train.time");
    CHECK(run.at("train.busy_arithmetic") + run.at("train.busy_memory") < 1);
    CHECK(run.at("train.busy_arithmetic") > 0.5);
  }
  check_napkin_at(run, run.at("train.mfu"), "run.rented");
}

// 2,600 images a second: ResNet-50 in mixed precision, channels last, on an A100 (pytorch-image-models, issue 1491).
// The model is 5 % above it; 20 % lets constants of the library move.
TEST_CASE("data plane: the layers of a ResNet-50 let an A100 train on what was measured") {
  Subject s("data_plane");
  s.set("model.fidelity", "detailed");
  s.set("gpu", "a100-sxm-80");
  CHECK(s.at("image.ceiling") == doctest::Approx(2600).epsilon(0.2));
  CHECK(s.at("data.rate") == s.at("image.ceiling"));
  double before = 1e300;
  for (double side = 64; side <= 512; side += 32) {
    s.set("image.net.side", side);
    CHECK(s.at("image.ceiling") < before);
    before = s.at("image.ceiling");
  }
}

TEST_CASE("data plane: layers by themselves do the napkin's FLOP, and text is trained on in pretraining's steps") {
  Subject s("data_plane");
  // all memory and library losses away: what is left is the FLOP at the rate under load, but for the padded colours
  s.set("gpu.mem_bw", 1e30);
  for (const char* name : {"gpu.sustained", "gpu.gemm_fraction", "kernel.narrow_fraction", "train.mfu_assumed"})
    s.set(name, 1);
  const double napkin = s.at("image.ceiling");
  s.set("model.fidelity", "detailed");
  CHECK(s.at("image.ceiling") < napkin);
  CHECK(s.at("image.ceiling") == doctest::Approx(napkin).epsilon(0.06));
  Subject text("data_plane"), step("pretraining");
  for (Subject* of : {&text, &step}) look_closely_at_70b(*of);
  text.set("data.modality", "text");
  CHECK(text.at("data.tokens_per_gpu") == doctest::Approx(step.at("train.throughput_per_gpu")).epsilon(1e-12));
  check_napkin_at(text, step.at("train.mfu"), "data.rate");
}

TEST_CASE("ranking: a large step with no losses demands what the napkin does, a small one more") {
  Subject s("ranking");
  for (const char* name : {"gpu.mbu", "prefill.mfu"}) s.set(name, 1);
  const std::array<const char*, 3> walls = {"need.bandwidth", "need.network", "need.compute"};
  std::array<double, 3> napkin{}, small{};
  for (size_t i = 0; i < walls.size(); ++i) napkin[i] = s.at(walls[i]);
  s.set("model.fidelity", "detailed");
  for (size_t i = 0; i < walls.size(); ++i) {
    small[i] = s.at(walls[i]);
    CHECK(small[i] > napkin[i]);
  }
  s.set("rec.together", 1);
  for (size_t i = 0; i < walls.size(); ++i) CHECK(s.at(walls[i]) > small[i]);
  s.set("rec.together", 100'000);
  for (const char* name :
       {"gpu.gemm_fraction", "gpu.copy_fraction", "gpu.link_simple_fraction", "rec.gather_fraction"}) {
    s.set(name, 1);
  }
  for (const char* name : {"kernel.overlap_loss", "kernel.tile_overhead", "net.library.own_part"}) s.set(name, 0);
  CHECK(s.at("need.bandwidth") == doctest::Approx(napkin[0]).epsilon(0.001));
  CHECK(s.at("need.network") == doctest::Approx(napkin[1]).epsilon(0.001));
  // 913 columns fill eight tiles of 128 by 89 %
  CHECK(s.at("need.compute") == doctest::Approx(napkin[2] * 1024 / s.at("rec.mlp_width")).epsilon(0.01));
}

TEST_CASE("ranking: memory reads whole accesses; more shards exchange more, a lone one nothing") {
  Subject s("ranking");
  s.set("model.fidelity", "detailed");
  s.set("rec.row_bytes", 65);
  CHECK(s.at("rec.row_read") == 128);
  s.set("rec.row_bytes", 64);
  CHECK(s.at("rec.row_read") == 64);
  double before = -1;
  for (const double shards : {1, 2, 4, 8, 64}) {
    s.set("rec.shards", shards);
    CHECK(s.at("need.network") > before);
    if (shards == 1) CHECK(s.at("need.network") == 0);
    before = s.at("need.network");
  }
}

// Whoever adds a system: its other fidelity is an input, and moves something that a learner sees.
TEST_CASE("every system has two fidelities, and they differ in a contest") {
  for (const SystemRow& row : system_table()) {
    Subject s(row.id);
    CAPTURE(row.id);
    const Sheet& sheet = s.system->sheet;
    REQUIRE(sheet.find("model.fidelity") >= 0);
    s.set("model.fidelity", "napkin");
    const Evaluation napkin = s.evaluation();
    s.set("model.fidelity", "detailed");
    const Evaluation detailed = s.evaluation();
    int moved = 0;
    for (const Contest& contest : s.system->contests) {
      for (const Contestant& c : contest.of) {
        const auto node = static_cast<size_t>(c.quantity.node);
        moved += napkin.nodes[node] == detailed.nodes[node] ? 0 : 1;
        CHECK(std::isfinite(detailed.nodes[node]));
      }
    }
    CHECK(moved > 0);
  }
}
