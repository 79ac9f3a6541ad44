#include "model/catalog/source.hpp"

namespace wallflip {

const std::pair<std::string, std::string>* SourceMap::find(std::string_view field) const {
  const size_t dot = field.rfind('.');
  for (const std::string_view key : {field, field.substr(0, dot), std::string_view("default")}) {
    for (const auto& row : rows) {
      if (row.first == key) return &row;
    }
  }
  return nullptr;
}

std::string SourceMap::of(std::string_view field) const {
  const auto* row = find(field);
  return row == nullptr ? "" : row->second;
}

}  // namespace wallflip
