#include "app/panels/live_text.hpp"

#include "model/sheet/formula.hpp"

namespace wallflip {
namespace {

// What stands for {name}: the row of a slot, a live value, or nothing when the name is unknown.
std::optional<std::string> value_of(const Session& session, std::string_view name) {
  if (const std::string_view row = session.design().row(name); !row.empty()) {
    const Catalog& catalog = session.lab().library->catalog;
    if (const Accelerator* gpu = find_row(catalog.accelerators, row)) return gpu->name;
    if (const LanguageModel* llm = find_row(catalog.models, row)) return llm->name;
  }
  const NodeId node = session.lab().sheet().find(name);
  if (node < 0) return std::nullopt;
  const std::string text = shown(session, node);
  return text.empty() ? "\u2013" : text;
}

std::optional<std::string> term_of(const Session& session, std::string_view id) {
  const Term* term = find_row(session.lab().library->glossary, id);
  return term ? std::optional(term->title) : std::nullopt;
}

}  // namespace

std::string shown(const Session& session, NodeId node) {
  const Sheet& sheet = session.lab().sheet();
  const std::optional<double> value = session.evaluation().value(sheet, node);
  return value ? shown_value(sheet, node, *value) : "";
}

std::string live_text(const Session& session, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const bool term = text.substr(0, 2) == "[[";
    const std::string_view close = term ? "]]" : "}";
    const size_t open_size = term ? 2 : 1;
    const size_t end = term || text[0] == '{' ? text.find(close, open_size) : std::string_view::npos;
    std::optional<std::string> value;
    if (end != std::string_view::npos) {
      const std::string_view name = text.substr(open_size, end - open_size);
      value = term ? term_of(session, name) : value_of(session, name);
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

}  // namespace wallflip
