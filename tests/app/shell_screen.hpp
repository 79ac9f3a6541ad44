#pragma once

#include <doctest/doctest.h>

#include <map>
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

  explicit Screen(const std::string& lesson, const HeadlessOptions& options = {}, Library read = read_library(),
                  Journal journal = {})
      : library(std::move(read)), shell(library, std::move(journal)), headless(options), driver(opened(lesson)) {}

  Session& session() { return *shell.current()->session; }
  PanelState& panel() { return *shell.current()->panel; }
  const Lab& lab() { return *shell.current()->lab; }
  double input(std::string_view name) {
    const NodeId node = lab().sheet().find(name);
    REQUIRE(node >= 0);
    return session().evaluation().nodes[static_cast<size_t>(node)];
  }
  /// Whether the words stand on screen one after the other: rich text is drawn word by word.
  bool says(const std::string& words) {
    std::string all;
    for (const Recorder::Text& t : headless.recorder().texts) all += t.text + " ";
    return all.find(words) != std::string::npos;
  }
  /// What is written inside an item, left to right.
  std::string words_in(const std::string& item_name) {
    const Recorder::Item* item = driver.find(item_name);
    REQUIRE_MESSAGE(item != nullptr, item_name);
    std::map<float, std::string> words;
    for (const Recorder::Text& t : headless.recorder().texts) {
      const ImVec2 middle = {(t.rect.min.x + t.rect.max.x) / 2, (t.rect.min.y + t.rect.max.y) / 2};
      if (item->rect.contains(middle)) words[t.rect.min.x] = t.text;
    }
    std::string all;
    for (const auto& [x, text] : words) all += (all.empty() ? "" : " ") + text;
    return all;
  }
  /// Tab until the item has the keyboard; false when a whole round does not reach it.
  bool tab_to(const std::string& name) {
    const size_t round = headless.ui().focus->order.size() + 1;
    for (size_t i = 0; i < round; ++i) {
      const Recorder::Item* item = driver.find(name);
      if (item != nullptr && item->id == headless.ui().focus->current) return true;
      driver.key(Key::tab);
    }
    return false;
  }
  /// Long enough that the next press is no double click.
  void wait() { driver.frames(30); }
  void write_into(const std::string& field, const std::string& text) {
    REQUIRE_MESSAGE(driver.press(field), field);
    driver.frames(2);  // the toolkit gives a field the keyboard one frame later
    driver.type(text);
  }
  /// Writes over the value of a knob and presses Enter.
  void type_value(const std::string& knob, const std::string& text) {
    write_into("knob " + knob + ":value", text);
    driver.key(Key::enter);
    driver.frames(1);
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
