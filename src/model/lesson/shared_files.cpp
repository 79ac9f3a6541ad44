// The files that all lessons share: the course, the mechanisms, the glossary.

#include <algorithm>
#include <cctype>
#include <map>
#include <system_error>

#include "model/base/strict_json.hpp"
#include "model/lesson/field_table.hpp"
#include "model/lesson/reader.hpp"

namespace wallflip {
namespace {

template <class Row>
struct RowFile {
  std::vector<Row> rows;
};

template <class File>
void read_rows_file(const std::filesystem::path& path, std::span<const Field<File>> table, File& file, Issues& issues) {
  Issues found;
  if (const std::optional<JsonDocument> document = read_json(path, found)) {
    read_fields(document->root(found), table, file);
  }
  sort_by_place(found);
  issues.insert(issues.end(), found.begin(), found.end());
}

// ---- the course

struct Course {
  std::filesystem::path folder;
  std::vector<CoursePart> parts;
};

constexpr Field<CoursePart> part_fields[] = {
    {"id", true, read_text<&CoursePart::id>},
    {"title", true, read_text<&CoursePart::title>},
    {"lessons", true, read_texts<&CoursePart::lessons>},
};

// An id becomes a file name, so it may not say "../".
bool is_file_name(const std::string& id) {
  return std::all_of(id.begin(), id.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; });
}

using Lines = std::map<std::string, int>;

void check_lesson_id(const JsonView& lesson, const std::filesystem::path& folder, Lines& first_line) {
  const std::string& id = lesson.node().text;
  const auto [it, fresh] = first_line.emplace(id, lesson.line());
  std::error_code error;
  if (!fresh) {
    lesson.report("lesson " + id + " is in the course twice", "first on line " + std::to_string(it->second));
  } else if (!is_file_name(id)) {
    lesson.report("\"" + id + "\" is no lesson id: it must be of letters, digits, _ and -");
  } else if (!std::filesystem::is_regular_file(folder / (id + ".json"), error)) {
    lesson.report("there is no " + id + ".json beside this file");
  }
}

// The lesson ids of a part; what is of another kind has been reported.
std::vector<JsonView> lessons_of(const JsonView& part) {
  std::vector<JsonView> ids;
  if (!part.is(JsonKind::object)) return ids;
  for (const JsonView& member : part.members()) {
    if (member.key() == "lessons" && member.is(JsonKind::array)) ids = member.items();
  }
  std::erase_if(ids, [](const JsonView& id) { return !id.is(JsonKind::text); });
  return ids;
}

void read_parts(const JsonView& value, Course& course) {
  read_list<&Course::parts, part_fields, &CoursePart::id>(value, course);
  Lines first_line;
  for (const JsonView& part : value.items()) {
    for (const JsonView& lesson : lessons_of(part)) check_lesson_id(lesson, course.folder, first_line);
  }
}

constexpr Field<Course> course_fields[] = {
    {"schema", true, read_schema<Course>},
    {"parts", true, read_parts},
};

// ---- mechanisms and terms

constexpr Field<Mechanism> mechanism_fields[] = {
    {"id", true, read_text<&Mechanism::id>},       {"title", true, read_text<&Mechanism::title>},
    {"text", true, read_text<&Mechanism::text>},   {"source", true, read_text<&Mechanism::source>},
    {"set", true, read_settings<&Mechanism::set>},
};

constexpr Field<RowFile<Mechanism>> mechanism_file_fields[] = {
    {"schema", true, read_schema<RowFile<Mechanism>>},
    {"mechanisms", true, read_list<&RowFile<Mechanism>::rows, mechanism_fields, &Mechanism::id>},
};

constexpr Field<Term> term_fields[] = {
    {"id", true, read_text<&Term::id>},
    {"title", true, read_text<&Term::title>},
    {"text", true, read_text<&Term::text>},
};

constexpr Field<RowFile<Term>> glossary_fields[] = {
    {"schema", true, read_schema<RowFile<Term>>},
    {"terms", true, read_list<&RowFile<Term>::rows, term_fields, &Term::id>},
};

}  // namespace

std::vector<CoursePart> read_course(const std::filesystem::path& lessons_folder, Issues& issues) {
  Course course{lessons_folder, {}};
  read_rows_file<Course>(lessons_folder / "index.json", course_fields, course, issues);
  return course.parts;
}

std::vector<Mechanism> read_mechanisms(const std::filesystem::path& file, Issues& issues) {
  RowFile<Mechanism> mechanisms;
  read_rows_file<RowFile<Mechanism>>(file, mechanism_file_fields, mechanisms, issues);
  return mechanisms.rows;
}

std::vector<Term> read_glossary(const std::filesystem::path& file, Issues& issues) {
  RowFile<Term> terms;
  read_rows_file<RowFile<Term>>(file, glossary_fields, terms, issues);
  return terms.rows;
}

}  // namespace wallflip
