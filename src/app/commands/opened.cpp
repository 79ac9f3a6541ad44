#include "app/commands/opened.hpp"

#include <algorithm>
#include <optional>

#include "app/data_folders.hpp"
#include "model/base/nearest_name.hpp"
#include "model/sheet/formula.hpp"

namespace wallflip {

void place_in_arguments(Issues& issues) {
  for (Issue& issue : issues) {
    if (!issue.pointer.starts_with("--")) continue;
    issue.file = issue.pointer;
    issue.pointer.clear();
  }
}

std::unique_ptr<Library> open_library(const Arguments& arguments, Issues& issues) {
  const std::optional<DataFolders> folders = find_data_folders(arguments.data, issues);
  if (!folders) return nullptr;
  LoadedLibrary loaded = load_library(folders->assets, folders->lessons);
  issues.insert(issues.end(), loaded.issues.begin(), loaded.issues.end());
  return loaded.issues.empty() ? std::make_unique<Library>(std::move(loaded.library)) : nullptr;
}

Opened open_design(const Arguments& arguments, Issues& issues) {
  Opened opened;
  const Settings settings = read_settings(arguments.set, issues);
  if (!issues.empty()) return opened;
  opened.library = open_library(arguments, issues);
  if (!opened.library) return opened;
  opened.lab = open_lesson(*opened.library, arguments.lesson, issues);
  add_lines(issues);
  if (!opened.lab) return opened;
  opened.design = design_with(*opened.lab, settings, issues, arguments.free);
  place_in_arguments(issues);
  return opened;
}

Settings read_settings(const std::vector<std::string>& texts, Issues& issues) {
  Settings settings;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
      issues.push_back({.file = "--set " + text, .what = "expected NAME=VALUE, for example load.batch=64"});
      continue;
    }
    const std::string name = text.substr(0, equals);
    std::erase_if(settings, [&](const Setting& s) { return s.name == name; });
    settings.push_back({name, text.substr(equals + 1), "--set " + text});
  }
  return settings;
}

NodeId find_quantity(const Opened& opened, const std::string& argument, const std::string& name, Issues& issues) {
  const NodeId node = opened.sheet().find(name);
  if (node < 0) {
    issues.push_back({.file = argument + " " + name,
                      .what = "no quantity of lesson " + opened.lab->lesson.id + " is called " + name,
                      .hint = did_you_mean(name, opened.sheet().names())});
  }
  return node;
}

const Contest* find_contest(const Opened& opened, const std::string& id, Issues& issues) {
  const Contest* contest = opened.system().contest(id);
  if (contest != nullptr) return contest;
  std::vector<std::string> ids;
  for (const Contest& c : opened.system().contests) ids.push_back(c.id);
  std::string all;
  for (const std::string& known : ids) all += (all.empty() ? "" : ", ") + known;
  const std::string nearest = did_you_mean(id, ids);
  issues.push_back({.file = "--contest " + id,
                    .what = "no contest of lesson " + opened.lab->lesson.id + " is called " + id,
                    .hint = nearest.empty() ? "it has " + all : nearest});
  return nullptr;
}

const Knob* find_knob(const Opened& opened, const std::string& argument, const std::string& name, Issues& issues) {
  const size_t first = issues.size();
  if (knob_for(*opened.lab, name, issues)) return opened.lab->knob(name);
  const std::string typed = argument + " " + name;
  for (size_t i = first; i < issues.size(); ++i) issues[i].file = typed;
  return nullptr;
}

}  // namespace wallflip
