#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <utility>

#include "model/study/study_control.hpp"

namespace wallflip {

/// A study that takes longer than a frame, on a thread of its own. Asked every frame: while the question stays the same
/// its run goes on; with another one the run is cancelled, and the next starts once the old thread has let go, so that
/// at most one runs and asking never waits. The last result stays until the next is there.
template <class Question, class Result>
class Background {
 public:
  using Work = std::function<Result(StudyControl&)>;

  Background() = default;
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  /// Cancels and waits.
  ~Background() { stop(); }

  /// `start` gives the work of `question`; it is called only when a run begins. The work owns or outlives what it
  /// reads.
  template <class Start>
  void ask(const Question& question, Start start) {
    collect();
    asked_ = question;
    if (run_ && run_->question != question) stop();
    if (run_ || answered_ == question || declined_ == question) return;
    declined_.reset();
    auto control = std::make_shared<StudyControl>();
    run_.emplace(Run{question, control,
                     std::async(std::launch::async, [work = Work(start()), control] { return work(*control); })});
  }
  /// Gives up on the question asked last, until `again` or another question.
  void cancel() {
    stop();
    declined_ = asked_;
  }
  void again() { declined_.reset(); }

  /// Of the last run that came to its end; null before.
  const Result* result() const { return result_ ? &*result_ : nullptr; }
  /// Does it answer the question asked last?
  bool current() const { return answered_ && answered_ == asked_; }
  bool declined() const { return declined_ && declined_ == asked_; }
  bool running() const { return run_.has_value(); }
  /// Does a run go on, or has one ended whose result nobody has seen? True once after the end, and false from then on
  /// even when nobody asks any more.
  bool busy() {
    const bool was_running = running();
    collect();
    return was_running;
  }
  double progress() const { return run_ ? run_->control->progress() : 0; }
  /// Until the thread is done; the next `ask` or `busy` takes its result.
  void wait() const {
    if (run_) run_->result.wait();
  }

 private:
  struct Run {
    Question question;
    std::shared_ptr<StudyControl> control;
    std::future<Result> result;  // of std::async: its destructor waits
  };

  void stop() {
    if (run_) run_->control->cancel = true;
  }
  void collect() {
    if (!run_ || run_->result.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
    Result result = run_->result.get();
    if (!run_->control->cancel) {
      result_ = std::move(result);
      answered_ = run_->question;
    }
    run_.reset();
  }

  std::optional<Question> asked_, answered_, declined_;
  std::optional<Result> result_;
  std::optional<Run> run_;
};

}  // namespace wallflip
