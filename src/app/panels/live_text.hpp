#pragma once

#include <string>
#include <string_view>

#include "model/lesson/session.hpp"

namespace wallflip {

/// `{quantity}` becomes its live value with unit (or a dash when the design blanks it), `{gpu}` and `{llm}` the row
/// picked, `[[term]]` the title of a glossary term. Unknown names stay as they are: check_lesson reports them. Before
/// the predictions every value that is no input is "?".
std::string live_text(const Session& session, std::string_view text);
/// The same for a design that is not on screen: a trap tells what happens when its settings are applied.
std::string live_text(const Session& session, const Design& design, std::string_view text);

/// A value as the panels show it; "" when the design blanks it.
std::string shown(const Session& session, NodeId node);

}  // namespace wallflip
