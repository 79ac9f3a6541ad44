#include "model/lesson/library.hpp"

#include <system_error>

#include "model/base/nearest_name.hpp"

namespace wallflip {
namespace {

// What only the library can see: a mechanism cites a source of the catalog.
void check_sources(const Library& library, const std::filesystem::path& file, Issues& issues) {
  Issues found;
  for (const Mechanism& mechanism : library.mechanisms) {
    if (mechanism.source.empty() || find_row(library.catalog.sources, mechanism.source) != nullptr) continue;
    Issue issue = unknown_id("source", mechanism.source, ids_of(library.catalog.sources));
    issue.file = file.string();
    issue.pointer = mechanism.pointer + "/source";
    found.push_back(std::move(issue));
  }
  add_lines(found);
  issues.insert(issues.end(), found.begin(), found.end());
}

std::vector<std::string> lesson_ids(const Library& library) {
  std::vector<std::string> ids;
  for (const CoursePart& part : library.course) ids.insert(ids.end(), part.lessons.begin(), part.lessons.end());
  return ids;
}

bool looks_like_a_path(std::string_view name) {
  return name.find_first_of("/\\") != std::string_view::npos || name.ends_with(".json");
}

}  // namespace

LoadedLibrary load_library(const std::filesystem::path& assets, const std::filesystem::path& lessons) {
  LoadedCatalog catalog = load_catalog(assets / "catalog");
  LoadedLibrary loaded{{assets, lessons, std::move(catalog.catalog), {}, {}, {}}, std::move(catalog.issues)};
  Library& library = loaded.library;
  const std::filesystem::path mechanisms = assets / "mechanisms.json";
  library.course = read_course(lessons, loaded.issues);
  library.mechanisms = read_mechanisms(mechanisms, loaded.issues);
  library.glossary = read_glossary(assets / "glossary.json", loaded.issues);
  check_sources(library, mechanisms, loaded.issues);
  return loaded;
}

std::filesystem::path lesson_file(const Library& library, std::string_view name, Issues& issues) {
  const std::vector<std::string> ids = lesson_ids(library);
  for (const std::string& id : ids) {
    if (id == name) return library.lessons / (id + ".json");
  }
  std::error_code error;
  std::filesystem::path path(name);
  if (std::filesystem::is_regular_file(path, error)) return path;
  const std::string shown(name.substr(0, 200));
  if (looks_like_a_path(name)) {
    issues.push_back({.file = shown, .what = "there is no such lesson file"});
    return {};
  }
  Issue issue = unknown_id("lesson", shown, ids);
  if (issue.hint.empty()) {
    for (const std::string& id : ids) issue.hint += (issue.hint.empty() ? "lessons: " : ", ") + id;
  }
  issues.push_back(std::move(issue));
  return {};
}

}  // namespace wallflip
