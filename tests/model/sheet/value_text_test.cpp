#include "model/sheet/value_text.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "model/sheet/unit_scale.hpp"

namespace wallflip {
namespace {

struct Row {
  std::string text;
  Unit unit;
  double value;
  std::string display = "";
};

TEST_CASE("values as a person types them") {
  const Unit per_gpu = unitless / gpu_count;
  const std::vector<Row> rows = {
      {"8k", unitless, 8000},
      {"8k", token, 8000},
      {"16Ki", token, 16384},
      {"16Ki", unitless, 16384},
      {"1e9", unitless, 1e9},
      {"1.5", unitless, 1.5},
      {".5", unitless, 0.5},
      {"-3", unitless, -3},
      {"8,192", token, 8192},
      {"1,000,000", unitless, 1e6},
      {"80GB", byte, 80e9},
      {"80GB", byte * per_gpu, 80e9},
      {"80GB/GPU", byte * per_gpu, 80e9},
      {"80 GB", byte, 80e9},
      {"80GiB", byte, 80.0 * 1024 * 1024 * 1024},
      {"80G", byte, 80e9},
      {"38B", byte, 38},
      {"38B", unitless, 38e9},
      {"38 B", unitless, 38e9},
      {"38B params", unitless, 38e9},
      {"15T", token, 15e12},
      {"15T tokens", token, 15e12},
      {"15 T tokens", token, 15e12},
      {"2B", token, 2e9},
      {"2000 tokens", token, 2000},
      {"2000 tokens", token / sequence, 2000},
      {"2000 tokens/sequence", token / sequence, 2000},
      {"2000", token / sequence, 2000},
      {"64 sequences", sequence, 64},
      {"64", sequence, 64},
      {"8 GPUs", gpu_count, 8},
      {"3.35TB/s", byte / second, 3.35e12},
      {"3.35TB/s", byte / second * per_gpu, 3.35e12},
      {"3.35TB/s/GPU", byte / second * per_gpu, 3.35e12},
      {"400Gb/s", byte / second, 50e9},
      {"400 Gbit/s", byte / second, 50e9},
      {"989TFLOP/s", flop / second * per_gpu, 989e12},
      {"989 TFLOP/s", flop / second, 989e12},
      {"25ms", second, 0.025},
      {"25ms", second / token, 0.025},
      {"25ms/token", second / token, 0.025},
      {"25 ms", second, 0.025},
      {"3us", second, 3e-6},
      {"3µs", second, 3e-6},
      {"10ns", second, 1e-8},
      {"2 h", second, 7200},
      {"5min", second, 300},
      {"14 days", second, 14 * 86400.0},
      {"1 day", second, 86400},
      {"70%", unitless, 0.7},
      {"70 %", unitless, 0.7, "%"},
      {"0.7", unitless, 0.7, "%"},
      {"$2/h", dollar / second * per_gpu, 2.0 / 3600},
      {"$2/h/GPU", dollar / second * per_gpu, 2.0 / 3600},
      {"2 $/h", dollar / second, 2.0 / 3600},
      {"$0.10", dollar, 0.10},
      {"$10M", dollar, 10e6},
      {"$1.2B", dollar, 1.2e9},
      {"-$5", dollar, -5},
      {"$2.54/M tokens", dollar / token, 2.54e-6},
      {"$0.08/kWh", dollar / joule, 0.08 / 3.6e6},
      {"700W", joule / second * per_gpu, 700},
      {"400g/kWh", gram / joule, 400 / 3.6e6},
      {"1000/s", unitless / second, 1000},
      {"1000 1/s", unitless / second, 1000},
      {"1,000 req/s", unitless / second, 1000},
      {"5k tok/s", token / second, 5000},
      {"5k tok/s per GPU", token / second * per_gpu, 5000},
      {"4.42M GPU-h", gpu_count * second, 4.42e6 * 3600},
      {"2 FLOP/token^2", flop / power(token, 2), 2},
      {"80 layers", unitless, 80, "layers"},
      {"1 layer", unitless, 1, "layers"},
      {"1.27x", unitless, 1.27, "x"},
      {"  25ms ", second, 0.025},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const ParsedValue parsed = parse_value(row.text, row.unit, row.display);
    REQUIRE_MESSAGE(parsed.value.has_value(), parsed.error);
    CHECK(parsed.error == "");
    CHECK(*parsed.value == doctest::Approx(row.value).epsilon(1e-15));  // at most one rounding apart
  }
}

TEST_CASE("decimal prefixes are exact") {
  CHECK(*parse_value("25ms", second).value == 0.025);
  CHECK(*parse_value("3.35TB/s", byte / second).value == 3.35e12);
  CHECK(*parse_value("0.1GB", byte).value == 0.1e9);
  CHECK(*parse_value("70%", unitless).value == 0.7);
}

struct Wrong {
  std::string text;
  Unit unit;
  std::string error;
  std::string display = "";
};

TEST_CASE("a wrong unit says what was expected, with an example") {
  const std::vector<Wrong> rows = {
      {"3B/s", second, "expected a time such as 25ms, got B/s"},
      {"3B", second, "expected a time such as 25ms, got B"},
      {"25ms", byte / second, "expected a bandwidth such as 3.35TB/s or 400Gb/s, got s"},
      {"80GB", unitless, "expected a plain number such as 1.5 or 8k, got B"},
      {"80GB", token, "expected tokens such as 2000 or 15T, got B"},
      {"$2", dollar / second, "expected a price such as $2/h, got $"},
      {"5 tokens", byte / gpu_count, "expected bytes such as 80GB, got token"},
      {"2 sequences", token, "expected tokens such as 2000 or 15T, got seq"},
      {"70%", token, "expected tokens such as 2000 or 15T, got \"70%\""},
      {"5 apples", second, "expected a time such as 25ms, got \"5 apples\""},
      {"lots", unitless, "expected a share such as 70%, got \"lots\"", "%"},
      {"", second, "expected a time such as 25ms"},
      {"8K", unitless, "expected a plain number such as 1.5 or 8k, got \"8K\" (k is 1000, Ki is 1024)"},
      {"1e400", unitless, "expected a plain number such as 1.5 or 8k, got \"1e400\", which is out of range"},
      {"5s", flop / byte, "expected a value in FLOP/B such as 2 FLOP/B, got s"},
  };
  for (const Wrong& row : rows) {
    CAPTURE(row.text);
    const ParsedValue parsed = parse_value(row.text, row.unit, row.display);
    CHECK(!parsed.value.has_value());
    CHECK(parsed.error == row.error);
  }
}

TEST_CASE("never a value from nan, inf, hex, garbage or a very long text") {
  const std::vector<std::string> texts = {
      "nan",
      "inf",
      "-inf",
      "infinity",
      "0x10",
      "0x1p3",
      "1e",
      "e5",
      ".",
      "-",
      "--5",
      "$",
      "$-5",
      "$$5",
      "1,5",
      "0,500",
      "1,0000",
      "1.2.3",
      "1 2",
      "5//s",
      "5/",
      "5 s/",
      "5 s^0",
      "5 s^99",
      "5 s^",
      "5 *s",
      "5 m",
      "5 kh",
      "5 s s",
      std::string("5\0s", 3),
      "1e99999999999",
      "k",
      "GB",
      "5 GG",
      "5 k k",
      "5 M",
      "5e5e5",
      "５",
      "5 s/s/s/s/s/s/s/s/s",
      std::string(1000, '9'),
      std::string(47, '9') + "kk",
  };
  for (const std::string& text : texts) {
    CAPTURE(text);
    const bool multiplier = text == "5 M";  // a bare number with a factor is fine
    CHECK(parse_value(text, second).value.has_value() == multiplier);
    CHECK(parse_value(text, second).error.empty() == multiplier);
  }
}

TEST_CASE("random text is a finite value or an error") {
  std::mt19937 random(3);
  const std::string alphabet = "0123456789.,-+eE kMGTPBsh$%/^*btokenGPU\xC2\xB5";
  const std::vector<Unit> units = {
      unitless, byte, second, dollar / second, token / sequence, flop / second / gpu_count};
  for (int i = 0; i < 50000; ++i) {
    std::string text;
    for (size_t n = random() % 12; n > 0; --n) text += alphabet[random() % alphabet.size()];
    const ParsedValue parsed = parse_value(text, units[random() % units.size()]);
    CAPTURE(text);
    REQUIRE(parsed.value.has_value() == parsed.error.empty());
    if (parsed.value) REQUIRE(*parsed.value - *parsed.value == 0);
  }
}

TEST_CASE("unit text inside a formula stops before a name") {
  CHECK(unit_text_length("FLOP/token*x") == 10);
  CHECK(unit_text_length("FLOP/llm.hidden") == 4);
  CHECK(unit_text_length("s.limit") == 0);
  CHECK(unit_text_length("/s") == 2);
  CHECK(unit_text_length("token^2 ") == 7);
  CHECK(unit_text_length("") == 0);
}

}  // namespace
}  // namespace wallflip
