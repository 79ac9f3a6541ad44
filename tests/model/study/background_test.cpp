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

using Study = Background<int, int>;

void ask(Study& study, Gate& gate, int question) {
  study.ask(question, [&] { return counting(gate, 10 * question); });
}

void settle(Study& study, Gate& gate, int question) {
  ask(study, gate, question);
  while (study.running()) {
    study.wait();
    ask(study, gate, question);
  }
}

}  // namespace

TEST_CASE("a study runs once for a question and keeps its answer until the next one is there") {
  Gate gate;
  Study study;
  ask(study, gate, 1);
  CHECK(study.running());
  CHECK(study.result() == nullptr);
  while (study.progress() < 0.25) std::this_thread::yield();
  CHECK(study.progress() == 0.25);
  gate.open = true;
  settle(study, gate, 1);
  ask(study, gate, 1);
  REQUIRE(study.result() != nullptr);
  CHECK(*study.result() == 10);
  CHECK(study.current());
  CHECK(gate.started == 1);

  gate.open = false;
  ask(study, gate, 2);
  CHECK(*study.result() == 10);  // the old one, and said to be old
  CHECK_FALSE(study.current());
  gate.open = true;
  settle(study, gate, 2);
  CHECK(*study.result() == 20);
  CHECK(study.current());
}

TEST_CASE("another question cancels the run; what was cancelled is never shown") {
  Gate gate;
  Study study;
  ask(study, gate, 1);
  while (gate.started < 1) std::this_thread::yield();
  ask(study, gate, 2);  // the first thread ends by itself: the gate is still shut
  gate.open = true;
  settle(study, gate, 2);
  REQUIRE(study.result() != nullptr);
  CHECK(*study.result() == 20);
  CHECK(gate.started == 2);
}

TEST_CASE("a run that nobody asks about any more ends, and then nothing waits for it") {
  Gate gate;
  Study study;
  ask(study, gate, 1);
  CHECK(study.busy());
  gate.open = true;
  study.wait();
  CHECK(study.busy());  // once more: there is something new to see
  CHECK_FALSE(study.busy());
  REQUIRE(study.result() != nullptr);
  CHECK(*study.result() == 10);
}

TEST_CASE("a declined question stays unanswered until it is asked again; leaving ends the thread") {
  Gate gate;
  {
    Study study;
    ask(study, gate, 1);
    while (gate.started < 1) std::this_thread::yield();
    study.cancel();
    settle(study, gate, 1);
    CHECK(study.declined());
    CHECK(study.result() == nullptr);
    CHECK(gate.started == 1);
    study.again();
    ask(study, gate, 1);
    CHECK(study.running());
    while (gate.started < 2) std::this_thread::yield();
  }
  CHECK_FALSE(gate.open);
}
