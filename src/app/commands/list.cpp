#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "app/commands/command.hpp"
#include "app/commands/json_out.hpp"
#include "app/commands/text_table.hpp"
#include "app/data_folders.hpp"
#include "model/lesson/library.hpp"

namespace wallflip {
namespace {

// The course in teaching order. Reads no catalog: a list of titles needs none.
struct Course {
  std::vector<CoursePart> parts;
  std::vector<std::vector<Lesson>> lessons;  // per part
};

Course read_titles(const Arguments& arguments, Issues& issues) {
  Course course;
  const std::optional<DataFolders> folders = find_data_folders(arguments.data, issues);
  if (!folders) return course;
  course.parts = read_course(folders->lessons, issues);
  for (const CoursePart& part : course.parts) {
    std::vector<Lesson>& lessons = course.lessons.emplace_back();
    for (const std::string& id : part.lessons) {
      if (std::optional<Lesson> lesson = read_lesson(folders->lessons / (id + ".json"), issues)) {
        lessons.push_back(std::move(*lesson));
      }
    }
  }
  return course;
}

Json as_json(const Course& course) {
  Json rows = Json::array();
  for (const std::vector<Lesson>& lessons : course.lessons) {
    for (const Lesson& l : lessons) {
      rows.push_back({{"id", l.id}, {"title", l.title}, {"part", l.part}, {"system", l.system}});
    }
  }
  return {{"lessons", rows}};
}

std::string as_text(const Course& course) {
  std::string text;
  for (size_t i = 0; i < course.parts.size(); ++i) {
    text += fmt::format("{}{}  {}\n", i == 0 ? "" : "\n", course.parts[i].id, course.parts[i].title);
    TextTable table("lll");
    for (const Lesson& l : course.lessons[i]) table.row({l.id, l.title, l.question});
    text += table.text();
  }
  return text;
}

}  // namespace

CommandResult run_list(const Arguments& arguments) {
  Issues issues;
  const Course course = read_titles(arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  return {done, arguments.json ? json_text(as_json(course)) : as_text(course), {}};
}

}  // namespace wallflip
