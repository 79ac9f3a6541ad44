#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/issue.hpp"

// The one reader of JSON that somebody else wrote: catalog, lessons, settings, journal.
// Refused, each with its line: more than 8 MB, nesting deeper than 64, more than 500,000 values, keys longer than 200
// bytes, bytes that are not UTF-8, a key given twice, any syntax error. Recursion follows the data nowhere.
//
//   Issues issues;
//   if (std::optional<JsonDocument> document = read_json(path, issues)) {
//     JsonFields fields = document->root(issues).fields();      // model/base/json_view.hpp
//     lesson.title = fields.string("title");
//   }

namespace wallflip {

struct JsonLimits {
  size_t bytes = 8'000'000;
  size_t depth = 64;
  size_t values = 500'000;
  size_t key_bytes = 200;
};

enum class JsonKind : std::uint8_t { null, boolean, number, text, array, object };

/// "a number", "an object" ...: for messages.
std::string_view name_of(JsonKind kind);

/// One value. The nodes of a document stand in the order of the file: the children of node i are i + 1, then the `end`
/// of that child, and so on up to the `end` of i.
struct JsonNode {
  JsonKind kind = JsonKind::null;
  bool boolean = false;
  int line = 0;                ///< from 1: of the key for a member, of the value otherwise
  std::uint32_t parent = 0;    ///< the root is its own parent
  std::uint32_t position = 0;  ///< among the children of the parent
  std::uint32_t end = 0;       ///< one past the last node below this one
  double number = 0;
  std::string key;   ///< of a member of an object
  std::string text;  ///< of a text value, UTF-8
};

class JsonView;

struct JsonDocument {
  std::string file;             ///< as given, for issues
  std::vector<JsonNode> nodes;  ///< never empty; nodes[0] is the root

  /// Where typed reading starts; document and `issues` must outlive every view made from it.
  JsonView root(Issues& issues) const;

  /// "/knobs/0/input" of a node.
  std::string pointer_to(std::uint32_t node) const;

  /// The line of the value at `pointer`, or of its nearest ancestor that exists.
  int line_of(std::string_view pointer) const;
};

/// nullopt when the text cannot be used at all. A document with duplicate keys comes back (first one wins) together
/// with its issues, so that the loader can add what else is wrong; judge success by the issues.
std::optional<JsonDocument> parse_json(std::string_view text, std::string file, Issues& issues,
                                       const JsonLimits& limits = {});

std::optional<JsonDocument> read_json(const std::filesystem::path& path, Issues& issues, const JsonLimits& limits = {});

/// By file, then line: views report unknown keys last, readers want the order of the file.
void sort_by_place(Issues& issues);

}  // namespace wallflip
