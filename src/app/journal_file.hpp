#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/base/issue.hpp"
#include "model/lesson/lesson.hpp"

namespace wallflip {

/// The journal on disk: one JSON object a line, each line complete in itself, only ever appended to.
inline constexpr int journal_schema = 1;
inline constexpr const char* journal_file_name = "journal.jsonl";

/// One line. Which members count is a matter of the kind.
struct JournalRecord {
  enum class Kind { step, moved_to, prediction, goal, afresh } kind = Kind::step;
  std::string time;    ///< UTC, "2026-11-21T13:41:38Z"
  std::string lesson;  ///< id

  // step: the change that became trail step `at`; moved_to: undo, redo or a click went to step `at`
  size_t at = 0;
  std::string action;                   ///< "batch 64 → 158"
  Settings set;                         ///< what it changed
  std::string wall_before, wall_after;  ///< contestants that bind

  // prediction
  std::string ask;  ///< the question as the lesson's file has it
  QuestionKind question = QuestionKind::number;
  bool skipped = false;
  using Value = std::variant<double, std::string>;  ///< a number in base units, or the wall or choice by its words
  std::optional<Value> guess, truth;                ///< no truth of a number: there is no flip in range
  std::optional<double> log_error;                  ///< log10(guess / truth), of numbers
  double confidence = 0;                            ///< 0: not asked
  bool right = false;
  int open = 0;  ///< questions of the lesson that still wait
};

/// With the newline at its end.
std::string to_line(const JournalRecord& record);
/// A line without its newline; issues carry `line`.
std::optional<JournalRecord> read_line(std::string_view text, const std::string& file, int line, Issues& issues);

/// Everything that a file holds. A last line without its end (a crash while it was written) is passed over. When
/// anything else cannot be read, or a newer lab wrote it, the file is renamed to journal.set-aside-N.jsonl, a new one
/// with the readable lines takes its place, and one issue says so. False when that failed: then nothing may be
/// appended.
bool read_journal(const std::filesystem::path& file, std::vector<JournalRecord>& records, Issues& issues);

/// One write at the end of the file, which is made when missing; several labs may do so at once. False and one issue
/// when it failed: then nothing of the line is there.
bool append_line(const std::filesystem::path& file, std::string_view line, Issues& issues);

}  // namespace wallflip
