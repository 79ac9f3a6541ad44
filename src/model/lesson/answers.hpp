#pragma once

#include <optional>
#include <string>

#include "model/lesson/bind.hpp"

namespace wallflip {

/// The true answer of a question, computed from the model at this moment.
struct Answer {
  std::optional<double> number;  ///< number: a quantity's value, or the knob position of a flip; none: "no flip"
  Unit unit;
  std::string display;
  int index = -1;  ///< wall: contestant of the contest; choice: row of Question::choices
};

/// Issues: unknown names, a predicate that does not parse, no or several choices true.
std::optional<Answer> answer(const Lab& lab, const Question& question, Issues& issues);

/// The flip that a key names along its knob, from the given design. Nothing when there is none.
std::optional<Flip> find_flip(const Lab& lab, const AnswerKey& key, const std::vector<double>& inputs);

/// How good a numeric guess is: |log10(guess / truth)|, in bands that the screen and the score share.
struct Band {
  double factor;      ///< the guess is within this factor of the truth
  const char* words;  ///< "within 1.4x"
  int points;         ///< 5 .. 0
};
Band band_of(double guess, double truth);

/// Every claim recomputed, the goal shown to be false at the start and reachable, each choice decided by exactly one
/// predicate, every term and source known.
Issues check_lesson(const Lab& lab);

}  // namespace wallflip
