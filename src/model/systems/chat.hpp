#pragma once

#include "model/systems/system.hpp"

namespace wallflip {

/// A consumer chatbot: users, turns and a budget per user and month; a prefill and a decode pool; a prefix cache.
void build_chat(System& system);

}  // namespace wallflip
