#include "model/base/json_view.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "model/base/nearest_name.hpp"

namespace wallflip {
namespace {

std::string plain(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.15g", value);
  return buffer;
}

std::string sentence(JsonRange range) {
  if (range.min == positive.min && std::isinf(range.max)) return "above 0";
  if (std::isinf(range.max)) return "at least " + plain(range.min);
  if (std::isinf(range.min)) return "at most " + plain(range.max);
  return "from " + plain(range.min) + " to " + plain(range.max);
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

void JsonView::report(std::string what, std::string hint) const {
  if (issues_full()) return;
  issues_->push_back({document_->file, pointer(), line(), std::move(what), std::move(hint)});
}

bool JsonView::expect(JsonKind wanted) const {
  if (is(wanted)) return true;
  report("is " + std::string(name_of(kind())) + ", expected " + std::string(name_of(wanted)));
  return false;
}

std::vector<JsonView> JsonView::children() const {
  std::vector<JsonView> out;
  for (std::uint32_t i = node_ + 1; i < node().end; i = document_->nodes[i].end) {
    out.emplace_back(*document_, i, *issues_);
  }
  return out;
}

std::optional<std::string> JsonView::text() const {
  if (!expect(JsonKind::text)) return std::nullopt;
  return node().text;
}

std::optional<double> JsonView::number(JsonRange range) const {
  if (!expect(JsonKind::number)) return std::nullopt;
  const double value = node().number;
  if (value >= range.min && value <= range.max) return value;
  report("is " + plain(value) + ", must be " + sentence(range));
  return std::nullopt;
}

std::optional<int> JsonView::integer(JsonRange range) const {
  range.min = std::max<double>(range.min, std::numeric_limits<int>::min());
  range.max = std::min<double>(range.max, std::numeric_limits<int>::max());
  const std::optional<double> value = number(range);
  if (!value) return std::nullopt;
  if (*value == std::floor(*value)) return static_cast<int>(*value);
  report("is " + plain(*value) + ", expected a whole number");
  return std::nullopt;
}

std::optional<bool> JsonView::boolean() const {
  if (!expect(JsonKind::boolean)) return std::nullopt;
  return node().boolean;
}

std::vector<JsonView> JsonView::items() const {
  return expect(JsonKind::array) ? children() : std::vector<JsonView>{};
}

std::vector<std::string> JsonView::strings() const {
  std::vector<std::string> out;
  for (const JsonView& item : items()) {
    if (std::optional<std::string> text = item.text()) out.push_back(std::move(*text));
  }
  return out;
}

std::vector<JsonView> JsonView::members() const {
  return expect(JsonKind::object) ? children() : std::vector<JsonView>{};
}

JsonFields JsonView::fields() const {
  return JsonFields(*this);
}

JsonFields::JsonFields(const JsonView& object)
    : object_(object), members_(object.members()), silent_(!object.is(JsonKind::object)) {}

JsonFields::JsonFields(const JsonView& object, bool silent) : object_(object), silent_(silent) {}

JsonFields::JsonFields(JsonFields&& other) noexcept
    : object_(other.object_),
      members_(std::move(other.members_)),
      known_(std::move(other.known_)),
      silent_(std::exchange(other.silent_, true)) {}

JsonFields::~JsonFields() {
  if (silent_) return;
  for (const JsonView& member : members_) {
    if (object_.issues_full()) return;
    if (knows(member.key())) continue;
    member.report("unknown key \"" + member.key() + "\"", did_you_mean(member.key(), known_));
  }
}

bool JsonFields::knows(const std::string& name) const {
  return std::find(known_.begin(), known_.end(), name) != known_.end();
}

bool JsonFields::has_unknown_keys() const {
  return std::any_of(members_.begin(), members_.end(), [this](const JsonView& m) { return !knows(m.key()); });
}

const JsonView* JsonFields::find(std::string_view name) {
  if (std::find(known_.begin(), known_.end(), name) == known_.end()) known_.emplace_back(name);
  for (const JsonView& member : members_) {
    if (member.key() == name) return member.is(JsonKind::null) ? nullptr : &member;
  }
  return nullptr;
}

const JsonView* JsonFields::require(std::string_view name) {
  const JsonView* member = find(name);
  if (member == nullptr && !silent_) object_.report("\"" + std::string(name) + "\" is missing");
  return member;
}

void JsonFields::report_at(std::string_view name, std::string what, std::string hint) const {
  for (const JsonView& member : members_) {
    if (member.key() != name) continue;
    member.report(std::move(what), std::move(hint));
    return;
  }
  object_.report(std::move(what), std::move(hint));
}

std::string JsonFields::string(std::string_view name) {
  const JsonView* member = require(name);
  return member == nullptr ? "" : member->text().value_or("");
}

double JsonFields::number(std::string_view name, JsonRange range) {
  const JsonView* member = require(name);
  return member == nullptr ? 0 : member->number(range).value_or(0);
}

int JsonFields::integer(std::string_view name, JsonRange range) {
  const JsonView* member = require(name);
  return member == nullptr ? 0 : member->integer(range).value_or(0);
}

bool JsonFields::boolean(std::string_view name) {
  const JsonView* member = require(name);
  return member != nullptr && member->boolean().value_or(false);
}

std::vector<JsonView> JsonFields::array(std::string_view name) {
  const JsonView* member = require(name);
  return member == nullptr ? std::vector<JsonView>{} : member->items();
}

std::vector<std::string> JsonFields::strings(std::string_view name) {
  const JsonView* member = require(name);
  return member == nullptr ? std::vector<std::string>{} : member->strings();
}

std::vector<JsonView> JsonFields::members(std::string_view name) {
  const JsonView* member = require(name);
  return member == nullptr ? std::vector<JsonView>{} : member->members();
}

std::optional<JsonView> JsonFields::value(std::string_view name) {
  const JsonView* member = require(name);
  return member == nullptr ? std::nullopt : std::optional<JsonView>(*member);
}

std::optional<size_t> JsonFields::one_of(std::string_view name, const std::vector<std::string>& names) {
  require(name);
  return optional_one_of(name, names);
}

std::optional<std::string> JsonFields::optional_string(std::string_view name) {
  const JsonView* member = find(name);
  return member == nullptr ? std::nullopt : member->text();
}

std::optional<double> JsonFields::optional_number(std::string_view name, JsonRange range) {
  const JsonView* member = find(name);
  return member == nullptr ? std::nullopt : member->number(range);
}

std::optional<int> JsonFields::optional_integer(std::string_view name, JsonRange range) {
  const JsonView* member = find(name);
  return member == nullptr ? std::nullopt : member->integer(range);
}

std::optional<bool> JsonFields::optional_boolean(std::string_view name) {
  const JsonView* member = find(name);
  return member == nullptr ? std::nullopt : member->boolean();
}

std::vector<JsonView> JsonFields::optional_array(std::string_view name) {
  const JsonView* member = find(name);
  return member == nullptr ? std::vector<JsonView>{} : member->items();
}

std::vector<std::string> JsonFields::optional_strings(std::string_view name) {
  const JsonView* member = find(name);
  return member == nullptr ? std::vector<std::string>{} : member->strings();
}

std::vector<JsonView> JsonFields::optional_members(std::string_view name) {
  const JsonView* member = find(name);
  return member == nullptr ? std::vector<JsonView>{} : member->members();
}

std::optional<JsonView> JsonFields::optional_value(std::string_view name) {
  const JsonView* member = find(name);
  return member == nullptr ? std::nullopt : std::optional<JsonView>(*member);
}

std::optional<size_t> JsonFields::optional_one_of(std::string_view name, const std::vector<std::string>& names) {
  const JsonView* member = find(name);
  if (member == nullptr) return std::nullopt;
  const std::optional<std::string> text = member->text();
  if (!text) return std::nullopt;
  const auto it = std::find(names.begin(), names.end(), *text);
  if (it != names.end()) return static_cast<size_t>(it - names.begin());
  const std::string nearest = did_you_mean(*text, names);
  member->report("\"" + *text + "\" is none of: " + listed(names), nearest);
  return std::nullopt;
}

std::optional<JsonFields> JsonFields::optional_object(std::string_view name) {
  const JsonView* member = find(name);
  if (member == nullptr) return std::nullopt;
  return JsonFields(*member);
}

JsonFields JsonFields::object(std::string_view name) {
  const JsonView* member = require(name);
  return member == nullptr ? JsonFields(object_, true) : JsonFields(*member);
}

}  // namespace wallflip
