#include "app/panels/live_text.hpp"

#include "model/sheet/formula.hpp"

namespace wallflip {
namespace {

// A lab, a design and what the sheet says of it.
struct Scene {
  const Lab& lab;
  const Design& design;
  const Evaluation& evaluation;
  bool hidden;  ///< what is not an input
};

std::string shown_in(const Scene& scene, NodeId node) {
  if (scene.hidden && scene.lab.sheet().input_at(node) == nullptr) return "?";
  const std::optional<double> value = scene.evaluation.value(scene.lab.sheet(), node);
  return value ? shown_value(scene.lab.sheet(), node, *value) : "";
}

// What stands for {name}: the row of a slot, a live value, or nothing when the name is unknown.
std::optional<std::string> value_of(const Scene& scene, std::string_view name) {
  if (const std::string_view row = scene.design.row(name); !row.empty()) {
    const Catalog& catalog = scene.lab.library->catalog;
    if (const Accelerator* gpu = find_row(catalog.accelerators, row)) return gpu->name;
    if (const LanguageModel* llm = find_row(catalog.models, row)) return llm->name;
  }
  const NodeId node = scene.lab.sheet().find(name);
  if (node < 0) return std::nullopt;
  const std::string text = shown_in(scene, node);
  return text.empty() ? "\u2013" : text;
}

std::optional<std::string> term_of(const Scene& scene, std::string_view id) {
  const Term* term = find_row(scene.lab.library->glossary, id);
  return term ? std::optional(term->title) : std::nullopt;
}

std::string fill(const Scene& scene, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const bool term = text.substr(0, 2) == "[[";
    const std::string_view close = term ? "]]" : "}";
    const size_t open_size = term ? 2 : 1;
    const size_t end = term || text[0] == '{' ? text.find(close, open_size) : std::string_view::npos;
    std::optional<std::string> value;
    if (end != std::string_view::npos) {
      const std::string_view name = text.substr(open_size, end - open_size);
      value = term ? term_of(scene, name) : value_of(scene, name);
    }
    if (value) {
      out += *value;
      text.remove_prefix(end + close.size());
    } else {
      out += text[0];
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

std::string shown(const Session& session, NodeId node) {
  return shown_in({session.lab(), session.design(), session.evaluation(), session.values_hidden()}, node);
}

std::string live_text(const Session& session, std::string_view text) {
  return fill({session.lab(), session.design(), session.evaluation(), session.values_hidden()}, text);
}

std::string live_text(const Session& session, const Design& design, std::string_view text) {
  const Evaluation evaluation = evaluate(*session.lab().system, design.inputs);
  return fill({session.lab(), design, evaluation, session.values_hidden()}, text);
}

}  // namespace wallflip
