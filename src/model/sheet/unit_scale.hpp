#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "model/sheet/unit.hpp"

// Unit texts with prefixes and scales: "TB/s", "GPU-h", "%". k M G T P are powers of 1000, Ki Mi Gi Ti of 1024; `b` is
// bits; h, d, W, Wh and t are scales of base units.

namespace wallflip {

/// What one of a unit text is worth in base units: 10^exponent * multiply / divide. Kept apart so that "25ms" is
/// exactly the double 0.025 and "$2/h" exactly 2.0 / 3600.
struct UnitScale {
  Unit unit;
  int exponent = 0;
  double multiply = 1;
  double divide = 1;

  double factor() const;
};

/// "TB/s", "GPU-h", "$/M tokens", "FLOP/token^2", "%". Nothing on an unknown word.
/// With `b_is_billion` a "B" in front is 1e9 ("B params", "B/s"), not byte.
std::optional<UnitScale> parse_unit_scale(std::string_view text, bool b_is_billion = false);

/// Length of the unit text without spaces that `text` starts with, 0 if it starts with none. Stops before a name, so
/// that the unit of "2 FLOP/llm.hidden" is "FLOP".
size_t unit_text_length(std::string_view text);

/// "k", "M", "Gi" on their own, a factor of the number in front; "B" too where it means 1e9.
std::optional<UnitScale> parse_multiplier(std::string_view word, bool b_is_billion);

/// A decimal number ("3.35", "1e9", "-2") times `scale`, rounded once where it can be. Nothing on anything else or
/// when the result is not finite.
std::optional<double> parse_number(std::string_view digits, const UnitScale& scale = {});

}  // namespace wallflip
