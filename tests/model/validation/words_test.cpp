#include "model/validation/words.hpp"

#include <doctest/doctest.h>

using namespace wallflip::validation;

TEST_CASE("a number between two words") {
  CHECK(number_at("4096 tokens/batch, top-4 groups, top-8 experts", "top-", " groups") == 4);
  CHECK(number_at("4096 tokens/batch, top-4 groups, top-8 experts", "top-", " experts") == 8);
  CHECK(number_at("OPT-175B training", "", "B") == 175);  // a dash is no sign
  CHECK(number_at("power_limit 500 W/GPU", "", " W/GPU") == 500);
  CHECK(number_at("M=604800.0 s; assumed", "M=", "") == 604800);
  CHECK_FALSE(number_at("alpha", "alpha=", ""));
  CHECK_FALSE(number_at("alpha=", "alpha=", ""));
  CHECK_FALSE(number_at("", "", ""));
}

TEST_CASE("one model under the names that tables give it") {
  CHECK(model_named("meta-llama/Meta-Llama-3.1-70B-Instruct") == "llama-3.1-70b");
  CHECK(model_named("Llama 3.1 70B") == "llama-3.1-70b");
  CHECK(model_named("Llama3-70B") == "llama-3-70b");
  CHECK(model_named("Mixtral 8x7B") == "mixtral-8x7b");
  CHECK(model_named("nvidia/Qwen3-32B-NVFP4") == "qwen3-32b");
  CHECK(model_named("deepseek-ai/DeepSeek-R1") == "deepseek-v3");
  CHECK(model_named("") == "");
}

TEST_CASE("an operation however it is spelled") {
  CHECK(plain("All-Reduce") == "allreduce");
  CHECK(plain("all_reduce") == "allreduce");
  CHECK(plain("Reduce Scatter") == "reducescatter");
}
