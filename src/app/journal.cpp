#include "app/journal.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>

namespace wallflip {
namespace {

using Kind = JournalRecord::Kind;
using widgets::Progress;

std::string now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

// Walls and choices are kept by their words: an index means nothing once the lesson has been edited.
std::vector<std::string> words_of(const Lab& lab, const Question& question) {
  std::vector<std::string> words;
  if (question.kind == QuestionKind::choice) {
    for (const Choice& choice : question.choices) words.push_back(choice.text);
  } else if (const Contest* contest = lab.system->contest(question.contest)) {
    for (const Contestant& who : contest->of) words.push_back(who.label);
  }
  return words;
}

std::optional<JournalRecord::Value> word_at(const std::vector<std::string>& words, double index) {
  const auto at = static_cast<size_t>(std::lround(index));
  if (index < 0 || at >= words.size()) return std::nullopt;
  return words[at];
}

void describe_prediction(const Session& session, size_t index, JournalRecord& record) {
  const Question& question = session.lab().lesson.predict[index];
  const Prediction& p = session.predictions()[index];
  record.ask = question.ask;
  record.question = question.kind;
  record.skipped = p.state == Prediction::State::skipped;
  record.open = static_cast<int>(std::count_if(session.predictions().begin(), session.predictions().end(),
                                               [](auto& q) { return q.state == Prediction::State::open; }));
  if (question.kind == QuestionKind::number) {
    if (p.truth && p.truth->number) record.truth = *p.truth->number;
  } else if (p.truth) {
    record.truth = word_at(words_of(session.lab(), question), p.truth->index);
  }
  if (record.skipped) return;
  record.confidence = p.confidence;
  record.right = p.correct || (p.band && counts_as_right(*p.band));
  if (question.kind != QuestionKind::number) {
    record.guess = word_at(words_of(session.lab(), question), p.guess);
    return;
  }
  record.guess = p.guess;
  if (record.truth && p.guess > 0 && *p.truth->number > 0) record.log_error = std::log10(p.guess / *p.truth->number);
}

void describe_step(const Session& session, size_t index, JournalRecord& record) {
  const Step &before = session.trail()[index - 1], &after = session.trail()[index];
  const Contest& walls = session.lab().system->contests.front();
  const auto wall = [&](const Step& step) { return walls.of[static_cast<size_t>(step.wall)].label; };
  record.at = index;
  record.action = after.action;
  record.set = changes_between(session.lab(), before.design, after.design);
  record.wall_before = wall(before);
  record.wall_after = wall(after);
}

void restore_prediction(Session& session, const JournalRecord& record) {
  const std::vector<Question>& questions = session.lab().lesson.predict;
  for (size_t i = 0; i < questions.size(); ++i) {
    if (questions[i].ask != record.ask || questions[i].kind != record.question) continue;
    if (record.skipped) return session.skip(i);
    if (!record.guess) return;
    if (const double* number = std::get_if<double>(&*record.guess)) {
      if (record.question == QuestionKind::number) session.predict(i, *number, record.confidence);
      return;
    }
    const std::vector<std::string> words = words_of(session.lab(), questions[i]);
    const auto at = std::find(words.begin(), words.end(), std::get<std::string>(*record.guess));
    if (record.question != QuestionKind::number && at != words.end()) {
      session.predict(i, static_cast<double>(at - words.begin()), record.confidence);
    }
    return;
  }
}

// Predicted: no question waits, and not all were skipped.
Progress mark_after(const std::vector<JournalRecord>& records) {
  const JournalRecord& last = records.back();
  if (last.kind == Kind::goal) return Progress::done;
  if (last.kind != Kind::prediction || last.open > 0) return Progress::started;
  const bool answered = std::any_of(records.begin(), records.end(), [](const JournalRecord& record) {
    return record.kind == Kind::prediction && !record.skipped;
  });
  return answered ? Progress::predicted : Progress::started;
}

}  // namespace

Journal::Journal(const std::filesystem::path& folder, Issues& issues) {
  if (folder.empty()) return;
  std::vector<JournalRecord> records;
  if (read_journal(folder / journal_file_name, records, issues)) file_ = folder / journal_file_name;
  for (const JournalRecord& record : records) remember(record);
}

void Journal::remember(const JournalRecord& record) {
  if (record.kind == Kind::afresh) {
    if (const auto known = lessons_.find(record.lesson); known != lessons_.end()) known->second.records.clear();
    return;
  }
  LessonHistory& history = lessons_[record.lesson];
  history.records.push_back(record);
  history.progress = std::max(history.progress, mark_after(history.records));
  if (record.kind != Kind::prediction || !asked_.emplace(record.lesson, record.ask).second) return;
  if (!record.skipped && record.confidence > 0) forecasts_.push_back({record.confidence, record.right});
}

void Journal::write(JournalRecord record) {
  record.time = now();
  remember(record);
  if (file_.empty()) return;
  Issues found;
  const bool written = append_line(file_, to_line(record), found);
  if (!written && !trouble_told_) issues_ = std::move(found);
  trouble_told_ = !written;
}

void Journal::record(const Session& session, const SessionEvent& event) {
  JournalRecord record;
  record.lesson = session.lab().lesson.id;
  switch (event.kind) {
    case SessionEvent::Kind::step:
      record.kind = Kind::step;
      describe_step(session, event.index, record);
      break;
    case SessionEvent::Kind::moved_to:
      record.kind = Kind::moved_to;
      record.at = event.index;
      break;
    case SessionEvent::Kind::prediction:
      record.kind = Kind::prediction;
      describe_prediction(session, event.index, record);
      break;
    case SessionEvent::Kind::goal:
      record.kind = Kind::goal;
      break;
  }
  write(std::move(record));
}

void Journal::start_afresh(const std::string& lesson) {
  JournalRecord record;
  record.kind = Kind::afresh;
  record.lesson = lesson;
  write(std::move(record));
}

void Journal::resume(Session& session) const {
  const auto history = lessons_.find(session.lab().lesson.id);
  if (history == lessons_.end()) return;
  for (const JournalRecord& record : history->second.records) {
    switch (record.kind) {
      case Kind::step:
        session.restore_step(record.at, record.action, record.set);
        break;
      case Kind::moved_to:
        session.go_to(record.at);
        break;
      case Kind::prediction:
        restore_prediction(session, record);
        break;
      case Kind::goal:
        session.restore_goal();
        break;
      case Kind::afresh:
        break;
    }
  }
}

Progress Journal::progress(const std::string& lesson) const {
  const auto history = lessons_.find(lesson);
  return history == lessons_.end() ? Progress::untouched : history->second.progress;
}

}  // namespace wallflip
