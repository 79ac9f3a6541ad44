#include <algorithm>

#include <imgui.h>

#include "app/panels/panel.hpp"
#include "model/sheet/explain.hpp"

// "Show me the arithmetic": one level of explain() as a card, one level down per click.

namespace wallflip {
namespace {

constexpr size_t most_users = 5;  // the bandwidth of a GPU goes into a hundred times

// The words of the catalog's source kinds and of the badge are the same; secondary pages and configuration files count
// as what they are to a reader: somebody's published figure.
widgets::SourceKind badge_kind(SourceKind kind) {
  switch (kind) {
    case SourceKind::datasheet:
      return widgets::SourceKind::datasheet;
    case SourceKind::paper:
      return widgets::SourceKind::paper;
    case SourceKind::measured:
      return widgets::SourceKind::measured;
    case SourceKind::list_price:
      return widgets::SourceKind::list_price;
    case SourceKind::config:
    case SourceKind::secondary:
      return widgets::SourceKind::datasheet;
    case SourceKind::rule_of_thumb:
      return widgets::SourceKind::rule_of_thumb;
    case SourceKind::assumption:
      return widgets::SourceKind::assumption;
    case SourceKind::definition:
      return widgets::SourceKind::definition;
  }
  return widgets::SourceKind::definition;
}

widgets::SourceBadge badge(const Session& s, const Explanation& e) {
  if (e.source_id == set_by_hand) return {widgets::SourceKind::assumption, e.source_note, ""};
  const Source* source = find_row(s.lab().library->catalog.sources, e.source_id);
  if (source == nullptr) return {widgets::SourceKind::definition, e.source_id, ""};
  const std::string title = e.source_note.empty() ? source->title : e.source_note + ": " + source->title;
  return {badge_kind(source->kind), title, source->where};
}

std::vector<widgets::FormulaToken> tokens(const Sheet& sheet, const std::vector<FormulaToken>& from) {
  std::vector<widgets::FormulaToken> out;
  for (const FormulaToken& token : from) {
    const bool name = token.kind == TokenKind::name && token.node >= 0;
    out.push_back({token.text, name ? std::string(sheet.name(token.node)) : "", token.greyed});
  }
  return out;
}

Explanation explained(const Session& s, NodeId node, int depth) {
  const Provenance provenance = [&](const Input& input) -> InputSource {
    const Origin& origin = s.design().origins[static_cast<size_t>(input_row(s.lab().sheet(), input.name))];
    return {origin.source, origin.note};
  };
  return explain(s.lab().sheet(), node, s.evaluation().nodes, depth, provenance);
}

widgets::ArithmeticCard describe(const PanelContext& c) {
  const Session& s = c.session;
  const Sheet& sheet = s.lab().sheet();
  widgets::ArithmeticCard card;
  card.path = c.state.arithmetic_path;
  const Explanation e = explained(s, sheet.find(card.path.back()), 1);
  widgets::ArithmeticLevel& level = card.level;
  level.name = e.name;
  level.label = e.label;
  const auto split = [](const Explanation& x, std::string& value, std::string& unit) {
    if (!x.blocked.empty()) {
      value = "\u2013";
      return;
    }
    value = x.text;
    unit.clear();
  };
  split(e, level.value, level.unit);
  level.formula = tokens(sheet, e.formula_tokens);
  level.numbers = tokens(sheet, e.number_tokens);
  level.method = e.blocked.empty() ? e.method : e.blocked;
  level.source = badge(s, e);
  const auto row_of = [&](const Explanation& x) {
    widgets::ArithmeticLevel::Part row{x.name, x.label, "", "", !x.taken};
    split(x, row.value, row.unit);
    return row;
  };
  for (const Explanation& part : e.inputs) level.parts.push_back(row_of(part));
  const std::vector<NodeId> users = feeds(sheet, e.node);
  const size_t shown = std::min(users.size(), most_users);
  for (size_t i = 0; i < shown; ++i) level.users.push_back(row_of(explained(s, users[i], 0)));
  level.more_users = users.size() - shown;
  return card;
}

}  // namespace

void open_arithmetic(PanelContext& c, const std::string& quantity) {
  if (c.session.values_hidden() || c.session.lab().sheet().find(quantity) < 0) return;
  c.state.arithmetic_path = {quantity};
  c.state.arithmetic.scroll = 0;
  c.session.note_arithmetic_opened();
}

void draw_arithmetic(PanelContext& c, Rect rect) {
  const widgets::ArithmeticCard card = describe(c);
  const float height = std::min(rect.height(), widgets::arithmetic_height(c.ui, card, rect.width()));
  const Rect place{rect.min, {rect.max.x, rect.min.y + height}};
  const widgets::ArithmeticResult result = widgets::arithmetic_card(c.ui, place, card, c.state.arithmetic);
  std::vector<std::string>& path = c.state.arithmetic_path;
  if (!result.open.empty() && c.session.lab().sheet().find(result.open) >= 0) {
    path.erase(std::find(path.begin(), path.end(), result.open), path.end());  // no second visit of one level
    path.push_back(result.open);
    c.state.arithmetic.scroll = 0;
  }
  if (result.back_to >= 0) {
    path.resize(static_cast<size_t>(result.back_to) + 1);
    c.state.arithmetic.scroll = 0;
  }
  if (result.close || escape_pressed(c.ui)) path.clear();
}

}  // namespace wallflip
