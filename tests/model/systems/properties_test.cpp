#include <algorithm>

#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::relative;
using wallflip::test::Subject;

TEST_CASE("nothing cached, nothing read: at zero context a step reads the weights only") {
  Subject s("replica");
  s.set("load.context", 0);
  CHECK(s.at("decode.kv_bytes") == 0);
  CHECK(relative(s.at("decode.mem_time"), 16e9 / (3.35e12 * 0.7)) < 1e-14);
}

TEST_CASE("with bandwidth without end only compute is left") {
  Subject s("replica");
  s.set("load.batch", 200);
  s.set("gpu.mem_bw", 1e30);
  CHECK(relative(s.at("decode.step_time"), s.at("decode.compute_time")) < 1e-14);
  CHECK(s.leader("walls") == "capacity");  // memory does not grow with it
}

TEST_CASE("one GPU has no network") {
  Subject s("replica");
  s.set("net.link_bw", 1);
  s.set("gpu.link_bw", 1);
  CHECK(s.at("decode.net_time") == 0);
  CHECK(s.at("pressure.network") == 0);
}

TEST_CASE("more of a supply never makes a step slower, more context never lets more sequences in") {
  for (const char* supply : {"gpu.mem_bw", "gpu.peak_bf16", "gpu.link_bw", "gpu.mbu", "decode.mfu"}) {
    Subject s("replica");
    s.set("split.tp", 4);
    const double start = s.design.inputs[static_cast<size_t>(input_row(s.system->sheet, supply))];
    double before = 1e300;
    for (double k = 0.1; k < 30; k *= 1.3) {
      s.set(supply, start * k);
      const double now = s.at("decode.step_time");
      CAPTURE(supply);
      CHECK(now <= before);
      before = now;
    }
  }
  Subject s("replica");
  double sequences = 1e300;
  double limit = 1e300;
  for (double context = 1; context < 200'000; context = std::ceil(context * 1.2)) {
    s.set("load.context", context);
    CHECK(s.at("kv.batch_limit") <= sequences);
    CHECK(s.at("limits.bandwidth") <= limit);
    sequences = s.at("kv.batch_limit");
    limit = s.at("limits.bandwidth");
  }
}

TEST_CASE("k times the supply is a k-th of its pressure, and of no other") {
  struct Row {
    const char* supply;
    const char* pressure;
  };
  const std::vector<const char*> all = {"pressure.capacity", "pressure.bandwidth", "pressure.network",
                                        "pressure.compute"};
  for (const Row& row : {Row{"gpu.mem_bytes", "pressure.capacity"}, Row{"gpu.mem_bw", "pressure.bandwidth"},
                         Row{"gpu.link_bw", "pressure.network"}, Row{"gpu.peak_bf16", "pressure.compute"}}) {
    for (const double k : {0.5, 3.0, 10.0}) {
      Subject s("replica");
      s.set("split.tp", 4);
      s.set("load.batch", 8);
      s.set("gpu.reserve_bytes", 0);
      for (const char* latency : {"net.simple_latency", "net.ll_latency", "net.ll128_latency"}) s.set(latency, 0);
      std::vector<double> before;
      for (const char* name : all) before.push_back(s.at(name));
      s.set(row.supply, k * s.at(row.supply));
      for (size_t i = 0; i < all.size(); ++i) {
        CAPTURE(row.supply);
        CAPTURE(all[i]);
        const double factor = std::string_view(all[i]) == row.pressure ? k : 1;
        CHECK(relative(s.at(all[i]) * factor, before[i]) < 1e-14);
      }
    }
  }
}

TEST_CASE("time to the first token and per token add up as E5 says") {
  Subject s("replica");
  s.set("queue.utilisation", 0.5);
  const double prefill = s.at("prefill.time");
  const double step = s.at("decode.step_time");
  CHECK(relative(s.at("serving.ttft"), 0.5 * prefill + prefill + step) < 1e-14);  // rho / (2 (1 - rho)) = 1/2
  CHECK(s.at("serving.tpot") == step);
  CHECK(relative(s.at("serving.single_stream"), 1 / step) < 1e-14);
}

TEST_CASE(
    "the queue before prefill: its mean by spread, its quantile exact for equal prompts and for exponential ones") {
  Subject s("replica");
  s.set("queue.utilisation", 0.5);
  s.set("queue.level", 0.5);
  CHECK(s.at("queue.wait_quantile") < 1e-9);  // half of all find the server idle
  s.set("queue.level", 0.9);
  const double prefill = s.at("prefill.time");
  const double alike = s.at("queue.wait_quantile");
  // Erlang's sum for one service time and a part t of the next: (1 - rho) (e^(rho t) + rho (1 - t) e^(rho (t - 1)))
  const double t = alike / prefill;
  REQUIRE((t > 1 && t < 2));
  CHECK(relative(0.5 * (std::exp(0.5 * t) + 0.5 * (1 - t) * std::exp(0.5 * (t - 1))), 0.9) < 1e-9);
  CHECK(relative(s.at("serving.ttft_quantile"), alike + prefill + s.at("decode.step_time")) < 1e-14);
  s.set("queue.cv2", 1);
  CHECK(relative(s.at("queue.wait"), prefill) < 1e-14);  // rho / (1 - rho)
  CHECK(relative(s.at("queue.wait_quantile"), prefill * std::log(0.5 / 0.1) / 0.5) < 1e-12);
  CHECK(s.at("queue.wait_quantile") > alike);
}

TEST_CASE("tokens per dollar and dollars per million tokens are reciprocal, from the hourly price (E8)") {
  Subject s("replica");
  s.set("split.tp", 4);
  s.set("load.batch", 100);
  const double throughput = s.at("serving.throughput");
  const double dollars = 4 * 2.0 / 3600 / throughput * 1e6;  // $2 an hour a GPU
  CHECK(relative(s.at("cost.per_million_output_tokens"), dollars) < 1e-13);
  CHECK(relative(s.at("cost.per_million_output_tokens") * s.at("cost.tokens_per_dollar"), 1e6) < 1e-14);
}

// However the sum is charged, its largest part is the whole step over its target, so `met` loses exactly when it is
// missed.
TEST_CASE("the largest time requirement is TPOT over its target") {
  for (const double tp : {1.0, 2.0, 8.0, 16.0}) {
    for (const double batch : {1.0, 30.0, 160.0, 600.0}) {
      for (const double context : {10.0, 600.0, 2048.0}) {
        Subject s("replica");
        s.set("gpu.mem_bytes", 1e13);
        s.set("split.tp", tp);
        s.set("load.batch", batch);
        s.set("load.context", context);
        const double largest =
            std::max({s.at("requirement.bandwidth"), s.at("requirement.compute"), s.at("requirement.network")});
        CHECK(relative(largest, s.at("serving.tpot") / s.at("slo.tpot")) < 1e-14);
        CHECK((s.leader("requirement") == "met") == (s.at("serving.tpot") <= s.at("slo.tpot")));
        CHECK(judge(*s.system, s.evaluation()).meets == (s.at("serving.tpot") <= s.at("slo.tpot")));
      }
    }
  }
}

TEST_CASE("the knee is inside every limit and one sequence more is not") {
  for (const char* protocol : {"auto", "Simple", "LL", "LL128"}) {
    for (const double tp : {1.0, 4.0, 16.0}) {
      Subject s("replica");
      s.set("net.protocol", protocol);
      s.set("split.tp", tp);
      s.set("slo.tpot", 0.04);
      const double knee = s.at("knee.batch");
      REQUIRE(knee >= 1);
      const auto meets = [&](double batch) {
        s.set("load.batch", batch);
        return judge(*s.system, s.evaluation()).meets;
      };
      CAPTURE(protocol);
      CAPTURE(tp);
      CHECK(meets(knee));
      CHECK_FALSE(meets(knee + 1));
      s.set("load.batch", knee);
      CHECK(relative(s.at("knee.step_time"), s.at("decode.step_time")) < 1e-14);
    }
  }
}
