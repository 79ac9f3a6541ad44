#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/issue.hpp"

namespace wallflip {

/// Everything that any command takes from the command line; each command says in its row what it takes.
struct Arguments {
  std::string lesson;    ///< id or path
  std::string quantity;  ///< explain: QUANTITY; tornado: --of
  std::vector<std::string> files;
  std::vector<std::string> set, knobs, contests, vary;  ///< each as typed: "load.batch=64"
  std::string x, y;                                     ///< knobs of a map
  std::string out, data, shard;
  std::string model, accelerator, count, global_batch, context;  ///< the job of `layouts`, as typed
  std::string by = "step_time", memory_line, fidelity;
  int top = 10;
  std::string theme = "dark";
  std::string picture_size;  ///< "1440x900"; empty: the usual size
  float scale = 1;
  int depth = 1;      ///< levels that explain opens
  int map_size = 64;  ///< positions a side
  bool json = false, free = false, require = false, reveal = false, present = false, splits = false;
};

/// One thing a command takes. command_line.cpp has a row for each: flag, help and the field it fills.
enum class Take {
  lesson,
  quantity,
  files,
  set,
  free,
  require,
  knobs,
  contests,
  contest,
  of,
  x,
  y,
  map_size,
  depth,
  vary,
  shard,
  out,
  tables,
  rows,
  job,
  by,
  top,
  memory_line,
  splits,
  fidelity,
  picture,
  picture_size,
  scale,
  theme,
  reveal,
  present,
  json
};

inline constexpr int done = 0, not_met = 1, bad_input = 2, internal_error = 3;

/// What a command leaves: text for stdout and, for stderr, what was wrong with the input (then exit code 2).
struct CommandResult {
  int exit_code = done;
  std::string text;
  Issues issues;

  static CommandResult bad(Issues issues) { return {bad_input, "", std::move(issues)}; }
};

struct Command {
  std::string_view name;
  std::string_view what;  ///< one line for --help
  std::vector<Take> takes;
  CommandResult (*run)(const Arguments&);
};

/// Every command there is: the one list, in the order of --help.
std::vector<Command> command_table();

CommandResult run_list(const Arguments& arguments);
CommandResult run_show(const Arguments& arguments);
CommandResult run_eval(const Arguments& arguments);
CommandResult run_explain(const Arguments& arguments);
CommandResult run_flips(const Arguments& arguments);
CommandResult run_map(const Arguments& arguments);
CommandResult run_tornado(const Arguments& arguments);
CommandResult run_sweep(const Arguments& arguments);
CommandResult run_layouts(const Arguments& arguments);
CommandResult run_check(const Arguments& arguments);
CommandResult run_validate(const Arguments& arguments);
CommandResult run_shot(const Arguments& arguments);

}  // namespace wallflip
