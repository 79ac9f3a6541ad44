#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/sheet/unit.hpp"

// Values as a person types them -> numbers in base units. The other direction is format.hpp.

namespace wallflip {

/// Whether "38B" means 38e9 for a value of this unit: true for numbers, tokens, sequences, GPUs and dollars.
bool reads_b_as_billion(const Unit& unit);

struct ParsedValue {
  std::optional<double> value;  ///< in base units
  std::string error;            ///< set when there is no value: what was expected, with an example
};

/// A value as a person types it: "8k", "80GiB", "400Gb/s", "25ms", "70%", "$2/h", "15T tokens". A bare number is in
/// base units; the per-count part may be left out ("25ms" for s/token, "80GB" for B/GPU). `display` is accepted as unit
/// too.
ParsedValue parse_value(std::string_view text, const Unit& unit, std::string_view display = "");

}  // namespace wallflip
