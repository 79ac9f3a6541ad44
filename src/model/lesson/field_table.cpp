#include "model/lesson/field_table.hpp"

namespace wallflip {

std::optional<std::variant<double, std::string>> number_or_text(const JsonView& value) {
  if (value.is(JsonKind::number)) return value.node().number;
  if (value.is(JsonKind::text) && !value.node().text.empty()) return value.node().text;
  value.report("must be a number in base units, or a text such as \"25ms\" or a catalog id");
  return std::nullopt;
}

}  // namespace wallflip
