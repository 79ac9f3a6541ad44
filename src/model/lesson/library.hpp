#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "model/catalog/catalog.hpp"
#include "model/lesson/reader.hpp"

namespace wallflip {

/// What all lessons share, read once at start: catalog, course, mechanisms, glossary.
struct Library {
  std::filesystem::path assets, lessons;  ///< folders
  Catalog catalog;
  std::vector<CoursePart> course;
  std::vector<Mechanism> mechanisms;
  std::vector<Term> glossary;
};

struct LoadedLibrary {
  Library library;
  Issues issues;
};
LoadedLibrary load_library(const std::filesystem::path& assets, const std::filesystem::path& lessons);

/// The file of a lesson: `name` is an id of the course ("03b") or a path. Empty with an issue (nearest id) otherwise.
std::filesystem::path lesson_file(const Library& library, std::string_view name, Issues& issues);

}  // namespace wallflip
