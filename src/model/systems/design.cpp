#include "model/systems/design.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "model/base/nearest_name.hpp"
#include "model/sheet/value_text.hpp"
#include "model/systems/row_fields.hpp"

namespace wallflip {
namespace {

const RowSlot* slot_named(const System& system, std::string_view name) {
  for (const RowSlot& slot : system.rows) {
    if (slot.name == name) return &slot;
  }
  return nullptr;
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
  });
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Why `value` cannot stand in `input`; empty when it can.
std::string objection(const Input& input, double value) {
  if (!std::isfinite(value) || value < 0) return "must be a number from 0 up";
  const bool whole = value == std::floor(value);
  if (input.steps == Steps::integer && !whole) return "must be a whole number";
  if (input.steps == Steps::powers_of_two &&
      !(whole && value >= 1 && std::exp2(std::round(std::log2(value))) == value)) {
    return "must be a power of two";
  }
  if (input.steps == Steps::named && !(whole && value < static_cast<double>(input.choices.size()))) {
    return "must be one of " + list_of(input.choices);
  }
  return "";
}

void set_row(Design& design, const System& system, const RowSlot& slot, const Catalog& catalog, std::string_view id,
             Issues& issues) {
  const std::vector<RowValue> values = row_values(system, slot, catalog, id, issues);
  if (values.empty()) return;
  for (const RowValue& v : values) {
    design.inputs[static_cast<size_t>(v.input)] = v.value;
    design.origins[static_cast<size_t>(v.input)] = {v.source, std::string(id)};
  }
  for (auto& [name, picked] : design.rows) {
    if (name == slot.name) picked = id;
  }
}

// The index of a choice by name, or a value with a unit.
std::optional<double> read_value(const Input& input, std::string_view text, std::string& error) {
  for (size_t i = 0; i < input.choices.size(); ++i) {
    if (same_word(input.choices[i], text)) return static_cast<double>(i);
  }
  if (input.steps == Steps::named) {
    error = "must be one of " + list_of(input.choices) + ", got " + std::string(text.substr(0, 60));
    return std::nullopt;
  }
  const ParsedValue parsed = parse_value(text, input.unit, input.display);
  error = parsed.error;
  return parsed.value;
}

}  // namespace

std::string_view Design::row(std::string_view slot) const {
  for (const auto& [name, id] : rows) {
    if (name == slot) return id;
  }
  return "";
}

Design default_design(const System& system) {
  Design design{system.sheet.defaults(), {}, {}};
  for (const Input& input : system.sheet.inputs()) design.origins.push_back({input.source, ""});
  for (const RowSlot& slot : system.rows) design.rows.emplace_back(slot.name, "");
  return design;
}

int input_row(const Sheet& sheet, std::string_view name) {
  const NodeId node = sheet.find(name);
  return node >= 0 && sheet.node(node).op == Op::input ? sheet.node(node).index : -1;
}

std::vector<std::string> settable_names(const System& system) {
  std::vector<std::string> names;
  for (const RowSlot& slot : system.rows) names.push_back(slot.name);
  for (const Input& input : system.sheet.inputs()) names.push_back(input.name);
  return names;
}

void set_number(Design& design, const System& system, std::string_view name, double value, Issues& issues) {
  const int row = input_row(system.sheet, name);
  if (row < 0) {
    const bool computed = system.sheet.find(name) >= 0;
    issues.push_back({.what = computed ? std::string(name) + " is computed, it cannot be set"
                                       : "no input is called " + std::string(name.substr(0, 80)),
                      .hint = computed ? "" : did_you_mean(name, settable_names(system))});
    return;
  }
  const Input& input = system.sheet.inputs()[static_cast<size_t>(row)];
  if (const std::string why = objection(input, value); !why.empty()) {
    issues.push_back({.what = input.name + " " + why});
    return;
  }
  design.inputs[static_cast<size_t>(row)] = value;
  design.origins[static_cast<size_t>(row)] = {set_by_hand, "set by you"};
}

void set_text(Design& design, const System& system, const Catalog& catalog, std::string_view name,
              std::string_view text, Issues& issues) {
  if (const RowSlot* slot = slot_named(system, name)) return set_row(design, system, *slot, catalog, text, issues);
  const int row = input_row(system.sheet, name);
  if (row < 0) return set_number(design, system, name, 0, issues);  // reports the name
  const Input& input = system.sheet.inputs()[static_cast<size_t>(row)];
  std::string error;
  if (const std::optional<double> value = read_value(input, text, error)) {
    set_number(design, system, name, *value, issues);
  } else {
    issues.push_back({.what = input.name + ": " + error});
  }
}

}  // namespace wallflip
