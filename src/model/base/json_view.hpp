#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/strict_json.hpp"

// Typed reading of a JsonDocument. Nothing here throws and nothing stops at the first mistake: a wrong or missing value
// reads as empty (0, "", no items) and leaves an Issue with file, pointer and line. A loader is a list of fields:
//
//   Knob read_knob(const JsonView& view) {
//     JsonFields f = view.fields();
//     Knob knob;
//     knob.input = f.string("input");
//     knob.min   = f.optional_number("min");
//     knob.scale = f.one_of("scale", {"lin", "log"}).value_or(0);
//     return knob;                                   // here f reports the keys that nobody asked for
//   }

namespace wallflip {

/// Views add no more issues once the list holds this many: nobody reads further, and untrusted files can be long.
inline constexpr size_t max_issues = 1000;

/// Both ends included.
struct JsonRange {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
};
inline constexpr JsonRange positive = {std::numeric_limits<double>::denorm_min()};
inline constexpr JsonRange not_negative = {0};
inline constexpr JsonRange fraction = {0, 1};

class JsonFields;

/// One value, where it stands and where to report. Cheap to copy; document and issues must outlive it.
class JsonView {
 public:
  JsonView(const JsonDocument& document, std::uint32_t node, Issues& issues)
      : document_(&document), node_(node), issues_(&issues) {}

  const JsonNode& node() const { return document_->nodes[node_]; }
  JsonKind kind() const { return node().kind; }
  bool is(JsonKind kind) const { return node().kind == kind; }
  const std::string& key() const { return node().key; }  ///< the name of a member
  int line() const { return node().line; }
  std::string pointer() const { return document_->pointer_to(node_); }
  const std::string& file() const { return document_->file; }

  // These report when the value is of another kind (or out of range) and return nullopt or nothing.
  std::optional<std::string> text() const;
  std::optional<double> number(JsonRange range = {}) const;
  std::optional<int> integer(JsonRange range = {}) const;
  std::optional<bool> boolean() const;
  std::vector<JsonView> items() const;       ///< of an array
  std::vector<std::string> strings() const;  ///< of an array of texts
  std::vector<JsonView> members() const;     ///< of an object whose keys are data ("set": {"load.batch": 1})
  JsonFields fields() const;                 ///< of an object whose keys are known

  /// True when the list holds max_issues and takes no more.
  bool issues_full() const { return issues_->size() >= max_issues; }
  /// Adds an issue that points at this value.
  void report(std::string what, std::string hint = "") const;

 private:
  bool expect(JsonKind kind) const;
  std::vector<JsonView> children() const;

  const JsonDocument* document_;
  std::uint32_t node_;
  Issues* issues_;
};

/// The named fields of one object. A required field that is missing is an issue at the object; null is as good as
/// missing. Asking for a field makes its name known; when the view is destroyed it reports every other key with the
/// nearest known name.
class JsonFields {
 public:
  explicit JsonFields(const JsonView& object);  ///< reports when the value is no object, and is silent then
  ~JsonFields();
  JsonFields(JsonFields&& other) noexcept;
  JsonFields(const JsonFields&) = delete;
  JsonFields& operator=(const JsonFields&) = delete;
  JsonFields& operator=(JsonFields&&) = delete;

  std::string string(std::string_view name);
  double number(std::string_view name, JsonRange range = {});
  int integer(std::string_view name, JsonRange range = {});
  bool boolean(std::string_view name);
  std::vector<JsonView> array(std::string_view name);
  std::vector<std::string> strings(std::string_view name);
  std::vector<JsonView> members(std::string_view name);
  JsonFields object(std::string_view name);
  std::optional<JsonView> value(std::string_view name);  ///< of any kind but null
  /// The index in `names` of a text that must be one of them.
  std::optional<size_t> one_of(std::string_view name, const std::vector<std::string>& names);

  std::optional<std::string> optional_string(std::string_view name);
  std::optional<double> optional_number(std::string_view name, JsonRange range = {});
  std::optional<int> optional_integer(std::string_view name, JsonRange range = {});
  std::optional<bool> optional_boolean(std::string_view name);
  std::vector<JsonView> optional_array(std::string_view name);
  std::vector<std::string> optional_strings(std::string_view name);
  std::vector<JsonView> optional_members(std::string_view name);
  std::optional<JsonFields> optional_object(std::string_view name);
  std::optional<JsonView> optional_value(std::string_view name);
  std::optional<size_t> optional_one_of(std::string_view name, const std::vector<std::string>& names);

  /// Names that are allowed but not read (comments, "$schema").
  void ignore(std::string_view name) { find(name); }

  /// True while a key is there that nobody has asked for.
  bool has_unknown_keys() const;
  const JsonView& view() const { return object_; }
  /// Adds an issue at the object, or at one of its fields when that exists.
  void report(std::string what, std::string hint = "") const { object_.report(std::move(what), std::move(hint)); }
  void report_at(std::string_view name, std::string what, std::string hint = "") const;

 private:
  JsonFields(const JsonView& object, bool silent);
  bool knows(const std::string& name) const;
  const JsonView* find(std::string_view name);  // nullptr when missing or null
  const JsonView* require(std::string_view name);

  JsonView object_;
  std::vector<JsonView> members_;
  std::vector<std::string> known_;
  bool silent_ = false;  // stands for an object that is not there, which has been reported; or moved from
};

}  // namespace wallflip
