#include "model/study/arrivals.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace wallflip;

namespace {

struct Gaps {
  double mean = 0, squared_variation = 0;
};

Gaps gaps_of(const std::vector<Request>& requests) {
  double sum = 0, squares = 0, before = 0;
  for (const Request& r : requests) {
    const double gap = r.arrival - before;
    sum += gap;
    squares += gap * gap;
    before = r.arrival;
  }
  const auto n = static_cast<double>(requests.size());
  return {sum / n, squares / n / (sum / n * sum / n) - 1};
}

}  // namespace

TEST_CASE("gaps have the mean and the variation asked for, at every burstiness") {
  for (const double burstiness : {1.0, 4.0, 16.0}) {
    CAPTURE(burstiness);
    const Gaps gaps = gaps_of(draw_arrivals({.rate = 5, .burstiness = burstiness, .count = 400'000, .seed = 3}));
    // four standard errors of the mean: 4 sqrt(c2 / n); the variation is looser, its own fourth moment being large
    CHECK(gaps.mean == doctest::Approx(0.2).epsilon(4 * std::sqrt(burstiness / 400'000)));
    CHECK(gaps.squared_variation == doctest::Approx(burstiness).epsilon(0.06));
  }
}

TEST_CASE("lengths fill their range evenly and stay inside it") {
  const auto requests = draw_arrivals({.count = 60'000, .prompt = {3, 8}, .output = {7, 7}, .seed = 2});
  std::vector<int> seen(9);
  for (const Request& r : requests) {
    REQUIRE(r.prompt >= 3);
    REQUIRE(r.prompt <= 8);
    CHECK(r.output == 7);
    ++seen[static_cast<size_t>(r.prompt)];
  }
  for (size_t i = 3; i <= 8; ++i) CHECK(seen[i] == doctest::Approx(10'000).epsilon(0.05));
}

TEST_CASE("one seed, one trace; another seed, another") {
  const auto a = draw_arrivals({.burstiness = 3, .count = 100, .prompt = {1, 999}, .seed = 5});
  const auto b = draw_arrivals({.burstiness = 3, .count = 100, .prompt = {1, 999}, .seed = 5});
  const auto c = draw_arrivals({.burstiness = 3, .count = 100, .prompt = {1, 999}, .seed = 6});
  bool differs = false;
  for (size_t i = 0; i < a.size(); ++i) {
    CHECK(a[i].arrival == b[i].arrival);
    CHECK(a[i].prompt == b[i].prompt);
    differs = differs || a[i].arrival != c[i].arrival;
  }
  CHECK(differs);
}

TEST_CASE("a trace is read in any order of columns and rows, and starts at 0") {
  Issues issues;
  const auto requests = parse_arrivals("prompt_tokens,who,arrival_s,\"output_tokens\"\r\n20,b,12.5,2\r\n\n10,a,10,1\n",
                                       "trace.csv", issues);
  CHECK(issues.empty());
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].arrival == 0);
  CHECK(requests[0].prompt == 10);
  CHECK(requests[1].arrival == 2.5);
  CHECK(requests[1].output == 2);
}

TEST_CASE("everything wrong with a trace is said at once, with its line") {
  Issues issues;
  const auto requests = parse_arrivals(
      "arrival_s,prompt_tokens,output_tokens\n1,10,10\nnan,10,10\n2,0,10\n3,10\n4,1.5,10\n-1,5,5\n5,10,10\n", "t.csv",
      issues);
  CHECK(requests.size() == 2);
  REQUIRE(issues.size() == 5);
  CHECK(issues[0].line == 3);
  CHECK(issues[1].line == 4);
  CHECK(issues[2].line == 5);
  CHECK(issues[2].what.find("output_tokens") != std::string::npos);
  CHECK(issues[4].line == 7);
  for (const Issue& issue : issues) CHECK(issue.file == "t.csv");
}

TEST_CASE("a trace without its columns or without rows is refused") {
  Issues issues;
  CHECK(parse_arrivals("arrival_s,tokens\n1,2\n", "t.csv", issues).empty());
  CHECK(issues.size() == 2);  // both missing columns
  issues.clear();
  CHECK(parse_arrivals("arrival_s,prompt_tokens,output_tokens\n", "t.csv", issues).empty());
  CHECK(issues.size() == 1);
  issues.clear();
  CHECK(parse_arrivals("", "t.csv", issues).empty());
  CHECK(issues.size() == 3);
}
