#pragma once

#include <string>
#include <variant>
#include <vector>

#include "app/commands/command.hpp"

namespace wallflip {

/// No command was named: the lab is wanted.
struct OpenLab {
  std::string lesson;  ///< id or path; empty: where the learner was
  std::string theme;   ///< empty: as last time
  std::string data;
  float scale = 0;  ///< 0: as last time
};

struct RunCommand {
  const Command* command;
  Arguments arguments;
};

/// --help and --version.
struct PrintText {
  std::string text;
};

using Wanted = std::variant<OpenLab, RunCommand, PrintText, Issues>;

/// What the arguments (without the program's name) ask for; every mistake is an issue with the nearest name.
Wanted read_command_line(const std::vector<std::string>& arguments, const std::vector<Command>& commands);

}  // namespace wallflip
