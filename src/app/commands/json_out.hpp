#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>

#include "model/lesson/bind.hpp"

namespace wallflip {

using Json = nlohmann::ordered_json;

/// One document and a line end. Not finite is null; bytes that are no UTF-8 become U+FFFD.
std::string json_text(const Json& document);
/// null for nothing and for what is not finite.
Json json_number(std::optional<double> value);
/// The value of an input as --set takes it: a number in base units, or the name of a choice.
Json json_input(const Input& input, double value);
/// Where a knob stands: a number, or the id or name of a choice that is no number. null: at no choice of its list.
Json json_position(const Knob& knob, double position);
Json json_positions(const Knob& knob, std::span<const double> positions);

}  // namespace wallflip
