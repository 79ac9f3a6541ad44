#pragma once

// A spoken answer: what is heard after the user stops is the sum of a chain, and the model is one link of it.
//
// Simplifications: the parts run one after the other at fixed times; speech starts with the first token; the decode
// step takes its whole target, because the replica is as full as the target allows (detailed fidelity: what the step of
// such a replica takes). Sources: definition; the times are
// the course's assumptions.
//
//   mouth to ear = end of speech + network + recognition + (prefill + one step) + synthesis

#include "model/physics/prefill.hpp"

namespace wallflip {

struct VoiceBudget {
  Section s;  ///< "voice"
  Prefill prefill;
  Quantity step;  ///< second: one decode step

  Quantity target = s.input("target", 0.8 * second, "mouth to ear", lesson_default);
  Quantity endpoint = s.input("endpoint", 0.3 * second, "silence that ends a turn", lesson_default);
  Quantity network = s.input("network", 0.06 * second, "there and back over the network", lesson_default);
  Quantity asr = s.input("asr", 0.08 * second, "speech recognition after the last word", lesson_default);
  Quantity tts = s.input("tts", 0.1 * second, "first sound of the synthesis", lesson_default);

  Quantity fixed = s.let("fixed", endpoint + network + asr + tts, second, "what no GPU shortens", definition);
  Quantity left = s.let("left", target - fixed, second, "left for the model", definition);
  Quantity ttft_span =
      s.let("ttft_span", prefill.span + step, second, "first token, whether or not it fits", pope_2022);
  Quantity ttft = s.let("ttft", prefill.time + step, second, "time to the first token", pope_2022);
  Quantity whole_span =
      s.let("whole_span", fixed + ttft_span, second, "mouth to ear, whether or not it fits", definition);
  Quantity whole = s.let("whole", fixed + ttft, second, "mouth to ear", definition);
};

}  // namespace wallflip
