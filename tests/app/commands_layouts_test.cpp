#include <set>

#include "tests/app/commands_run.hpp"

using namespace wallflip;

namespace {

std::vector<std::string> layouts(const std::string& model, const std::string& count, const std::string& batch,
                                 const std::string& context, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments = {"layouts", "--model",        model, "--accelerator", "h100-sxm", "--count",
                                        count,     "--global-batch", batch, "--context",     context};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

TEST_CASE("layouts of a 405B model on 16,384 GPUs: the contract's keys, best first, all within the space") {
  const TestJson result = wallflip_json(layouts("llama-3.1-405b", "16384", "16Mi", "8192", {"--top", "20"}));
  CHECK(result["visited"] > 500000);
  CHECK(result["skipped"] > 0);
  CHECK(result["feasible"] > 0);
  CHECK(result["feasible"] < result["visited"]);
  CHECK(result["seconds"] > 0);
  REQUIRE(result["best"].size() == 20);
  double before = 0;
  for (const TestJson& best : result["best"]) {
    const auto number = [&](const char* key) { return best[key].get<int>(); };
    CHECK(number("tp") * number("pp") * number("dp") * number("cp") == 16384);
    CHECK(2048 % (number("dp") * number("micro_batch")) == 0);
    CHECK(number("dp") * number("cp") % number("ep") == 0);
    CHECK(best["zero"].is_number_integer());
    CHECK(best["recompute"].is_string());
    CHECK(best["sequence_parallel"].is_boolean());
    CHECK(best["memory_bytes"] <= 76e9);
    CHECK(best["mfu"] > 0);
    CHECK(best["mfu"] < 0.4);
    CHECK_FALSE(best["binding"].get<std::string>().empty());
    CHECK(best["step_time"] >= before);
    before = best["step_time"];
  }
}

TEST_CASE("layouts by memory are the leanest; a memory line is kept to; a number that is set is kept") {
  const TestJson lean = wallflip_json(layouts("dense-8b", "64", "1Mi", "4096", {"--by", "memory,step_time"}));
  const TestJson fast = wallflip_json(layouts("dense-8b", "64", "1Mi", "4096", {"--memory-line", "20GB"}));
  CHECK(lean["visited"] == fast["visited"]);
  CHECK(lean["best"][0]["memory_bytes"] < fast["best"][0]["memory_bytes"]);
  CHECK(lean["best"][0]["step_time"] > fast["best"][0]["step_time"]);
  for (const TestJson& best : fast["best"]) CHECK(best["memory_bytes"] <= 20e9);
  const TestJson set =
      wallflip_json(layouts("dense-8b", "64", "1Mi", "4096", {"--set", "split.tp=4", "--set", "train.zero=1"}));
  for (const TestJson& best : set["best"]) CHECK((best["tp"] == 4 && best["zero"] == 1));
  CHECK(set["visited"] < lean["visited"]);
  const TestJson splits = wallflip_json(layouts("dense-8b", "64", "1Mi", "4096", {"--splits", "--top", "100"}));
  std::set<std::vector<int>> seen;
  for (const TestJson& best : splits["best"]) {
    std::vector<int> split;
    for (const char* key : {"tp", "pp", "dp", "cp", "ep"}) split.push_back(best[key]);
    CHECK(seen.insert(split).second);
  }
  CHECK(seen.size() > 10);
}

TEST_CASE("layouts at detailed fidelity are the same space with other times") {
  const TestJson napkin = wallflip_json(layouts("dense-8b", "16", "1Mi", "8192", {"--fidelity", "napkin"}));
  const TestJson detailed = wallflip_json(layouts("dense-8b", "16", "1Mi", "8192", {"--fidelity", "detailed"}));
  CHECK(napkin["visited"] == detailed["visited"]);
  CHECK(napkin["best"][0]["step_time"] != detailed["best"][0]["step_time"]);
  CHECK(napkin["best"] == wallflip_json(layouts("dense-8b", "16", "1Mi", "8192"))["best"]);
}

TEST_CASE("layouts as text: the count, the table, and what the next one loses") {
  const Ran ran = wallflip_run(layouts("dense-70b", "512", "4Mi", "8192", {"--top", "3"}));
  CHECK(ran.code == 0);
  CHECK(ran.out.find(" fit; ") != std::string::npos);
  CHECK(ran.out.find("against the best") != std::string::npos);
  CHECK(std::count(ran.out.begin(), ran.out.end(), '\n') == 5);
  const Ran none = wallflip_run(layouts("dense-405b", "8", "1Mi", "8192"));
  CHECK(none.code == 0);
  CHECK(none.out.find("none fits: the leanest needs ") != std::string::npos);
}

TEST_CASE("a job that cannot be is refused with what was expected") {
  const auto refused = [](const std::vector<std::string>& arguments, const std::string& part) {
    const Ran ran = wallflip_run(arguments);
    CAPTURE(ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err.find(part) != std::string::npos);
  };
  refused(layouts("llama-3.1-405", "64", "1Mi", "4096"), "did you mean llama-3.1-405b?");
  refused(layouts("bert-base", "64", "1Mi", "4096"), "bert-base cannot stand as llm");
  refused(layouts("dense-8b", "0", "1Mi", "4096"), "expected 1 to 10000000 GPUs");
  refused(layouts("dense-8b", "12.5", "1Mi", "4096"), "whole number");
  refused(layouts("dense-8b", "64", "lots", "4096"), "--global-batch lots");
  refused(layouts("dense-8b", "64", "1000", "4096"), "one sequence");
  refused(layouts("dense-8b", "64", "1Mi", "0"), "at least one token");
  refused(layouts("dense-8b", "64", "1Mi", "4096", {"--by", "dollar"}), "did you mean dollars?");
  refused(layouts("dense-8b", "64", "1Mi", "4096", {"--set", "train.mfu=1"}), "train.mfu is computed");
  refused(layouts("dense-8b", "64", "1Mi", "4096", {"--top", "0"}), "--top");
  refused(layouts("dense-8b", "64", "1Mi", "4096", {"--fidelity", "rough"}), "must be one of napkin, detailed");
  refused({"layouts", "--model", "dense-8b"}, "--accelerator");
}
