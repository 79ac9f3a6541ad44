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

struct ShownSource {
  std::string id, kind, title, where;
};

// Of a catalog row or an equation: the catalog's. Of a value that the lesson or the command line set: that place.
class Sources {
 public:
  Sources(const Opened& opened, const Arguments& arguments) : opened_(opened) {
    Issues none_left;  // the design was made from the same texts
    set_ = read_settings(arguments.set, none_left);
  }

  std::optional<ShownSource> of(const Explanation& e) const {
    if (e.source_id == set_by_hand) return setter(e.name);
    const Source* source = find_row(opened_.library->catalog.sources, e.source_id);
    if (source == nullptr) return std::nullopt;
    return ShownSource{source->id, std::string(name_of(source->kind)), source->title, source->where};
  }

 private:
  ShownSource setter(const std::string& name) const {
    for (const Setting& setting : set_) {
      if (setting.name == name) return {set_by_hand, "assumption", "set by you", setting.pointer};
    }
    const Lesson& lesson = opened_.lab->lesson;
    return {"lesson", "assumption", "scenario of lesson " + lesson.id, lesson.file};
  }

  const Opened& opened_;
  Settings set_;
};

Json source_json(const std::optional<ShownSource>& source) {
  if (!source) return nullptr;
  return {{"id", source->id}, {"kind", source->kind}, {"title", source->title}, {"where", source->where}};
}

Json as_json(const Sources& sources, const Explanation& e) {
  Json inputs = Json::array();
  for (const Explanation& input : e.inputs) inputs.push_back(as_json(sources, input));
  Json one = {{"name", e.name},
              {"label", e.label},
              {"value", e.blocked.empty() ? json_number(e.value) : Json(nullptr)},
              {"unit", to_string(e.unit)},
              {"formula", or_null(e.formula)},
              {"with_numbers", or_null(e.with_numbers)},
              {"method", or_null(e.method)},
              {"source", source_json(sources.of(e))},
              {"inputs", inputs}};
  if (!e.blocked.empty()) one["blocked"] = e.blocked;
  return one;
}

std::string shown(const Explanation& e) {
  return e.blocked.empty() ? e.text : "no value: " + e.blocked;
}

void add_text(const Sources& sources, const Explanation& e, const std::string& indent, std::string& text) {
  text += fmt::format("{}{} = {}   {}\n", indent, e.name.empty() ? e.label : e.name, shown(e),
                      e.name.empty() ? "" : e.label);
  if (!e.formula.empty()) text += fmt::format("{}  = {}\n{}  = {}\n", indent, e.formula, indent, e.with_numbers);
  if (!e.method.empty()) text += fmt::format("{}  {}\n", indent, e.method);
  if (const std::optional<ShownSource> source = sources.of(e)) {
    const bool catalog_row = e.source_id != set_by_hand && !e.source_note.empty();
    text += fmt::format("{}  source: {}{} ({}, {})\n", indent, source->title, catalog_row ? ", " + e.source_note : "",
                        source->kind, source->where);
  }
  for (const Explanation& input : e.inputs) add_text(sources, input, indent + "    ", text);
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
  const Sources sources(opened, arguments);
  if (arguments.json) return {done, json_text(as_json(sources, e)), {}};
  std::string text;
  add_text(sources, e, "", text);
  return {done, text, {}};
}

}  // namespace wallflip
