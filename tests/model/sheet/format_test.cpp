#include "model/sheet/format.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "model/sheet/value_text.hpp"

namespace wallflip {
namespace {

struct Row {
  double value;
  Unit unit;
  std::string display;
  std::string shown;
};

TEST_CASE("numbers are shown with three digits, a prefix and the unit the field uses") {
  const std::vector<Row> rows = {
      {0.025, second / token, "", "25.0 ms"},
      {0.0009999, second, "", "1.00 ms"},
      {3.2e-6, second, "", "3.20 µs"},
      {5e-10, second, "", "0.500 ns"},
      {201, second, "", "201 s"},
      {1000, second, "", "16.7 min"},
      {9000, second, "", "2.50 h"},
      {180.0 * 86400, second, "", "180 days"},
      {80e9, byte / gpu_count, "", "80.0 GB"},
      {80e9, byte, "", "80.0 GB"},
      {0.5, byte, "", "0.500 B"},
      {999.6e6, byte, "", "1.00 GB"},
      {3.35e12, byte / second / gpu_count, "", "3.35 TB/s"},
      {989.4e12, flop / second / gpu_count, "", "989 TFLOP/s"},
      {6.3e24, flop, "", "6.30e24 FLOP"},
      {131072, byte / token, "", "131 kB/token"},
      {140e9, flop / token, "", "140 GFLOP/token"},
      {295.34, flop / byte, "", "295 FLOP/B"},
      {2000, token / sequence, "", "2,000 tokens"},
      {8192, token, "", "8,192 tokens"},
      {1446.6, token, "", "1,447 tokens"},
      {99999, token, "", "99,999 tokens"},
      {427246, token, "", "427k tokens"},
      {15e12, token, "", "15.0T tokens"},
      {1, token, "", "1 token"},
      {223, sequence, "", "223 sequences"},
      {223.52, sequence, "", "223.5 sequences"},
      {14.9, sequence, "", "14.9 sequences"},
      {8, gpu_count, "", "8 GPUs"},
      {1, gpu_count, "", "1 GPU"},
      {6340, token / second, "", "6.34k tok/s"},
      {634, token / second, "", "634 tok/s"},
      {6340, token / second / gpu_count, "", "6.34k tok/s per GPU"},
      {1000, unitless / second, "", "1,000/s"},
      {1000, unitless / second, "req/s", "1,000 req/s"},
      {0.123, dollar, "", "$0.123"},
      {4.42e6, dollar, "", "$4.42M"},
      {1.2e9, dollar, "", "$1.20B"},
      {-17, dollar, "", "-$17.0"},
      {2.0 / 3600, dollar / second / gpu_count, "$/h", "$2.00/h"},
      {2.0 / 3600, dollar / second, "", "$2.00/h"},
      {2.54e-6, dollar / token, "", "$2.54/M tokens"},
      {0.08 / 3.6e6, dollar / joule, "", "$0.0800/kWh"},
      {400 / 3.6e6, gram / joule, "", "400 g/kWh"},
      {2.5e6, gram, "", "2.50 t"},
      {700, joule / second / gpu_count, "", "700 W"},
      {4.42e6 * 3600, gpu_count * second, "", "4.42M GPU-h"},
      {0.7, unitless, "%", "70.0%"},
      {0.0005, unitless, "%", "0.0500%"},
      {1.27, unitless, "", "1.27"},
      {2, unitless, "x", "2.00x"},
      {80, unitless, "layers", "80 layers"},
      {1, unitless, "layers", "1 layer"},
      {70e9, unitless, "", "70.0B"},
      {0, byte, "", "0 B"},
      {0, second, "", "0 s"},
      {-0.0032, second, "", "-3.20 ms"},
      {std::nan(""), second, "", "undefined"},
      {std::numeric_limits<double>::infinity(), byte, "", "undefined"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.value);
    CHECK(format_value(row.value, row.unit, row.display) == row.shown);
  }
}

TEST_CASE("more digits where two close numbers are compared, no zeros in running text") {
  CHECK(format_value(146.1e9, byte, "", {.digits = 4}) == "146.1 GB");
  CHECK(format_value(76e9, byte, "", {.digits = 4}) == "76.00 GB");
  CHECK(format_value(76e9, byte, "", {.digits = 4, .keep_zeros = false}) == "76 GB");
  CHECK(format_value(6340, token / second, "", {.digits = 4, .keep_zeros = false}) == "6.34k tok/s");
  CHECK(format_value(1446.6, token, "", {.digits = 5}) == "1,446.6 tokens");
  CHECK(format_value(100, unitless, "x", {.keep_zeros = false}) == "100x");
}

TEST_CASE("number and unit come apart for aligned columns") {
  const FormattedValue time = format_parts(0.025, second);
  CHECK(time.number == "25.0");
  CHECK(time.unit == "ms");
  const FormattedValue price = format_parts(2.0 / 3600, dollar / second, "$/h");
  CHECK(price.number == "$2.00");
  CHECK(price.unit == "/h");
  const FormattedValue rate = format_parts(6340, token / second);
  CHECK(rate.number == "6.34k");
  CHECK(rate.unit == "tok/s");
}

TEST_CASE("a live number keeps its width: three digits always") {
  for (double value = 10.0; value < 100; value += 0.37) {
    CHECK(format_parts(value * 1e9, byte).number.size() == 4);  // "12.3"
  }
}

struct Shown {
  Unit unit;
  std::string display;
};

// Every unit that physics uses, and displays for some.
const std::vector<Shown>& all_shown() {
  static const std::vector<Shown> all = {
      {unitless, ""},
      {unitless, "%"},
      {unitless, "x"},
      {unitless, "layers"},
      {byte, ""},
      {byte, "GB"},
      {byte / gpu_count, ""},
      {byte / second, ""},
      {byte / second / gpu_count, ""},
      {byte / token, ""},
      {byte / token / sequence, ""},
      {flop, ""},
      {flop / second, ""},
      {flop / second / gpu_count, ""},
      {flop / token, ""},
      {flop / power(token, 2), ""},
      {flop / byte, ""},
      {second, ""},
      {second, "h"},
      {second, "days"},
      {second / token, ""},
      {second / sequence, ""},
      {unitless / second, ""},
      {unitless / second, "req/s"},
      {unitless / byte, ""},
      {unitless / token, ""},
      {token, ""},
      {token / sequence, ""},
      {token / second, ""},
      {token / second / gpu_count, ""},
      {token / second / sequence, ""},
      {token / byte, ""},
      {token / joule, ""},
      {sequence, ""},
      {sequence / second, ""},
      {sequence / gpu_count, ""},
      {gpu_count, ""},
      {gpu_count * second, ""},
      {gpu_count * second / token, ""},
      {dollar, ""},
      {dollar / second, ""},
      {dollar / second / gpu_count, "$/h"},
      {dollar / token, ""},
      {dollar / sequence, ""},
      {dollar / joule, ""},
      {dollar / gpu_count, ""},
      {joule, ""},
      {joule, "kWh"},
      {joule / second, ""},
      {joule / second / gpu_count, ""},
      {joule / token, ""},
      {gram, ""},
      {gram / joule, ""},
      {gram / token, ""},
      {power(second, 2), ""},
      {power(byte, 2), ""},
  };
  return all;
}

TEST_CASE("what is shown can be typed: the same number within the printed digits") {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> magnitude(-14, 24);
  for (int i = 0; i < 60000; ++i) {
    const Shown& shown = all_shown()[static_cast<size_t>(i) % all_shown().size()];
    const int digits = 3 + i % 4;
    double value = std::pow(10.0, magnitude(random)) * (i % 7 == 0 ? -1 : 1);
    if (i % 3 == 0) value = std::round(value);
    const std::string text = format_value(value, shown.unit, shown.display, {.digits = digits});
    const ParsedValue parsed = parse_value(text, shown.unit, shown.display);
    CAPTURE(text);
    CAPTURE(to_string(shown.unit));
    CAPTURE(shown.display);
    REQUIRE_MESSAGE(parsed.value.has_value(), parsed.error);
    // Half a unit of the last digit, and a little for the binary fraction.
    const double tolerance = 0.50001 * std::pow(10.0, 1 - digits) * std::abs(value);
    REQUIRE(std::abs(*parsed.value - value) <= tolerance);
  }
}

}  // namespace
}  // namespace wallflip
