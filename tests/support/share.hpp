#pragma once

#include <algorithm>
#include <cstdlib>

namespace wallflip::test {

/// How many of `full` random cases to run: all of them, or the share that WALLFLIP_TEST_SHARE asks for. Sanitizers slow
/// a case down ten times and find what they find in a few thousand.
inline int share_of(int full) {
  const char* text = std::getenv("WALLFLIP_TEST_SHARE");
  const double share = text == nullptr ? 1 : std::atof(text);
  return share > 0 && share < 1 ? std::max(1, static_cast<int>(full * share)) : full;
}

}  // namespace wallflip::test
