#include "app/shot.hpp"

#include <charconv>

#include "app/commands/opened.hpp"

namespace wallflip {
namespace {

constexpr int smallest_side = 64, largest_side = 8192;

// "1440x900"
bool read_size(const std::string& text, ShotOptions& options) {
  const char* end = text.data() + text.size();
  const auto width = std::from_chars(text.data(), end, options.width);
  if (width.ec != std::errc() || width.ptr == end || *width.ptr != 'x') return false;
  const auto height = std::from_chars(width.ptr + 1, end, options.height);
  const auto fits = [](int side) { return side >= smallest_side && side <= largest_side; };
  return height.ec == std::errc() && height.ptr == end && fits(options.width) && fits(options.height);
}

}  // namespace

CommandResult run_shot(const Arguments& arguments) {
  Issues issues;
  ShotOptions options;
  options.lesson = arguments.lesson;
  options.out = arguments.out;
  options.scale = arguments.scale;
  options.theme = theme_named(arguments.theme).value_or(ThemeId::dark);
  options.reveal = arguments.reveal;
  options.present = arguments.present;
  options.set = read_settings(arguments.set, issues);
  if (!arguments.picture_size.empty() && !read_size(arguments.picture_size, options)) {
    issues.push_back({.file = "--size " + arguments.picture_size,
                      .what = "expected WIDTHxHEIGHT from 64x64 to 8192x8192, for example 1440x900"});
  }
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  const std::unique_ptr<Library> library = open_library(arguments, issues);
  if (library) issues = render_shot(options, *library);
  place_in_arguments(issues);
  return {issues.empty() ? done : bad_input, "", std::move(issues)};
}

}  // namespace wallflip
