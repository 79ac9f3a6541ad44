#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands/json_out.hpp"
#include "app/commands/opened.hpp"
#include "model/sheet/explain.hpp"

namespace wallflip {
namespace {

Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

// What a person set has no row in the catalog: the person is the source.
Json source_json(const Catalog& catalog, const Explanation& e) {
  if (e.source_id == set_by_hand) {
    return {{"id", set_by_hand}, {"kind", "assumption"}, {"title", e.source_note}, {"where", "--set or the lesson"}};
  }
  const Source* source = find_row(catalog.sources, e.source_id);
  if (source == nullptr) return nullptr;
  return {{"id", source->id}, {"kind", name_of(source->kind)}, {"title", source->title}, {"where", source->where}};
}

Json as_json(const Catalog& catalog, const Explanation& e) {
  Json inputs = Json::array();
  for (const Explanation& input : e.inputs) inputs.push_back(as_json(catalog, input));
  Json one = {{"name", e.name},
              {"label", e.label},
              {"value", e.blocked.empty() ? json_number(e.value) : Json(nullptr)},
              {"unit", to_string(e.unit)},
              {"formula", or_null(e.formula)},
              {"with_numbers", or_null(e.with_numbers)},
              {"method", or_null(e.method)},
              {"source", source_json(catalog, e)},
              {"inputs", inputs}};
  if (!e.blocked.empty()) one["blocked"] = e.blocked;
  return one;
}

std::string shown(const Explanation& e) {
  return e.blocked.empty() ? e.text : "no value: " + e.blocked;
}

void add_text(const Catalog& catalog, const Explanation& e, const std::string& indent, std::string& text) {
  text += fmt::format("{}{} = {}   {}\n", indent, e.name.empty() ? e.label : e.name, shown(e),
                      e.name.empty() ? "" : e.label);
  if (!e.formula.empty()) text += fmt::format("{}  = {}\n{}  = {}\n", indent, e.formula, indent, e.with_numbers);
  if (!e.method.empty()) text += fmt::format("{}  {}\n", indent, e.method);
  if (e.source_id == set_by_hand) {
    text += fmt::format("{}  source: {}\n", indent, e.source_note);
  } else if (const Source* source = find_row(catalog.sources, e.source_id)) {
    text += fmt::format("{}  source: {}{} ({}, {})\n", indent, source->title,
                        e.source_note.empty() ? "" : ", " + e.source_note, name_of(source->kind), source->where);
  }
  for (const Explanation& input : e.inputs) add_text(catalog, input, indent + "    ", text);
}

}  // namespace

CommandResult run_explain(const Arguments& arguments) {
  Issues issues;
  const Opened opened = open_design(arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  const NodeId node = find_quantity(opened, "explain", arguments.quantity, issues);
  if (node < 0) return CommandResult::bad(std::move(issues));
  const Evaluation evaluation = evaluate(opened.system(), opened.design.inputs);
  const auto provenance = [&](const Input& input) {
    const Origin& origin = opened.design.origins[static_cast<size_t>(input_row(opened.sheet(), input.name))];
    return InputSource{origin.source, origin.note};
  };
  const Explanation e = explain(opened.sheet(), node, evaluation.nodes, arguments.depth, provenance);
  const Catalog& catalog = opened.library->catalog;
  if (arguments.json) return {done, json_text(as_json(catalog, e)), {}};
  std::string text;
  add_text(catalog, e, "", text);
  return {done, text, {}};
}

}  // namespace wallflip
