#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "app/headless.hpp"
#include "app/shell.hpp"
#include "app/test_driver.hpp"

// The whole lab without a window, as the tests of the shell and the journeys use it.

namespace wallflip::test {

inline const std::filesystem::path assets_folder = WALLFLIP_SOURCE_DIR "/assets";
inline const std::filesystem::path lessons_folder = WALLFLIP_SOURCE_DIR "/lessons";

inline Library read_library(const std::filesystem::path& lessons = lessons_folder) {
  LoadedLibrary loaded = load_library(assets_folder, lessons);
  for (const Issue& issue : loaded.issues) FAIL_CHECK(to_string(issue));
  return std::move(loaded.library);
}

/// Draws the shell over the whole screen.
inline DrawFn drawing(Shell& shell) {
  return [&shell](Ui& ui) { shell.draw(ui, {{0, 0}, ImGui::GetIO().DisplaySize}); };
}

/// One lab on a screen of its own with a user in front of it.
struct Screen {
  Library library;
  Shell shell;
  Headless headless;
  TestDriver driver;

  explicit Screen(const std::string& lesson, const HeadlessOptions& options = {}, Library read = read_library())
      : library(std::move(read)), shell(library), headless(options), driver(opened(lesson)) {}

  Session& session() { return *shell.current()->session; }
  PanelState& panel() { return *shell.current()->panel; }
  const Lab& lab() { return *shell.current()->lab; }
  double input(std::string_view name) {
    const NodeId node = lab().sheet().find(name);
    REQUIRE(node >= 0);
    return session().evaluation().nodes[static_cast<size_t>(node)];
  }
  /// Every prediction skipped, without the card: for journeys that are about something else.
  void skip_predictions() {
    for (size_t i = 0; i < session().predictions().size(); ++i) session().skip(i);
    driver.frames(2);
  }
  void no_faults() {
    for (const std::string& fault : driver.faults()) FAIL_CHECK(fault);
  }

 private:
  TestDriver opened(const std::string& lesson) {
    for (const Issue& issue : shell.open(lesson)) FAIL_CHECK(to_string(issue));
    return {headless, drawing(shell)};
  }
};

}  // namespace wallflip::test
