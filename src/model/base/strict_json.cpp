#include "model/base/strict_json.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>
#include <tuple>
#include <unordered_set>

#include "model/base/file_io.hpp"
#include "model/base/json_view.hpp"

namespace wallflip {
namespace {

// The parser asks this iterator for characters and so tells us the line. It looks one character ahead after a number;
// that one is blank or stands on the same line, hence "the line of the last character that is not blank".
struct Place {
  int newlines = 0;
  int line = 1;
};

class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, Place* place) : at_(at), place_(place) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    if (*at_ == '\n') {
      ++place_->newlines;
    } else if (*at_ != ' ' && *at_ != '\t' && *at_ != '\r') {
      place_->line = place_->newlines + 1;
    }
    ++at_;
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  Place* place_;
};

std::string shortened(std::string text, size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;  // not inside a character
  return text.substr(0, bytes) + "...";
}

// "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing value - unexpected ']';
// last read: '..]'; expected ..." without its head (line and column are told apart) and without quoted raw bytes.
std::string plain_message(std::string text) {
  const size_t head = text.find(": ");
  if (text.find("column") < head && head != std::string::npos) {
    text.erase(0, head + 2);
  } else if (const size_t bracket = text.find("] "); bracket != std::string::npos) {
    text.erase(0, bracket + 2);
  }
  const size_t raw = text.find("; last read: '");
  if (raw != std::string::npos) {
    const size_t rest = text.rfind("'; expected ");
    text.erase(raw, rest == std::string::npos || rest < raw ? std::string::npos : rest + 1 - raw);
  }
  return shortened(std::move(text), 200);
}

// Receives the events of nlohmann's parser (which keeps its own stack on the heap) and lays the nodes down in order.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(JsonDocument& document, std::string_view text, const Place& place, const JsonLimits& limits, Issues& issues)
      : document_(document), text_(text), place_(place), limits_(limits), issues_(issues) {}

  bool null() override { return add(JsonKind::null) != nullptr; }
  bool boolean(bool value) override {
    JsonNode* node = add(JsonKind::boolean);
    if (node != nullptr) node->boolean = value;
    return node != nullptr;
  }
  bool number_integer(number_integer_t value) override { return add_number(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add_number(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t&) override { return add_number(value); }
  bool string(string_t& value) override {
    JsonNode* node = add(JsonKind::text);
    if (node != nullptr) node->text = std::move(value);
    return node != nullptr;
  }
  bool binary(binary_t&) override { return false; }  // not in text JSON

  bool start_object(size_t) override { return open(JsonKind::object); }
  bool end_object() override { return close(); }
  bool start_array(size_t) override { return open(JsonKind::array); }
  bool end_array() override { return close(); }

  bool key(string_t& value) override {
    if (value.size() > limits_.key_bytes) {
      return refuse("a key is longer than " + std::to_string(limits_.key_bytes) + " bytes: " + shortened(value, 40));
    }
    key_line_ = place_.line;
    duplicate_ = !open_.back().keys.insert(value).second;
    key_ = std::move(value);
    return true;
  }

  bool parse_error(size_t position, const std::string&, const nlohmann::json::exception& error) override {
    const size_t at = std::min(position == 0 ? 0 : position - 1, text_.size());
    const std::string_view before = text_.substr(0, at);
    const int line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
    const size_t newline = before.rfind('\n');
    const size_t column = newline == std::string_view::npos ? at + 1 : at - newline;
    const std::string what = "not valid JSON at column " + std::to_string(column) + ": " + plain_message(error.what());
    issues_.push_back({document_.file, "", line, what, ""});
    return false;
  }

 private:
  struct Open {
    std::uint32_t node;
    std::uint32_t children = 0;
    std::unordered_set<std::string> keys = {};
  };

  bool refuse(std::string what) {
    const std::string pointer = open_.empty() ? "" : document_.pointer_to(open_.back().node);
    issues_.push_back({document_.file, pointer, place_.line, std::move(what), ""});
    return false;
  }

  JsonNode* add(JsonKind kind) {
    std::vector<JsonNode>& nodes = document_.nodes;
    if (nodes.size() >= limits_.values) {
      refuse("holds more than " + std::to_string(limits_.values) + " values");
      return nullptr;
    }
    const auto index = static_cast<std::uint32_t>(nodes.size());
    JsonNode& node = nodes.emplace_back();
    node.kind = kind;
    node.line = place_.line;
    node.end = index + 1;
    if (open_.empty()) return &node;
    node.parent = open_.back().node;
    node.position = open_.back().children++;
    if (nodes[node.parent].kind == JsonKind::object) {
      node.line = key_line_;
      node.key = std::move(key_);
      if (duplicate_) mark_duplicate(index);
    }
    return &node;
  }

  bool add_number(double value) {
    JsonNode* node = add(JsonKind::number);
    if (node != nullptr) node->number = value;
    return node != nullptr;
  }

  bool open(JsonKind kind) {
    if (open_.size() >= limits_.depth) {
      return refuse("nested deeper than " + std::to_string(limits_.depth) + " levels");
    }
    const auto index = static_cast<std::uint32_t>(document_.nodes.size());
    if (add(kind) == nullptr) return false;
    open_.push_back({index});
    return true;
  }

  bool close() {
    document_.nodes[open_.back().node].end = static_cast<std::uint32_t>(document_.nodes.size());
    open_.pop_back();
    return true;
  }

  void mark_duplicate(std::uint32_t index) {
    if (issues_.size() >= max_issues) return;
    const JsonNode& node = document_.nodes[index];
    int first_line = 0;
    for (std::uint32_t i = node.parent + 1; i < index; i = document_.nodes[i].end) {
      if (document_.nodes[i].key == node.key) {
        first_line = document_.nodes[i].line;
        break;
      }
    }
    issues_.push_back({document_.file, document_.pointer_to(index), node.line, "the key is given twice",
                       "first given on line " + std::to_string(first_line)});
  }

  JsonDocument& document_;
  std::string_view text_;
  const Place& place_;
  const JsonLimits& limits_;
  Issues& issues_;
  std::vector<Open> open_;
  std::string key_;
  int key_line_ = 0;
  bool duplicate_ = false;
};

std::string escaped(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string_view name_of(JsonKind kind) {
  static constexpr std::array<std::string_view, 6> names = {"null",   "true or false", "a number",
                                                            "a text", "an array",      "an object"};
  return names[static_cast<size_t>(kind)];
}

JsonView JsonDocument::root(Issues& issues) const {
  return JsonView(*this, 0, issues);
}

std::string JsonDocument::pointer_to(std::uint32_t node) const {
  std::vector<std::uint32_t> path;
  for (; node != 0; node = nodes[node].parent) path.push_back(node);
  std::string pointer;
  for (auto it = path.rbegin(); it != path.rend(); ++it) {
    const JsonNode& step = nodes[*it];
    const bool member = nodes[step.parent].kind == JsonKind::object;
    pointer += "/" + (member ? escaped(step.key) : std::to_string(step.position));
  }
  return pointer;
}

int JsonDocument::line_of(std::string_view pointer) const {
  std::uint32_t at = 0;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);  // the slash
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    const bool object = nodes[at].kind == JsonKind::object;
    std::uint32_t child = at + 1;
    while (child < nodes[at].end &&
           step != (object ? escaped(nodes[child].key) : std::to_string(nodes[child].position))) {
      child = nodes[child].end;
    }
    if (child >= nodes[at].end) break;
    at = child;
  }
  return nodes[at].line;
}

std::optional<JsonDocument> parse_json(std::string_view text, std::string file, Issues& issues,
                                       const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    issues.push_back({std::move(file), "", 0,
                      "is " + std::to_string(text.size()) + " bytes long; the limit is " + std::to_string(limits.bytes),
                      ""});
    return std::nullopt;
  }
  std::optional<JsonDocument> document(std::in_place);
  document->file = std::move(file);
  Place place;
  Builder builder(*document, text, place, limits, issues);
  const CountingIterator first(text.data(), &place);
  const CountingIterator last(text.data() + text.size(), &place);
  if (!nlohmann::json::sax_parse(first, last, &builder)) return std::nullopt;
  return document;
}

std::optional<JsonDocument> read_json(const std::filesystem::path& path, Issues& issues, const JsonLimits& limits) {
  const std::optional<std::string> text = read_file(path, limits.bytes, issues);
  if (!text) return std::nullopt;
  return parse_json(*text, path.string(), issues, limits);
}

void sort_by_place(Issues& issues) {
  std::stable_sort(issues.begin(), issues.end(),
                   [](const Issue& a, const Issue& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
}

}  // namespace wallflip
