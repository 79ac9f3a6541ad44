#include "app/journal_file.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <system_error>

#include "app/settings_store.hpp"
#include "model/base/file_io.hpp"
#include "model/base/json_view.hpp"

namespace wallflip {
namespace {

namespace fs = std::filesystem;
using Kind = JournalRecord::Kind;

constexpr size_t largest_journal = 64'000'000;  // bytes: some 200,000 steps
constexpr std::string_view line_start = R"({"schema":)";

// In the order of their enums.
std::vector<std::string> kind_names() {
  return {"step", "moved_to", "prediction", "goal", "afresh"};
}
std::vector<std::string> question_names() {
  return {"wall", "number", "choice"};
}

// ---- writing

nlohmann::ordered_json json_of(const JournalRecord::Value& value) {
  if (const double* number = std::get_if<double>(&value)) return *number;
  return std::get<std::string>(value);
}

void write_step(const JournalRecord& record, nlohmann::ordered_json& json) {
  json["at"] = record.at;
  json["action"] = record.action;
  json["set"] = nlohmann::ordered_json::object();
  for (const Setting& setting : record.set) json["set"][setting.name] = json_of(setting.value);
  json["wall_before"] = record.wall_before;
  json["wall_after"] = record.wall_after;
}

void write_prediction(const JournalRecord& record, nlohmann::ordered_json& json) {
  json["ask"] = record.ask;
  json["question"] = question_names()[static_cast<size_t>(record.question)];
  json["skipped"] = record.skipped;
  if (record.guess) json["guess"] = json_of(*record.guess);
  if (record.truth) json["truth"] = json_of(*record.truth);
  if (record.log_error) json["log_error"] = *record.log_error;
  if (record.confidence > 0) json["confidence"] = record.confidence;
  json["right"] = record.right;
  json["open"] = record.open;
}

// ---- reading

std::optional<JournalRecord::Value> value_of(const std::optional<JsonView>& view) {
  if (!view) return std::nullopt;
  if (view->is(JsonKind::number)) return view->number();
  return view->text();  // of any other kind: an issue
}

void read_step(JsonFields& fields, JournalRecord& record) {
  record.at = static_cast<size_t>(fields.integer("at", not_negative));
  record.action = fields.string("action");
  for (const JsonView& member : fields.members("set")) {
    if (const auto value = value_of(member)) record.set.push_back({member.key(), *value, ""});
  }
  record.wall_before = fields.string("wall_before");
  record.wall_after = fields.string("wall_after");
}

void read_prediction(JsonFields& fields, JournalRecord& record) {
  record.ask = fields.string("ask");
  record.question = static_cast<QuestionKind>(fields.one_of("question", question_names()).value_or(0));
  record.skipped = fields.boolean("skipped");
  record.guess = value_of(fields.optional_value("guess"));
  record.truth = value_of(fields.optional_value("truth"));
  record.log_error = fields.optional_number("log_error");
  record.confidence = fields.optional_number("confidence", fraction).value_or(0);
  record.right = fields.boolean("right");
  record.open = fields.integer("open", not_negative);
}

JournalRecord read_fields(JsonFields& fields) {
  JournalRecord record;
  record.kind = static_cast<Kind>(fields.one_of("kind", kind_names()).value_or(0));
  record.time = fields.string("time");
  record.lesson = fields.string("lesson");
  if (record.kind == Kind::step) read_step(fields, record);
  if (record.kind == Kind::moved_to) record.at = static_cast<size_t>(fields.integer("at", not_negative));
  if (record.kind == Kind::prediction) read_prediction(fields, record);
  return record;
}

// What a crash can leave of a line of ours, and not the bytes of some other file.
bool could_be_torn(std::string_view tail) {
  return tail.starts_with(line_start) || line_start.starts_with(tail);
}

// The lines of a text; what stands behind the last newline is not one of them.
std::vector<std::string_view> whole_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t from = 0, to = 0; (to = text.find('\n', from)) != std::string_view::npos; from = to + 1) {
    lines.push_back(text.substr(from, to - from));
  }
  return lines;
}

// The file goes aside; a new one with the lines that could be read takes its place.
bool replace_broken(const fs::path& file, const std::string& readable, Issue problem, Issues& issues) {
  const fs::path moved = set_aside(file);
  const bool replaced = !moved.empty() && (readable.empty() || write_file_atomically(file, readable, issues));
  problem.hint = moved.empty() ? "it stays as it is, and what you do now is not saved"
                               : "the file was set aside as " + moved.filename().string() + "; " +
                                     (readable.empty() ? "a new one begins" : "what could be read is kept");
  issues.push_back(std::move(problem));
  return replaced;
}

}  // namespace

std::string to_line(const JournalRecord& record) {
  nlohmann::ordered_json json = {{"schema", journal_schema},
                                 {"time", record.time},
                                 {"lesson", record.lesson},
                                 {"kind", kind_names()[static_cast<size_t>(record.kind)]}};
  if (record.kind == Kind::step) write_step(record, json);
  if (record.kind == Kind::moved_to) json["at"] = record.at;
  if (record.kind == Kind::prediction) write_prediction(record, json);
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::optional<JournalRecord> read_line(std::string_view text, const std::string& file, int line, Issues& issues) {
  Issues found;
  std::optional<JournalRecord> record;
  if (const std::optional<JsonDocument> document = parse_json(text, file, found)) {
    std::optional<JsonFields> fields(document->root(found).fields());
    const int schema = fields->integer("schema");
    if (found.empty() && schema != journal_schema) {
      issues.push_back(
          {file, "", line,
           fmt::format("this journal was written with schema {}, this lab reads schema {}", schema, journal_schema),
           ""});
      return std::nullopt;  // the keys of another schema are not ours to judge
    }
    record = read_fields(*fields);
    fields.reset();  // tells of keys that nobody knows
  }
  for (Issue& issue : found) {
    issue.line = line;
    issues.push_back(std::move(issue));
  }
  return found.empty() ? record : std::nullopt;
}

bool read_journal(const fs::path& file, std::vector<JournalRecord>& records, Issues& issues) {
  std::error_code error;
  if (!fs::exists(file, error)) return true;
  Issues found;
  const std::optional<std::string> text = read_file(file, largest_journal, found);
  if (!text) return replace_broken(file, "", found.front(), issues);
  std::string readable;
  int line = 0, unread = 0;
  const std::vector<std::string_view> lines = whole_lines(*text);
  for (const std::string_view each : lines) {
    const auto record = read_line(each, file.string(), ++line, found);
    if (record) {
      records.push_back(*record);
      readable.append(each).append("\n");
    } else {
      ++unread;
    }
  }
  const std::string_view tail = std::string_view(*text).substr(text->rfind('\n') + 1);
  if (!tail.empty() && !could_be_torn(tail)) {
    found.push_back({file.string(), "", line + 1, "is no line of a journal", ""});
    ++unread;
  }
  if (unread == 0) return true;
  Issue problem = found.front();
  if (unread > 1) problem.what += fmt::format(" ({} lines cannot be read)", unread);
  return replace_broken(file, readable, problem, issues);
}

}  // namespace wallflip
