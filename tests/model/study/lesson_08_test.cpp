#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 08: text never starves a GPU; images and volumes do.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"llm", "dense-70b"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"data_plane", set};
}

}  // namespace

TEST_CASE("08: cores and storage that stop starving the GPUs") {
  Scenario image = lesson({});
  expect_flip(image, {"walls", "data.cores_per_gpu", 1, 32, 13.6, 14, "host", "compute"});
  expect_flip(image, {"requirement", "data.cores_per_gpu", 1, 32, 12.24, 13, "host", "met"});
  Scenario cores = lesson({{"data.cores_per_gpu", "16"}});
  expect_flip(cores, {"walls", "storage.read_bw", 0.1e9, 100e9, 1.55938e9, 0, "storage", "compute"});
  Scenario volume = lesson({{"data.modality", "volume"}, {"data.cores_per_gpu", "16"}});
  expect_flip(volume, {"walls", "storage.read_bw", 0.1e9, 100e9, 2.3456e10, 0, "storage", "compute"});
}

TEST_CASE("08: supply, utilisation, traffic") {
  const Scenario image = lesson({});
  expect_value(image, "data.supply", 1500, 0.5);
  expect_value(image, "data.utilisation", 0.882, 5e-4);
  expect_value(image, "data.bytes_per_gpu", 195e6, 0.5e6);
  expect_value(image, "straggler.delayed", 0.64, 5e-3);
  const Scenario volume = lesson({{"data.modality", "volume"}, {"data.cores_per_gpu", "16"}});
  expect_value(volume, "data.bytes_per_gpu", 2.93e9, 5e6);
}

TEST_CASE("08: text for 1,024 GPUs is a few megabytes a second, and a pause is ridden by the queue") {
  const Scenario text = lesson({{"data.modality", "text"}});
  expect_value(text, "text.tokens", 964'901, 0.5);
  expect_value(text, "text.bytes", 3.9e6, 0.05e6);
  CHECK(text.subject.leader("walls") == "compute");
  CHECK(text.subject.at("data.utilisation") == 1);
  // 0.5 s at 67 ms: 7.46 steps and the batch in work
  CHECK(text.subject.at("data.depth") == 9);
  // 10,000 x 8,192 tokens of 4 bytes
  expect_value(text, "data.shuffle_bytes", 327.68e6, 1);
}

// 4.09 GMACs and 25,557,032 parameters: torchvision's page of the model.
TEST_CASE("08: ResNet-50 layer by layer, and what its FLOP alone would allow") {
  const Scenario s = lesson({});
  CHECK(s.subject.at("image.net.params") == 25'557'032);
  expect_value(s, "image.net.macs", 4.09e9, 0.005e9);
  CHECK(s.subject.at("image.ceiling") > s.subject.at("data.rate"));
}
