#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/json_view.hpp"
#include "model/catalog/source.hpp"

namespace wallflip {

/// A member of Row that one field of the file fills: loaders are tables of these.
template <class Row, class Value>
struct FieldOf {
  std::string_view name;
  Value Row::*member;
};

/// One row of a catalog file. Like JsonFields, and every number read through it must have a source: its own key in
/// "sources" (an object), or "source" (one id for the whole row). A source id that is no row of sources.json is an
/// issue, and so is a key of "sources" whose field the row does not have.
class RowReader {
 public:
  RowReader(const JsonView& row, const std::vector<std::string>& source_ids);
  ~RowReader();
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;

  JsonFields fields;

  Sourced number(std::string_view name, JsonRange range = positive);
  std::optional<Sourced> optional_number(std::string_view name, JsonRange range = positive);
  int optional_count(std::string_view name, int fallback = 0);  ///< a whole number of shape or year
  bool optional_flag(std::string_view name);

  /// The source id of a field that is here, or an issue at `at`.
  std::string require_source(std::string_view field, const JsonView& at);

  const SourceMap& sources() const { return sources_; }

 private:
  void read_sources(const std::vector<std::string>& source_ids);
  void check_source(const JsonView& id, const std::vector<std::string>& source_ids) const;

  SourceMap sources_;
  std::vector<JsonView> source_keys_;
  std::vector<std::string> used_;
};

/// The rows of an array, each read by `read(JsonView)`; an id given twice is an issue.
template <class Row, class Read>
std::vector<Row> read_rows(JsonFields& file, std::string_view name, Read read) {
  std::vector<Row> rows;
  std::map<std::string, int> first_line;
  for (const JsonView& view : file.array(name)) {
    rows.push_back(read(view));
    if constexpr (requires { rows.back().id; }) {
      const auto [it, fresh] = first_line.emplace(rows.back().id, view.line());
      if (fresh || rows.back().id.empty()) continue;
      view.report("the id \"" + rows.back().id + "\" is given twice", "first on line " + std::to_string(it->second));
    }
  }
  return rows;
}

std::vector<Fact> read_facts(JsonFields& file, std::string_view name, const std::vector<std::string>& source_ids);

}  // namespace wallflip
