#include "model/lesson/session.hpp"

#include <algorithm>
#include <cmath>

namespace wallflip {

Settings changes_between(const Lab& lab, const Design& from, const Design& to) {
  Settings changes;
  for (const auto& [slot, id] : to.rows) {
    if (id != from.row(slot)) changes.push_back({slot, id, ""});
  }
  Design reached = from;
  Issues ignored;  // both designs stand, so their rows are known
  apply(lab, changes, reached, ignored, true);
  const auto& inputs = lab.sheet().inputs();
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (reached.inputs[i] != to.inputs[i]) changes.push_back({inputs[i].name, to.inputs[i], ""});
  }
  return changes;
}

Session::Session(const Lab& lab) : lab_(&lab), design_(lab.start), live_(*lab.system) {
  predictions_.resize(lab.lesson.predict.size());
  refresh();
  trail_.push_back({"start", design_, verdict_.walls.leader});
}

void Session::refresh() {
  verdict_ = judge(*lab_->system, live_.at(design_.inputs));
  ++revision_;
}

void Session::tell(SessionEvent::Kind kind, size_t index) {
  if (listener_) listener_(*this, {kind, index});
}

// ---- moving

void Session::move(const Knob& knob, double position) {
  if (locked(knob) || position == position_in(knob, design_.inputs)) return;
  if (knob.kind == KnobKind::choice && knob.input < 0) {
    Issues ignored;  // the knob holds only rows that can be set
    apply(*lab_, {{knob.name, knob.choices[static_cast<size_t>(position)].label, ""}}, design_, ignored, true);
  } else {
    set_position(knob, position, design_.inputs);
    design_.origins[static_cast<size_t>(knob.input)] = {set_by_hand, "set by you"};
  }
  refresh();
}

Issues Session::type(const Knob& knob, const std::string& text) {
  Issues issues;
  if (locked(knob)) return {{.what = "predict first, then this knob is free"}};
  Design next = design_;
  apply(*lab_, {{knob.name, text, ""}}, next, issues);
  if (!issues.empty()) return issues;
  design_ = std::move(next);
  refresh();
  commit(knob.label + " " + position_text(knob, position_in(knob, design_.inputs)));
  return issues;
}

void Session::commit(const std::string& action) {
  if (add_step(action)) note_goal();
}

bool Session::add_step(const std::string& action) {
  if (design_.inputs == trail_[at_].design.inputs) return false;
  trail_.resize(at_ + 1);
  trail_.push_back({action, design_, verdict_.walls.leader});
  at_ = trail_.size() - 1;
  tell(SessionEvent::Kind::step, at_);
  return true;
}

Issues Session::set(const Settings& settings, const std::string& action) {
  Issues issues;
  Design next = design_;
  apply(*lab_, settings, next, issues);
  if (!issues.empty()) return issues;
  design_ = std::move(next);
  refresh();
  add_step(action);  // not the learner's own hand: a trap that is tried reaches no goal
  return issues;
}

void Session::reset(const Knob& knob) {
  const double home = position_in(knob, lab_->start.inputs);
  if (home < 0) return;
  move(knob, home);
  commit(knob.label + " back to " + position_text(knob, home));
}

MechanismEffect Session::apply_mechanism(const Mechanism& mechanism, Issues& issues) {
  const Standing before = verdict_.walls;
  const Contest& walls = lab_->system->contests.front();
  const std::vector<double> nodes = evaluation().nodes;
  Design next = design_;
  const size_t known = issues.size();
  apply(*lab_, mechanism.set, next, issues, true);
  if (issues.size() > known) return MechanismEffect::changed_nothing;
  design_ = std::move(next);
  refresh();
  commit(mechanism.title);
  const auto change = [&](int contestant) {
    const auto node = static_cast<size_t>(walls.of[static_cast<size_t>(contestant)].quantity.node);
    return evaluation().nodes[node] - nodes[node];
  };
  constexpr double still = 1e-9;  // relative: rounding is no effect
  const double binding = change(before.leader);
  const double pressure = nodes[static_cast<size_t>(walls.of[static_cast<size_t>(before.leader)].quantity.node)];
  if (binding < -still * pressure) return MechanismEffect::moved_the_wall;
  if (binding > still * pressure) return MechanismEffect::made_it_worse;
  for (int i = 0; i < static_cast<int>(walls.of.size()); ++i) {
    if (change(i) < -still * pressure) return MechanismEffect::relieved_another;
    if (change(i) > still * pressure) return MechanismEffect::made_it_worse;
  }
  return MechanismEffect::changed_nothing;
}

// ---- the trail

void Session::go_to(size_t step) {
  if (step >= trail_.size()) return;
  at_ = step;
  design_ = trail_[at_].design;
  refresh();
  tell(SessionEvent::Kind::moved_to, at_);
}

Issues Session::restore_step(size_t at, const std::string& action, const Settings& changes) {
  Issues issues;
  const size_t before = std::min(at == 0 ? 0 : at - 1, trail_.size() - 1);
  Design next = trail_[before].design;
  apply(*lab_, changes, next, issues, true);
  if (!issues.empty()) return issues;
  at_ = before;
  design_ = std::move(next);
  refresh();
  add_step(action);
  return {};
}

void Session::undo() {
  if (can_undo()) go_to(at_ - 1);
}

void Session::redo() {
  if (can_redo()) go_to(at_ + 1);
}

// ---- predict first

int Session::open_prediction() const {
  for (size_t i = 0; i < predictions_.size(); ++i) {
    if (predictions_[i].state == Prediction::State::open) return static_cast<int>(i);
  }
  return -1;
}

void Session::predict(size_t index, double guess, double confidence) {
  Prediction& p = predictions_[index];
  Issues issues;  // a lesson that opens has answers: check_lesson proves it
  p.truth = answer(*lab_, lab_->lesson.predict[index], issues);
  p.state = Prediction::State::answered;
  p.guess = guess;
  p.confidence = confidence;
  if (p.truth && lab_->lesson.predict[index].kind != QuestionKind::number) {
    p.correct = p.truth->index == static_cast<int>(std::lround(guess));
  } else if (p.truth && p.truth->number) {
    p.band = band_of(guess, *p.truth->number);
  }
  tell(SessionEvent::Kind::prediction, index);
}

void Session::skip(size_t index) {
  Issues issues;
  predictions_[index].truth = answer(*lab_, lab_->lesson.predict[index], issues);
  predictions_[index].state = Prediction::State::skipped;
  tell(SessionEvent::Kind::prediction, index);
}

bool Session::locked(const Knob& knob) const {
  return values_hidden() && lab_->lesson.goal && lab_->lesson.goal->knob == knob.name;
}

// ---- the loop

// The goal counts when a committed move of the goal's knob has taken the contest from one side to the other.
void Session::note_goal() {
  if (!lab_->lesson.goal || at_ == 0) return;
  const Goal& goal = *lab_->lesson.goal;
  const Contest* contest = lab_->system->contest(goal.contest);
  const Knob* knob = lab_->knob(goal.knob);
  if (contest == nullptr || knob == nullptr) return;
  const std::vector<double>& before = trail_[at_ - 1].design.inputs;
  if (position_in(*knob, before) == position_in(*knob, design_.inputs)) return;
  const int from = standing(*contest, evaluate(*lab_->system, before)).leader;
  const int to = standing(*contest, evaluation()).leader;
  const auto label = [&](int i) { return contest->of[static_cast<size_t>(i)].label; };
  if (goal_reached_ || label(from) != goal.from || label(to) != goal.to) return;
  goal_reached_ = true;
  tell(SessionEvent::Kind::goal, at_);
}

int Session::loop_step() const {
  if (goal_reached_) return 4;
  if (at_ > 0) return 3;
  if (values_hidden()) return 0;
  return arithmetic_opened_ ? 2 : 1;
}

}  // namespace wallflip
