#include "model/lesson/bind.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/nearest_name.hpp"
#include "model/base/strict_json.hpp"
#include "model/sheet/format.hpp"
#include "model/sheet/parse.hpp"
#include "model/sheet/value_text.hpp"

namespace wallflip {
namespace {

using Value = std::variant<double, std::string>;

// Marks the issues that a call added with the place in the file they belong to.
class Placed {
 public:
  Placed(Issues& issues, const Lesson& lesson, const std::string& pointer)
      : issues_(issues), lesson_(lesson), pointer_(pointer), first_(issues.size()) {}
  ~Placed() {
    for (size_t i = first_; i < issues_.size(); ++i) {
      if (!issues_[i].pointer.empty() || !issues_[i].file.empty()) continue;
      issues_[i].file = lesson_.file;
      issues_[i].pointer = pointer_;
    }
  }
  Placed(const Placed&) = delete;
  Placed& operator=(const Placed&) = delete;

 private:
  Issues& issues_;
  const Lesson& lesson_;
  std::string pointer_;
  size_t first_;
};

bool is_row_slot(const System& system, std::string_view name) {
  return std::any_of(system.rows.begin(), system.rows.end(), [&](const RowSlot& slot) { return slot.name == name; });
}

void set_value(Design& design, const System& system, const Catalog& catalog, std::string_view name, const Value& value,
               Issues& issues) {
  if (const double* number = std::get_if<double>(&value)) {
    if (is_row_slot(system, name)) {
      issues.push_back({.what = std::string(name) + " takes the id of a catalog row, not a number"});
    } else {
      set_number(design, system, name, *number, issues);
    }
  } else {
    set_text(design, system, catalog, name, std::get<std::string>(value), issues);
  }
}

// A bound of a knob: base units, or text with a unit.
double bound(const std::optional<Value>& given, const Input& input, double fallback, Issues& issues) {
  if (!given) return fallback;
  if (const double* number = std::get_if<double>(&*given)) return *number;
  const ParsedValue parsed = parse_value(std::get<std::string>(*given), input.unit, input.display);
  if (!parsed.value) issues.push_back({.what = parsed.error});
  return parsed.value.value_or(fallback);
}

// ---- knobs

Knob row_knob(const System& system, const RowSlot& slot, const Catalog& catalog, std::vector<std::string> ids,
              Issues& issues) {
  Knob knob;
  knob.name = slot.name;
  knob.label = slot.kind == RowKind::accelerator ? "GPU" : slot.kind == RowKind::grid ? "grid" : "model";
  knob.kind = KnobKind::choice;
  if (ids.empty()) ids = rows_for(slot, catalog);
  for (const std::string& id : ids) {
    KnobChoice choice{id, 0, {}};
    for (const RowValue& v : row_values(system, slot, catalog, id, issues)) choice.sets.emplace_back(v.input, v.value);
    knob.choices.push_back(std::move(choice));
  }
  return knob;
}

// The values of a parallel degree inside its range: 1, 2, 4 ...
std::vector<Value> powers(double min, double max) {
  std::vector<Value> values;
  for (double v = 1; v <= max; v *= 2) {
    if (v >= min) values.emplace_back(v);
  }
  return values;
}

std::vector<Value> choices_of(const Input& input) {
  std::vector<Value> values;
  for (const std::string& name : input.choices) values.emplace_back(name);
  return values;
}

void add_choices(Knob& knob, const System& system, const Catalog& catalog, const Input& input,
                 const std::vector<Value>& values, Issues& issues) {
  knob.kind = KnobKind::choice;
  knob.numeric_choice = input.choices.empty();
  for (const Value& value : values) {
    Design scratch = default_design(system);
    const size_t before = issues.size();
    set_value(scratch, system, catalog, input.name, value, issues);
    if (issues.size() > before) continue;
    const double number = scratch.inputs[static_cast<size_t>(knob.input)];
    const std::string label = input.choices.empty() ? format_value(number, input.unit, input.display)
                                                    : input.choices[static_cast<size_t>(number)];
    knob.choices.push_back({label, number, {{knob.input, number}}});
  }
}

void check_range(const Knob& knob, Issues& issues) {
  if (knob.kind == KnobKind::choice) {
    if (knob.choices.size() < 2) issues.push_back({.what = "a choice needs at least two values"});
    return;
  }
  if (!(knob.min < knob.max)) issues.push_back({.what = "min must be below max"});
  if (knob.log && !(knob.min > 0)) issues.push_back({.what = "a log scale needs a min above 0"});
  const bool whole = knob.min == std::floor(knob.min) && knob.max == std::floor(knob.max);
  if (knob.kind == KnobKind::integer && !whole) issues.push_back({.what = "min and max must be whole numbers"});
}

Knob input_knob(const System& system, const Catalog& catalog, int row, const LessonKnob& given, Issues& issues) {
  const Input& input = system.sheet.inputs()[static_cast<size_t>(row)];
  Knob knob;
  knob.name = input.name;
  knob.label = input.label;
  knob.display = input.display;
  knob.unit = input.unit;
  knob.input = row;
  knob.kind = input.steps == Steps::integer ? KnobKind::integer : KnobKind::real;
  knob.log = given.log;
  const bool listed = !given.values.empty() || input.steps == Steps::named || input.steps == Steps::powers_of_two;
  if (!listed && (!given.min || !given.max)) issues.push_back({.what = input.name + " needs min and max"});
  knob.min = bound(given.min, input, 0, issues);
  knob.max = bound(given.max, input, 64, issues);
  if (!given.values.empty()) {
    add_choices(knob, system, catalog, input, given.values, issues);
  } else if (input.steps == Steps::named) {
    add_choices(knob, system, catalog, input, choices_of(input), issues);
  } else if (input.steps == Steps::powers_of_two) {
    add_choices(knob, system, catalog, input, powers(knob.min, knob.max), issues);
  }
  return knob;
}

std::vector<std::string> texts(const std::vector<Value>& values, Issues& issues) {
  std::vector<std::string> all;
  for (const Value& value : values) {
    if (const std::string* text = std::get_if<std::string>(&value)) {
      all.push_back(*text);
    } else {
      issues.push_back({.what = "expected ids of catalog rows, got a number"});
    }
  }
  return all;
}

void bind_knobs(Lab& lab, Issues& issues) {
  const Catalog& catalog = lab.library->catalog;
  for (const LessonKnob& given : lab.lesson.knobs) {
    const Placed placed(issues, lab.lesson, given.pointer);
    Knob knob;
    const int row = input_row(lab.sheet(), given.input);
    const auto slot = std::find_if(lab.system->rows.begin(), lab.system->rows.end(),
                                   [&](const RowSlot& s) { return s.name == given.input; });
    if (slot != lab.system->rows.end()) {
      knob = row_knob(*lab.system, *slot, catalog, texts(given.values, issues), issues);
    } else if (row >= 0) {
      knob = input_knob(*lab.system, catalog, row, given, issues);
    } else {
      issues.push_back({.what = "no input is called " + given.input,
                        .hint = did_you_mean(given.input, settable_names(*lab.system))});
      continue;
    }
    if (lab.knob(knob.name) != nullptr) issues.push_back({.what = "two knobs turn " + knob.name});
    check_range(knob, issues);
    knob.primary = given.primary;
    lab.knobs.push_back(std::move(knob));
  }
}

// ---- what a lesson adds to the sheet

void bind_definitions(Lab& lab, Issues& issues) {
  Sheet& sheet = lab.system->sheet;
  for (const LessonDefinition& given : lab.lesson.define) {
    const Placed placed(issues, lab.lesson, given.pointer);
    const ParsedFormula parsed = parse_formula(sheet, given.formula);
    if (parsed.error) {
      issues.push_back(
          {.what = "formula, column " + std::to_string(parsed.error->column) + ": " + parsed.error->message,
           .hint = parsed.error->hint});
    } else if (parsed.quantity.node < 0) {
      issues.push_back({.what = given.name + " needs a formula that gives a number, not a condition"});
    } else if (sheet.find(given.name) >= 0) {
      issues.push_back({.what = given.name + " is defined already"});
    } else {
      sheet.section("").let(given.name.c_str(), parsed.quantity, sheet.node(parsed.quantity.node).unit,
                            given.label.c_str(), "definition", given.display.c_str());
    }
  }
}

void bind_contests(Lab& lab, Issues& issues) {
  for (const LessonContest& given : lab.lesson.contests) {
    const Placed placed(issues, lab.lesson, given.pointer);
    const Issues found = add_contest(*lab.system, given.id, given.pick, given.of, given.as);
    issues.insert(issues.end(), found.begin(), found.end());
  }
}

void bind_outputs(Lab& lab, Issues& issues) {
  for (size_t i = 0; i < lab.lesson.outputs.size(); ++i) {
    const std::string& name = lab.lesson.outputs[i];
    const Placed placed(issues, lab.lesson, "/outputs/" + std::to_string(i));
    const NodeId node = lab.sheet().find(name);
    if (node < 0) {
      issues.push_back({.what = "no quantity is called " + name, .hint = did_you_mean(name, lab.sheet().names())});
    } else {
      lab.outputs.push_back(node);
    }
  }
}

// A position outside the lesson's knob for an input that a setting changed.
void check_in_range(const Lab& lab, const Setting& setting, const Design& design, Issues& issues) {
  const Knob* knob = lab.knob(setting.name);
  if (knob == nullptr || knob->kind == KnobKind::choice) return;
  const double value = design.inputs[static_cast<size_t>(knob->input)];
  if (value >= knob->min && value <= knob->max) return;
  issues.push_back({.what = setting.name + " = " + format_value(value, knob->unit, knob->display) +
                            " is outside the range of its knob, " + position_text(*knob, knob->min) + " to " +
                            position_text(*knob, knob->max)});
}

// The file has been read once, and well: now it is asked where in it the mistakes in meaning stand.
void add_lines(const std::filesystem::path& file, Issues& issues, size_t first) {
  Issues read_before;
  const std::optional<JsonDocument> document = read_json(file, read_before);
  for (size_t i = first; document && i < issues.size(); ++i) {
    if (issues[i].line == 0 && issues[i].file == file.string()) issues[i].line = document->line_of(issues[i].pointer);
  }
}

}  // namespace

const Knob* Lab::knob(std::string_view name) const {
  for (const Knob& k : knobs) {
    if (k.name == name) return &k;
  }
  return nullptr;
}

void apply(const Lab& lab, const Settings& settings, Design& design, Issues& issues, bool free) {
  for (const bool rows : {true, false}) {  // catalog rows first: a single field wins over the row it belongs to
    for (const Setting& setting : settings) {
      if (is_row_slot(*lab.system, setting.name) != rows) continue;
      const Placed placed(issues, lab.lesson, setting.pointer);
      const size_t before = issues.size();
      set_value(design, *lab.system, lab.library->catalog, setting.name, setting.value, issues);
      if (!free && issues.size() == before) check_in_range(lab, setting, design, issues);
    }
  }
}

Design design_with(const Lab& lab, const Settings& settings, Issues& issues, bool free) {
  Design design = lab.start;
  apply(lab, settings, design, issues, free);
  return design;
}

std::string position_text(const Knob& knob, double position) {
  if (knob.kind == KnobKind::choice) return knob.choices[static_cast<size_t>(position)].label;
  return format_value(position, knob.unit, knob.display, {.digits = 4, .keep_zeros = false});
}

std::optional<Knob> knob_for(const Lab& lab, std::string_view name, Issues& issues) {
  if (const Knob* knob = lab.knob(name)) return *knob;
  std::vector<std::string> names;
  for (const Knob& knob : lab.knobs) names.push_back(knob.name);
  issues.push_back({.what = "lesson " + lab.lesson.id + " has no knob " + std::string(name.substr(0, 80)),
                    .hint = did_you_mean(name, names)});
  return std::nullopt;
}

std::unique_ptr<Lab> bind_lesson(const Library& library, Lesson lesson, Issues& issues) {
  const size_t before = issues.size();
  auto lab = std::make_unique<Lab>();
  lab->library = &library;
  lab->lesson = std::move(lesson);
  lab->system = make_system(lab->lesson.system);
  if (!lab->system) {
    std::vector<std::string> ids;
    for (const SystemRow& row : system_table()) ids.emplace_back(row.id);
    issues.push_back({.file = lab->lesson.file,
                      .pointer = "/system",
                      .what = "no system is called " + lab->lesson.system,
                      .hint = did_you_mean(lab->lesson.system, ids)});
    return nullptr;
  }
  bind_definitions(*lab, issues);
  bind_contests(*lab, issues);
  lab->start = default_design(*lab->system);
  bind_knobs(*lab, issues);
  apply(*lab, lab->lesson.base, lab->start, issues);
  apply(*lab, lab->lesson.set, lab->start, issues);
  bind_outputs(*lab, issues);
  lab->programs = std::make_unique<Programs>(*lab->system);
  return issues.size() == before ? std::move(lab) : nullptr;
}

std::unique_ptr<Lab> open_lesson(const Library& library, std::string_view id_or_path, Issues& issues) {
  const std::filesystem::path file = lesson_file(library, id_or_path, issues);
  if (file.empty()) return nullptr;
  std::optional<Lesson> lesson = read_lesson(file, issues);
  if (!lesson) return nullptr;
  const size_t before = issues.size();
  std::unique_ptr<Lab> lab = bind_lesson(library, std::move(*lesson), issues);
  if (!lab) add_lines(file, issues, before);
  return lab;
}

}  // namespace wallflip
