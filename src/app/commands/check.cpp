#include <nlohmann/json.hpp>

#include "app/commands/json_out.hpp"
#include "app/commands/opened.hpp"
#include "model/lesson/answers.hpp"

namespace wallflip {
namespace {

std::vector<std::string> lessons_to_check(const Arguments& arguments, const Library& library) {
  if (!arguments.files.empty()) return arguments.files;
  std::vector<std::string> ids;
  for (const CoursePart& part : library.course) ids.insert(ids.end(), part.lessons.begin(), part.lessons.end());
  return ids;
}

Issues issues_of(const Arguments& arguments) {
  Issues issues;
  const std::unique_ptr<Library> library = open_library(arguments, issues);
  if (!library) return issues;
  for (const std::string& lesson : lessons_to_check(arguments, *library)) {
    const std::unique_ptr<Lab> lab = open_lesson(*library, lesson, issues);
    if (!lab) continue;
    const Issues found = check_lesson(*lab);
    issues.insert(issues.end(), found.begin(), found.end());
  }
  add_lines(issues);
  return issues;
}

Json as_json(const Issues& issues) {
  Json rows = Json::array();
  for (const Issue& i : issues) {
    rows.push_back({{"file", i.file}, {"pointer", i.pointer}, {"line", i.line}, {"what", i.what}, {"hint", i.hint}});
  }
  return {{"issues", rows}};
}

}  // namespace

CommandResult run_check(const Arguments& arguments) {
  Issues issues = issues_of(arguments);
  const int code = issues.empty() ? done : bad_input;
  if (arguments.json) return {code, json_text(as_json(issues)), {}};
  return {code, "", std::move(issues)};
}

}  // namespace wallflip
