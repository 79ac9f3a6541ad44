#pragma once

#include <string>
#include <vector>

namespace wallflip {

/// Columns for a terminal: each as wide as its widest cell (characters, not bytes), two spaces between.
class TextTable {
 public:
  /// 'l' or 'r' for each column.
  explicit TextTable(std::string alignment) : alignment_(std::move(alignment)) {}
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }
  std::string text(const std::string& indent = "  ") const;

 private:
  std::string alignment_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace wallflip
