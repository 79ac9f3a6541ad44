#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "app/commands/command_line.hpp"
#include "app/commands/opened.hpp"
#include "app/lab.hpp"

namespace {

using namespace wallflip;

int print_issues(const Issues& issues, int exit_code) {
  for (const Issue& issue : issues) std::fprintf(stderr, "wallflip: %s\n", to_string(issue).c_str());
  return exit_code;
}

int print(const std::string& text, int exit_code) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return written ? exit_code : print_issues({{.file = "stdout", .what = "cannot be written"}}, internal_error);
}

int open_lab(const OpenLab& wanted) {
  Arguments arguments;
  arguments.data = wanted.data;
  Issues issues;
  const std::unique_ptr<Library> library = open_library(arguments, issues);
  if (!library) return print_issues(issues, bad_input);
  LabOptions options;
  options.lesson = wanted.lesson;
  options.scale = wanted.scale;
  options.theme = theme_named(wanted.theme);
  return run_lab(options, *library);
}

int run(const std::vector<std::string>& arguments) {
  const std::vector<Command> commands = command_table();
  const Wanted wanted = read_command_line(arguments, commands);
  if (const auto* issues = std::get_if<Issues>(&wanted)) return print_issues(*issues, bad_input);
  if (const auto* help = std::get_if<PrintText>(&wanted)) return print(help->text, done);
  if (const auto* named = std::get_if<RunCommand>(&wanted)) {
    const CommandResult result = named->command->run(named->arguments);
    return print_issues(result.issues, print(result.text, result.exit_code));
  }
  return open_lab(std::get<OpenLab>(wanted));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    return print_issues({{.what = std::string("internal error: ") + error.what()}}, internal_error);
  }
}
