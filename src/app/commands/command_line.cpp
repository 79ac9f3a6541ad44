#include "app/commands/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/data_folders.hpp"
#include "model/base/nearest_name.hpp"
#include "model/lesson/reader.hpp"
#include "widgets/theme.hpp"

namespace wallflip {
namespace {

constexpr float smallest_scale = 0.5F, largest_scale = 4;

std::vector<std::string> theme_names() {
  std::vector<std::string> names;
  for (const ThemeId id : {ThemeId::dark, ThemeId::light, ThemeId::projector}) {
    names.emplace_back(theme_name(id));
  }
  return names;
}

// CLI11 takes a list of checks as text -> "" or what is wrong.
std::string check_theme(const std::string& text) {
  if (theme_named(text)) return "";
  const std::string nearest = did_you_mean(text, theme_names());
  return "expected dark, light or projector, got " + text + (nearest.empty() ? "" : " (" + nearest + ")");
}

// Every use of a repeated option takes one text: the next argument may be the lesson.
CLI::Option* repeated(CLI::App& app, const char* flag, std::vector<std::string>& field, const char* help) {
  return app.add_option(flag, field, help)->allow_extra_args(false);
}

struct TakeRow {
  Take take;
  void (*declare)(CLI::App& app, Arguments& to);
};

// Arguments in the order in which they stand; options.
const TakeRow take_table[] = {
    {Take::lesson,
     [](CLI::App& app, Arguments& to) {
       app.add_option("LESSON", to.lesson, "id (01, 03b) or path of a lesson")->required();
     }},
    {Take::quantity,
     [](CLI::App& app, Arguments& to) {
       app.add_option("QUANTITY", to.quantity, "name of a quantity, as `show` lists them")->required();
     }},
    {Take::files,
     [](CLI::App& app, Arguments& to) { app.add_option("FILE", to.files, "lessons: ids or paths; none: all"); }},
    {Take::set,
     [](CLI::App& app, Arguments& to) {
       repeated(app, "--set", to.set, "NAME=VALUE: a catalog row (gpu=h200-sxm) or an input (load.batch=64)");
     }},
    {Take::free,
     [](CLI::App& app, Arguments& to) { app.add_flag("--free", to.free, "allow values outside the lesson's ranges"); }},
    {Take::require,
     [](CLI::App& app, Arguments& to) {
       app.add_flag("--require", to.require, "exit code 1 when the design does not meet its requirement");
     }},
    {Take::knobs,
     [](CLI::App& app, Arguments& to) { repeated(app, "--knob", to.knobs, "along this knob; none: all"); }},
    {Take::contests,
     [](CLI::App& app, Arguments& to) { repeated(app, "--contest", to.contests, "of this contest; none: all"); }},
    {Take::contest,
     [](CLI::App& app, Arguments& to) { repeated(app, "--contest", to.contests, "whose leader counts; none: walls"); }},
    {Take::of,
     [](CLI::App& app, Arguments& to) { app.add_option("--of", to.quantity, "name of a quantity")->required(); }},
    {Take::x, [](CLI::App& app, Arguments& to) { app.add_option("--x", to.x, "knob from left to right")->required(); }},
    {Take::y, [](CLI::App& app, Arguments& to) { app.add_option("--y", to.y, "knob from bottom to top")->required(); }},
    {Take::map_size,
     [](CLI::App& app, Arguments& to) {
       app.add_option("--size", to.map_size, "positions a side, 64")->check(CLI::Range(2, 1024));
     }},
    {Take::depth,
     [](CLI::App& app, Arguments& to) {
       app.add_option("--depth", to.depth, "levels to open, 1")->check(CLI::Range(0, 100));
     }},
    {Take::vary,
     [](CLI::App& app, Arguments& to) {
       repeated(app, "--vary", to.vary, "NAME=MIN..MAX:COUNT or COUNTlog, or NAME=A,B,C")->required();
     }},
    {Take::out, [](CLI::App& app, Arguments& to) { app.add_option("--out", to.out, "file to write; none: stdout"); }},
    {Take::tables,
     [](CLI::App& app, Arguments& to) {
       app.add_option("FILE", to.files, "CSV tables of measurements, known by their columns")->required();
     }},
    {Take::rows,
     [](CLI::App& app, Arguments& to) { app.add_option("--rows", to.out, "CSV file to write: every row compared"); }},
    {Take::shard,
     [](CLI::App& app, Arguments& to) { app.add_option("--shard", to.shard, "I/N: only every N-th row, from row I"); }},
    {Take::job,
     [](CLI::App& app, Arguments& to) {
       app.add_option("--model", to.model, "catalog id: llama-3.1-405b")->required();
       app.add_option("--accelerator", to.accelerator, "catalog id: h100-sxm")->required();
       app.add_option("--count", to.count, "GPUs")->required();
       app.add_option("--global-batch", to.global_batch, "tokens in one batch: 16Mi")->required();
       app.add_option("--context", to.context, "tokens of a sequence")->required();
     }},
    {Take::by,
     [](CLI::App& app, Arguments& to) {
       app.add_option("--by", to.by, "step_time, dollars or memory; several with commas: the next decides a tie");
     }},
    {Take::top,
     [](CLI::App& app, Arguments& to) {
       app.add_option("--top", to.top, "layouts to show, 10")->check(CLI::Range(1, 10000));
     }},
    {Take::memory_line,
     [](CLI::App& app, Arguments& to) {
       app.add_option("--memory-line", to.memory_line, "only layouts that need no more a GPU: 60GB");
     }},
    {Take::splits,
     [](CLI::App& app, Arguments& to) {
       app.add_flag("--splits", to.splits, "only the best layout of every (tp, pp, dp, cp, ep)");
     }},
    {Take::fidelity,
     [](CLI::App& app, Arguments& to) {
       app.add_option("--fidelity", to.fidelity, "napkin (one MFU) or detailed (every operator by its shape); napkin");
     }},
    {Take::picture,
     [](CLI::App& app, Arguments& to) { app.add_option("--out", to.out, "PNG file to write")->required(); }},
    {Take::picture_size,
     [](CLI::App& app, Arguments& to) { app.add_option("--size", to.picture_size, "WxH in pixels"); }},
    {Take::scale,
     [](CLI::App& app, Arguments& to) {
       app.add_option("--scale", to.scale, "zoom, 1")->check(CLI::Range(smallest_scale, largest_scale));
     }},
    {Take::theme,
     [](CLI::App& app, Arguments& to) {
       app.add_option("--theme", to.theme, "dark, light or projector")->check(check_theme);
     }},
    {Take::reveal,
     [](CLI::App& app, Arguments& to) { app.add_flag("--reveal", to.reveal, "predictions skipped, flips shown"); }},
    {Take::present, [](CLI::App& app, Arguments& to) { app.add_flag("--present", to.present, "as on a projector"); }},
    {Take::json,
     [](CLI::App& app, Arguments& to) { app.add_flag("--json", to.json, "one JSON document, SI base units"); }},
};

constexpr const char* data_help = "folder that holds assets/ and lessons/";

void declare(CLI::App& app, const Command& command, Arguments& to) {
  for (const Take take : command.takes) {
    for (const TakeRow& row : take_table) {
      if (row.take == take) row.declare(app, to);
    }
  }
  app.add_option("--data", to.data, data_help);
  app.allow_extras();  // reported below, with the nearest name
}

std::vector<std::string> flags_of(const CLI::App& app) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  }
  return flags;
}

std::vector<std::string> names_of(const std::vector<Command>& commands) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.emplace_back(command.name);
  return names;
}

// What nobody took, an unknown option first: it usually explains the arguments left over behind it.
Issues leftover_issues(const CLI::App& app, const std::string& place) {
  const std::vector<std::string> left = app.remaining();
  if (left.empty()) return {};
  const auto option = std::find_if(left.begin(), left.end(), [](const std::string& t) { return t.starts_with('-'); });
  if (option == left.end()) return {{.file = place + left.front(), .what = "one argument too many"}};
  const std::string flag = option->substr(0, option->find('='));
  return {{.file = place + *option, .what = "there is no such option", .hint = did_you_mean(flag, flags_of(app))}};
}

// Ids of the course's lessons; none when its folder has problems, which opening it will tell.
std::vector<std::string> lesson_ids(const std::string& data) {
  Issues ignored;
  std::vector<std::string> ids;
  if (const std::optional<DataFolders> folders = find_data_folders(data, ignored)) {
    for (const CoursePart& part : read_course(folders->lessons, ignored)) {
      ids.insert(ids.end(), part.lessons.begin(), part.lessons.end());
    }
  }
  return ids;
}

// A word without a command in front: a lesson to open the lab at, by id or path. Issues when it is neither.
Issues not_a_lesson(const std::string& word, const std::string& data, const std::vector<Command>& commands) {
  const bool is_path = word.find_first_of("/\\") != std::string::npos || word.ends_with(".json");
  if (is_path) return {};  // told by the reader when there is no such file
  std::vector<std::string> names = lesson_ids(data);
  if (std::find(names.begin(), names.end(), word) != names.end()) return {};
  const std::vector<std::string> of_commands = names_of(commands);
  names.insert(names.end(), of_commands.begin(), of_commands.end());
  std::string hint = did_you_mean(word, names);
  if (hint.empty()) hint = "see wallflip --help and wallflip list";
  return {{.file = word, .what = "there is no such command or lesson", .hint = hint}};
}

constexpr const char* footer =
    "Without a command the lab opens; `wallflip 03b` opens it at that lesson.\nExit codes: 0 done, 1 requirement not "
    "met (eval --require), 2 bad input, "
    "3 internal error.";

// The whole command line: one CLI11 parser for the lab's own options and one below it for each command.
class CommandLine {
 public:
  explicit CommandLine(const std::vector<Command>& commands)
      : commands_(commands),
        app_("wallflip: a lab for the design of machine-learning systems", "wallflip"),
        values_(commands.size()) {
    app_.set_version_flag("--version", "wallflip " WALLFLIP_VERSION);
    app_.add_option("--lesson", lab_.lesson, "lab: open at this lesson (id or path)");
    app_.add_option("--scale", lab_.scale, "lab: zoom")->check(CLI::Range(smallest_scale, largest_scale));
    app_.add_option("--theme", lab_.theme, "lab: dark, light or projector")->check(check_theme);
    app_.add_option("--data", lab_.data, data_help);
    app_.footer(footer);
    app_.require_subcommand(0, 1);
    app_.allow_extras();
    for (size_t i = 0; i < commands.size(); ++i) {
      parsers_.push_back(app_.add_subcommand(std::string(commands[i].name), std::string(commands[i].what)));
      declare(*parsers_[i], commands[i], values_[i]);
    }
  }

  Wanted read(std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    try {
      app_.parse(arguments);
    } catch (const CLI::CallForHelp&) {
      return PrintText{app_.help()};
    } catch (const CLI::CallForVersion& version) {
      return PrintText{std::string(version.what()) + "\n"};
    } catch (const CLI::ParseError& error) {
      return issues(error.what());
    }
    const size_t i = chosen();
    if (i == commands_.size()) return open_lab();
    Issues left = issues("");
    if (!left.empty()) return left;
    if (values_[i].data.empty()) values_[i].data = lab_.data;
    return RunCommand{&commands_[i], values_[i]};
  }

 private:
  // The one word that no option took names the lesson.
  Wanted open_lab() {
    const std::vector<std::string> words = app_.remaining();
    if (!words.empty() && !words[0].starts_with('-')) {
      Issues unknown = not_a_lesson(words[0], lab_.data, commands_);
      if (!unknown.empty()) return unknown;
    }
    if (words.size() == 1 && !words[0].starts_with('-') && lab_.lesson.empty()) {
      lab_.lesson = words[0];
      return lab_;
    }
    Issues left = issues("");
    if (!left.empty()) return left;
    return lab_;
  }

  size_t chosen() const {
    const auto found = std::find_if(parsers_.begin(), parsers_.end(), [](const CLI::App* p) { return p->parsed(); });
    return static_cast<size_t>(found - parsers_.begin());
  }

  // A misspelt option first, for it may be why CLI11 misses another one.
  Issues issues(const std::string& problem) const {
    const size_t i = chosen();
    const std::string place = i < commands_.size() ? std::string(commands_[i].name) + " " : "";
    Issues left = leftover_issues(app_, "");
    if (left.empty() && i < commands_.size()) left = leftover_issues(*parsers_[i], place);
    if (!left.empty() || problem.empty()) return left;
    const std::string help = place + "--help";
    return {{.file = place.empty() ? place : place.substr(0, place.size() - 1),
             .what = problem,
             .hint = "see wallflip " + help}};
  }

  const std::vector<Command>& commands_;
  CLI::App app_;
  OpenLab lab_;
  std::vector<Arguments> values_;
  std::vector<CLI::App*> parsers_;  // one per command
};

}  // namespace

Wanted read_command_line(const std::vector<std::string>& arguments, const std::vector<Command>& commands) {
  return CommandLine(commands).read(arguments);
}

}  // namespace wallflip
