#include <algorithm>
#include <cmath>
#include <random>

#include "tests/model/physics/parts.hpp"

using namespace wallflip;
using wallflip::test::Parts;
using wallflip::test::relative;

namespace {

// A plain model of one decode step in the numbers of LESSONS section 1, written without a look at the sheet.
struct Plain {
  double params = 8e9, layers = 32, hidden = 4096, kv_heads = 8, head_dim = 128;
  double weight_bytes = 2, kv_bytes = 2;
  double batch = 64, context = 2048;
  double bandwidth = 3.35e12 * 0.7, flops = 989.4e12 * 0.6, memory = 76e9;
  int gpus = 1, protocol = 0;

  double weights() const { return params * weight_bytes / gpus; }
  double kv_of_sequence() const {
    double bytes = 0;
    for (int layer = 0; layer < static_cast<int>(layers); ++layer) {
      bytes += context * kv_heads * head_dim * kv_bytes;  // keys
      bytes += context * kv_heads * head_dim * kv_bytes;  // values
    }
    return bytes / gpus;
  }
  double memory_time(double b) const { return (weights() + b * kv_of_sequence()) / bandwidth; }
  double compute_time(double b) const { return b * 2 * params / gpus / flops; }
  double network_time(double b) const {
    if (gpus == 1) return 0;
    const double bytes = b * hidden * 2;  // bf16
    const double link = gpus > 8 ? 50e9 : 450e9;
    const double extra = gpus > 8 ? 3e-6 : 0;
    const double latency[] = {6e-6, 1e-6, 2e-6};
    const double efficiency[] = {1, 0.4, 0.95};
    double best = 1e300;
    for (int i = 0; i < 3; ++i) {
      if (protocol > 0 && protocol != i + 1) continue;
      const double w = link * efficiency[i];
      const double hop = latency[i] + extra;
      best = std::min(best, 2 * (gpus - 1) * (hop + bytes / gpus / w));
      best = std::min(best, 2 * std::ceil(std::log2(gpus)) * hop + 2 * bytes / w);
    }
    return 2 * layers * best;  // one after attention, one after the MLP
  }

  void set(Parts& p) const {
    p.set("llm.params", params);
    p.set("llm.layers", layers);
    p.set("llm.hidden", hidden);
    p.set("llm.kv_heads", kv_heads);
    p.set("llm.bytes_per_param", weight_bytes);
    p.set("llm.kv_bytes_per_element", kv_bytes);
    p.set("load.batch", batch);
    p.set("load.context", context);
    p.set("split.tp", gpus);
    p.set("net.protocol", protocol);
  }
};

// The largest whole batch that the plain model finds inside the target, one by one.
template <class Time>
int largest_batch(double target, Time time) {
  int b = 0;
  while (b < 1'000'000 && time(b + 1) <= target) ++b;
  return b;
}

Plain random_plain(std::mt19937& random) {
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random()) / 4294967296.0;
  };
  Plain m;
  m.params = uniform(3e9, 80e9);
  m.layers = std::floor(uniform(20, 100));
  m.hidden = 1024 * std::floor(uniform(2, 12));
  m.kv_heads = std::exp2(std::floor(uniform(0, 5)));
  m.weight_bytes = random() % 2 == 0 ? 2 : 1;
  m.kv_bytes = random() % 2 == 0 ? 2 : 1;
  m.context = std::floor(uniform(100, 9000));
  m.gpus = 1 << (random() % 5);
  m.protocol = static_cast<int>(random() % 4);
  return m;
}

}  // namespace

TEST_CASE("memory, compute and network time of a step agree with the plain model") {
  std::mt19937 random(1);
  Parts p;
  for (int i = 0; i < 300; ++i) {
    Plain m = random_plain(random);
    m.batch = 1 + static_cast<double>(random() % 500);
    m.set(p);
    CHECK(relative(p.at(p.decode.mem_time), m.memory_time(m.batch)) < 1e-12);
    CHECK(relative(p.at(p.decode.compute_time), m.compute_time(m.batch)) < 1e-12);
    CHECK(std::abs(p.at(p.decode.net_time) - m.network_time(m.batch)) <= 1e-12 * m.network_time(m.batch));
    const double step = std::max(m.memory_time(m.batch), m.compute_time(m.batch)) + m.network_time(m.batch);
    CHECK(relative(p.at(p.decode.step_time), step) < 1e-12);
  }
}

// The heart of the lesson about limits: closed forms against trying every batch, over 1 to 16 GPUs and each protocol.
TEST_CASE("batch limits are the largest batches that a search finds") {
  std::mt19937 random(2);
  Parts p;
  int with_network = 0;
  for (int i = 0; i < 400; ++i) {
    const Plain m = random_plain(random);
    m.set(p);
    const double target = 0.02 + 0.08 * static_cast<double>(random()) / 4294967296.0;
    p.set("target", target);
    const int bandwidth = largest_batch(target, [&](double b) { return m.memory_time(b) + m.network_time(b); });
    const int compute = largest_batch(target, [&](double b) { return m.compute_time(b) + m.network_time(b); });
    const int capacity = largest_batch(1, [&](double b) { return (m.weights() + b * m.kv_of_sequence()) / m.memory; });
    CAPTURE(i);
    CHECK(std::max(0.0, std::floor(p.at(p.limits.bandwidth))) == bandwidth);
    CHECK(std::max(0.0, std::floor(p.at(p.limits.compute))) == compute);
    CHECK(std::max(0.0, std::floor(p.at(p.limits.capacity))) == capacity);
    with_network += bandwidth > 0 && m.gpus > 1 ? 1 : 0;
  }
  CHECK(with_network > 100);
}

TEST_CASE("the ridge batch is where the search sees compute overtake memory") {
  std::mt19937 random(3);
  Parts p;
  int found = 0;
  for (int i = 0; i < 400; ++i) {
    Plain m = random_plain(random);
    m.context = std::floor(m.context / 40);
    m.set(p);
    const bool never = m.compute_time(1) <= m.memory_time(1) - m.memory_time(0);
    const double crosses = p.at({&p.sheet, p.sheet.gates()[static_cast<size_t>(p.rates.crosses.index)].condition});
    CHECK(crosses == (never ? 0 : 1));
    if (never) continue;
    int b = 1;
    while (b < 100'000 && m.compute_time(b) <= m.memory_time(b)) ++b;
    if (b == 100'000) continue;
    CHECK(std::floor(p.at(p.rates.ridge)) == b - 1);
    ++found;
  }
  CHECK(found > 100);
}

// LESSONS 05: TP4 24.1 + 2.06, TP8 12.0 + 2.70, TP16 6.0 + 13.46 ms (dense-70b, batch 64, context 4,096). Half a last
// digit.
TEST_CASE("the tensor-parallel table of lesson 05") {
  struct Row {
    double gpus, memory, network;
  };
  for (const Row& row : {Row{4, 24.1, 2.06}, Row{8, 12.0, 2.70}, Row{16, 6.0, 13.46}}) {
    Parts p;
    p.set("llm.params", 70e9);
    p.set("llm.layers", 80);
    p.set("llm.hidden", 8192);
    p.set("load.context", 4096);
    p.set("split.tp", row.gpus);
    CHECK(std::abs(1e3 * p.at(p.decode.mem_time) - row.memory) <= 0.05);
    CHECK(std::abs(1e3 * p.at(p.decode.net_time) - row.network) <= 0.005);
  }
}

// Tokens draw 2 of 8 experts without looking at each other; how many are visited is counted, not computed. The mean
// share of 20,000 steps has a standard error below 0.1 points. LESSONS: 25%, 68% and 90% at 1, 4 and 8 tokens.
TEST_CASE("a mixture of experts reads the experts that random tokens visit") {
  std::mt19937 random(4);
  Parts p;
  p.set("llm.params", 46.7e9);
  p.set("llm.moe_layers", 32);
  p.set("llm.experts", 8);
  p.set("llm.active_experts", 2);
  p.set("llm.expert_hidden", 14336);
  const double expert_params = 32.0 * 8 * 3 * 4096 * 14336;
  struct Row {
    int batch;
    double printed;
  };
  for (const Row& row : {Row{1, 0.25}, Row{4, 0.68}, Row{8, 0.90}}) {
    double visited = 0;
    for (int step = 0; step < 20'000; ++step) {
      unsigned seen = 0;
      for (int token_index = 0; token_index < row.batch; ++token_index) {
        const unsigned expert = random() % 8;
        const unsigned other = (expert + 1 + random() % 7) % 8;
        seen |= 1U << expert | 1U << other;
      }
      for (int e = 0; e < 8; ++e) visited += (seen >> e & 1U) / 8.0 / 20'000;
    }
    p.set("load.batch", row.batch);
    CHECK(1 - p.at(p.decode.expert_missed) == doctest::Approx(visited).epsilon(0.01));
    CHECK(std::abs(1 - p.at(p.decode.expert_missed) - row.printed) < 0.005);
    CHECK(relative(p.at(p.decode.read_params), 46.7e9 - expert_params * (1 - visited)) < 0.01);
  }
}

TEST_CASE("a dense model reads all of itself at any batch") {
  Parts p;
  for (const double batch : {1.0, 7.0, 4096.0}) {
    p.set("load.batch", batch);
    CHECK(p.at(p.decode.weight_bytes) == 16e9);
  }
}
