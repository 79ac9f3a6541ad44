#pragma once

#include <string>
#include <vector>

#include "widgets/rich_text.hpp"

namespace wallflip::widgets {

enum class SourceKind { datasheet, paper, measured, list_price, rule_of_thumb, assumption, definition };

struct SourceBadge {
  SourceKind kind = SourceKind::definition;
  std::string title, where;  ///< "Pope et al. 2022", "section 2.1"
};

/// A piece of a formula as it is shown. A name of a quantity is a link; what min, max or select did not take is struck
/// through.
struct FormulaToken {
  std::string text;
  std::string quantity;  ///< not empty: opens this quantity
  bool not_taken = false;
};

/// One level of "show me the arithmetic".
struct ArithmeticLevel {
  std::string name, label;  ///< "decode.mem_time", "time to stream weights and KV"
  std::string value, unit;
  std::vector<FormulaToken> formula;  ///< with names; empty for an input or a function
  std::vector<FormulaToken> numbers;  ///< the same with live numbers
  std::string method;                 ///< a sentence, for what is not a formula
  SourceBadge source;
  struct Part {
    std::string name, label, value, unit;
    bool not_taken = false;
  };
  std::vector<Part> parts;  ///< what feeds it, one level down
  std::vector<Part> users;  ///< what it feeds: the first few
  size_t more_users = 0;    ///< and so many others
};

struct ArithmeticCard {
  std::vector<std::string> path;  ///< breadcrumb, outermost first; the last is the level shown
  ArithmeticLevel level;
};

struct ArithmeticState {
  float scroll = 0;
};

struct ArithmeticResult {
  std::string open;  ///< quantity to open, a part or a user
  int back_to = -1;  ///< index into `path` of a breadcrumb clicked
  bool close = false;
};

float arithmetic_height(const Ui& ui, const ArithmeticCard& card, float width);
/// Draws the card; scrolls inside `rect` when the level is longer.
ArithmeticResult arithmetic_card(Ui& ui, Rect rect, const ArithmeticCard& card, ArithmeticState& state);

/// The coloured chip of a source: the word is always there, colour is an extra. Returns its rectangle.
Rect source_chip(Ui& ui, ImVec2 at, SourceKind kind);

}  // namespace wallflip::widgets
