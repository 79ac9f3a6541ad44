#include "model/sheet/parse.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "model/base/nearest_name.hpp"
#include "model/sheet/unit_scale.hpp"

namespace wallflip {
namespace {

struct Term {
  NodeId node = -1;
  bool is_condition = false;
  size_t at = 0;  ///< where it starts in the text
};

struct BinaryOperator {
  std::string_view text;
  Quantity (*make)(const Operand&, const Operand&);
};
constexpr std::array<BinaryOperator, 2> sums = {{{"+", &operator+ }, {"-", &operator- } } };
constexpr std::array<BinaryOperator, 2> products = {{{"*", &operator* }, {"/", &operator/ } } };

struct Comparison {
  std::string_view text;
  Condition (*make)(const Operand&, const Operand&);
};
// Two characters before one: "<=" is not "<".
constexpr std::array<Comparison, 6> comparisons = {
    {{"<=", &operator<= },
      {">=", &operator>= }, {"==", &operator== }, {"!=", &operator!= }, {"<", &operator<}, {">", &operator> } } };

struct UnaryFunction {
  std::string_view name;
  Quantity (*make)(Quantity);
};
constexpr std::array<UnaryFunction, 6> unary_functions = {
    {{"ceil", &ceil}, {"floor", &floor}, {"round", &round}, {"sqrt", &sqrt}, {"log2", &log2}, {"exp", &exp}}};

using TwoOperands = Quantity (*)(const Operand&, const Operand&);
struct FoldFunction {
  std::string_view name;
  TwoOperands make;
  size_t most;
};
constexpr std::array<FoldFunction, 3> fold_functions = {{{"min", static_cast<TwoOperands>(&min), 100},
                                                         {"max", static_cast<TwoOperands>(&max), 100},
                                                         {"pow", static_cast<TwoOperands>(&pow), 2}}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool in_name(char c) {
  return starts_name(c) || is_digit(c) || c == '.';
}

template <class Table>
auto row_named(const Table& table, std::string_view name) -> decltype(&table[0]) {
  const auto found = std::find_if(table.begin(), table.end(), [name](const auto& row) { return row.name == name; });
  return found == table.end() ? nullptr : &*found;
}

std::vector<std::string> function_names() {
  std::vector<std::string> all = {"select"};
  for (const UnaryFunction& f : unary_functions) all.emplace_back(f.name);
  for (const FoldFunction& f : fold_functions) all.emplace_back(f.name);
  return all;
}

// A unit error of an operator is written over several lines for the terminal; here it is one.
std::string one_line(const std::string& message) {
  std::string line;
  for (const char c : message) {
    if (c == '\n') line += ';';
    if (c != ' ' && c != '\n') {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return line;
}

// Recursive descent. The first error stops everything: from then on each function returns at once.
class Parser {
 public:
  Parser(Sheet& sheet, std::string_view text, const ParseOptions& options)
      : sheet_(sheet), text_(text), options_(options) {}

  ParsedFormula parse() {
    if (text_.size() > options_.longest) {
      fail(0, "a formula has at most " + std::to_string(options_.longest) + " characters");
      return result({});
    }
    const Term term = disjunction();
    skip_spaces();
    if (!error_ && at_ < text_.size()) fail(at_, "expected an operator or the end, got " + shown_here());
    return result(term);
  }

 private:
  ParsedFormula result(const Term& term) {
    ParsedFormula parsed{{&sheet_, -1}, {&sheet_, -1}, std::move(error_)};
    if (!parsed.error) (term.is_condition ? parsed.condition.node : parsed.quantity.node) = term.node;
    return parsed;
  }

  // ---- grammar

  Term disjunction() {
    Term left = conjunction();
    while (take_word("or")) left = joined(left, conjunction(), [](Condition a, Condition b) { return a || b; });
    return left;
  }

  Term conjunction() {
    Term left = negation();
    while (take_word("and")) left = joined(left, negation(), [](Condition a, Condition b) { return a && b; });
    return left;
  }

  template <class Make>
  Term joined(const Term& left, const Term& right, Make make) {
    if (!condition_only(left) || !condition_only(right)) return left;
    return checked(make(Condition{&sheet_, left.node}, Condition{&sheet_, right.node}).node, true, left.at);
  }

  Term negation() {
    skip_spaces();
    const size_t start = at_;
    if (!take_word("not")) return comparison();
    const Depth depth(*this);
    if (error_) return {};
    const Term term = negation();
    if (!condition_only(term)) return term;
    return checked((!Condition{&sheet_, term.node}).node, true, start);
  }

  Term comparison() {
    const Term left = chain(sums, &Parser::product);
    skip_spaces();
    const size_t op_at = at_;
    for (const Comparison& op : comparisons) {
      if (!take(op.text)) continue;
      if (!quantity_only(left)) return left;
      const Term right = choice_of(left).value_or(Term{});
      const Term other = right.node >= 0 || error_ ? right : chain(sums, &Parser::product);
      if (!quantity_only(other)) return left;
      return checked(op.make(quantity(left), quantity(other)).node, true, op_at);
    }
    return left;
  }

  Term product() { return chain(products, &Parser::signed_value); }

  template <class Table>
  Term chain(const Table& table, Term (Parser::*operand)()) {
    Term left = (this->*operand)();
    while (!error_) {
      skip_spaces();
      const size_t op_at = at_;
      const auto op = std::find_if(table.begin(), table.end(), [this](const auto& row) { return take(row.text); });
      if (op == table.end()) break;
      if (!quantity_only(left)) break;
      const Term right = (this->*operand)();
      if (!quantity_only(right)) break;
      left = {checked(op->make(quantity(left), quantity(right)).node, false, op_at).node, false, left.at};
    }
    return left;
  }

  // A minus directly in front of a number belongs to it, so that every literal has one spelling.
  Term signed_value() {
    skip_spaces();
    const size_t start = at_;
    if (!take("-")) return value();
    if (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) return number(start);
    const Depth depth(*this);
    if (error_) return {};
    const Term term = signed_value();
    if (!quantity_only(term)) return term;
    return checked((-quantity(term)).node, false, start);
  }

  Term value() {
    skip_spaces();
    const size_t start = at_;
    if (at_ == text_.size()) return fail(start, "expected a number or a name, got the end");
    if (is_digit(text_[at_]) || text_[at_] == '.') return number(start);
    if (take("(")) {
      const Depth depth(*this);
      if (error_) return {};
      Term inner = disjunction();
      expect(")");
      inner.at = start;
      return inner;
    }
    if (!starts_name(text_[at_])) return fail(start, "expected a number or a name, got " + shown_here());
    const std::string_view name = take_name();
    skip_spaces();
    if (at_ < text_.size() && text_[at_] == '(') return call(name, start);
    return named(name, start);
  }

  Term named(std::string_view name, size_t start) {
    const NodeId id = sheet_.find(name);
    if (id >= 0) return {id, false, start};
    return fail(start, "no quantity " + std::string(name), did_you_mean(name, sheet_.names()));
  }

  Term number(size_t start) {
    const size_t digits_at = text_[start] == '-' ? start + 1 : start;
    at_ = digits_at;
    skip_digits();
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      skip_digits();
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      const size_t mark = at_++;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      const size_t exponent_at = at_;
      skip_digits();
      if (at_ == exponent_at) at_ = mark;
    }
    const std::string_view digits = text_.substr(start, at_ - start);
    const UnitScale scale = unit_here();
    if (at_ < text_.size() && in_name(text_[at_])) {
      take_name();
      return fail(start, "\"" + std::string(text_.substr(start, at_ - start)) + "\" is no number with a unit");
    }
    const std::optional<double> parsed = parse_number(digits, scale);
    if (!parsed) return fail(start, "\"" + std::string(digits) + "\" is no number in range");
    return {sheet_.constant({*parsed, scale.unit}), false, start};
  }

  // The unit behind a number, if there is one: "5/s" without a space, "2 FLOP/token" with or without.
  UnitScale unit_here() {
    size_t gap = 0;
    while (at_ + gap < text_.size() && text_[at_ + gap] == ' ') ++gap;
    const std::string_view rest = text_.substr(at_ + gap);
    if (gap > 0 && rest.starts_with('/')) return {};
    const size_t length = unit_text_length(rest);
    const auto scale = length > 0 ? parse_unit_scale(rest.substr(0, length)) : std::nullopt;
    if (scale) at_ += gap + length;
    return scale.value_or(UnitScale{});
  }

  // ---- calls

  Term call(std::string_view name, size_t start) {
    const Depth depth(*this);
    expect("(");
    if (error_) return {};
    if (name == "select") return selection(start);
    std::vector<Term> arguments;
    do {
      arguments.push_back(disjunction());
      if (!quantity_only(arguments.back())) return {};
    } while (take(","));
    expect(")");
    if (error_) return {};
    return applied(name, arguments, start);
  }

  Term applied(std::string_view name, const std::vector<Term>& arguments, size_t start) {
    const size_t count = arguments.size();
    if (const FoldFunction* f = row_named(fold_functions, name)) {
      if (count < 2 || count > f->most) return wrong_count(name, f->most == 2 ? "2" : "2 or more", count, start);
      Term left = arguments[0];
      for (size_t i = 1; i < count && !error_; ++i) {
        left = checked(f->make(quantity(left), quantity(arguments[i])).node, false, start);
      }
      return left;
    }
    if (const UnaryFunction* f = row_named(unary_functions, name)) {
      if (count != 1) return wrong_count(name, "1", count, start);
      return checked(f->make(quantity(arguments[0])).node, false, start);
    }
    if (options_.call && count == 1) {
      if (const auto made = options_.call(name, quantity(arguments[0]))) return checked(made->node, false, start);
    }
    return fail(start, "no function " + std::string(name), did_you_mean(name, function_names()));
  }

  Term selection(size_t start) {
    const Term condition = disjunction();
    if (!condition_only(condition)) return {};
    expect(",");
    const Term a = disjunction();
    if (!quantity_only(a)) return {};
    expect(",");
    const Term b = disjunction();
    if (!quantity_only(b)) return {};
    expect(")");
    if (error_) return {};
    return checked(select(Condition{&sheet_, condition.node}, quantity(a), quantity(b)).node, false, start);
  }

  Term wrong_count(std::string_view name, const std::string& wanted, size_t count, size_t start) {
    return fail(start, std::string(name) + " takes " + wanted + (wanted == "1" ? " argument" : " arguments") +
                           ", got " + std::to_string(count));
  }

  // Behind `llm.gemm_dtype ==`: the name of one of its choices, as it is or in quotes, is its index.
  std::optional<Term> choice_of(const Term& left) {
    const Input* input = sheet_.input_at(left.node);
    if (input == nullptr || input->choices.empty()) return std::nullopt;
    skip_spaces();
    const size_t start = at_;
    const bool quoted = take("\"");
    if (!quoted && (at_ == text_.size() || !starts_name(text_[at_]))) return std::nullopt;
    size_t end = at_;
    while (end < text_.size() && (quoted ? text_[end] != '"' : in_name(text_[end]))) ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    const auto found = std::find(input->choices.begin(), input->choices.end(), word);
    if (found == input->choices.end()) {
      if (!quoted && sheet_.find(word) >= 0) return std::nullopt;
      return fail(start, input->name + " has no choice \"" + std::string(word) + "\"",
                  did_you_mean(word, input->choices));
    }
    at_ = end;
    if (quoted) expect("\"");
    const auto index = static_cast<double>(found - input->choices.begin());
    return Term{sheet_.constant({index, input->unit}), false, start};
  }

  // ---- checks

  Quantity quantity(const Term& term) { return {&sheet_, term.node}; }

  bool quantity_only(const Term& term) {
    if (!error_ && term.is_condition) fail(term.at, "expected a number, got a condition");
    return !error_;
  }
  bool condition_only(const Term& term) {
    if (!error_ && !term.is_condition) fail(term.at, "expected a condition such as a < b, got a number");
    return !error_;
  }

  Term checked(NodeId id, bool is_condition, size_t at) {
    if (error_) return {};
    if (sheet_.poisoned(id)) return fail(at, one_line(sheet_.poison_message(id)));
    return {id, is_condition, at};
  }

  Term fail(size_t at, std::string message, std::string hint = "") {
    if (!error_) error_ = FormulaError{static_cast<int>(at) + 1, std::move(message), std::move(hint)};
    return {};
  }

  /// Counts nesting for as long as it lives.
  class Depth {
   public:
    explicit Depth(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > parser_.options_.deepest) parser_.fail(parser_.at_, "nested too deeply");
    }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    Parser& parser_;
  };

  // ---- text

  void skip_spaces() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) ++at_;
  }
  void skip_digits() {
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  }
  bool take(std::string_view symbol) {
    skip_spaces();
    if (error_ || !text_.substr(at_).starts_with(symbol)) return false;
    at_ += symbol.size();
    return true;
  }
  bool take_word(std::string_view word) {
    skip_spaces();
    const size_t end = at_ + word.size();
    if (error_ || !text_.substr(at_).starts_with(word) || (end < text_.size() && in_name(text_[end]))) return false;
    at_ = end;
    return true;
  }
  std::string_view take_name() {
    const size_t start = at_;
    while (at_ < text_.size() && in_name(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }
  void expect(std::string_view symbol) {
    if (!error_ && !take(symbol)) fail(at_, "expected " + std::string(symbol) + ", got " + shown_here());
  }
  std::string shown_here() const {
    return at_ < text_.size() ? "\"" + std::string(text_.substr(at_, 12)) + "\"" : "the end";
  }

  Sheet& sheet_;
  std::string_view text_;
  const ParseOptions& options_;
  size_t at_ = 0;
  int depth_ = 0;
  std::optional<FormulaError> error_;
};

}  // namespace

ParsedFormula parse_formula(Sheet& sheet, std::string_view text, const ParseOptions& options) {
  return Parser(sheet, text, options).parse();
}

}  // namespace wallflip
