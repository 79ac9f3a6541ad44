#pragma once

#include <string>
#include <vector>

namespace wallflip {

/// One thing that is wrong with data or with what the user typed. Written for a teacher, not for a programmer.
/// Functions that read untrusted input collect *all* issues of one input and return them together.
struct Issue {
  std::string file{};     ///< file name as the user gave it, or the command-line argument
  std::string pointer{};  ///< JSON pointer ("/knobs/0/input") or empty
  int line = 0;           ///< from 1; 0 when unknown
  std::string what{};     ///< what is wrong and what was expected
  std::string hint{};     ///< nearest valid name or how to mend it; may be empty
};

using Issues = std::vector<Issue>;

/// "file:line: /pointer: what (hint)": one line, for stderr.
std::string to_string(const Issue& issue);

}  // namespace wallflip
