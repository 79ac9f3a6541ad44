#include <cmath>

#include <fmt/format.h>

#include "app/panels/live_text.hpp"
#include "app/panels/panel.hpp"
#include "model/sheet/format.hpp"
#include "model/sheet/value_text.hpp"

// Predict first: the card of the question that is due, and the verdict on the guess just made.

namespace wallflip {
namespace {

const Contest* contest_of(const Session& s, const Question& question) {
  return s.lab().system->contest(question.contest);
}

std::vector<Wall> walls_of(const Contest& contest) {
  std::vector<Wall> walls;
  for (const Contestant& who : contest.of) {
    if (who.wall) walls.push_back(*who.wall);
  }
  return walls;
}

// Unit and display of a number question, known before the answer is.
struct Asked {
  Unit unit;
  std::string display;
};
Asked asked_for(const Session& s, const Question& question) {
  const Sheet& sheet = s.lab().sheet();
  if (const Knob* knob = s.lab().knob(question.of.knob)) return {knob->unit, knob->display};
  const NodeId node = sheet.find(question.of.value);
  if (node < 0) return {};
  const Let* let = sheet.let_at(node);
  return {sheet.node(node).unit, let ? let->display : ""};
}

std::string guess_text(const Session& s, const Question& question, double guess) {
  if (question.kind == QuestionKind::number) {
    const Asked asked = asked_for(s, question);
    return format_value(guess, asked.unit, asked.display);
  }
  const auto index = static_cast<size_t>(std::lround(guess));
  if (question.kind == QuestionKind::choice) return question.choices[index].text;
  const Contest* contest = contest_of(s, question);
  return contest ? contest->of[index].label : "";
}

std::string verdict_text(const PanelContext& c, const Question& question, const Prediction& p) {
  const Session& s = c.session;
  if (!p.truth) return "";
  if (question.kind == QuestionKind::number) {
    const std::string truth =
        p.truth->number ? format_value(*p.truth->number, p.truth->unit, p.truth->display) : c.strings[Str::answer_none];
    if (p.state == Prediction::State::skipped) return c.strings[Str::skipped] + " **" + truth + "**";
    const std::string guess = guess_text(s, question, p.guess);
    if (!p.band) return filled(c.strings[Str::predicted_none], {guess});
    return filled(c.strings[Str::predicted_number], {guess, truth, p.band->words});
  }
  const std::string truth = guess_text(s, question, p.truth->index);
  if (p.state == Prediction::State::skipped) return c.strings[Str::skipped] + " **" + truth + "**";
  if (p.correct) return filled(c.strings[Str::predicted_wall_right], {truth});
  return filled(c.strings[Str::predicted_wall_wrong], {guess_text(s, question, p.guess), truth});
}

// "When you say 90%, you are right 6 of 10 times."
std::string calibration_note(const PanelContext& c, const Prediction& p) {
  if (p.state != Prediction::State::answered || p.confidence <= 0) return "";
  const Calibration calibration = c.journal.calibration();
  const ConfidenceLevel* level = calibration.level(p.confidence);
  if (level == nullptr) return "";
  return filled(c.strings[Str::calibration_note], {fmt::format("{:.0f}%", p.confidence * 100),
                                                   std::to_string(level->right), std::to_string(level->count)});
}

widgets::PredictionCard describe(const PanelContext& c, size_t index, bool revealed) {
  const Session& s = c.session;
  const Question& question = s.lab().lesson.predict[index];
  widgets::PredictionCard card;
  card.heading = c.strings[revealed ? Str::your_prediction : Str::predict_first];
  card.ask = live_text(s, question.ask);
  card.error = c.state.prediction_error;
  card.sure = c.strings[Str::how_sure];
  card.submit = c.strings[Str::predict];
  card.next = c.strings[Str::go_on];
  card.skip = c.strings[Str::skip];
  card.kind = question.kind == QuestionKind::wall     ? widgets::PredictionKind::wall
              : question.kind == QuestionKind::number ? widgets::PredictionKind::number
                                                      : widgets::PredictionKind::choice;
  if (const Contest* contest = contest_of(s, question)) card.walls = walls_of(*contest);
  for (const Choice& choice : question.choices) card.choices.push_back(choice.text);
  if (question.kind == QuestionKind::number) {
    const Asked asked = asked_for(s, question);
    card.unit_hint = format_parts(100, asked.unit, asked.display).unit;
  }
  card.revealed = revealed;
  if (!revealed) return card;
  const Prediction& p = s.predictions()[index];
  card.verdict = verdict_text(c, question, p);
  card.right = p.correct;
  if (p.band) card.band = 5 - p.band->points;
  card.note = calibration_note(c, p);
  return card;
}

int contestant_with(const Contest& contest, Wall wall) {
  for (size_t i = 0; i < contest.of.size(); ++i) {
    if (contest.of[i].wall == wall) return static_cast<int>(i);
  }
  return 0;
}

void take(PanelContext& c, size_t index, const widgets::PredictionResult& result) {
  Session& s = c.session;
  const Question& question = s.lab().lesson.predict[index];
  std::optional<double> guess;
  if (result.wall) guess = contestant_with(*contest_of(s, question), *result.wall);
  if (result.choice >= 0) guess = result.choice;
  if (result.number) {
    const Asked asked = asked_for(s, question);
    const ParsedValue parsed = parse_value(*result.number, asked.unit, asked.display);
    c.state.prediction_error = parsed.error;
    guess = parsed.value;
  }
  if (!guess && !result.skip) return;
  if (result.skip) {
    s.skip(index);
  } else {
    s.predict(index, *guess, result.confidence / 100.0);
  }
  c.state.prediction_error.clear();
  c.state.revealed = static_cast<int>(index);
  widgets::set_text(c.state.prediction.number, "");
}

}  // namespace

float draw_prediction(PanelContext& c, Rect rect) {
  const bool revealed = c.state.revealed >= 0;
  const auto index = static_cast<size_t>(revealed ? c.state.revealed : c.session.open_prediction());
  const widgets::PredictionCard card = describe(c, index, revealed);
  const float height = widgets::prediction_height(c.ui, card, rect.width());
  const Rect place{rect.min, {rect.max.x, rect.min.y + height}};
  const widgets::PredictionResult result = widgets::prediction_card(c.ui, place, card, c.state.prediction);
  if (!revealed) {
    take(c, index, result);
  } else if (result.next) {
    c.state.revealed = -1;
  }
  return height;
}

std::string prediction_summary(const PanelContext& c) {
  std::string text;
  const Session& s = c.session;
  for (size_t i = 0; i < s.predictions().size(); ++i) {
    const Prediction& p = s.predictions()[i];
    if (p.state != Prediction::State::answered) continue;
    if (!text.empty()) text += ", ";
    const Question& question = s.lab().lesson.predict[i];
    text +=
        question.kind == QuestionKind::choice ? (p.correct ? "\u2713" : "\u2717") : guess_text(s, question, p.guess);
    if (question.kind == QuestionKind::number && p.band && p.truth && p.truth->number) {
      const double off = p.guess / *p.truth->number;
      text += fmt::format(" ({:.1f}x)", off < 1 ? 1 / off : off);
    }
  }
  return text;
}

}  // namespace wallflip
