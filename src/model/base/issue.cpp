#include "model/base/issue.hpp"

namespace wallflip {

std::string to_string(const Issue& issue) {
  std::string text = issue.file;
  if (issue.line > 0) text += ":" + std::to_string(issue.line);
  if (!issue.pointer.empty()) text += (text.empty() ? "" : ": ") + issue.pointer;
  if (!text.empty()) text += ": ";
  text += issue.what;
  if (!issue.hint.empty()) text += " (" + issue.hint + ")";
  return text;
}

}  // namespace wallflip
