#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/issue.hpp"
#include "model/lesson/lesson.hpp"

namespace wallflip {

/// The one place that reads lesson JSON. All issues of the file at once; nothing when there is any.
std::optional<Lesson> read_lesson(const std::filesystem::path& file, Issues& issues);

/// The keys that the reader knows, object by object: what lessons/lesson.schema.json has to describe.
struct FormatKey {
  std::string_view key;
  bool required;
};
struct FormatObject {
  std::string_view name;  ///< under "$defs" of the schema; "lesson" is the schema itself
  std::vector<FormatKey> keys;
};
std::vector<FormatObject> lesson_format();

/// Gives issues that know their file and pointer the line: the file is read once more.
void add_lines(Issues& issues);

struct CoursePart {
  std::string id, title;
  std::vector<std::string> lessons;  ///< ids, in teaching order
};
/// lessons/index.json: the parts of the course and their lessons. Every lesson must have its file.
std::vector<CoursePart> read_course(const std::filesystem::path& lessons_folder, Issues& issues);

/// Things a design can be given in one move: assets/mechanisms.json.
struct Mechanism {
  std::string id, title, text, source;
  Settings set;
  std::string pointer;
};
std::vector<Mechanism> read_mechanisms(const std::filesystem::path& file, Issues& issues);

struct Term {
  std::string id, title, text;
  std::string pointer;
};
std::vector<Term> read_glossary(const std::filesystem::path& file, Issues& issues);

}  // namespace wallflip
