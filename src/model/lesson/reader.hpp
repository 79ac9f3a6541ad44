#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/base/issue.hpp"
#include "model/lesson/lesson.hpp"

namespace wallflip {

/// The one place that reads lesson JSON. All issues of the file at once; nothing when there is any.
std::optional<Lesson> read_lesson(const std::filesystem::path& file, Issues& issues);

struct CoursePart {
  std::string id, title;
  std::vector<std::string> lessons;  ///< ids, in teaching order
};
/// lessons/index.json: the parts of the course and their lessons.
std::vector<CoursePart> read_course(const std::filesystem::path& lessons_folder, Issues& issues);

/// Things a design can be given in one move: assets/mechanisms.json.
struct Mechanism {
  std::string id, title, text, source;
  Settings set;
};
std::vector<Mechanism> read_mechanisms(const std::filesystem::path& file, Issues& issues);

struct Term {
  std::string id, title, text;
};
std::vector<Term> read_glossary(const std::filesystem::path& file, Issues& issues);

}  // namespace wallflip
