#pragma once

#include <string>
#include <string_view>

#include "model/sheet/unit.hpp"

// How a number is shown: three significant digits, SI prefix, unit always. value_text.hpp reads all of it back.

namespace wallflip {

struct FormatOptions {
  int digits = 3;          ///< significant digits; 4 where two close numbers are compared ("needs 146.1 GB")
  bool keep_zeros = true;  ///< false in running text: "has 76 GB"
};

/// Number and unit apart, so that columns can be aligned: {"25.0", "ms"}, {"$2.00", "/h"}, {"6.34k", "tok/s"}.
struct FormattedValue {
  std::string number;
  std::string unit;
};

/// `value` is in base units. `display` is a unit text to show it in ("%", "$/h", "GB"), or a noun for a plain number
/// ("layers"), or "" for the unit's own form. The per-count part is dropped where the field drops it: 80.0 GB for
/// B/GPU, 25.0 ms for s/token, but 131 kB/token. Trailing zeros stay, so live numbers keep their width. Whole counts
/// below 100,000 are written out: 8,192. Not finite: "undefined".
FormattedValue format_parts(double value, const Unit& unit, std::string_view display = "",
                            const FormatOptions& options = {});
/// The two parts as one text: "25.0 ms", "$2.00/h", "70.0%".
std::string format_value(double value, const Unit& unit, std::string_view display = "",
                         const FormatOptions& options = {});

}  // namespace wallflip
