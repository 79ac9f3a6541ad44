#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "model/base/json_view.hpp"
#include "model/lesson/lesson.hpp"

// An object of a file as a table of its keys: the reader, the message about an unknown or missing key and the test of
// lessons/lesson.schema.json all follow from the same rows.

namespace wallflip {

template <class Row>
struct Field {
  std::string_view key;
  bool required;
  void (*read)(const JsonView& value, Row& row);
};

template <class Row>
void read_fields(const JsonView& view, std::span<const Field<Row>> table, Row& row) {
  JsonFields fields = view.fields();
  for (const Field<Row>& field : table) {
    const std::optional<JsonView> value = field.required ? fields.value(field.key) : fields.optional_value(field.key);
    if (value) field.read(*value, row);
  }
}

template <class Row>
Row read_object(const JsonView& view, std::span<const Field<Row>> table) {
  Row row;
  if constexpr (requires { row.pointer; }) row.pointer = view.pointer();
  read_fields(view, table, row);
  return row;
}

/// An issue at every item whose `name_of(row)` was there before. `rows` are the items of `view`, in order.
template <class Row>
void refuse_twins(const JsonView& view, const std::vector<Row>& rows, const std::string Row::*name) {
  std::map<std::string, int> first_line;
  const std::vector<JsonView> items = view.items();
  for (size_t i = 0; i < rows.size() && i < items.size(); ++i) {
    const std::string& text = rows[i].*name;
    const auto [it, fresh] = first_line.emplace(text, items[i].line());
    if (fresh || text.empty()) continue;
    items[i].report("\"" + text + "\" is given twice", "first on line " + std::to_string(it->second));
  }
}

// What a row of a table does with its value: `read_text<&LessonKnob::input>`.

/// A text that says something.
template <auto member, class Row>
void read_text(const JsonView& value, Row& row) {
  const std::optional<std::string> text = value.text();
  if (text && text->empty()) value.report("is empty");
  row.*member = text.value_or("");
}

template <auto member, class Row>
void read_texts(const JsonView& value, Row& row) {
  row.*member = value.strings();
}

template <auto member, class Row>
void read_flag(const JsonView& value, Row& row) {
  row.*member = value.boolean().value_or(false);
}

template <auto member, class Row>
void read_number(const JsonView& value, Row& row) {
  if (const std::optional<double> number = value.number()) row.*member = *number;
}

/// A whole number from 1 up.
template <auto member, class Row>
void read_count(const JsonView& value, Row& row) {
  row.*member = value.integer({1, 1e6}).value_or(1);
}

/// The version of the format; there is one.
template <class Row>
void read_schema(const JsonView& value, Row&) {
  const std::optional<double> number = value.number();
  if (number && *number != 1) value.report("is a format that this version does not read, expected 1");
}

/// A number in base units, or a text that holds a value with its unit or a catalog id. Reports anything else.
std::optional<std::variant<double, std::string>> number_or_text(const JsonView& value);

template <auto member, class Row>
void read_settings(const JsonView& value, Row& row) {
  for (const JsonView& item : value.members()) {
    if (auto one = number_or_text(item)) (row.*member).push_back({item.key(), std::move(*one), item.pointer()});
  }
}

/// Objects of one table. `name`, when given, is the member that no two of them may share.
template <auto member, const auto& table, auto name = nullptr, class Row>
void read_list(const JsonView& value, Row& row) {
  using Item = typename std::remove_cvref_t<decltype(row.*member)>::value_type;
  for (const JsonView& item : value.items()) (row.*member).push_back(read_object<Item>(item, table));
  if constexpr (!std::is_null_pointer_v<decltype(name)>) refuse_twins<Item>(value, row.*member, name);
}

}  // namespace wallflip
