#pragma once

#include <optional>
#include <string>
#include <vector>

#include "widgets/text_field.hpp"

namespace wallflip::widgets {

enum class PredictionKind { wall, number, choice };

/// One question before the answer is shown, or after it the verdict on the guess.
struct PredictionCard {
  PredictionKind kind = PredictionKind::wall;
  std::string heading = "Predict first";
  std::string ask;
  std::vector<Wall> walls;                      ///< kind wall: pressed with the letter's key too
  std::vector<std::string> choices;             ///< kind choice: keys 1, 2, 3, ...
  std::string unit_hint;                        ///< kind number: "sequences"
  std::vector<int> confidences = {50, 70, 90};  ///< percent
  std::string sure = "how sure", submit = "Predict", next = "Go on", skip = "skip";
  std::string error;  ///< why the typed number cannot be read

  bool revealed = false;
  std::string verdict;  ///< with **bold** runs: "You said 5.0k, it is 4.52k: within 1.12x"
  int band = -1;        ///< kind number: 0 is the best of `band_labels`, -1 none
  std::vector<std::string> band_labels = {"1.12x", "1.4x", "2x", "3.2x", "10x"};
  bool right = false;  ///< kinds wall and choice
  std::string note;    ///< below the verdict: how such answers have fared so far
};

struct PredictionState {
  TextField number;
  int confidence = 1;  ///< index into `confidences`
};

struct PredictionResult {
  std::optional<Wall> wall;
  int choice = -1;
  std::optional<std::string> number;  ///< text the caller parses
  int confidence = 0;                 ///< percent, with `number`
  bool skip = false;
  bool next = false;  ///< after the reveal
};

float prediction_height(const Ui& ui, const PredictionCard& card, float width);
PredictionResult prediction_card(Ui& ui, Rect rect, const PredictionCard& card, PredictionState& state);

}  // namespace wallflip::widgets
