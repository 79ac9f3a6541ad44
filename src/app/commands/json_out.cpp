#include "app/commands/json_out.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace wallflip {

std::string json_text(const Json& document) {
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json json_number(std::optional<double> value) {
  return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
}

Json json_input(const Input& input, double value) {
  const bool named = value >= 0 && value < static_cast<double>(input.choices.size());
  return named ? Json(input.choices[static_cast<size_t>(value)]) : json_number(value);
}

Json json_position(const Knob& knob, double position) {
  if (knob.kind != KnobKind::choice) return json_number(position);
  if (position < 0) return nullptr;
  const KnobChoice& choice = knob.choices[static_cast<size_t>(position)];
  return knob.numeric_choice ? json_number(choice.number) : Json(choice.label);
}

Json json_positions(const Knob& knob, std::span<const double> positions) {
  Json all = Json::array();
  for (const double position : positions) all.push_back(json_position(knob, position));
  return all;
}

}  // namespace wallflip
