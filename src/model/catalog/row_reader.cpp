#include "model/catalog/row_reader.hpp"

#include <algorithm>

#include "model/catalog/catalog.hpp"

namespace wallflip {

RowReader::RowReader(const JsonView& row, const std::vector<std::string>& source_ids) : fields(row) {
  read_sources(source_ids);
}

RowReader::~RowReader() {
  if (fields.has_unknown_keys()) return;  // a misspelt field leaves its source behind: one message is enough
  for (const JsonView& key : source_keys_) {
    if (std::find(used_.begin(), used_.end(), key.key()) != used_.end()) continue;
    if (!fields.view().issues_full()) key.report("is the source of a field that this row does not have");
  }
}

void RowReader::check_source(const JsonView& id, const std::vector<std::string>& source_ids) const {
  const std::optional<std::string> text = id.text();
  if (!text || std::find(source_ids.begin(), source_ids.end(), *text) != source_ids.end()) return;
  const Issue unknown = unknown_id("source", *text, source_ids);
  id.report(unknown.what, unknown.hint);
}

void RowReader::read_sources(const std::vector<std::string>& source_ids) {
  if (const std::optional<JsonView> one = fields.optional_value("source")) {
    check_source(*one, source_ids);
    sources_.rows.emplace_back("default", one->node().text);
    used_.emplace_back("default");
  }
  source_keys_ = fields.optional_members("sources");
  for (const JsonView& key : source_keys_) {
    check_source(key, source_ids);
    sources_.rows.emplace_back(key.key(), key.node().text);
  }
}

std::string RowReader::require_source(std::string_view field, const JsonView& at) {
  const auto* row = sources_.find(field);
  if (row == nullptr) {
    at.report("has no source", "add \"" + std::string(field) + "\" to \"sources\"");
    return "";
  }
  used_.push_back(row->first);
  return row->second;
}

std::optional<Sourced> RowReader::optional_number(std::string_view name, JsonRange range) {
  const std::optional<JsonView> view = fields.optional_value(name);
  if (!view) return std::nullopt;
  std::string source = require_source(name, *view);
  const std::optional<double> value = view->number(range);
  if (!value) return std::nullopt;
  return Sourced{*value, std::move(source)};
}

Sourced RowReader::number(std::string_view name, JsonRange range) {
  fields.value(name);  // reports when it is missing
  return optional_number(name, range).value_or(Sourced{});
}

int RowReader::optional_count(std::string_view name, int fallback) {
  const std::optional<JsonView> view = fields.optional_value(name);
  if (!view) return fallback;
  require_source(name, *view);
  return view->integer(not_negative).value_or(fallback);
}

bool RowReader::optional_flag(std::string_view name) {
  const std::optional<JsonView> view = fields.optional_value(name);
  if (!view) return false;
  require_source(name, *view);
  return view->boolean().value_or(false);
}

std::vector<Fact> read_facts(JsonFields& file, std::string_view name, const std::vector<std::string>& source_ids) {
  return read_rows<Fact>(file, name, [&](const JsonView& view) {
    RowReader row(view, source_ids);
    JsonFields& f = row.fields;
    Fact fact;
    fact.id = f.string("id");
    fact.name = f.string("name");
    fact.unit = f.string("unit");
    fact.date = f.optional_string("date").value_or("");
    fact.note = f.optional_string("note").value_or("");
    fact.source = row.require_source("value", view);
    fact.value = f.optional_number("value", not_negative);
    fact.min = f.optional_number("min", not_negative);
    fact.max = f.optional_number("max", not_negative);
    if (!fact.value && !fact.min && !fact.max) f.report("has neither a value nor a range");
    return fact;
  });
}

}  // namespace wallflip
