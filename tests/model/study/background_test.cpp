#include "model/study/background.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace wallflip;

namespace {

// Runs until it is told to go on, or cancelled.
struct Gate {
  std::atomic<bool> open{false};
  std::atomic<int> started{0};
};

std::function<int(StudyControl&)> counting(Gate& gate, int value) {
  return [&gate, value](StudyControl& control) {
    ++gate.started;
    control.all = 4;
    control.done = 1;
    while (!gate.open && !control.cancel) std::this_thread::yield();
    control.done = 4;
    return value;
  };
}

/// A study that was asked question 1, behind a gate.
struct Asked {
  Gate gate;
  Background<int, int> study;  // ends first: its thread looks at the gate

  Asked() { ask(1); }
  void ask(int question) {
    study.ask(question, [&] { return counting(gate, 10 * question); });
  }
  void settle(int question) {
    ask(question);
    while (study.running()) {
      study.wait();
      ask(question);
    }
  }
  void until_started(int runs) const {
    while (gate.started < runs) std::this_thread::yield();
  }
};

}  // namespace

TEST_CASE("a study runs once for a question and keeps its answer until the next one is there") {
  Asked asked;
  Gate& gate = asked.gate;
  auto& study = asked.study;
  CHECK(study.running());
  CHECK(study.result() == nullptr);
  while (study.progress() < 0.25) std::this_thread::yield();
  CHECK(study.progress() == 0.25);
  gate.open = true;
  asked.settle(1);
  asked.ask(1);
  REQUIRE(study.result() != nullptr);
  CHECK(*study.result() == 10);
  CHECK(study.current());
  CHECK(gate.started == 1);

  gate.open = false;
  asked.ask(2);
  CHECK(*study.result() == 10);  // the old one, and said to be old
  CHECK_FALSE(study.current());
  gate.open = true;
  asked.settle(2);
  CHECK(*study.result() == 20);
  CHECK(study.current());
}

TEST_CASE("another question cancels the run; what was cancelled is never shown") {
  Asked asked;
  Gate& gate = asked.gate;
  auto& study = asked.study;
  asked.until_started(1);
  asked.ask(2);  // the first thread ends by itself: the gate is still shut
  gate.open = true;
  asked.settle(2);
  REQUIRE(study.result() != nullptr);
  CHECK(*study.result() == 20);
  CHECK(gate.started == 2);
}

TEST_CASE("a run that nobody asks about any more ends, and then nothing waits for it") {
  Asked asked;
  Gate& gate = asked.gate;
  auto& study = asked.study;
  CHECK(study.busy());
  gate.open = true;
  study.wait();
  CHECK(study.busy());  // once more: there is something new to see
  CHECK_FALSE(study.busy());
  REQUIRE(study.result() != nullptr);
  CHECK(*study.result() == 10);
}

TEST_CASE("a declined question stays unanswered until it is asked again") {
  Asked asked;
  Gate& gate = asked.gate;
  auto& study = asked.study;
  asked.until_started(1);
  study.cancel();
  asked.settle(1);
  CHECK(study.declined());
  CHECK(study.result() == nullptr);
  CHECK(gate.started == 1);
  study.again();
  asked.ask(1);
  CHECK(study.running());
  asked.until_started(2);
}  // leaving ends the thread although the gate is shut
