#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/lesson/answers.hpp"

namespace wallflip {

/// One committed change: what the trail shows, what undo goes back over, what the journal keeps.
struct Step {
  std::string action;  ///< "batch 64 -> 158", "FP8 KV cache"
  Design design;       ///< after the change
  int wall = 0;        ///< contestant that binds after it
};

enum class MechanismEffect { moved_the_wall, relieved_another, made_it_worse, changed_nothing };

struct Prediction {
  enum class State { open, answered, skipped } state = State::open;
  double guess = 0;       ///< number: base units; wall and choice: index
  double confidence = 0;  ///< 0.5, 0.7, 0.9; 0 when not asked
  std::optional<Answer> truth;
  bool correct = false;      ///< wall, choice
  std::optional<Band> band;  ///< number
};

/// Something worth keeping, told the moment it happens.
struct SessionEvent {
  enum class Kind {
    step,        ///< a committed change, now trail()[index]
    moved_to,    ///< undo, redo or a click went to trail()[index]
    prediction,  ///< predictions()[index] was answered or skipped
    goal         ///< the flip has been found
  } kind;
  size_t index = 0;
};

/// The settings that take one design of a lesson into another: catalog rows, then the inputs that differ beyond them.
Settings changes_between(const Lab& lab, const Design& from, const Design& to);

/// One learner in one lesson: predict -> explore -> flip -> iterate. Holds the live design; every frame reads it.
class Session {
 public:
  explicit Session(const Lab& lab);

  const Lab& lab() const { return *lab_; }
  const Design& design() const { return design_; }
  const Evaluation& evaluation() const { return live_.last(); }
  const Verdict& verdict() const { return verdict_; }
  /// Counts up whenever the design changes: what is derived from it can be cached by this number.
  uint64_t revision() const { return revision_; }

  /// Moves a knob without a step (while dragging); `commit` then makes the step. Positions as in Knob.
  void move(const Knob& knob, double position);
  /// A typed value; an issue leaves the design as it was.
  Issues type(const Knob& knob, const std::string& text);
  void commit(const std::string& action);
  /// Several settings at once, as one step; an issue leaves the design as it was.
  Issues set(const Settings& settings, const std::string& action);
  /// Back to the scenario's value of one knob.
  void reset(const Knob& knob);
  MechanismEffect apply_mechanism(const Mechanism& mechanism, Issues& issues);

  bool can_undo() const { return at_ > 0; }
  bool can_redo() const { return at_ + 1 < trail_.size(); }
  void undo();
  void redo();
  void go_to(size_t step);
  const std::vector<Step>& trail() const { return trail_; }
  size_t at() const { return at_; }

  // Predict first: the goal's knob waits for an answer or a skip of every prediction.
  const std::vector<Prediction>& predictions() const { return predictions_; }
  /// The first open prediction or -1.
  int open_prediction() const;
  void predict(size_t index, double guess, double confidence);
  void skip(size_t index);
  bool locked(const Knob& knob) const;
  bool values_hidden() const { return open_prediction() >= 0; }

  /// The goal's flip has been crossed by the learner's own hand, or the learner asked to see it.
  bool goal_reached() const { return goal_reached_; }
  /// Never before the predictions: a ribbon is their answer.
  bool ribbons_shown() const { return !values_hidden() && (goal_reached_ || ribbons_asked_); }
  void show_ribbons() { ribbons_asked_ = true; }
  /// Which step of the loop is lit, 0..4: requirements, arithmetic, topology, bottleneck, iterate.
  int loop_step() const;
  void note_arithmetic_opened() { arithmetic_opened_ = true; }

  /// Who hears of every event from now on (the journal); nobody at first.
  using Listener = std::function<void(const Session&, const SessionEvent&)>;
  void listen(Listener listener) { listener_ = std::move(listener); }

  // What a journal plays back into a fresh session, before anybody listens.
  /// The change that became trail()[at]; values out of a knob's range are kept, as mechanisms may set them. Issues when
  /// the lesson no longer knows a name: then nothing changes.
  Issues restore_step(size_t at, const std::string& action, const Settings& changes);
  void restore_goal() { goal_reached_ = true; }

 private:
  void refresh();
  void tell(SessionEvent::Kind kind, size_t index);
  bool add_step(const std::string& action);
  void note_goal();
  const Lab* lab_;
  Design design_;
  LiveEvaluation live_;
  Verdict verdict_;
  uint64_t revision_ = 0;
  Listener listener_;
  std::vector<Step> trail_;
  size_t at_ = 0;
  std::vector<Prediction> predictions_;
  bool goal_reached_ = false, ribbons_asked_ = false, arithmetic_opened_ = false;
};

}  // namespace wallflip
