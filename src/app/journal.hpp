#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/journal_file.hpp"
#include "model/lesson/calibration.hpp"
#include "model/lesson/session.hpp"
#include "widgets/course_rail.hpp"

namespace wallflip {

/// What a learner has done, over all starts: every step and every prediction, written down the moment it happens.
class Journal {
 public:
  /// Remembers and writes nothing: a fresh learner, for `shot` and the tests.
  Journal() = default;
  /// Reads journal.jsonl of the user's data folder and appends to it. Without a folder: as above.
  Journal(const std::filesystem::path& folder, Issues& issues);

  void record(const Session& session, const SessionEvent& event);
  /// The lesson begins anew: its trail and predictions are no longer played back. The history keeps them.
  void start_afresh(const std::string& lesson);
  /// Plays back into a fresh session what was done in its lesson. What an edited lesson no longer knows is passed over.
  void resume(Session& session) const;

  /// Goes up only: a lesson that begins afresh keeps its mark.
  widgets::Progress progress(const std::string& lesson) const;
  /// Over the first answer to every question: of a later one the truth was known.
  Calibration calibration() const { return calibrate(forecasts_); }

  /// What could not be written since it was last asked. The same trouble is told once.
  Issues take_issues() { return std::exchange(issues_, {}); }

 private:
  struct LessonHistory {
    widgets::Progress progress = widgets::Progress::started;
    std::vector<JournalRecord> records;  ///< since it last began afresh
  };
  void remember(const JournalRecord& record);
  void write(JournalRecord record);

  std::filesystem::path file_;  ///< empty: nothing is written
  std::map<std::string, LessonHistory> lessons_;
  std::set<std::pair<std::string, std::string>> asked_;  ///< lesson and question
  std::vector<Forecast> forecasts_;
  Issues issues_;
  bool trouble_told_ = false;
};

}  // namespace wallflip
