#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/journal.hpp"
#include "app/panels/panel.hpp"
#include "app/settings_store.hpp"
#include "app/strings.hpp"
#include "widgets/course_rail.hpp"

namespace wallflip {

/// One lesson on screen: its lab, its session, what its panel remembers, and what is wrong with its file, if anything.
struct OpenLesson {
  std::unique_ptr<Lab> lab;
  std::unique_ptr<Session> session;
  std::unique_ptr<PanelState> panel;
  std::filesystem::path file;
  std::filesystem::file_time_type written;
  Issues issues;  ///< of the newest version, when that is broken and an older one is shown
};

enum class Overlay { none, palette, shortcuts, start, calibration };

/// The whole lab without its window: what is drawn, and what the window is asked to do. The same object draws in the
/// real window, for `shot` and in the tests.
class Shell {
 public:
  /// Without a journal of a folder the learner is a fresh one and nothing is written.
  explicit Shell(const Library& library, Journal journal = {});
  Shell(const Shell&) = delete;  // sessions tell this journal what happens
  Shell& operator=(const Shell&) = delete;

  /// Opens a lesson by id or path; issues leave the current one on screen.
  Issues open(const std::string& id_or_path);
  OpenLesson* current() { return current_; }
  const Library& library() const { return *library_; }
  Strings& strings() { return strings_; }
  const Journal& journal() const { return journal_; }
  /// Says on screen what is wrong with the user's own files.
  void tell(const Issues& issues) { notes_.insert(notes_.end(), issues.begin(), issues.end()); }

  /// One frame over the whole of `rect`.
  void draw(Ui& ui, Rect rect);

  /// Re-reads lesson files that changed on disk. A broken file keeps its last good version, beside the error.
  void reread_changed();
  std::vector<std::filesystem::path> watched_files() const;

  // What actions do. Each is a row of action_table().
  void step_lesson(int by);
  void undo();
  void redo();
  void set_theme(ThemeId id) { theme = id; }
  /// The lesson as if it had never been opened; the history keeps what was done.
  void start_afresh();
  void toggle(Overlay overlay);
  void show_calibration_as_table(bool as_table) { calibration_as_table_ = as_table; }
  void toggle_sheet(SheetKind kind);

  ThemeId theme = ThemeId::dark;
  float zoom = 1;
  bool presenting = false;
  static constexpr float presenting_zoom = 1.6F;  ///< on top of the user's own: read from the last row
  bool quit = false;
  std::string role;  ///< of Settings; empty: the start card has not been answered
  Overlay overlay = Overlay::none;

 private:
  void draw_lab(Ui& ui, Rect rect);
  void draw_top_bar(Ui& ui, Rect rect);
  void draw_rail(Ui& ui, Rect rect);
  void draw_palette(Ui& ui, Rect rect);
  void draw_shortcuts(Ui& ui, Rect rect);
  void draw_start(Ui& ui, Rect rect);
  void draw_calibration(Ui& ui, Rect rect);
  float draw_banner(Ui& ui, Rect rect);
  void draw_presented(Ui& ui, Rect rect);
  void run_shortcuts();
  std::vector<std::string> lesson_ids() const;
  void keep_journal(Session& session);

  const Library* library_;
  Strings strings_;
  Journal journal_;
  std::map<std::string, OpenLesson> lessons_;  ///< by id or path, as opened
  OpenLesson* current_ = nullptr;
  std::string current_id_;
  std::map<std::string, std::string> titles_;
  Issues banner_, notes_;
  widgets::RailState rail_;
  widgets::TextField palette_text_;
  int palette_row_ = 0;
  bool calibration_as_table_ = false;
  widgets::TextTwinState calibration_table_;
};

}  // namespace wallflip
